import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct GraphMLTests {
  @Test func `Ids that hold what XML does not allow go on differing`() {
    let book = handbook(
      """
      -- tasks/a\u{1}.md --
      # A
      -- tasks/a\u{FFFF}.md --
      # B

      [x](a%01.md)
      -- tasks/a%01.md --
      # C
      -- tasks/a\u{FFFD}.md --
      # D
      """
    ).value
    let plan = sitePlan(of: book, theme: Theme.load(overrides: [:]).value).value
    let text = graphML(of: book, plan: plan, GraphSelection(of: book.graph))
    for id in ["a%01", "a%2501", "a%EF%BF%BF", "a\u{FFFD}"] {
      #expect(text.components(separatedBy: "<node id=\"\(id)\">").count == 2, "\(id): \(text)")
    }
    #expect(text.contains("source=\"a%EF%BF%BF\" target=\"a%01\""), "\(text)")
  }
}
