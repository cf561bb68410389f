import Foundation
import TestSupport
import Testing

/// `baton serve` when the machine, other programs, or what stands around the handbook are in its way.
@Suite struct ServeTroubleTests {
  private static let book = """
    -- book/personas/a.md --
    # One

    Lists show this.

    Text.
    -- book/baton.yml --
    title: A Book
    -- other/elsewhere.md --
    # Elsewhere

    """

  private static let one = "# One\n\nLists show this.\n\n"

  private func start(
    _ folder: TemporaryFolder, _ options: [String] = [], output: String = "site", through wrapper: [String] = []
  ) throws -> ServeProcess {
    try ServeProcess(["--content", "book", "--output", output, "--port", "0"] + options, in: folder, through: wrapper)
  }

  /// Runs a program with few descriptors to have: `options` are those of the shell's `ulimit`.
  private func limited(_ options: String) -> [String] { ["/bin/sh", "-c", "ulimit \(options) && exec \"$@\"", "-"] }

  @Test func `Connections that idle take no descriptor that others need`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder, through: limited("-n 200"))
    let events = try server.events()
    let idle = (0..<300).compactMap { _ in try? ServeConnection(port: server.port) }
    #expect(idle.count > 250)
    for number in 1...3 {
      try folder.write(Self.one + "Version \(number).\n", to: "book/personas/a.md")
      #expect(try events.next("reload") == #"["/personas/a/"]"#)
      #expect(try server.ask("/personas/a/").text.contains("Version \(number)."))
    }
    #expect(try server.stop().status == 0)
    #expect(!server.said.contains("Too many open files"))
  }

  @Test func `It may open more files than the shell lets a program open at first`() throws {
    let server = try start(TemporaryFolder(Self.book), through: limited("-S -n 100"))
    let limits = try String(contentsOfFile: "/proc/\(server.process.processIdentifier)/limits", encoding: .utf8)
    let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
    let numbers = line.split(separator: " ").compactMap { Int($0) }
    #expect(numbers.first == min(numbers.last ?? 0, 8_192))
  }

  @Test(arguments: [[], ["--poll"]])
  func `A link that is removed takes its warning with it`(options: [String]) throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder, options)
    let events = try server.events()
    let link = folder.path + "/book/personas/l.md"
    for target in [folder.path + "/other/elsewhere.md", folder.path + "/other", "nowhere.md"] {
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      #expect(try events.next("problems").contains("symbolic link"))
      try FileManager.default.removeItem(atPath: link)
      #expect(try events.next("problems") == "[]")
    }
    try FileManager.default.createDirectory(atPath: folder.path + "/book/tasks", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/book/tasks/l.md", withDestinationPath: "nowhere")
    #expect(try events.next("problems").contains("symbolic link"))
    #expect(rename(folder.path + "/book/tasks", folder.path + "/aside") == 0)
    #expect(try events.next("problems") == "[]")
  }

  @Test(arguments: [[], ["--poll"]])
  func `The theme that baton.yml names is missed at once`(options: [String]) throws {
    let folder = try TemporaryFolder(Self.book + "-- book/look/fine/static/a.css --\np {}\n")
    try folder.write("theme: look/fine\n", to: "book/baton.yml")
    let server = try start(folder, options)
    let events = try server.events()
    for name in ["look/fine", "look"] {
      #expect(rename(folder.path + "/book/" + name, folder.path + "/aside") == 0)
      #expect(try events.next("problems").contains("there is no such folder"))
      #expect(rename(folder.path + "/aside", folder.path + "/book/" + name) == 0)
      #expect(try events.next("problems") == "[]")
    }
    try FileManager.default.removeItem(atPath: folder.path + "/book/look/fine/static/a.css")
    #expect(try events.next("style") == #"["/theme/a.css"]"#)
  }

  @Test(arguments: [[], ["--poll"]])
  func `A theme in a hidden folder is watched as soon as baton.yml names it`(options: [String]) throws {
    let folder = try TemporaryFolder(Self.book + "-- book/.look/static/a.css --\np {}\n")
    let server = try start(folder, options)
    let events = try server.events()
    try folder.write("title: A Book\ntheme: .look\n", to: "book/baton.yml")
    #expect(try events.next("style") == #"["/theme/a.css"]"#)
    try server.wait(for: "the new style") {
      try folder.write("p { color: teal }\n", to: "book/.look/static/a.css")
      usleep(100_000)
      return try server.ask("/theme/a.css").text.contains("teal")
    }
    try FileManager.default.removeItem(atPath: folder.path + "/book/.look/static/a.css")
    try server.wait(for: "its end") { try server.ask("/theme/a.css").status == 404 }
  }

  @Test func `Another handbook in the place of the first is shown`() throws {
    let folder = try TemporaryFolder("-- v1/pages/a.md --\n# A\n-- v2/pages/a.md --\n# A\n\nThe second.\n")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.path + "/book", withDestinationPath: "v1")
    let server = try start(folder)
    let events = try server.events()
    try manager.createSymbolicLink(atPath: folder.path + "/next", withDestinationPath: "v2")
    #expect(rename(folder.path + "/next", folder.path + "/book") == 0)
    #expect(try events.next("reload").contains(#""/pages/a/""#))
    #expect(try server.ask("/pages/a/").text.contains("The second."))
  }

  @Test func `Pages load again when another program wrote the site`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder)
    let events = try server.events()
    let build = try Program.run(
      "build", "--content", "book", "--output", "site", "--base-url", "https://example.org/", in: folder.path)
    #expect(build.status == 0)
    #expect(try events.next("reload") == "null")
    // What it does itself is told as before.
    try folder.write(Self.one + "More.\n", to: "book/personas/a.md")
    #expect(try events.next("reload").contains(#""/personas/a/""#))
    usleep(1_500_000)
    try folder.write(Self.one + "Still more.\n", to: "book/personas/a.md")
    #expect(try events.next("reload") == #"["/personas/a/"]"#)
  }

  @Test func `A site that is removed is built again`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder)
    let events = try server.events()
    try FileManager.default.removeItem(atPath: folder.path + "/site")
    _ = try events.next("reload")
    #expect(try server.ask("/personas/a/").status == 200)
  }

  @Test func `All problems are counted where only some are listed`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder)
    let events = try server.events()
    let links = (0..<80).map { "See [[nobody\($0)]].\n\n" }.joined()
    try folder.write(Self.one + links, to: "book/personas/a.md")
    let problems = try events.next("problems")
    #expect(problems.contains("and 30 more, listed in the terminal") && problems.contains(#""count":30"#))
  }

  @Test func `When the machine can write again it builds without being asked`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder, output: "outer/site")
    let events = try server.events()
    #expect(rename(folder.path + "/outer", folder.path + "/aside") == 0)
    try folder.write("in the way", to: "outer")
    try folder.write(Self.one + "Later.\n", to: "book/personas/a.md")
    let problems = try events.next("problems")
    #expect(problems.contains("outer"), "\(problems)")
    try FileManager.default.removeItem(atPath: folder.path + "/outer")
    #expect(try events.next("problems") == "[]")
    #expect(try server.ask("/personas/a/").text.contains("Later."))
    #expect(server.said.components(separatedBy: "error:").count == 2, "it is told once")
  }
}
