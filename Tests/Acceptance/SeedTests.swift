import Foundation
import TestSupport
import Testing

/// A handbook of one document builds as it is, and shows everything that stands in it.
@Suite struct SeedTests {
  static let seed = """
    -- book/personas/devops.md --
    ---
    type: persona
    id: devops
    title: The Gardener
    tagline: Keeps what others planted alive.
    core_actions:
      - Beds & paths: Lay out where things run
      - Watering: Feed them on time
    primary_tasks:
      - plant-hedge
    primary_templates:
      - bed-plan
    primary_checklists:
      - spring-list
    hands_off_to:
      - developer: For integration
      - qa: For the test bed
      - orchestrator: For the papers
    receives_from:
      - architect: Layout
      - developer: Seeds
      - qa: Wishes
    key_questions:
      - "What if it rains?"
    soil: loam
    ---

    # DevOps Engineer - The Gardener

    ## Quick Start
    "Choose:
    1. **Plant** - a hedge (`plant-hedge.md`)

    Or tell me."

    ## Handoff Process
    Layout → Beds

    """

  @Test func `Its page shows every field`() throws {
    let folder = try TemporaryFolder(Self.seed)
    let result = try Program.run("build", "--content", "book", "--output", "site", in: folder.path)
    #expect(result.status == 0)
    let page = try #require(folder.text(of: "site/personas/devops/index.html"))
    for text in [
      "DevOps Engineer", "The Gardener", "Keeps what others planted alive.", "Beds &amp; paths",
      "Lay out where things run",
      "Plant hedge", "Bed plan", "Spring list", "Developer", "For integration", "Qa", "For the test bed",
      "Orchestrator",
      "For the papers", "Architect", "Layout", "Seeds", "Wishes", "What if it rains?", "Soil", "loam", "Quick Start",
      "<code>plant-hedge.md</code>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(page.components(separatedBy: "class=\"node persona missing\"").count == 7)
    #expect(page.components(separatedBy: "class=\"edge handoff\"").count == 7)
  }

  @Test func `Check lists what is missing, with its place`() throws {
    let folder = try TemporaryFolder(Self.seed)
    let result = try Program.run("check", "--content", "book", in: folder.path)
    #expect(result.status == 0)
    #expect(
      result.problems == [
        "book/personas/devops.md:10:5: warning [unknown-reference]",
        "book/personas/devops.md:12:5: warning [unknown-reference]",
        "book/personas/devops.md:14:5: warning [unknown-reference]",
        "book/personas/devops.md:16:5: warning [unknown-reference]",
        "book/personas/devops.md:17:5: warning [unknown-reference]",
        "book/personas/devops.md:18:5: warning [unknown-reference]",
        "book/personas/devops.md:20:5: warning [unknown-reference]",
        "book/personas/devops.md:21:5: warning [unknown-reference]",
        "book/personas/devops.md:22:5: warning [unknown-reference]",
        "book/personas/devops.md:25:1: note [unknown-field]",
      ])
    #expect(try Program.run("check", "--content", "book", "--strict", in: folder.path).status == 1)
  }

  @Test func `Its graph has the missing colleagues as nodes`() throws {
    struct Graph: Decodable {
      struct Node: Decodable {
        var id, kind, title, name, file, url: String
        var missing: Bool
      }
      struct Edge: Decodable {
        var from, to, kind, label, file: String
        var declared: [String]
        var line: Int
      }
      var nodes: [Node]
      var edges: [Edge]
    }
    let folder = try TemporaryFolder(Self.seed)
    let result = try Program.run("graph", "--content", "book", "--format", "json", in: folder.path)
    let graph = try JSONDecoder().decode(Graph.self, from: Data(result.output.utf8))
    #expect(
      graph.nodes.map(\.id) == [
        "architect", "bed-plan", "developer", "devops", "orchestrator", "plant-hedge", "qa", "spring-list",
      ])
    #expect(graph.nodes.filter { !$0.missing }.map(\.url) == ["personas/devops/"])
    #expect(graph.nodes[3].name == "DevOps Engineer" && graph.nodes[3].title == "The Gardener")
    let handoff = try #require(graph.edges.first { $0.from == "devops" && $0.to == "qa" })
    #expect(handoff.kind == "handoff" && handoff.label == "For the test bed" && handoff.declared == ["hands_off_to"])
    #expect(handoff.file == "personas/devops.md" && handoff.line == 17)
    #expect(result.output == (try Program.run("graph", "--content", "book", in: folder.path)).output)
  }

  @Test(.enabled(if: isThere("/usr/bin/dot"))) func `Graphviz reads the graph`() throws {
    let folder = try TemporaryFolder(Self.seed)
    let dot = try Program.run("graph", "--content", "book", "--format", "dot", in: folder.path)
    try folder.write(dot.output, to: "graph.dot")
    let drawn = try Program.run("-Tsvg", "graph.dot", in: folder.path, executable: "/usr/bin/dot")
    #expect(drawn.status == 0 && drawn.output.contains("DevOps Engineer"))
  }
}
