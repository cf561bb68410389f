import Foundation
import TestSupport
import Testing

/// `baton init`: a handbook that builds, where there was none.
@Suite struct InitTests {
  private func names(_ folder: TemporaryFolder) -> [String] {
    (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
  }

  @Test(arguments: [
    ([], "site-content", "Team Handbook", ""), (["my-team"], "my-team", "My team handbook", " --content my-team"),
    (["new/deep/My Handbook/"], "new/deep/My Handbook", "My Handbook", " --content 'new/deep/My Handbook/'"),
    (["--content", "docs"], "docs", "Team Handbook", " --content docs"),
    (["./x", "--title", "R&D: us"], "x", "R&D: us", " --content ./x"),
  ])
  func `What it writes builds without any problem`(
    arguments: [String], place: String, title: String, option: String
  ) throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(["init"] + arguments, in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == folder.files.map { $0 + "\n" }.joined())
    #expect(folder.files.allSatisfy { $0.hasPrefix(place + "/") })
    #expect(result.errors.contains("`baton serve\(option)`"), "\(result.errors)")
    let check = try Program.run("check", "--strict", "--content", place, in: folder.path)
    #expect(check.status == 0)
    #expect(check.output.hasSuffix(" documents, no problems\n"), "\(check.output)")
    let build = try Program.run("build", "--strict", "--content", place, "--output", "site", in: folder.path)
    #expect(build.status == 0, "\(build.errors)")
    let home = folder.text(of: "site/index.html") ?? ""
    #expect(home.contains("<title>\(title.replacing("&", with: "&amp;"))</title>"), "\(home.prefix(600))")
    #expect(home.contains("<svg"))
    let task = try Program.run("new", "task", "fix", "--content", place, in: folder.path)
    #expect(task.output == "\(place)/tasks/fix.md\n", "\(task.errors)")
    #expect(try Program.run("check", "--strict", "--content", place, in: folder.path).status == 0)
  }

  @Test func `Hidden files may be there, and quiet says the paths alone`() throws {
    let folder = try TemporaryFolder("-- .git/HEAD --\nref\n-- .keep --\n")
    let result = try Program.run("init", ".", "--quiet", in: folder.path)
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.hasPrefix("baton.yml\nchecklists/ready-checklist.md\nindex.md\n"))
    #expect(folder.text(of: ".git/HEAD") == "ref\n")
  }

  @Test(arguments: [
    ([], "site-content is not empty: it holds a.txt\n  help: name a new folder"),
    (["site-content/a.txt"], "site-content/a.txt is not a folder\n"),
    (["site-content/a.txt/x"], "site-content/a.txt is not a folder\n"), (["gone"], "gone is not a folder\n"),
    (["."], ". is not empty: it holds gone\n"), (["x", "--title", " "], "` ` can't be a title"),
    ([""], "init takes the name of a folder"), (["--content", ""], "init takes the name of a folder"),
    (["a\u{FFFD}"], "init takes a name in utf-8, and "),
  ])
  func `A place that is taken is left alone`(arguments: [String], message: String) throws {
    let folder = try TemporaryFolder("-- site-content/a.txt --\nmine\n-- site-content/.b --\n")
    #expect(symlink("nowhere", folder.path + "/gone") == 0)
    let before = names(folder)
    let result = try Program.run(["init"] + arguments, in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.lowercased().hasPrefix("error: " + message.lowercased()), "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(names(folder) == before)
  }

  @Test func `What it tells to type names the folder as commands take it`() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("init", "--", "-x", in: folder.path)
    #expect(result.status == 0 && folder.files.contains("-x/index.md"))
    #expect(result.errors.contains("`baton serve --content ./-x`"), "\(result.errors)")
  }

  @Test func `A folder that can't be written stays as it is`() throws {
    let folder = try TemporaryFolder("-- book/.keep --\n-- book/personas/.keep --\n")
    try FileManager.default.removeItem(atPath: folder.path + "/book/personas")
    guard let unprivileged = Program.unprivileged(folder, ["book"]) else { return }
    for place in ["book", "book/a/b"] {
      #expect(chmod("\(folder.path)/book", 0o555) == 0)
      let result = try Program.run(
        unprivileged.arguments + ["init", place], in: folder.path, executable: unprivileged.executable)
      #expect(result.status == 3, "\(result.errors)")
      #expect(result.errors.hasSuffix(": Permission denied\n"), "\(result.errors)")
      #expect(names(folder) == ["book", "book/.keep"])
    }
  }

  @Test func `Of two at once, one writes the handbook`() throws {
    let folder = try TemporaryFolder()
    let all = try (0..<6).map { _ in try Program.start(["init"], in: folder.path) }
    for run in all { run.process.waitUntilExit() }
    #expect(all.count { $0.process.terminationStatus == 0 } == 1)
    #expect(try Program.run("check", "--strict", in: folder.path).output.hasSuffix("no problems\n"))
    #expect(!names(folder).contains { $0.contains(".baton-") })
    for run in all { for url in [run.output, run.errors] { try? FileManager.default.removeItem(at: url) } }
  }
}
