import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct RulesTests {
  @Test func `Rules see what labels and front matter call otherwise`() {
    let book = handbook(
      """
      -- baton.yml --
      rules:
        - {every: task, has: owner}
        - {every: document, where: {risk_level: high}, has: [Escape plan, review-date, Persona]}
      -- personas/p.md --
      # P
      -- tasks/a.md --
      ---
      Review Date: May
      ---
      # A

      **Persona**: p
      **Owner**: me
      **Risk level**: high
      """)
    #expect(book.problems == ["tasks/a.md:4:1: warning: rule-broken"])
    #expect(
      book.diagnostics.first { $0.code == .ruleBroken }?.message
        == "every document where risk_level is high must have `Escape plan`, and this one has none")
  }

  @Test func `A field of another kind is one of the team's own, and a misspelt one is told`() {
    let book = handbook(
      "-- baton.yml --\nrules:\n  - {every: task, has: [Tagline, persona]}\n-- personas/p.md --\n# P\n-- tasks/a.md --\n"
        + "---\ntagline: x\nPersona: p\n---\n# A\n")
    #expect(book.problems == ["tasks/a.md:3:1: warning: unknown-field", "tasks/a.md:5:1: warning: rule-broken"])
  }
}
