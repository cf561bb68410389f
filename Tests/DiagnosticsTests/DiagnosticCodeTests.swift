import Diagnostics
import Testing

@Suite struct DiagnosticCodeTests {
  @Test func `Names are lower-case words with hyphens`() {
    for code in DiagnosticCode.allCases {
      #expect(code.rawValue.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 || (48...57).contains($0) })
    }
  }

  @Test func `Diagnostics are ordered by file, place and gravity`() {
    func make(_ code: DiagnosticCode, _ file: String, _ line: Int) -> Diagnostic {
      Diagnostic(code, "m", at: SourceRange(file: file, line: line, column: 1))
    }
    let sorted = [
      make(.brokenLink, "b.md", 1), make(.unknownField, "a.md", 9), make(.duplicateID, "a.md", 9),
      make(.brokenLink, "a.md", 2),
      Diagnostic(.emptyHandbook, "m"),
    ].sorted()
    #expect(sorted.map(\.code) == [.emptyHandbook, .brokenLink, .duplicateID, .unknownField, .brokenLink])
  }
}
