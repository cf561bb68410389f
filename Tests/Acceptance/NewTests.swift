import Foundation
import TestSupport
import Testing

/// `baton new`: a document that stands in the handbook as it is written, and nothing else changes.
@Suite struct NewTests {
  private static let book = """
    -- book/baton.yml --
    phases: [Design, Testing]
    exclude: [drafts]
    loops: [[pm, dev]]
    -- book/personas/dev.md --
    ---
    tagline: Makes it
    hands_off_to:
      - pm: Builds
    receives_from:
      - pm: Wishes
    ---
    # Developer
    -- book/personas/pm.md --
    ---
    tagline: Decides
    hands_off_to:
      - dev: Wishes
    receives_from:
      - dev: Builds
    ---
    # Product Manager
    -- book/sales/tasks/sell.md --
    ---
    persona: pm
    phase: any
    ---
    # Sell
    -- book/notes/index.md --
    # Notes

    """

  private func run(_ folder: TemporaryFolder, _ arguments: String..., quiet: Bool = false) throws -> Program.Result {
    try Program.run(["new"] + arguments + ["--content", "book"], in: folder.path)
  }

  /// The names of all that is in a folder, hidden files and empty folders among it.
  private func names(_ folder: TemporaryFolder) -> [String] {
    (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
  }

  @Test(arguments: [
    ("persona", "personas"), ("Tasks", "sales/tasks"), ("template", "templates"), ("checklist", "checklists"),
    ("page", ""),
  ])
  func `A document of every kind passes the strictest check as it is`(kind: String, folder place: String) throws {
    let folder = try TemporaryFolder(Self.book)
    let before = folder.files
    for id in ["fresh", "größe-1"] {
      let result = try run(folder, kind, id)
      let file = "book/\(place.isEmpty ? "" : place + "/")\(id).md"
      #expect(result.status == 0)
      #expect(result.output == file + "\n")
      #expect(result.errors.isEmpty)
      #expect(folder.text(of: file)?.hasPrefix("---\n") == true)
    }
    #expect(folder.files.count == before.count + 2)
    let check = try Program.run("check", "--strict", "--content", "book", in: folder.path)
    #expect(check.status == 0, "\(check.output)")
    // What is not known yet is told as notes; no others arise.
    let right: Set = [
      "missing-field", "orphan", "persona-without-handoffs", "template-unused", "checklist-unused",
    ]
    let codes = Set(check.problems.compactMap { $0.split(separator: "[").last?.dropLast() }.map(String.init))
    #expect(codes.isSubset(of: right), "\(check.output)")
    let build = try Program.run("build", "--strict", "--content", "book", "--output", "site", in: folder.path)
    #expect(build.status == 0)
    #expect(folder.files.contains("site/\(place.isEmpty ? "" : place + "/")fresh/index.html"))
  }

  @Test func `The title is the one that is told`() throws {
    let folder = try TemporaryFolder(Self.book)
    #expect(try run(folder, "task", "fix", "--title", "Fix *a* defect").status == 0)
    #expect(folder.text(of: "book/sales/tasks/fix.md")?.contains("\n# Task: Fix \\*a\\* defect\n") == true)
    #expect(try run(folder, "persona", "qa", "--title", "QA Engineer - The Honest Witness").status == 0)
    let persona = folder.text(of: "book/personas/qa.md") ?? ""
    #expect(persona.hasPrefix("---\ntitle: The Honest Witness\n"))
    #expect(persona.contains("\n# QA Engineer - The Honest Witness\n"))
  }

  @Test(arguments: [
    ("ops/tasks", "book/ops/tasks/fix.md", false), ("ops/", "book/ops/fix.md", true), (".", "book/fix.md", true),
    ("./sales//tasks", "book/sales/tasks/fix.md", false), ("book/ops", "book/ops/fix.md", true),
    ("personas", "book/personas/fix.md", true),
  ])
  func `Another folder can be named, and the kind stays`(named: String, file: String, saysType: Bool) throws {
    let folder = try TemporaryFolder(Self.book)
    let result = try run(folder, "task", "fix", "--folder", named)
    #expect(result.output == file + "\n", "\(result.errors)")
    #expect(folder.text(of: file)?.hasPrefix("---\ntype: task\n") == saysType)
    let check = try Program.run("check", "--strict", "--content", "book", in: folder.path)
    #expect(check.status == 0, "\(check.output)")
    let graph = try Program.run("graph", "--kinds", "task", "--content", "book", in: folder.path)
    #expect(graph.output.contains("\"id\": \"fix\"") || graph.output.contains("\"id\":\"fix\""), "\(graph.output)")
  }

  @Test(arguments: [
    (["tsak", "a"], "there is no kind `tsak`\n  help: did you mean `task`?\n"),
    (["fix", "task"], "there is no kind `fix`\n  help: the kind comes first: `baton new task fix`\n"),
    (["thing", "a"], "there is no kind `thing`\n  help: use one of persona, task, template, checklist, page\n"),
    (["task", "sell"], "the id `sell` is taken in sales/tasks/sell.md\n"),
    (["task", "SELL"], "the id `SELL` is that of sales/tasks/sell.md in another case\n"),
    (["page", "Developer"], "`Developer` is a name of personas/dev.md\n"),
    (
      ["task", "../out"],
      "`../out` can't be an id: it takes letters, digits, `-`, `_` and `.`\n  help: write the id alone;"
    ),
    (["task", "a\u{1B}]0;x\u{7}"], "`a�]0;x�` can't be an id:"), (["task", ""], "`` can't be an id:"),
    (["task", ".a"], "`.a` can't be an id:"), (["task", "null"], "`null` can't be an id:"),
    (["page", "README"], "README.md would be the landing page of its folder\n"),
    (["task", "a", "--folder", ".."], "documents can't stand in ..\n"),
    (["task", "a", "--folder", "/etc"], "documents can't stand in /etc\n"),
    (["task", "a", "--folder", "x/../../y"], "documents can't stand in x/../../y\n"),
    (["task", "a", "--folder", ".git"], "documents can't stand in .git\n"),
    (["task", "a", "--folder", "drafts/x"], "baton.yml leaves out `drafts`, and with it drafts/x/a.md\n"),
    (["task", "a", "--folder", "baton.yml"], "documents can't stand in baton.yml: Not a directory\n"),
    (["task", "a", "--folder", "link"], "documents can't stand in link: "),
    (["page", "notes"], "notes/index.md has the address in the site that notes.md would have\n"),
    (["page", "there"], "there is a file there.md already\n"),
    (["task", "a", "--title", "a\nb"], "`a�b` can't be a title: it takes one line of text\n"),
    (["task"], "Missing expected argument '<id>'"),
  ])
  func `What can't be is refused, and nothing changes`(arguments: [String], message: String) throws {
    let (folder, other) = (try TemporaryFolder(Self.book), try TemporaryFolder())
    #expect(symlink(other.path, folder.path + "/book/link") == 0)
    #expect(symlink("nowhere", folder.path + "/book/there.md") == 0)
    let before = names(folder)
    let result = try Program.run(["new"] + arguments + ["--content", "book"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.lowercased().hasPrefix("error: " + message.lowercased()), "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(names(folder) == before)
    #expect(names(other).isEmpty)
  }

  @Test(arguments: [
    ("task", "foo", "sales/tasks/foo has"), ("task", "bar", "sales/tasks/bar/index.html has"),
    ("task", "baz", "sales/tasks/baz/index.html/x has"), ("page", "health", "Baton's own `health/` has"),
    ("page", "handoffs", "Baton's own `handoffs/` has"), ("page", "404.html", "Baton's own `404.html` has"),
    ("page", "index.html", "Baton's own `index.html` has"),
  ])
  func `What has the place of its page in the site is not moved`(kind: String, id: String, owner: String) throws {
    let folder = try TemporaryFolder(
      Self.book
        + "-- book/sales/tasks/foo --\n-- book/sales/tasks/bar/index.html --\n-- book/sales/tasks/baz/index.html/x --\n"
    )
    let before = names(folder)
    let result = try run(folder, kind, id)
    #expect(result.status == 2, "\(result.output)")
    #expect(result.errors.hasPrefix("error: \(owner) the address in the site that "), "\(result.errors)")
    #expect(names(folder) == before)
  }

  @Test func `The page of a list's address introduces the list`() throws {
    let folder = try TemporaryFolder(Self.book)
    #expect(try run(folder, "page", "tasks").status == 0)
    #expect(try Program.run("check", "--strict", "--content", "book", in: folder.path).status == 0)
  }

  @Test func `A link at the place of a kind's folder is not followed`() throws {
    let (folder, other) = (try TemporaryFolder(Self.book), try TemporaryFolder())
    #expect(symlink(other.path, folder.path + "/book/templates") == 0)
    let result = try run(folder, "template", "a")
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: documents can't stand in templates: "))
    #expect(names(other).isEmpty)
  }

  @Test func `A handbook may use the singular, and the path is from the current folder`() throws {
    let folder = try TemporaryFolder("-- my book/task/index.md --\n# Tasks\n-- here/x --\n")
    let result = try Program.run(
      "new", "task", "fix", "--content", "../my book/", in: folder.path + "/here")
    #expect(result.output == "../my book/task/fix.md\n", "\(result.errors)")
    let absolute = try Program.run(
      "new", "task", "mend", "--content", folder.path + "/my book", in: folder.path + "/here")
    #expect(absolute.output == "../my book/task/mend.md\n", "\(absolute.errors)")
    let inside = try Program.run("new", "persona", "me", "--content", ".", in: folder.path + "/my book")
    #expect(inside.output == "personas/me.md\n", "\(inside.errors)")
  }

  @Test func `Without a handbook, the way to one is told`() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("new", "task", "fix", in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("there is no content folder site-content\n  help: make one with `baton init`"))
    #expect(names(folder).isEmpty)
  }

  @Test func `A folder that can't be written stays as it is`() throws {
    let folder = try TemporaryFolder(Self.book)
    let before = names(folder)
    guard let unprivileged = Program.unprivileged(folder, ["book", "book/sales", "book/sales/tasks"]) else { return }
    for (path, kind) in [("book/sales/tasks", "task"), ("book", "checklist")] {
      #expect(chmod("\(folder.path)/\(path)", 0o555) == 0)
      let result = try Program.run(
        unprivileged.arguments + ["new", kind, "fix", "--content", "book"], in: folder.path,
        environment: ["XDG_CACHE_HOME": folder.path + "/none"], executable: unprivileged.executable)
      #expect(chmod("\(folder.path)/\(path)", 0o755) == 0)
      #expect(result.status == 3, "\(result.errors)")
      #expect(result.errors.hasSuffix(": Permission denied\n"), "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(names(folder) == before)
    }
  }

  @Test func `Of two at once, one writes the document`() throws {
    let folder = try TemporaryFolder(Self.book)
    let all = try (0..<6).map { number in
      try Program.start(
        ["new", "template", "fresh", "--title", "Number \(number)", "--content", "book"], in: folder.path)
    }
    for run in all { run.process.waitUntilExit() }
    let done = all.indices.filter { all[$0].process.terminationStatus == 0 }
    #expect(done.count == 1)
    #expect(all.allSatisfy { [0, 2].contains($0.process.terminationStatus) })
    #expect(folder.text(of: "book/templates/fresh.md")?.contains("# Template: Number \(done.first ?? -1)\n") == true)
    #expect(names(folder).filter { $0.hasPrefix("book/templates/") } == ["book/templates/fresh.md"])
    for run in all { for url in [run.output, run.errors] { try? FileManager.default.removeItem(at: url) } }
  }

  @Test func `A document that is referred to already mends what was missing`() throws {
    let folder = try TemporaryFolder(Self.book)
    try folder.write(
      "---\ntagline: x\nhands_off_to:\n  - qa: Plans\nreceives_from:\n  - dev: More\n---\n# Lead\n",
      to: "book/personas/lead.md")
    #expect(try Program.run("check", "--content", "book", in: folder.path).output.contains("[unknown-reference]"))
    #expect(try run(folder, "persona", "qa").status == 0)
    let check = try Program.run("check", "--content", "book", in: folder.path).output
    #expect(!check.contains("[unknown-reference]"))
    #expect(!check.contains("`qa` does not say so"))
  }
}

extension Program {
  /// What comes before a command, so that it may not write everywhere: root may, so nobody runs it. `nil` where that can't be done.
  ///
  /// - Parameter paths: the folders that it may write.
  static func unprivileged(_ folder: TemporaryFolder, _ paths: [String]) -> (executable: String, arguments: [String])? {
    guard getuid() == 0 else { return (path, []) }
    guard isThere("/usr/bin/setpriv") else { return nil }
    for path in paths { chown("\(folder.path)/\(path)", 65534, 65534) }
    return ("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", path])
  }
}
