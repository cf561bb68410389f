import Handbook
import TestSupport
import Testing

@testable import Site

@Suite struct ApplyEditsTests {
  @Test func `A document that is too large to be read whole is mended where it was read`() throws {
    let folder = try TemporaryFolder("-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n")
    let text = String(repeating: "\n", count: largestDocument) + "The end.\n"
    try folder.write("---\nid: b\n---\n" + text, to: "personas/b.md")
    let done = try applyFixes(to: loadHandbook(BuildOptions(content: folder.path)))
    #expect(done == ["personas/a.md:2: added `a` to `receives_from` in personas/b.md"])
    #expect(folder.text(of: "personas/b.md") == "---\nid: b\nreceives_from:\n  - a\n---\n" + text)
  }

  @Test func `Two files whose names are one to Swift are changed each by its own edits`() throws {
    let folder = try TemporaryFolder("-- index.md --\n# Home\n")
    let files = ["caf\u{E9}.md", "cafe\u{301}.md"].map { (name: $0, path: folder.path + "/" + $0) }
    for file in files { _ = try Files.write(Array("# A\n".utf8), to: file.path) }
    let edits = files.enumerated().map { TextEdit(file: $1.name, bytes: 2..<3, replacement: "\($0)") }
    try apply(edits, to: loadHandbook(BuildOptions(content: folder.path)))
    #expect(try files.map { try Files.read($0.path) } == ["# 0\n", "# 1\n"].map { Array($0.utf8) })
  }
}
