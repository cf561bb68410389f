import Foundation
import Testing

/// What cmark-gfm prints is what we print, on every small input of the corpus and of both specifications.
@Suite struct OracleTests {
  private static let oracle = "/usr/bin/cmark-gfm"
  private static let isThere =
    FileManager.default.isExecutableFile(atPath: oracle) || ProcessInfo.processInfo.environment["CI"] == "true"

  private static var corpus: [String] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/corpus.txt")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "%%%%\n").filter { !$0.isEmpty }
  }

  private func oracleHTML(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString).md")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.oracle)
    process.arguments =
      ["--unsafe"]
      + ["footnotes", "table", "strikethrough", "autolink", "tagfilter", "tasklist"].flatMap { ["-e", $0] } + [
        file.path
      ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test(.enabled(if: isThere, "install cmark-gfm")) func `The corpus agrees`() throws {
    #expect(Self.corpus.count >= 300)
    for text in Self.corpus {
      let (ours, theirs) = (gitHubHTML(text), try oracleHTML(text))
      #expect(ours == theirs, "\(text.debugDescription)")
    }
  }

  @Test(.enabled(if: isThere, "install cmark-gfm"), arguments: ["commonmark-0.30.txt", "github-extensions.txt"])
  func `The specifications agree`(file: String) throws {
    for example in Example.all(in: file) {
      let (ours, theirs) = (gitHubHTML(example.input), try oracleHTML(example.input))
      // cmark-gfm follows CommonMark 0.29; where the two editions differ, 0.30 is right.
      // Example 171 is one of these, and is filtered besides.
      let isNewer = file.hasPrefix("commonmark") && (ours == example.html || example.number == 171)
      #expect(isNewer || ours == theirs, "\(example.testDescription)")
    }
  }
}
