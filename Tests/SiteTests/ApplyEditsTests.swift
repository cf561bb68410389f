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
}
