import Handbook
import TestSupport
import Testing

@Suite struct HandoffTests {
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
}
