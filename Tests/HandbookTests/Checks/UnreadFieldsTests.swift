import Diagnostics
import TestSupport
import Testing

@testable import Handbook

@Suite struct UnreadFieldsTests {
  private func findings(_ book: Checked<Handbook>) -> [String] {
    book.diagnostics.map(\.short).filter { !$0.contains("missing-field") }
  }

  @Test func `An item that can't be read loses only itself, and nothing false is said of it`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to:
        - b: first
        - c: what: else
        - d: third
      key_questions:
        - "Quoted" start
        - Fine?
      receives_from: [b, c, d]
      ---
      # A
      -- personas/b.md --
      ---
      receives_from: [a: first]
      hands_off_to: [a]
      ---
      # B
      -- personas/c.md --
      ---
      receives_from: [a: what]
      hands_off_to: [a]
      ---
      # C
      -- personas/d.md --
      ---
      receives_from: [a: third]
      hands_off_to: [a]
      ---
      # D
      """)
    #expect(book.edges(.handoff) == ["a -> b: first", "a -> c: what", "a -> d: third", "b -> a", "c -> a", "d -> a"])
    #expect(book.document("personas/a.md")?.texts(.keyQuestions).map(\.value) == ["Fine?"])
    let told = findings(book).filter { !$0.contains("handoff-cycle") }
    #expect(
      told == ["personas/a.md:4:12: error: invalid-front-matter", "personas/a.md:7:14: error: invalid-front-matter"])
    #expect(book.value.documents[0].unreadFields == [.handsOffTo, .keyQuestions])
  }

  @Test func `Nothing is said to be missing that a field may hold which can't be read`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to: [b: c: d]
      primary_tasks: [t
      tagline: x: y
      ---
      # A
      -- personas/b.md --
      ---
      receives_from: [a: x]
      ---
      # B
      -- personas/c.md --
      # C
      -- tasks/t.md --
      # T
      -- tasks/u.md --
      ---
      phase: Plan: x
      ---
      # U
      -- baton.yml --
      phases: [Plan]
      """)
    #expect(book.diagnostics.filter { $0.range?.file == "personas/a.md" }.allSatisfy { $0.code == .invalidFrontMatter })
    // B is known to hand nothing on, C to receive nothing; who gives to it is not known.
    #expect(findings(book).filter { $0.contains("b.md") } == ["personas/b.md:4:1: note: dead-end"])
    #expect(findings(book).filter { $0.contains("c.md") } == [])
    #expect(findings(book).filter { $0.contains("tasks/t.md") } == [])
    #expect(!book.diagnostics.contains { $0.code == .missingField && $0.range?.file == "tasks/u.md" })
  }

  @Test func `Front matter that never ends tells nothing of what is in it`() {
    let book = handbook("-- tasks/t.md --\n---\npersona: a\n\n# T\n-- personas/a.md --\n# A\n")
    #expect(!book.diagnostics.contains { $0.code == .taskWithoutPersona || $0.code == .orphan })
  }
}
