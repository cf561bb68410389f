import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Handbook

/// The handbook that `baton init` writes.
@Suite struct StarterHandbookTests {
  private func read(_ files: [StarterFile]) -> Checked<Handbook> {
    TestSupport.handbook(files.map { "-- \($0.path) --\n\($0.text)" }.joined())
  }

  @Test func `The program holds every file of the starter, as it is`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "Sources/EmbeddedFiles/starter-handbook"
      )
      .path
    let names = (FileManager.default.subpaths(atPath: root) ?? []).filter { $0.contains(".") }
    let files = try starterHandbook()
    #expect(names.sorted() == files.map(\.path))
    for file in files {
      #expect(try String(contentsOfFile: root + "/" + file.path, encoding: .utf8) == file.text, "\(file.path)")
    }
  }

  @Test func `Nothing is wrong with it, and nothing is missing`() throws {
    let book = read(try starterHandbook())
    #expect(book.diagnostics.isEmpty, "\(book.diagnostics.map(\.message))")
    let kinds = Set(book.value.documents.map(\.kind))
    #expect(kinds == Set(Kind.allCases))
    #expect((5...8).contains(book.value.documents.count))
  }

  @Test(arguments: ["Sales", "A: *b* #", "\"x\" & y", "yes"])
  func `It has the title that it is given`(title: String) throws {
    let book = read(try starterHandbook(title: title))
    #expect(book.diagnostics.isEmpty)
    #expect(book.value.configuration.title == title)
    #expect(book.document("index.md")?.title.value == title)
  }

  @Test func `What its settings say in comments can be used`() throws {
    let file = try #require(try starterHandbook().first { $0.path == configurationFile })
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      // A setting, and what is indented below one; sentences begin with a capital.
      let rest = line.dropFirst(2)
      return line.hasPrefix("# ") && (rest.first?.isLowercase == true || rest.hasPrefix(" ")) ? rest : line
    }
    let read = parseConfiguration(Array(lines.joined(separator: "\n").utf8))
    #expect(read.diagnostics.isEmpty, "\(read.diagnostics.map(\.message))")
    for key in [
      "title", "description", "base_url", "language", "theme", "logo", "repository", "phases", "groups", "navigation",
      "checks", "rules", "loops", "html", "exclude", "footer",
    ] { #expect(lines.contains { $0.hasPrefix(key + ":") }, "\(key)") }
  }
}
