import Foundation
import TestSupport
import Testing

@Suite struct PublishingTests {
  private func book(_ name: String = "One") -> String { "-- book/personas/a.md --\n# \(name)\n\nText of \(name).\n" }

  private func build(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Result {
    try Program.run(["build", "--content", "book", "--output", "site"] + arguments, in: folder.path)
  }

  private func modified(_ path: String) throws -> (time: Date?, inode: Int?) {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.modificationDate] as? Date, (attributes[.systemFileNumber] as? NSNumber)?.intValue)
  }

  @Test func `Files that Baton did not write are kept as they are`() throws {
    let folder = try TemporaryFolder(book())
    #expect(try build(folder).status == 0)
    try folder.write("mine", to: "site/notes/mine.txt")
    try folder.write("domain", to: "site/CNAME")
    try FileManager.default.createDirectory(atPath: folder.path + "/site/empty", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/site/link", withDestinationPath: "nowhere")
    let before = try modified(folder.path + "/site/CNAME")
    try folder.write("# Two\n", to: "book/personas/a.md")
    for _ in 0..<2 { #expect(try build(folder).status == 0) }
    #expect(folder.text(of: "site/notes/mine.txt") == "mine")
    #expect(try modified(folder.path + "/site/CNAME") == before)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/site/link") == "nowhere")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/site/empty"))
    #expect(folder.text(of: "site/personas/a/index.html")?.contains("Two") == true)
  }

  @Test func `A strict build publishes no page that is cut off`() throws {
    let folder = try TemporaryFolder(book())
    #expect(try build(folder, "--strict").status == 0)
    let before = folder.text(of: "site/personas/a/index.html")
    for name in ["persona", "navigation"] {
      let template =
        "{{#site_title}}x{{> \(name)}}{{/site_title}}{{#page}}x{{> \(name)}}{{/page}}{{#sections}}x{{> \(name)}}{{/sections}}"
      try folder.write(template, to: "\(name)/templates/\(name).mustache")
      let strict = try build(folder, "--strict", "--theme", name)
      #expect(strict.status == 2)
      #expect(
        strict.errors.contains("\(name)/templates/\(name).mustache: the template `\(name)` does not come to an end"))
      #expect(folder.text(of: "site/personas/a/index.html") == before)
      let result = try build(folder, "--theme", name)
      #expect(result.status == 2)
      #expect(result.errors.contains("/templates/\(name).mustache:1:1"))
      #expect(try build(folder).status == 0)
      #expect(folder.text(of: "site/personas/a/index.html") == before)
    }
  }

  @Test func `A folder of someone else is refused, and stays as it is`() throws {
    let folder = try TemporaryFolder(book() + "-- site/thesis.txt --\nyears of work\n")
    let result = try build(folder)
    #expect(result.status == 2)
    #expect(result.errors.contains("thesis.txt") && result.errors.contains("help: "))
    #expect(folder.files == ["book/personas/a.md", "site/thesis.txt"])
  }

  @Test func `A folder that only hidden files keep is fine`() throws {
    let folder = try TemporaryFolder(book() + "-- site/.gitignore --\n*\n")
    #expect(try build(folder).status == 0)
    #expect(folder.text(of: "site/.gitignore") == "*\n")
  }

  @Test func `A file that stands where the site needs its place is not replaced`() throws {
    let folder = try TemporaryFolder(book())
    #expect(try build(folder).status == 0)
    try folder.write("mine", to: "site/tasks/index.html")
    try folder.write("# T\n", to: "book/tasks/t.md")
    let result = try build(folder)
    #expect(result.status == 2)
    #expect(result.errors.contains("site/tasks/index.html"))
    #expect(folder.text(of: "site/tasks/index.html") == "mine")
  }

  @Test func `Strict publishes nothing when there is a warning`() throws {
    let folder = try TemporaryFolder(book())
    #expect(try build(folder, "--strict").status == 0)
    try folder.write("# Two\n\n[[nothing]]\n", to: "book/personas/a.md")
    #expect(try build(folder, "--strict").status == 1)
    #expect(folder.text(of: "site/personas/a/index.html")?.contains("Text of One.") == true)
    #expect(try build(folder).status == 0)
    #expect(folder.text(of: "site/personas/a/index.html")?.contains("Two") == true)
  }

  @Test func `What did not change keeps its time, what is gone vanishes`() throws {
    let folder = try TemporaryFolder(book() + "-- book/tasks/t.md --\n# T\n-- book/picture.png --\nbytes\n")
    #expect(try build(folder).status == 0)
    let style = try modified(folder.path + "/site/theme/theme.css"),
      picture = try modified(folder.path + "/site/picture.png")
    usleep(20_000)
    try FileManager.default.removeItem(atPath: folder.path + "/book/tasks/t.md")
    #expect(try build(folder).status == 0)
    #expect(try modified(folder.path + "/site/theme/theme.css") == style)
    #expect(try modified(folder.path + "/site/picture.png") == picture)
    #expect(folder.text(of: "site/tasks/t/index.html") == nil)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/site/tasks"))
  }

  @Test func `The same handbook gives the same bytes, whatever the machine`() throws {
    let first = try TemporaryFolder(), second = try TemporaryFolder()
    let content = Program.repository + "/site-content"
    _ = try Program.run(
      "build", "--content", content, "--output", first.path + "/site", "--jobs", "1",
      environment: ["TZ": "UTC", "LANG": "C"])
    _ = try Program.run(
      "build", "--content", content, "--output", second.path + "/site", "--jobs", "7", in: "/",
      environment: ["TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"])
    #expect(first.files == second.files && first.files.count > 80)
    for file in first.files { #expect(first.text(of: file) == second.text(of: file), "\(file)") }
  }

  @Test func `A build that is killed leaves the old site or the new one, whole`() throws {
    let folder = try TemporaryFolder()
    func write(_ version: String) throws {
      for number in 0..<150 {
        try folder.write("# P\(number)\n\n\(version) text.\n", to: "book/pages/p\(number).md")
      }
    }
    try write("old")
    #expect(try build(folder).status == 0)
    let names = folder.files.filter { $0.hasPrefix("site/") }
    try write("new")
    for delay in stride(from: 5, through: 400, by: 25) {
      let (process, _, _) = try Program.start(["build", "--content", "book", "--output", "site"], in: folder.path)
      usleep(UInt32(delay) * 1_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let texts = (0..<150).map { folder.text(of: "site/pages/p\($0)/index.html") ?? "" }
      let isOld = texts.allSatisfy { $0.contains("old text.") }, isNew = texts.allSatisfy { $0.contains("new text.") }
      #expect(isOld || isNew, "after \(delay) ms")
    }
    #expect(try build(folder).status == 0)
    #expect(folder.files.filter { !$0.hasPrefix("book/") } == names)
    #expect(folder.text(of: "site/pages/p7/index.html")?.contains("new text.") == true)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `A build that is stopped leaves nothing behind`(number: Int32) throws {
    let folder = try TemporaryFolder()
    for index in 0..<1_500 {
      try folder.write("# Page \(index)\n\nSee [[p\((index + 1) % 1_500)]].\n", to: "book/pages/p\(index).md")
    }
    let (process, output, errors) = try Program.start(
      ["build", "--content", "book", "--output", "site", "--cache-dir", "cache"], in: folder.path)
    defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
    let manager = FileManager.default
    while process.isRunning, !manager.fileExists(atPath: folder.path + "/.baton-new-site") { usleep(1_000) }
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    #expect(try manager.contentsOfDirectory(atPath: folder.path).sorted() == ["book", "cache"])
    let kept = try manager.contentsOfDirectory(atPath: folder.path + "/cache")
    #expect(kept.allSatisfy { $0.split(separator: ".").count == 2 }, "\(kept)")
    #expect(try String(contentsOf: errors, encoding: .utf8) == "")
  }

  @Test func `Two builds at once into one folder both succeed`() throws {
    let folder = try TemporaryFolder(book())
    let runs = try (0..<4).map { _ in
      try Program.start(["build", "--content", "book", "--output", "site"], in: folder.path).process
    }
    for run in runs {
      run.waitUntilExit()
      #expect(run.terminationStatus == 0)
    }
    #expect(folder.text(of: "site/personas/a/index.html")?.contains("Text of One.") == true)
  }
}
