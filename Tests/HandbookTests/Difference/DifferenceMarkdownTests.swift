import Diagnostics
import Testing

@testable import Handbook

@Suite struct DifferenceMarkdownTests {
  @Test(
    arguments: [
      ("**Persona**: b\n\nText.", ["fields"]), ("**Persona**: a\n\nTexts.", ["text"]),
      ("**Persona**: b\n\nTexts.", ["fields", "text"]), ("**Persona**: a\n\nText. <!-- x -->", ["text"]),
    ] as [(String, [String])])
  func `A changed label is a change of fields`(text: String, changes: [String]) {
    let people = [("personas/a.md", "# A\n"), ("personas/b.md", "# B\n")]
    let old = EditedBook.read(people + [("tasks/t.md", "# T\n\n**Persona**: a\n\nText.\n")]).book
    let new = EditedBook.read(people + [("tasks/t.md", "# T\n\n\(text)\n")]).book
    #expect(HandbookDifference(from: old, [], to: new, []).changedDocuments.map(\.changes) == [changes])
  }

  @Test(arguments: [
    ("there is a <img src=x> *this* in `a/<b>*c*.md`", "there is a \\<img src=x\\> \\*this\\* in `a/<b>*c*.md`"),
    ("`Do [now](https://e.org)` is\nno id", "`Do [now](https://e.org)` is no id"),
    ("`a` and `<b>", "`a` and \\`\\<b\\>"),
    ("`` is *no* id", "\\`\\` is \\*no\\* id"),
    ("`a`\u{301} ![x](u)` is no id", "`a`\u{301} !\\[x\\](u)\\` is no id"),
    ("`a\u{1B}[31m` is \u{202E}no\u{9B} id", "`a�[31m` is �no� id"),
  ])
  func `Of a problem's message, the code spans alone are Markdown`(message: String, markdown: String) {
    let book = EditedBook.read([("a.md", "# A\n")]).book
    let problem = Diagnostic(.emptyDocument, message, at: SourceRange(file: "a.md", line: 1, column: 1))
    let text = HandbookDifference(from: book, [], to: book, [problem]).markdown(title: "a")
    #expect(text.contains("- `a.md:1`: note: \(markdown) [empty-document]\n"), "\(text)")
  }

  @Test func `Neither ids nor names of files begin a line, and nothing steers the terminal`() {
    let old = EditedBook.read([("index.md", "# H\n")]).book
    let id = #"id: "x\n\n/merge\u2028y`\u0301 ![i](http://e.org)""#
    let new = EditedBook.read([
      ("index.md", "# H\n"),
      (
        "personas/\u{1B}[31m\n\n/approve\n.md",
        "---\n\(id)\nhands_off_to:\n  - \"q\\r\\n\\n/close\\n\": w\n---\n# A\u{9B}B\u{202E}\n"
      ),
    ]).book
    let text = HandbookDifference(from: old, [], to: new, []).markdown(title: "a")
    for line in text.split(separator: "\n") { #expect(line.hasPrefix("- ") || line.hasPrefix("#"), "\(text)") }
    #expect(text.contains("- A�B�, a persona (`personas/�[31m  /approve .md`)\n"), "\(text)")
    #expect(text.contains("- x  /merge y\\`\u{301} !\\[i\\](http://e.org) → `q"), "\(text)")
  }
}
