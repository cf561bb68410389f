import Foundation
import TestSupport
import Testing

/// `baton path` and `baton diagram`, as a person runs them.
@Suite struct PathAndDiagramTests {
  private static let book = """
    -- book/personas/a.md --
    ---
    hands_off_to: [b: First, c: Other]
    ---
    # Ann
    -- book/personas/b.md --
    ---
    hands_off_to: [d: Second]
    ---
    # Bob
    -- book/personas/c.md --
    ---
    hands_off_to: [d]
    ---
    # Cid
    -- book/personas/d.md --
    # Dan

    """

  private func path(_ arguments: String...) throws -> Program.Result {
    let folder = try TemporaryFolder(Self.book)
    return try Program.run(["path"] + arguments + ["--content", "book"], in: folder.path)
  }

  @Test func `The shortest chains are printed`() throws {
    let result = try path("a", "DAN")
    #expect(result.status == 0)
    #expect(
      result.output == """
        2 steps from Ann to Dan:

        1. Ann → Bob: First
        2. Bob → Dan: Second

        1. Ann → Cid: Other
        2. Cid → Dan

        """)
    #expect(try path("a", "d", "--limit", "1").output.components(separatedBy: "\n\n").count == 2)
  }

  @Test func `What has no chain, or no persona, is told`() throws {
    #expect(try path("d", "a").output == "No chain of handoffs leads from Dan to Ann.\n")
    let unknown = try path("annn", "d")
    #expect(unknown.status == 2 && unknown.output.isEmpty)
    #expect(unknown.errors.contains("there is no persona `annn`"))
  }

  @Test func `What graph prints can be drawn, as a picture and as data`() throws {
    let folder = try TemporaryFolder(Self.book)
    let graph = try Program.run("graph", "--content", "book", in: folder.path)
    try graph.output.write(toFile: folder.path + "/graph.json", atomically: true, encoding: .utf8)
    let svg = try Program.run("diagram", "graph.json", in: folder.path)
    #expect(svg.status == 0 && svg.output.hasPrefix("<svg ") && svg.output.contains("<style>"))
    let data = try Program.run("diagram", "graph.json", "--format", "json", in: folder.path)
    let drawing = try JSONSerialization.jsonObject(with: Data(data.output.utf8)) as? [String: Any]
    #expect((drawing?["nodes"] as? [Any])?.count == 4 && (drawing?["edges"] as? [Any])?.count == 4)
    let broken = try Program.run("diagram", "book/personas/a.md", in: folder.path)
    #expect(broken.status == 2 && broken.errors.contains("book/personas/a.md:1:1: this is no JSON: "))
  }
}
