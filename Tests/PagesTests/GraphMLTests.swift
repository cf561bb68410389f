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

  @Test func `Tables and languages of graphs hold no control characters`() {
    let book = handbook("-- tasks/\u{1B}[31ma.md --\n# A\u{9B}\u{7F} [b](nope.md)\n").value
    let plan = sitePlan(of: book, theme: Theme.load(overrides: [:]).value).value
    let selection = GraphSelection(of: book.graph)
    let (dot, mermaid) = (graphDOT(of: book, selection), graphMermaid(of: book, selection))
    let table = graphCSV(of: book, plan: plan, selection)
    #expect(table.contains("\u{FFFD}[31ma,task,A\u{FFFD}\u{FFFD} b,"), "\(table)")
    for text in [dot, mermaid, table] {
      #expect(
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\r" },
        "\(text)")
    }
  }
}
