import Foundation
import TestSupport
import Testing

/// `baton serve` while its author works.
@Suite struct ServeRebuildTests {
  private static let book = """
    -- book/personas/a.md --
    # One

    Lists show this.

    Text.
    -- book/personas/b.md --
    # Two

    Lists show this too.

    See [[a]].
    -- book/pages/c.md --
    # Three
    -- look/static/extra.css --
    p { color: teal }

    """

  private func start(_ folder: TemporaryFolder, _ arguments: String...) throws -> ServeProcess {
    try ServeProcess(
      ["--content", "book", "--output", "site", "--port", "0", "--theme", "look"] + arguments, in: folder)
  }

  private static func one(_ text: String) -> String { "# One\n\nLists show this.\n\n\(text)\n" }

  private static func two(_ text: String) -> String { "# Two\n\nLists show this too.\n\n\(text)\n" }

  /// Replaces a file by renaming another one, as many editors save.
  private func save(_ text: String, to file: String, in folder: TemporaryFolder) throws {
    try folder.write(text, to: file + ".tmp~")
    #expect(rename(folder.path + "/" + file + ".tmp~", folder.path + "/" + file) == 0)
  }

  @Test(arguments: [[], ["--poll"]])
  func `Only the pages that changed are told to load again`(options: [String]) throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try ServeProcess(
      ["--content", "book", "--output", "site", "--port", "0", "--theme", "look"] + options, in: folder)
    let events = try server.events()
    try folder.write(Self.one("Other text."), to: "book/personas/a.md")
    #expect(try events.next("reload") == #"["/personas/a/"]"#)
    #expect(try server.ask("/personas/a/").text.contains("Other text."))

    try save(Self.two("See [[a]], again."), to: "book/personas/b.md", in: folder)
    #expect(try events.next("reload") == #"["/personas/b/"]"#)

    try folder.write("p { color: olive }\n", to: "look/static/extra.css")
    #expect(try events.next("style") == #"["/theme/extra.css"]"#)
    #expect(try server.ask("/theme/extra.css").text.contains("olive"))

