import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct HandoffTests {
  private func problems(_ code: DiagnosticCode, of book: Checked<Handbook>) -> [String] {
    book.diagnostics.map(\.short).filter { $0.hasSuffix(": " + code.rawValue) }
  }

  @Test func `A handoff that one end declares is reported there, and says what to add`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to:
        - b: plan
      ---
      # A
      -- personas/b.md --
      # B
      """)
    #expect(book.problems == ["personas/a.md:3:5: warning: one-sided-handoff"])
    #expect(book.diagnostics.first?.help == "add `- a: plan` to `receives_from` in personas/b.md")
  }

  @Test func `A handoff to oneself is reported once`() {
    let book = handbook("-- personas/a.md --\n---\nhands_off_to: [a]\n---\n# A\n")
    #expect(book.problems == ["personas/a.md:2:16: warning: handoff-to-self"])
  }

  @Test func `Missing colleagues and groups have no other end`() {
    let book = handbook("-- personas/a.md --\n---\nhands_off_to: [all-personas]\n---\n# A\n")
    #expect(book.problems.isEmpty)
  }

  @Test func `The line to add is YAML, and holds all that is passed`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to:
        - b: "Research: findings"
        - b: "#2"
      ---
      # A
      -- personas/b.md --
      # B
      """)
    #expect(
      book.diagnostics.first { $0.code == .oneSidedHandoff }?.help
        == "add `- a: \"Research: findings; #2\"` to `receives_from` in personas/b.md")
  }

  @Test(arguments: ["eng", "all-personas"])
  func `An end that speaks of a group speaks of its members, in both directions`(group: String) {
    let book = handbook(
      """
      -- baton.yml --
      groups: {eng: [dev]}
      -- personas/boss.md --
      ---
      hands_off_to: [\(group): Charter]
      receives_from: [\(group): Report]
      ---
      # Boss
      -- personas/dev.md --
      ---
      receives_from: [boss: Charter]
      hands_off_to: [boss: Report]
      ---
      # Dev
      """)
    #expect(problems(.oneSidedHandoff, of: book) == [])
    #expect(coverageFigures(of: book.value).last?.description == "handoffs-agreed: 2 of 2 (100 %)")
  }

  @Test func `A group that one is not in says nothing of oneself`() {
    let book = handbook(
      """
      -- baton.yml --
      groups: {eng: [dev]}
      -- personas/boss.md --
      ---
      hands_off_to: [eng: Charter]
      ---
      # Boss
      -- personas/dev.md --
      # Dev
      -- personas/qa.md --
      ---
      receives_from: [boss: Charter]
      ---
      # QA
      """)
    #expect(problems(.oneSidedHandoff, of: book) == ["personas/qa.md:2:17: warning: one-sided-handoff"])
  }

  @Test func `Who performs something as one of a group is no orphan, and has a task`() {
    let book = handbook(
      """
      -- baton.yml --
      groups: {eng: [dev]}
      rules: [{every: persona, has: performs}]
      -- personas/dev.md --
      # Dev

      Often has to do with [[t]].
      -- personas/qa.md --
      # QA
      -- tasks/t.md --
      # T

      **Persona**: eng
      """)
    #expect(problems(.orphan, of: book) == ["personas/qa.md:1:1: note: orphan"])
    #expect(problems(.ruleBroken, of: book) == ["personas/qa.md:1:1: warning: rule-broken"])
    #expect(problems(.mentionedNotDeclared, of: book) == [])
    let figure = coverageFigures(of: book.value).first { $0.name == "personas-with-tasks" }
    #expect(figure?.description == "personas-with-tasks: 1 of 2 (50 %)")
  }
}
