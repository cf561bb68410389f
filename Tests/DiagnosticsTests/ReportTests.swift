import Diagnostics
import Foundation
import Testing

@Suite struct ReportTests {
  /// `é` is written by two code points, and the flag is one character of two.
  private static let problem: Diagnostic = {
    var problem = Diagnostic(
      .unknownReference, "50% of `a`,\nor: b", at: SourceRange(file: "a b/c,d.md", line: 3, column: 14, length: 4),
      suggestion: "dev", help: "did you mean `dev`?")
    problem.sourceLine = "e\u{301} 🇫🇷 word"
    return problem
  }()

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func `JSON counts columns in characters, and writes null for what is not known`() throws {
    let report = try object(JSONReport([Self.problem, Diagnostic(.emptyHandbook, "m")], documents: 7).text())
    let entries = try #require(report["diagnostics"] as? [[String: Any]])
    #expect(entries[0]["column"] as? Int == 5 && entries[0]["endColumn"] as? Int == 9)
    #expect(entries[0]["suggestion"] as? String == "dev")
    #expect(entries[1]["file"] is NSNull && entries[1]["line"] is NSNull)
    #expect(report["summary"] as? [String: Int] == ["errors": 0, "warnings": 2, "notes": 0, "documents": 7])
  }

  @Test func `SARIF counts columns in code points, and encodes paths`() throws {
    let report = try object(sarifReport([Self.problem], folder: "./my docs/", version: "1"))
    #expect(report["version"] as? String == "2.1.0")
    let run = try #require((report["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let result = try #require((run["results"] as? [[String: Any]])?.first)
    let rules = ((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]]
    let rule = try #require(result["ruleIndex"] as? Int)
    #expect(rules?[rule]["id"] as? String == "unknown-reference" && result["level"] as? String == "warning")
    let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    #expect((location?["artifactLocation"] as? [String: String])?["uri"] == "my%20docs/a%20b/c%2Cd.md")
    #expect((location?["artifactLocation"] as? [String: String])?["uriBaseId"] == "%SRCROOT%")
    #expect((run["originalUriBaseIds"] as? [String: Any])?["%SRCROOT%"] != nil)
    #expect(location?["region"] as? [String: Int] == ["startLine": 3, "startColumn": 7, "endColumn": 11])
  }

  @Test func `Annotations of GitHub can't be broken out of`() {
    #expect(
      gitHubAnnotations([Self.problem], folder: ".")
        == "::warning file=a b/c%2Cd.md,line=3,col=5,endLine=3,endColumn=9,title=unknown-reference::"
        + "50%25 of `a`,%0Aor: b%0Adid you mean `dev`?\n")
  }

  @Test func `Line ends and signs of annotations are written by their bytes, in messages and in properties`() {
    let problem = Diagnostic(
      .unknownReference, "a\r\nb::error::c%0A, d: e", at: SourceRange(file: "a\nb%,:\r.md", line: 1, column: 1))
    #expect(
      gitHubAnnotations([problem], folder: "::x")
        == "::warning file=%3A%3Ax/a%0Ab%25%2C%3A%0D.md,line=1,col=1,endLine=1,endColumn=2,title=unknown-reference::"
        + "a%0D%0Ab::error::c%250A, d: e\n")
  }

  @Test func `Nothing in an annotation steers the terminal in which a log is read`() {
    let problem = Diagnostic(
      .unknownReference, "\u{1B}[31ma\u{9B}\t\u{202E}", at: SourceRange(file: "\u{7F}.md", line: 1, column: 1))
    #expect(
      gitHubAnnotations([problem], folder: "x")
        == "::warning file=x/�.md,line=1,col=1,endLine=1,endColumn=2,title=unknown-reference::�[31ma�\t�\n")
  }

  @Test func `A baseline knows problems wherever they stand, and as many of them as it holds`() throws {
    var moved = Self.problem
    moved.range = SourceRange(file: "a b/c,d.md", line: 9, column: 1)
    let baseline = Baseline(try JSONReport(reading: JSONReport([Self.problem], documents: 1).text()))
    #expect(baseline.new(in: [moved]).isEmpty)
    #expect(baseline.new(in: [Self.problem, moved]) == [moved])
  }

  @Test func `A list stops at its limit, but not for errors`() {
    let notes = (1...5).map { Diagnostic(.orphan, "m\($0)", at: SourceRange(file: "a.md", line: $0, column: 1)) }
    let error = Diagnostic(.duplicateID, "e", at: SourceRange(file: "a.md", line: 9, column: 1))
    let text = ProblemList(text: TerminalText(usesColor: false, folder: ""), limit: 2).text(of: notes + [error])
    #expect(text.contains("m2") && !text.contains("m3") && text.contains("[duplicate-id]"))
    #expect(text.contains("a.md: and 3 more\n"))
    #expect(text.components(separatedBy: "why: ").count == 3, "why such a problem matters is said once")
  }
}
