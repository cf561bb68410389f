import Diagnostics
import Testing

@Suite struct TerminalTextTests {
  private func text(_ line: String?, column: Int, length: Int, message: String = "it must fit") -> String {
    var diagnostic = Diagnostic(
      .unknownReference, message, at: SourceRange(file: "a/b.md", line: 7, column: column, length: length),
      help: "mend it")
    diagnostic.sourceLine = line
    return TerminalText(usesColor: false, folder: "book").text(of: diagnostic)
  }

  @Test func `A diagnostic shows its place, its line and what to do`() {
    #expect(
      text("  - nothing", column: 5, length: 7) == """
        book/a/b.md:7:5: warning: it must fit [unknown-reference]
         7 |   - nothing
           |     ^^^^^^^
          help: mend it

        """)
  }

  @Test func `Columns count characters, and the mark stands under the words`() {
    #expect(
      text("é日: x", column: 8, length: 1) == """
        book/a/b.md:7:5: warning: it must fit [unknown-reference]
         7 | é日: x
           |      ^
          help: mend it

        """)
  }

  @Test func `A range that ends with its line, or behind it, is marked to the end`() {
    #expect(text("abc", column: 2, length: 90).contains(" | abc\n   |  ^^\n"))
    #expect(text("", column: 1, length: 1).contains("   | ^\n"))
    #expect(text("ab", column: 40, length: 2).contains("| ab"))
  }

  @Test func `What an author wrote cannot steer the terminal`() {
    let shown = text("\u{1B}[31mred\u{07}", column: 1, length: 3, message: "a \u{1B}]0;title\u{07}")
    #expect(!shown.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 })
  }

  @Test func `Of a long line only the place is shown`() {
    let line = String(repeating: "x", count: 5_000) + "here" + String(repeating: "y", count: 5_000)
    let shown = text(line, column: 5_001, length: 4)
    #expect(shown.utf8.count < 800)
    #expect(shown.contains("here"))
    #expect(shown.contains("^^^^\n"))
  }

  @Test func `Counts read as people say them`() {
    let problems = [Diagnostic(.duplicateID, "x"), Diagnostic(.brokenLink, "x"), Diagnostic(.brokenLink, "y")]
    #expect(ProblemCount(problems).description == "1 error, 2 warnings")
    #expect(ProblemCount([]).description == "no problems")
  }
}
