import Foundation
import TestSupport
import Testing

/// Whatever is wrong with one document, it is said with its place, and the others are built.
@Suite struct BadInputTests {
  /// A document with nothing wrong, whose page must be there whatever stands beside it.
  private static let healthy = "-- book/personas/healthy.md --\n# Healthy One\n\nAll is well here.\n"

  /// Builds a handbook written as text, with something added to its folder.
  private func build(
    _ text: String = "", _ arguments: [String] = [], prepare: (TemporaryFolder) throws -> Void = { _ in }
  ) throws -> (result: Program.Result, folder: TemporaryFolder) {
    let folder = try TemporaryFolder(Self.healthy + text)
    try prepare(folder)
    let result = try Program.run(["build", "--content", "book", "--output", "site"] + arguments, in: folder.path)
    return (result, folder)
  }

  private func expectHealthy(_ folder: TemporaryFolder) {
    #expect(folder.text(of: "site/personas/healthy/index.html")?.contains("All is well here.") == true)
  }

  @Test(arguments: [
    ("-- book/a.md --\n---\nid: [a\ntitle: T\n---\n# A\n", 1, "book/a.md:2:5: error [invalid-front-matter]"),
    ("-- book/a.md --\n---\n- a\n- b\n---\n# A\n", 1, "book/a.md:2:1: error [invalid-front-matter]"),
    ("-- book/a.md --\n---\nid: a\n\n# A\n", 1, "book/a.md:1:1: error [unclosed-front-matter]"),
    ("-- book/a.md --\n---\ntagline: a: b\n---\n# A\n", 1, "book/a.md:2:11: error [invalid-front-matter]"),
    ("-- book/x/a.md --\n# A\n-- book/y/a.md --\n# B\n", 1, "book/y/a.md:1:1: error [duplicate-id]"),
    ("-- book/a.md --\n---\ntype: robot\n---\n# A\n", 0, "book/a.md:2:7: warning [unknown-kind]"),
    (
      "-- book/tasks/a.md --\n---\nuses_templates:\n  - none\n---\n# A\n", 0,
      "book/tasks/a.md:3:5: warning [unknown-reference]"
    ),
    ("-- book/tasks/a.md --\n---\npersona: Nobody\n---\n# A\n", 0, "book/tasks/a.md:2:10: warning [unknown-name]"),
    ("-- book/tasks/a.md --\n---\ntitle: [x, y]\n---\n# A\n", 0, "book/tasks/a.md:2:8: warning [wrong-type]"),
    ("-- book/tasks/a.md --\n---\nvalidated_by: {a: b}\n---\n# A\n", 0, "book/tasks/a.md:2:15: warning [wrong-type]"),
    ("-- book/a.md --\n# A\n\n[x](no.md)\n", 0, "book/a.md:3:1: warning [broken-link]"),
    ("-- book/a.md --\n", 0, "book/a.md:1:1: note [empty-document]"),
    ("-- book/.draft.md --\n# A\n", 0, "book/.draft.md:1:1: note [hidden-document]"),
    ("-- book/x.md --\n# A\n-- book/x/index.md --\n# B\n", 0, "book/x/index.md:1:1: warning [duplicate-url]"),
    (
      "-- book/x/y.md --\n# A\n-- book/x/y/index.html --\nasset\n", 0,
      "book/x/y/index.html:1:1: warning [duplicate-url]"
    ),
    ("-- book/baton.yml --\ntitel: x\n", 2, "book/baton.yml:1:1: error [unknown-configuration-key]"),
    ("-- book/baton.yml --\ntitle: [x\n", 2, "book/baton.yml:1:8: error [invalid-configuration]"),
  ])
  func `A mistake is named with its place, and the rest is built`(text: String, status: Int, problem: String) throws {
    let (result, folder) = try build(text)
    #expect(result.status == Int32(status))
    #expect(result.problems.contains(problem), "\(result.errors)")
    #expect(result.errors.contains("help: "))
    expectHealthy(folder)
  }

