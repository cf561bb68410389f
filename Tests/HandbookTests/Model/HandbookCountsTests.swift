import Diagnostics
import Handbook
import Testing

@Suite struct HandbookCountsTests {
  private func problem(_ file: String?, _ code: DiagnosticCode) -> Diagnostic {
    Diagnostic(code, "a message", at: file.map { SourceRange(file: $0, line: 1, column: 1) }, help: "help")
  }

  private func counts(_ findings: [Diagnostic]) -> [String] {
    FindingCount.counts(of: findings).map { "\($0.file) \($0.code) \($0.severity) \($0.count)" }
  }

  @Test func `Problems are counted by file and code, in the order of the first of each`() {
    let findings = [
      problem(nil, .orphan), problem("b.md", .orphan), problem("b.md", .brokenLink), problem("b.md", .orphan),
      problem("a.md", .orphan), problem("b.md", .brokenLink), problem(nil, .orphan),
    ]
    #expect(
      counts(findings) == [" orphan note 2", "b.md orphan note 2", "b.md broken-link warning 2", "a.md orphan note 1"])
  }

  @Test func `Files whose names differ only in how an accent is written are counted apart`() {
    let (composed, decomposed) = ("\u{E9}.md", "e\u{301}.md")
    let found = FindingCount.counts(of: [composed, decomposed, composed].map { problem($0, .orphan) })
    #expect(found.map(\.count) == [2, 1])
    #expect(found.map { Array($0.file.utf8) } == [Array(composed.utf8), Array(decomposed.utf8)])
  }
}
