import Markup
import TestSupport
import Testing

@testable import Handbook

/// Names that stand in texts without a link. What a persona is told about them is in `Tests/Fixtures/mentioned-not-declared`.
@Suite struct NamesInTextTests {
  private func document(_ id: String, _ text: String) -> Document {
    parseDocument(SourceFile(path: "\(id).md", bytes: Array(text.utf8)), configuration: Configuration()).value
  }

  private func names(_ titles: [String]) -> NamesInText {
    NamesInText(documents: titles.enumerated().map { document("personas/d\($0)", "# \($1)\n") })
  }

  private func told(_ titles: [String], by text: String) -> [Int] {
    let text = document("x", "# X\n\n\(text)\n").text
    let names = names(titles)
    let found = names.mentions(in: [NameWord](shownBy: text), of: text.bytes).map(\.document)
    #expect(found.isEmpty || names.mayBeTold(by: text.bytes), "\(text)")
    return found
  }

  @Test(arguments: [
    "Ask Table Waiter.", "Ask the table waiter.", "Ask *Table* **Waiter**.", "Ask Table\nWaiter.",
    "Ask “Table Waiter”.", "Ask Table\u{A0}Waiter.", "Ask Table Waiter’s friend.", "| a |\n| --- |\n| Table Waiter |",
    "Ask Ta&#98;le Waiter.",
    "> Table Waiter",
  ])
  func `A name is found in these`(text: String) {
    #expect(told(["Table Waiter"], by: text) == [0])
  }

  @Test(arguments: [
    "Ask a table waiter.", "Table. Waiter.", "Table, Waiter", "- Table\n- Waiter", "| Table | Waiter |\n| --- | --- |",
    "`Table Waiter`", "[Table Waiter](https://example.org)", "[[y|Table Waiter]]", "Table Waiters",
    "Table Waiter Training", "Head Table Waiter", "    Table Waiter", "TABLE WAITER", "Table - Waiter",
    "<!-- Table Waiter -->",
  ])
  func `A name is not found in these`(text: String) {
    #expect(told(["Table Waiter"], by: text).isEmpty)
  }

  @Test func `The longest name counts, in any script, and one that several have says nothing`() {
    #expect(told(["Table Waiter", "Table Waiter in Chief"], by: "Ask Table Waiter in Chief.") == [1])
    #expect(told(["Ärzte & Ämter"], by: "frag Ärzte &amp; Ämter, und die ärzte & ämter.") == [0])
    #expect(told(["Same Name", "Same Name"], by: "Ask Same Name.").isEmpty)
    #expect(told(["Waiter", "The Waiter"], by: "Ask the Waiter.").isEmpty)
  }

  @Test func `Names that begin alike are told apart in time that grows with the text`() {
    let titles = (0..<2_000).map { "Review Review Review Number\($0) Now" }
    let text = String(repeating: "Review ", count: 5_000) + "Number7 Now"
    let time = ContinuousClock().measure { #expect(told(titles, by: text).isEmpty) }
    #expect(time < .seconds(20), "\(time)")
  }
}