  @Test func `Lines that end with a carriage return alone are lines`() throws {
    let (result, folder) = try build(
      "-- book/x.md --\nTitle\r=====\r\r## First\r\rSee [[healthy]].\r\rSecond\r---\rEnd.\r")
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.text(of: "site/x/bundle.md")?.contains("### First") == true)
    expectHealthy(folder)
  }

  @Test func `So are those of front matter`() throws {
    let (result, folder) = try build(
      "-- book/personas/x.md --\n---\rtagline: Quick\rhands_off_to: [nobody]\r---\r# X\r\r[y](no.md)\r")
    #expect(
      result.problems.filter { $0.hasPrefix("book") } == [
        "book/personas/x.md:3:16: warning [unknown-reference]", "book/personas/x.md:7:1: warning [broken-link]",
      ])
    let page = folder.text(of: "site/personas/x/index.html") ?? ""
    #expect(page.contains("Quick") && !page.contains("tagline:"))
  }

  @Test func `Both of two documents with one id are named, and both are built`() throws {
    let (result, folder) = try build("-- book/x/a.md --\n# First\n-- book/y/a.md --\n# Second\n")
    #expect(result.errors.contains("book/x/a.md") && result.errors.contains("book/y/a.md"))
    #expect(folder.text(of: "site/x/a/index.html")?.contains("First") == true)
    #expect(folder.text(of: "site/y/a/index.html")?.contains("Second") == true)
  }

  @Test func `Both of two documents that want one URL are built`() throws {
    let (_, folder) = try build("-- book/x.md --\n# First\n-- book/x/index.md --\n# Second\n")
    #expect(folder.text(of: "site/x/index.html")?.contains("First") == true)
    #expect(folder.text(of: "site/x-2/index.html")?.contains("Second") == true)
  }

  @Test func `Bytes that are not UTF-8 are named`() throws {
    let (result, folder) = try build { try $0.write(Data("# Caf".utf8 + [0xE9, 0x0A]), to: "book/a.md") }
    #expect(result.status == 1)
    #expect(result.problems == ["book/a.md:1:6: error [invalid-utf8]"])
    #expect(folder.text(of: "site/a/index.html")?.contains("Caf\u{FFFD}") == true)
    expectHealthy(folder)
  }

  @Test func `A document of 50 MB is cut, and said so`() throws {
    let line = Data("A line of text that goes on and on, to fill the file.\n".utf8)
    var data = Data("# Large\n\n".utf8)
    while data.count < 50 << 20 { data.append(line) }
    let (result, folder) = try build { try $0.write(data, to: "book/large.md") }
    #expect(result.status == 1)
    #expect(result.problems == ["book/large.md:1:1: error [file-too-large]"])
    #expect(folder.text(of: "site/large/index.html")?.contains("<h1") == true)
    expectHealthy(folder)
  }

  @Test(arguments: [
    ("a b.md", "a-b"), ("c#d.md", "c-d"), ("what?.md", "what"), ("100%.md", "100"), ("Größe.md", "Größe"),
    ("日本.md", "日本"),
    ("a..b.md", "a..b"), ("line\nend.md", "line-end"), ("<script>.md", "script"), ("'\"&.md", "document"),
  ])
  func `A file may have any name`(name: String, path: String) throws {
    let (result, folder) = try build { folder in
      try folder.write("# Odd\n\nStill here.\n", to: "book/" + name)
      try folder.write("# Index\n\n[[\(name.dropLast(3))]]\n", to: "book/start.md")
    }
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.text(of: "site/\(path)/index.html")?.contains("Still here.") == true, "\(folder.files)")
    expectHealthy(folder)
  }

  @Test func `Symbolic links in a circle, to nothing and out of the folder are left out`() throws {
    let (result, folder) = try build { folder in
      let book = folder.path + "/book"
      try folder.write("# Secret\n", to: "secret.md")
      for (name, target) in [
        ("loop", book), ("self", "self"), ("gone.md", "nothing"), ("out.md", "../secret.md"), ("out", "/etc"),
      ] {
        try FileManager.default.createSymbolicLink(atPath: "\(book)/\(name)", withDestinationPath: target)
      }
    }
    #expect(result.status == 0)
    #expect(result.problems.count == 5 && result.problems.allSatisfy { $0.hasSuffix("[symbolic-link]") })
    #expect(!folder.files.contains { folder.text(of: $0)?.contains("Secret") == true && $0.hasPrefix("site") })
    expectHealthy(folder)
  }

  @Test func `What cannot be read is named and not waited for`() throws {
    let (result, folder) = try build { folder in mkfifo(folder.path + "/book/pipe.md", 0o644) }
    #expect(result.status == 1)
    #expect(result.problems == ["book/pipe.md:1:1: error [unreadable-file]"])
    expectHealthy(folder)
  }

  @Test func `Front matter of any depth and size is answered`() throws {
    let (result, folder) = try build { folder in
      try folder.write("---\na: " + String(repeating: "[", count: 100_000) + "\n---\n# A\n", to: "book/a.md")
      try folder.write("---\na: " + String(repeating: "x", count: 2_000_000) + "\n---\n# B\n", to: "book/b.md")
    }
    #expect(result.status == 1)
    #expect(result.problems.count == 2)
    expectHealthy(folder)
  }

  // MARK: - Folders and commands

  @Test func `Without a content folder nothing is built`() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("build", "--content", "nowhere", in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: there is no content folder nowhere\n  help: "))
    #expect(folder.files.isEmpty)
    try folder.write("x", to: "file")
    #expect(try Program.run("check", "--content", "file", in: folder.path).status == 2)
  }

  @Test func `An empty folder becomes a site that says so`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/book", withIntermediateDirectories: false)
    let result = try Program.run("build", "--content", "book", "--output", "site", in: folder.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("there is no document in book [empty-handbook]"))
    #expect(folder.text(of: "site/index.html") != nil)
  }

  @Test func `An output folder that cannot be written is the machine's failure`() throws {
    let folder = try TemporaryFolder(Self.healthy + "-- file --\nx\n")
    for output in ["file/site", "/proc/site", "/dev/null/site"] {
      let result = try Program.run("build", "--content", "book", "--output", output, in: folder.path)
      #expect(result.status == 3, "\(output): \(result.errors)")
      #expect(result.errors.hasPrefix("error: "))
    }
  }

  @Test func `The output folder must not hold the content, and is no content itself`() throws {
    let folder = try TemporaryFolder(Self.healthy)
    #expect(try Program.run("build", "--content", "book", "--output", ".", in: folder.path).status == 2)
    for _ in 0..<2 {
      let result = try Program.run("build", "--content", "book", "--output", "book/site", in: folder.path)
      #expect(result.status == 0)
      #expect(result.errors.contains("1 document, "))
    }
  }

  @Test func `A theme with a broken template falls back to the default one`() throws {
    let (result, folder) = try build(
      "-- look/templates/persona.mustache --\n<p>{{#open}}\n-- look/templates/home.mustache --\n{{> nothing}}mine\n",
      ["--theme", "look"])
    #expect(result.status == 2)
    #expect(result.errors.contains("templates/persona.mustache:1:4: "))
    #expect(result.errors.contains("there is no template `nothing`"))
    expectHealthy(folder)
    #expect(folder.text(of: "site/index.html")?.contains("mine") == true)
  }

  @Test func `A theme may replace any one file`() throws {
    let (result, folder) = try build(
      "-- look/static/theme.css --\nbody { color: red }\n-- look/static/extra.txt --\nmore\n", ["--theme", "look"])
    #expect(result.status == 0)
    #expect(folder.text(of: "site/theme/theme.css") == "body { color: red }\n")
    #expect(folder.text(of: "site/theme/extra.txt") == "more\n")
    expectHealthy(folder)
    #expect(try build("", ["--theme", "nowhere"]).result.status == 2)
  }

  @Test(arguments: [
    ["nonsense"], ["build", "--jobs", "0"], ["build", "--nonsense"], ["build", "--base-url", "javascript:alert(1)"],
    ["graph", "--format", "png"], ["check", "--color", "pink"], ["serve", "--port", "70000"],
  ])
  func `Wrong usage is 2, with a word on what is right`(arguments: [String]) throws {
    let (process, _, errors) = try Program.start(arguments)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(String(decoding: try Data(contentsOf: errors), as: UTF8.self).contains("help"))
  }

  @Test func `Help and version go to standard output`() throws {
    for argument in ["--help", "--version"] {
      let result = try Program.run(argument)
      #expect(result.status == 0)
      #expect(!result.output.isEmpty && result.errors.isEmpty)
    }
  }
}
