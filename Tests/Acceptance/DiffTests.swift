import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  /// Makes all files of a folder a commit with a tag.
  private func commit(_ tag: String, in folder: TemporaryFolder) throws {
    for arguments in [
      ["init", "-q"], ["add", "-A"],
      ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", tag],
      ["tag", tag],
    ] {
      #expect(try Program.run(arguments, in: folder.path, executable: "/usr/bin/git").status == 0)
    }
  }

  @Test func `Attributes of archives and of work trees change nothing`() throws {
    let folder = try TemporaryFolder(
      """
      -- .gitattributes --
      tasks/u.md export-ignore
      *.md export-subst text eol=crlf ident
      -- tasks/t.md --
      # Do $Format:%H$ $Id$

      ![a](../a.txt)
      -- tasks/u.md --
      # Undo
      -- a.txt --
      """)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/tasks/l.md", withDestinationPath: "t.md")
    try commit("v1", in: folder)
    let result = try Program.run("diff", "--content", ".", "HEAD", in: folder.path)
    #expect(result.status == 0 && result.output.contains("Nothing changed."), "\(result)")
  }

  @Test func `Mistakes in the configuration that is there now are told, those of before are not`() throws {
    let folder = try TemporaryFolder("-- tasks/t.md --\n# First\n-- baton.yml --\ntheme: look\n")
    try commit("v1", in: folder)
    try folder.write("titel: x\n", to: "baton.yml")
    let result = try Program.run("diff", "--content", ".", "v1", in: folder.path)
    #expect(result.status == 2 && result.output.contains("unknown-configuration-key"), "\(result)")
    #expect(result.problems.first == "baton.yml:1:1: error [unknown-configuration-key]")
    try commit("v2", in: folder)
    try folder.write("title: x\n", to: "baton.yml")
    #expect(try Program.run("diff", "--content", ".", "v2", in: folder.path).status == 0)
  }

  @Test func `A forged tree writes nothing by way of its links`() throws {
    let folder = try TemporaryFolder("-- book/d.md --\n# D\n-- outside/keep.txt --\n")
    let forge = """
      cd book && git init -q && link=$(printf %s "$PWD/../outside" | git hash-object -w --stdin)
      inner=$(printf '120000 blob %s\\tb.md\\n' $link | git mktree)
      tree=$(printf '120000 blob %s\\ta\\n040000 tree %s\\ta\\n' $link $inner | git mktree)
      git -c user.name=a -c user.email=a@example.org commit-tree -m x $tree
      """
    let made = try Program.run("-c", forge, in: folder.path, executable: "/bin/sh")
    #expect(made.status == 0, "\(made.errors)")
    let commit = made.output.filter { !$0.isWhitespace }
    let result = try Program.run("diff", "--content", "book", commit, in: folder.path)
    #expect(result.status == 3 && result.errors.contains("File exists"), "\(result)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/outside") == ["keep.txt"])
  }

  @Test func `A folder that is gone can be compared between revisions`() throws {
    let folder = try TemporaryFolder("-- sub/hb/tasks/t.md --\n# First\n")
    try commit("v1", in: folder)
    try folder.write("# Second\n", to: "sub/hb/tasks/t.md")
    try commit("v2", in: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/sub")
    func diff(_ arguments: String...) throws -> Program.Result {
      try Program.run(["diff", "--content"] + arguments, in: folder.path)
    }
    for content in ["sub/hb", "sub/hb/", "./sub/hb", folder.path + "/sub/hb"] {
      let result = try diff(content, "v1", "v2")
      #expect(result.status == 0 && result.output.contains("First → Second"), "\(content): \(result)")
    }
    #expect(
      try diff("sub/x", "v1", "v2").errors.hasPrefix("error: there is no content folder sub/x, and none in `v1`\n"))
    #expect(try diff("sub/hb", "v1", "v3").errors.hasPrefix("error: there is no revision `v3`\n"))
    #expect(try diff("sub/hb", "v1").errors.hasPrefix("error: there is no content folder sub/hb\n"))
  }
}
