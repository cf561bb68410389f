import Buffers
import Foundation
import TestSupport
import Testing

@testable import Diagrams
@testable import Handbook

@Suite struct PhaseLanesTests {
  private let team = handbook(
    """
    -- baton.yml --
    phases: [Plan, Build, Run]
    -- personas/late.md --
    ---
    primary_tasks: [watch, all]
    hands_off_to:
      - early: Lessons <learnt>
    ---
    # Late
    -- personas/early.md --
    ---
    primary_tasks: [think, both, gap]
    hands_off_to: [late, nobody]
    ---
    # Early
    -- personas/idle.md --
    # Idle
    -- tasks/think.md --
    ---
    phase: Plan
    ---
    # Think
    -- tasks/both.md --
    ---
    phase: [Plan, Build]
    ---
    # Both
    -- tasks/gap.md --
    ---
    phase: [Plan, Run]
    ---
    # Gap
    -- tasks/watch.md --
    ---
    phase: Run
    ---
    # Watch
    -- tasks/all.md --
    ---
    phase: any
    ---
    # All
    """
  ).value

  @Test func `Lanes stand in the order in which work begins, tasks in their phases`() throws {
    let lanes = try #require(PhaseLanes(of: team))
    #expect(lanes.phases == ["Plan", "Build", "Run"])
    #expect(lanes.lanes.map(\.name) == ["Early", "Late"])
    #expect(lanes.lanes[0].tasks.map(\.title) == ["Both", "Gap", "Think", "Gap"])
    #expect(lanes.lanes[0].tasks.map(\.columns) == [0...1, 0...0, 0...0, 2...2])
    #expect(lanes.lanes[1].tasks.map(\.columns) == [0...2, 2...2])
    #expect(lanes.handoffs.map { [$0.from, $0.to] }.sorted { $0[0] < $1[0] } == [[0, 1], [1, 0]])
    #expect(lanes.sentences.contains("Early, Plan to Build: Both"))
    #expect(lanes.sentences.filter { $0.hasSuffix(": Gap") } == ["Early, Plan: Gap", "Early, Run: Gap"])
    #expect(lanes.sentences.contains("Late → Early: Lessons <learnt>"))
  }

  @Test func `The picture is valid, links its boxes, and escapes its texts`() throws {
    let lanes = try #require(PhaseLanes(of: team))
    var bytes = OutputBuffer()
    lanes.renderSVG(id: "l", width: 900, url: { "n\($0)/" }, into: &bytes)
    let svg = String(decoding: bytes.array, as: UTF8.self)
    #expect(svg.components(separatedBy: "<g class=\"node task\"").count == 7)
    #expect(svg.contains("Lessons &lt;learnt&gt;") && !svg.contains("<learnt>"))
    #expect(svg.contains("<a href=\"n"))
    #expect(svg.components(separatedBy: "<g ").count == svg.components(separatedBy: "</g>").count)
  }

  @Test func `A persona that nothing tells of is marked`() throws {
    let lanes = try #require(
      PhaseLanes(
        of: handbook(
          "-- baton.yml --\nphases: [A, B]\n-- tasks/t.md --\n# Task: T\n\n**Persona**: Nobody\n**Phase**: A\n"
        ).value))
    #expect(lanes.sentences == ["Nobody (missing), A: T"])
    var bytes = OutputBuffer()
    lanes.renderSVG(id: "l", width: 900, url: { _ in nil }, into: &bytes)
    #expect(
      String(decoding: bytes.array, as: UTF8.self).contains(
        "<g class=\"node persona missing\" data-node=\"0\"><title>Nobody – missing</title>"))
  }

  @Test func `No two boxes of a lane overlap`() throws {
    let tasks = (0..<30).map { number in
      let (first, last) = (number % 5, min(4, number % 5 + number % 3))
      return
        "-- tasks/t\(number).md --\n---\nphase: [\((first...last).map { "P\($0)" }.joined(separator: ", "))]\n---\n# Task \(number) of many with a long name\n"
    }
    let text =
      "-- baton.yml --\nphases: [P0, P1, P2, P3, P4]\n-- personas/a.md --\n---\nprimary_tasks: [\((0..<30).map { "t\($0)" }.joined(separator: ", "))]\n---\n# A\n"
    let lanes = try #require(PhaseLanes(of: handbook(text + tasks.joined()).value))
    var bytes = OutputBuffer()
    lanes.renderSVG(id: "l", width: 900, url: { _ in nil }, into: &bytes)
    let svg = String(decoding: bytes.array, as: UTF8.self)
    let boxes = svg.components(separatedBy: "<g class=\"node task\"").dropFirst().map { part -> [Double] in
      ["x=\"", "y=\"", "width=\"", "height=\""].map { name in
        let rest = part.components(separatedBy: "class=\"box\"")[1].components(separatedBy: name)[1]
        return Double(rest.prefix { $0 != "\"" }) ?? .nan
      }
    }
    #expect(boxes.count == 30)
    for (index, a) in boxes.enumerated() {
      for b in boxes[(index + 1)...] {
        #expect(a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1])
      }
    }
  }

  @Test func `Without phases or tasks there are no lanes`() {
    #expect(PhaseLanes(of: handbook("-- personas/a.md --\n# A\n").value) == nil)
    #expect(PhaseLanes(of: handbook("-- baton.yml --\nphases: [A, B]\n-- personas/a.md --\n# A\n").value) == nil)
  }
}
