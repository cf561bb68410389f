import Diagnostics
import Testing

@testable import Handbook

@Suite struct SplitTextTests {
  private func located(_ text: String) -> Located<String> {
    Located(text, at: SourceRange(file: "a.md", line: 1, column: 10, length: text.utf8.count))
  }

  @Test(arguments: [
    ("Product Manager / Orchestrator", ["Product Manager", "Orchestrator"]),
    ("A, B & C and D", ["A", "B", "C", "D"]),
    ("Sandy Brandt", ["Sandy Brandt"]),
    ("Lead (design, code / test), B", ["Lead (design, code / test)", "B"]),
    ("open (never closed, B", ["open (never closed", "B"]),
    (" , ,", []),
  ])
  func `Names are cut at separators outside brackets`(text: String, parts: [String]) {
    #expect(located(text).split(at: .names).map(\.value) == parts)
  }

  @Test func `Every part knows its place`() {
    let parts = located("Ärztin, QA").split(at: .commas)
    #expect(parts.map(\.range.start.column) == [10, 19])
    #expect(parts.map(\.range.end.column) == [17, 21])
  }

  @Test func `A remark in brackets is told from the name`() {
    let part = located("Implementation (ongoing)").splitRemark
    #expect(part.name.value == "Implementation")
    #expect(part.name.range.end.column == 24)
    #expect(part.remark == "ongoing")
    #expect(located("(all)").splitRemark.remark == nil)
  }
}
