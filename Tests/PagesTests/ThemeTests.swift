import Buffers
import Diagnostics
import Foundation
import Mustache
import Testing

@testable import Pages

@Suite struct ThemeTests {
  @Test func `The program holds every file of the default theme, as it is`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("themes/default").path
    let names = (FileManager.default.subpaths(atPath: root) ?? []).filter { name in
      name.contains("/") && !name.hasSuffix("/") && FileManager.default.contents(atPath: root + "/" + name) != nil
    }
    let embedded = Theme.defaultFiles()
    #expect(Set(names) == Set(embedded.keys))
    for name in names {
      #expect(FileManager.default.contents(atPath: root + "/" + name) == embedded[name].map { Data($0) }, "\(name)")
    }
  }

  @Test func `The theme's description names every template and every variable of a page`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("themes/default/README.md")
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let (templates, variables) = try (
      #require(lines.firstIndex(of: "## Templates")), #require(lines.firstIndex(of: "## Variables"))
    )
    for (path, bytes) in Theme.defaultFiles() where path.hasPrefix("templates/") {
      let name = path.dropFirst("templates/".count).dropLast(".mustache".count)
      let isNamed = lines[templates..<variables].contains { $0.hasPrefix("| `") && $0.contains("`\(name)`") }
      #expect(isNamed, "\(name)")
      let row = lines[variables...].first { $0.hasPrefix("| `\(name)`") }
      // What other templates take in has no row of its own.
      let rows =
        (row ?? lines[variables...].joined())
        + lines[variables...].filter { $0.hasPrefix("| every document |") }.joined()
      for variable in String(decoding: bytes, as: UTF8.self).matches(of: /page\.[a-z_]+/) {
        #expect(rows.contains("`\(variable.output)`"), "\(name): \(variable.output)")
      }
    }
  }

  @Test func `The default theme has nothing wrong`() {
    #expect(Theme.load(overrides: [:]).diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("{{#a}}\n\n", 2), ("x\n{{#a}}{{/b}}", 2), ("{{a", 1), ("a\nb {{> nowhere}}", 2),
  ])
  func `A broken template is named with its line`(text: String, line: Int) {
    let theme = Theme.load(overrides: ["templates/task.mustache": Array(text.utf8)])
    #expect(theme.diagnostics.map(\.code) == [.invalidTheme])
    #expect(theme.diagnostics.first?.range?.file == "templates/task.mustache")
    #expect((theme.diagnostics.first?.range?.start.line ?? 0) >= line - 1)
    #expect(theme.value.library.has("task"))
  }

  @Test func `A template that is not UTF-8 is named with its byte, and a byte order mark is no part of a page`() {
    let theme = Theme.load(overrides: ["templates/task.mustache": Array("a\nb".utf8) + [0xFF]], folder: "look")
    #expect(theme.diagnostics.map(\.range?.start) == [SourcePosition(line: 2, column: 2)])
    #expect(theme.value.file(ofTemplate: "task") == "look/templates/task.mustache")
    #expect(theme.value.file(ofTemplate: "page") == "templates/page.mustache")
    let marked = Theme.load(overrides: ["templates/task.mustache": [0xEF, 0xBB, 0xBF] + Array("x".utf8)]).value
    var output = OutputBuffer()
    marked.library.render(View(), template: "task", into: &output)
    #expect(output.array == [120])
  }

  @Test func `A file of a theme replaces the default one, and others are added`() {
    let theme = Theme.load(overrides: ["static/theme.css": [65], "static/a/b.txt": [66], "README.md": [67]]).value
    #expect(theme.staticFile("theme.css") == [65])
    #expect(theme.staticFiles == ["a/b.txt", "diagram.css", "favicon.svg", "theme.css", "theme.js"])
  }
}