    // A title stands on many pages; a new folder brings its documents with it.
    try folder.write("# The First\n", to: "book/personas/a.md")
    let titled = try events.next("reload")
    #expect(titled.contains(#""/personas/a/""#) && titled.contains(#""/personas/b/""#))
    try folder.write("# New\n", to: "book/tasks/later/t.md")
    #expect(try events.next("reload").contains(#""/tasks/later/t/""#))
    try FileManager.default.removeItem(atPath: folder.path + "/book/pages")
    #expect(try events.next("reload").contains(#""/pages/c/""#))
    #expect(try server.ask("/pages/c/").status == 404)
    try folder.write("title: A New Name\n", to: "book/baton.yml")
    _ = try events.next("reload")
    #expect(try server.ask("/").text.contains("A New Name"))
    #expect(try server.stop().status == 0)
  }

  @Test func `Problems are told in the terminal and to the browser until they are mended`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder)
    let events = try server.events()
    try folder.write(Self.two("See [[nobody]]."), to: "book/personas/b.md")
    let problems = try events.next("problems")
    #expect(problems.contains(#""severity":"warning""#) && problems.contains("book/personas/b.md:5:"))
    #expect(problems.contains("`nobody`") && problems.contains("[broken-link]"))
    try server.wait(for: "the terminal") { server.said.contains("1 warning") }
    #expect(server.said.contains("book/personas/b.md:5:"))
    // A page that is opened now is told at once, and what was said is not said again.
    let late = try ServeConnection(port: server.port)
    late.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(try late.next("problems") == problems)
    try folder.write("# Three\n\nMore.\n", to: "book/pages/c.md")
    _ = try events.next("reload")
    #expect(server.said.components(separatedBy: "book/personas/b.md:5:").count == 2)

    try folder.write(Self.two("See [[a]]."), to: "book/personas/b.md")
    #expect(try events.next("problems") == "[]")
    try server.wait(for: "the good news") { server.said.contains("files changed, no problems, ") }
  }

  @Test func `A folder that goes away for a while stops nothing`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try start(folder)
    let events = try server.events()
    for name in ["look", "book"] {
      #expect(rename(folder.path + "/" + name, folder.path + "/aside") == 0)
      #expect(try events.next("problems").contains("there is no"))
      #expect(try server.ask("/personas/a/").status == 200, "the last site is still there")
      #expect(rename(folder.path + "/aside", folder.path + "/" + name) == 0)
      #expect(try events.next("problems") == "[]")
    }
    try folder.write(Self.one("And on."), to: "book/personas/a.md")
    #expect(try events.next("reload") == #"["/personas/a/"]"#)
  }

  @Test func `Its own output inside the content folder calls for no rebuild`() throws {
    let folder = try TemporaryFolder("-- personas/a.md --\n" + Self.one("Text."))
    let server = try ServeProcess(["--content", ".", "--port", "0", "--verbose"], in: folder)
    let events = try server.events()
    for number in 1...3 {
      try folder.write(Self.one("Version \(number)."), to: "personas/a.md")
      #expect(try events.next("reload") == #"["/personas/a/"]"#)
    }
    usleep(500_000)
    // With --verbose a build that changes nothing is told too.
    #expect(!server.said.contains("0 files changed"))
  }

  @Test func `Hundreds of files at once, saved under its hands, never give half a page`() throws {
    let folder = try TemporaryFolder("-- book/pages/start.md --\n# Start\n")
    func write(_ version: Int) throws {
      for number in 0..<200 {
        try save("# Page \(number)\n\nversion-\(version)-\n", to: "book/pages/p\(number).md", in: folder)
      }
    }
    try write(0)
    let server = try ServeProcess(["--content", "book", "--output", "site", "--port", "0"], in: folder)
    for version in 1...5 {
      try write(version)
      for number in 0..<20 {
        let page = try server.ask("/pages/p\(number * 10)/")
        #expect(page.status == 200 && page.text.contains("version-") && page.text.hasSuffix("</html>\n"))
        #expect(page.headers["content-length"] == String(page.body.count))
      }
    }
    try server.wait(for: "the last version everywhere") {
      try (0..<200).allSatisfy { try server.ask("/pages/p\($0)/").text.contains("version-5-") }
    }
  }

  /// Runs a program with few watches to have: limits belong to a user namespace, so it gets one of its own.
  private static let limited = [
    "/usr/bin/unshare", "-Ur", "/bin/sh", "-c", "echo 2 >/proc/sys/user/max_inotify_watches && exec \"$@\"", "-",
  ]

  private static let canBeLimited: Bool = {
    let attempt = try? Program.run(Array(limited.dropFirst()) + ["/bin/true"], executable: limited[0])
    return attempt?.status == 0
  }()

  @Test func `Files that come and go while it builds are no problem`() throws {
    let folder = try TemporaryFolder("-- book/pages/start.md --\n# Start\n")
    for number in 0..<100 { try folder.write("# Page \(number)\n", to: "book/pages/p\(number).md") }
    let server = try ServeProcess(["--content", "book", "--output", "site", "--port", "0"], in: folder)
    for round in 0..<40 {
      for number in 0..<20 { try folder.write("\(round)", to: "book/files/f\(number).tmp") }
      usleep(UInt32(20_000 + round * 1_000))
      try FileManager.default.removeItem(atPath: folder.path + "/book/files")
    }
    try folder.write("# The end\n", to: "book/pages/end.md")
    try server.wait(for: "the last build") { try server.ask("/pages/end/").status == 200 }
    #expect(!server.said.contains("error:") && !server.said.contains("warning:"), "\(server.said)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/site/files"))
  }

  @Test(.enabled(if: canBeLimited, "this machine lets nobody make user namespaces"))
  func `Where the system lets no folder be watched, it looks itself and says so`() throws {
    let folder = try TemporaryFolder(Self.book)
    let server = try ServeProcess(
      ["--content", "book", "--output", "site", "--port", "0"], in: folder, through: Self.limited)
    #expect(server.said.contains("all files are looked at twice a second"))
    let events = try server.events()
    try folder.write(Self.one("Other text."), to: "book/personas/a.md")
    #expect(try events.next("reload") == #"["/personas/a/"]"#)
    #expect(try server.stop().status == 0)
  }
}
