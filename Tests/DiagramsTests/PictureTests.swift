import Buffers
import Handbook
import TestSupport
import Testing

@testable import Diagrams

@Suite struct PictureTests {
  private let team = handbook(
    """
    -- personas/a.md --
    ---
    title: First
    hands_off_to: [b: plan <1>, all-personas: news]
    ---
    # Anna - First
    -- personas/b.md --
    ---
    receives_from: [a: plan]
    hands_off_to: [a: result, nobody]
    ---
    # Bert
    -- tasks/t.md --
    ---
    persona: a
    uses_templates: [m]
    validated_by: [c]
    ---
    # Work
    -- templates/m.md --
    # M
    -- checklists/c.md --
    # C
    """
  ).value

  private func svg(_ picture: Picture?) -> String {
    var bytes = OutputBuffer()
    picture?.drawn()?.renderSVG(id: "x", url: { "../\(team.graph.nodes[$0].id)/" }, into: &bytes)
    return String(decoding: bytes.array, as: UTF8.self)
  }

  @Test func `The map shows every persona and handoff, groups as one box`() throws {
    let picture = try #require(Picture.teamMap(of: team))
    #expect(picture.nodes.map(\.title) == ["Anna", "All personas", "Bert", "Nobody"])
    #expect(
      picture.edges.map(\.sentence) == [
        "Anna → All personas: news", "Anna → Bert: plan <1>", "Bert → Anna: result", "Bert → Nobody",
      ])
  }

  @Test func `A persona's picture has who gives on one side and who gets on the other`() throws {
    let picture = try #require(Picture.handoffs(of: 1, in: team))
    #expect(picture.nodes.map(\.title) == ["Anna", "Anna", "Bert", "All personas"] || picture.nodes.count == 4)
    #expect(picture.nodes.filter(\.isFocus).count == 1)
  }

  @Test func `A task's picture has its persona, template and checklist`() throws {
    let index = try #require(team.documents.firstIndex { $0.kind == .task })
    let picture = try #require(Picture.surroundings(ofTask: index, in: team))
    #expect(Set(picture.edges.map(\.sentence)) == ["Anna performs Work", "Work fills in M", "Work is checked by C"])
  }

  @Test func `Boxes are links, missing ones are not, texts are escaped`() {
    let text = svg(Picture.teamMap(of: team))
    #expect(text.contains("<g class=\"node persona\" data-node=\"0\"><a href=\"../a/\">"))
    #expect(text.contains("<title>Nobody – missing</title>"))
    #expect(text.contains("<g class=\"node group\""))
    #expect(text.contains("plan &lt;1&gt;") && !text.contains("<1>"))
    #expect(text.contains("<title id=\"x-t\">Map of handoffs</title>") && text.contains("<desc id=\"x-d\">"))
  }

  @Test func `Work that comes back to an earlier phase runs against the direction`() throws {
    let team = handbook(
      """
      -- baton.yml --
      phases: [Plan, Do]
      -- personas/late.md --
      ---
      primary_tasks: [build]
      hands_off_to: [early]
      ---
      # Late
      -- personas/early.md --
      ---
      primary_tasks: [think]
      hands_off_to: [late]
      ---
      # Early
      -- tasks/build.md --
      ---
      phase: Do
      ---
      # Build
      -- tasks/think.md --
      ---
      phase: Plan
      ---
      # Think
      """
    ).value
    let drawn = try #require(Picture.teamMap(of: team)?.drawn())
    let (early, late) = try (
      #require(drawn.picture.nodes.firstIndex { $0.title == "Early" }),
      #require(drawn.picture.nodes.firstIndex { $0.title == "Late" })
    )
    let boxes = drawn.drawing.nodes
    #expect(drawn.drawing.direction == .down ? boxes[early].y < boxes[late].y : boxes[early].x < boxes[late].x)
  }

  @Test func `A team of more than forty is shown by its folders`() throws {
    let many = (0..<60).map { number in
      "-- team/\(["north", "south"][number % 2])/personas/p\(number).md --\n---\nhands_off_to: [p\((number + 1) % 60)]\n---\n# P\(number)\n"
    }
    let picture = try #require(Picture.teamMap(of: handbook(many.joined()).value))
    #expect(picture.nodes.map(\.title) == ["North", "South"])
    #expect(picture.edges.map(\.label) == ["30 handoffs", "30 handoffs"])
  }

  @Test func `Where nothing is handed over there is no picture`() {
    let lonely = handbook("-- personas/a.md --\n# A\n-- tasks/t.md --\n# T\n").value
    #expect(Picture.handoffs(of: 0, in: lonely) == nil)
    #expect(Picture.surroundings(ofTask: 1, in: lonely) == nil)
    #expect(Picture.teamMap(of: handbook("-- a.md --\n# A\n").value) == nil)
  }
}
