import Diagnostics
import Testing

@testable import Handbook

@Suite struct DifferenceMarkdownTests {
  @Test(arguments: [
    ("there is a <img src=x> *this* in `a/<b>*c*.md`", "there is a \\<img src=x\\> \\*this\\* in `a/<b>*c*.md`"),
    ("`Do [now](https://e.org)` is\nno id", "`Do [now](https://e.org)` is no id"),
    ("`a` and `<b>", "`a` and \\`\\<b\\>"),
    ("`` is *no* id", "\\`\\` is \\*no\\* id"),
  ])
  func `Of a problem's message, the code spans alone are Markdown`(message: String, markdown: String) {
    let book = EditedBook.read([("a.md", "# A\n")]).book
    let problem = Diagnostic(.emptyDocument, message, at: SourceRange(file: "a.md", line: 1, column: 1))
    let text = HandbookDifference(from: book, [], to: book, [problem]).markdown(title: "a")
    #expect(text.contains("- `a.md:1`: note: \(markdown) [empty-document]\n"), "\(text)")
  }
}
