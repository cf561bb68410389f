import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Site

@Suite struct ManifestTests {
  @Test func `A manifest is read as it was written, with any names`() {
    let manifest = Manifest(paths: [
      "b", "a/ü", "line\nend", "line\r\nend", "\u{FFFC}", "\u{FFFC}n", "caf\u{E9}", "cafe\u{301}",
    ])
    #expect(manifest.files.count == 8)
    #expect(Manifest(manifest.bytes) == manifest)
    #expect(Manifest(Array("something else\n".utf8)) == nil)
    #expect(Manifest([]) == nil)
  }

  @Test(arguments: ["../x", "a/../../x", "..", "/etc/passwd", "a//b", "./a", "a/", "a\0b"])
  func `What leads out of the folder is no file of the site`(path: String) {
    let bytes = Manifest.bytes(of: ["a", path])
    #expect(Manifest(bytes) == Manifest(paths: ["a"]))
  }

  @Test(arguments: ["line\u{FFFC}end", "line\u{FFFC}"])
  func `A line in which a mark stands for nothing names no file`(line: String) {
    let bytes = Manifest.bytes(of: ["a"]) + Array("\(line)\n".utf8)
    #expect(Manifest(bytes) == Manifest(paths: ["a"]))
  }
}

@Suite struct BuildTests {
  @Test func `A report counts what was built`() throws {
    let folder = try TemporaryFolder(
      "-- book/personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- book/x.txt --\nx\n")
    var options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site")
    options.cacheFolder = folder.path + "/cache"
    let report = try build(options)
    #expect(report.documents == 1 && report.pages == 5 && report.diagrams == 2 && report.isPublished)
    let stages = ["read", "theme", "cache", "texts", "parse", "resolve", "check", "route", "share", "publish", "keep"]
    #expect(report.timings.stages.map(\.name) == stages)
    #expect(try build(options).changedFiles == [])
  }

  @Test func `That there is no document is said of the folder as it was named`() throws {
    let folder = try TemporaryFolder("-- book/x.txt --\nx\n")
    for name in ["book", "book/", "../\(folder.path.split(separator: "/").last ?? "")/book"] {
      var options = BuildOptions(content: folder.path + "/" + name, output: folder.path + "/site")
      options.cacheFolder = folder.path + "/cache"
      let report = try build(options)
      #expect(report.diagnostics.map(\.message) == ["there is no document in \(options.content)"])
      #expect(try differences(of: report, from: options).isEmpty)
    }
  }

  @Test func `Problems are in order, each once, with their lines`() throws {
    let folder = try TemporaryFolder("-- book/pages/b.md --\n# B\n\n[[x]] [[y]]\n\nEnd\n[[z]]")
    let text = "\u{FEFF}[[x]]\r\n\r\n[[y]] and [[y]]\r\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/book/a.md"))
    try Data("nonsense: 1\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/book/baton.yml"))
    let problems = try loadHandbook(BuildOptions(content: folder.path + "/book")).diagnostics
    #expect(
      problems.map { "\($0.range?.file ?? "") \($0.range?.start.line ?? 0) \($0.sourceLine ?? "none")" } == [
        "a.md 1 [[x]]", "a.md 3 [[y]] and [[y]]", "a.md 3 [[y]] and [[y]]", "baton.yml 1 nonsense: 1",
        "pages/b.md 3 [[x]] [[y]]", "pages/b.md 3 [[x]] [[y]]", "pages/b.md 6 [[z]]",
      ])
    #expect(problems == problems.sorted() && Set(problems).count == problems.count)
  }

  /// Two files whose names are one to Swift.
  @Test func `Each file has its own lines and comments, however its name is written`() throws {
    let folder = try TemporaryFolder("-- book/index.md --\n# Home\n")
    let (composed, decomposed) = ("caf\u{E9}.md", "cafe\u{301}.md")
    func write(_ text: String, to file: String) throws {
      _ = try Files.write(Array(text.utf8), to: folder.path + "/book/" + file)
    }
    func links() throws -> [Diagnostic] {
      try loadHandbook(BuildOptions(content: folder.path + "/book")).diagnostics.filter { $0.code == .brokenLink }
    }
    func files() throws -> [[UInt8]] { try links().map { Array(($0.range?.file ?? "").utf8) } }
    try write("# One\n\nFirst [[no]].\n", to: composed)
    try write("# Two\n\nSecond [[no]].\n", to: decomposed)
    #expect(try files() == [decomposed, composed].map { Array($0.utf8) })
    #expect(try links().map(\.sourceLine) == ["Second [[no]].", "First [[no]]."])
    try write("<!-- baton-disable broken-link -->\n# Two\n\nSecond [[no]].\n", to: decomposed)
    #expect(try files() == [Array(composed.utf8)])
    try write("<!-- baton-disable broken-link -->\n# One\n\nFirst [[no]].\n", to: composed)
    try write("# Two\n\nSecond [[no]].\n", to: decomposed)
    #expect(try files() == [Array(decomposed.utf8)])
  }

  @Test(arguments: ["and [[no]] ", "é 日本 [[no]]", "日本\u{301}語[[no]]"])
  func `Of a long line each problem has the stretch around it, and its column in the whole line`(part: String) throws {
    let line = String(repeating: part, count: 500)
    let folder = try TemporaryFolder("-- book/a.md --\n# A\n\n\(line)\n")
    let problems = try loadHandbook(BuildOptions(content: folder.path + "/book")).diagnostics
      .filter { $0.code == .brokenLink }
    #expect(problems.count == 500)
    #expect(problems.allSatisfy { ($0.sourceLine ?? "").utf8.count < 1_300 })
    let characters = Array(line)
    for (number, problem) in problems.enumerated() {
      let column = number * part.count + part.prefix { $0 != "[" }.count + 1
      #expect(problem.characterColumn == column && problem.characterEndColumn == column + 6)
      #expect(String(characters[(column - 1)..<(column + 5)]) == "[[no]]")
      let codePoints = number * part.unicodeScalars.count + part.prefix { $0 != "[" }.unicodeScalars.count + 1
      #expect(problem.codePointColumn == codePoints && problem.codePointEndColumn == codePoints + 6)
      let shown = TerminalText(usesColor: false, folder: "").text(of: problem).split(separator: "\n")
      #expect(shown[1].contains("[[no]]") && shown[2].contains("^^^^^^"))
    }
  }
}
