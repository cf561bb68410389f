import Diagnostics
import Fetch
import Foundation
import Site
import TestSupport
import Testing

/// Every check on the small handbooks of `Tests/Fixtures`, with all that it says; `Tests/Fixtures/README.md` tells how to read and
/// write them. To accept what is found now: `UPDATE_GOLDEN=1 swift test --filter FixtureTests`.
@Suite struct FixtureTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  private static let names: [String] = (FileManager.default.subpaths(atPath: folder) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  private static func fixture(_ name: String) throws -> FixtureHandbook {
    FixtureHandbook(try String(contentsOfFile: folder + "/" + name, encoding: .utf8))
  }

  /// What `baton check` finds, in order; for the handbooks of `external-link` with `--external`.
  private func problems(in handbook: FixtureHandbook, of name: String) throws -> [FoundProblem] {
    let folder = try TemporaryFolder()
    try handbook.write(to: folder)
    var options = BuildOptions(content: folder.path, jobs: 1)
    options.usesCache = false
    options.notesAddresses = name.hasPrefix(DiagnosticCode.externalLink.rawValue + "/")
    var loaded = try loadHandbook(options)
    if options.notesAddresses {
      _ = try checkExternalLinks(of: &loaded, options, FetchBounds(), userAgent: "Baton's tests")
    }
    let report = try JSONReport(reading: JSONReport(loaded.diagnostics, documents: 0).text())
    let found = report.diagnostics.map { FoundProblem($0, folder: folder.path) }
    try comparePlaces(of: loaded.diagnostics, found, folder.path)
    return found
  }

  private func text(_ problems: [FoundProblem]) -> String { problems.map(\.description).joined() }

  @Test(arguments: DiagnosticCode.allCases)
  func `Every code has handbooks with and without it`(code: DiagnosticCode) throws {
    let own = Self.names.filter { $0.hasPrefix(code.rawValue + "/") }
    let reporting = try own.filter { try Self.fixture($0).expected.contains(" \(code.rawValue): ") }
    #expect(own.count >= 2 && !reporting.isEmpty && reporting.count < own.count, "\(own)")
  }

  @Test(arguments: names) func `A handbook has these problems and no others`(name: String) throws {
    let path = Self.folder + "/" + name
    let found = text(try problems(in: try Self.fixture(name), of: name))
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      let archive = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "-- expected --\n")[0]
      try (archive + "-- expected --\n" + found).write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(found == (try Self.fixture(name)).expected)
  }

  @Test(arguments: names) func `Line ends and byte order marks move nothing`(name: String) throws {
    let handbook = try Self.fixture(name)
    guard handbook.isText else { return }
    for end in ["\r\n", "\r"] {
      // Templates are no Markdown.
      let returns = handbook.changing { path, text in
        path.hasSuffix(".mustache") ? text : text.replacing("\n", with: end)
      }
      #expect(text(try problems(in: returns, of: name)) == handbook.expected, "carriage returns")
    }
    let marked = handbook.changing { path, text in
      path.hasSuffix(".md") || path == "baton.yml" ? "\u{FEFF}" + text : text
    }
    #expect(text(try problems(in: marked, of: name)) == handbook.expected, "byte order marks")
  }

  /// Four characters of 25, 1, 3 and 1 bytes.
  private static let wide = "👩‍👩‍👧‍👦 e\u{301}\t"

  @Test(arguments: names) func `What stands before a problem in its line moves it by characters`(name: String) throws {
    let handbook = try Self.fixture(name)
    guard handbook.isText else { return }
    var expected = try problems(in: handbook, of: name)
    var moved: Set<String> = []
    for index in expected.indices where expected[index].column > 1 {
      guard let file = expected[index].file, isProse(handbook, file, expected[index].line) else { continue }
      moved.insert("\(file):\(expected[index].line)")
    }
    guard !moved.isEmpty else { return }
    for index in expected.indices where expected[index].column > 1 {
      guard let file = expected[index].file, moved.contains("\(file):\(expected[index].line)") else { continue }
      expected[index].column += Self.wide.count
      expected[index].endColumn += Self.wide.count
    }
    let shifted = handbook.changing { path, text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().map { (moved.contains("\(path):\($0 + 1)") ? Self.wide : "") + $1 }
        .joined(separator: "\n")
    }
    #expect(text(try problems(in: shifted, of: name)) == text(expected))
  }

  /// Whether a line is of a paragraph that begins with a letter, so that other text may stand before it.
  private func isProse(_ handbook: FixtureHandbook, _ file: String, _ line: Int) -> Bool {
    let content = handbook.files.first { $0.path == file }?.content
    guard file.hasSuffix(".md"), case .text(let text)? = content else { return false }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1), lines[line - 1].first?.isLetter == true else { return false }
    let body = lines[0] == "---" ? lines.dropFirst().firstIndex(of: "---") ?? lines.endIndex : 0
    return line - 1 > body || body == 0
  }

  // MARK: - Other reports

  /// Each report must point at the same text, in the columns that it says it counts.
  private func comparePlaces(of diagnostics: [Diagnostic], _ found: [FoundProblem], _ folder: String) throws {
    let report = try JSONDecoder().decode(
      SARIFLog.self, from: Data(try sarifReport(diagnostics, folder: "", version: "0")))
    let run = try #require(report.runs.first)
    #expect(run.columnKind == "unicodeCodePoints")
    let annotations = gitHubAnnotations(diagnostics, folder: "").split(separator: "\n")
    for (index, problem) in found.enumerated() {
      guard let file = problem.file else { continue }
      let region = try #require(run.results[index].locations.first?.physicalLocation.region)
      let scalars = SourceLine(folder: folder, file: file, line: region.startLine).text.unicodeScalars
      let cut = String(
        String.UnicodeScalarView(
          scalars.dropFirst(region.startColumn - 1).prefix(max(0, region.endColumn - region.startColumn))))
      #expect(cut == problem.marked, "SARIF: \(problem.description)")
      let columns = "line=\(problem.line),col=\(problem.column),endLine=\(problem.line),endColumn=\(problem.endColumn),"
      #expect(annotations[index].contains(columns), "GitHub: \(problem.description)")
    }
  }

  private struct SARIFLog: Decodable {
    struct Run: Decodable {
      var columnKind: String
      var results: [Result]
    }
    struct Result: Decodable { var locations: [Location] }
    struct Location: Decodable { var physicalLocation: PhysicalLocation }
    struct PhysicalLocation: Decodable { var region: Region }
    struct Region: Decodable { var startLine, startColumn, endColumn: Int }
    var runs: [Run]
  }
}
