import Diagnostics
import Foundation
import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct HealthPageTests {
  /// The page of health, and the graph, of a handbook.
  private func site(
    _ text: String, former: FormerGraph? = nil, extra: [Diagnostic] = []
  ) -> (health: String, graph: [UInt8], book: Handbook) {
    let book = handbook(text)
    let theme = Theme.load(overrides: [:]).value
    let plan = sitePlan(of: book.value, theme: theme).value
    let renderer = PageRenderer(
      handbook: book.value, plan: plan, theme: theme, findings: book.diagnostics + extra, former: former)
    func bytes(_ path: String) -> [UInt8] {
      plan.routes.first { $0.path == path }.map { renderer.render($0).bytes } ?? []
    }
    return (String(decoding: bytes("health/"), as: UTF8.self), bytes("graph.json"), book.value)
  }

  private let book = """
    -- baton.yml --
    phases: [Design, Build, Ship]
    -- personas/ann.md --
    ---
    primary_tasks: [draw]
    hands_off_to: [bob]
    ---
    # Ann
    -- personas/bob.md --
    ---
    receives_from: [ann]
    hands_off_to: [ghost, ann]
    ---
    # Bob
    -- personas/index.md --
    # All of us
    -- tasks/draw.md --
    ---
    phase: Design
    uses_templates: [plan]
    validated_by: [ready]
    ---
    # Draw
    -- tasks/weld.md --
    ---
    phase: Build
    ---
    # Weld
    -- templates/plan.md --
    # Plan
    -- checklists/ready.md --
    # Ready

    """

  @Test func `The figures of a graph are those of its handbook`() throws {
    let (_, graph, book) = site(book)
    let former = try FormerGraph(json: graph)
    #expect(former.coverage == coverageFigures(of: book))
    #expect(former.counts == HandbookCounts(of: book))
    #expect(former.counts.missing == 1 && former.counts.documents[.persona] == 2 && former.counts.handoffs == 3)
    #expect(former.coverage.last?.description == "handoffs-agreed: 1 of 2 (50 %)")
    #expect(former.findings?.isEmpty == false)
  }

  @Test func `The figures of a graph with groups are those of its handbook`() throws {
    let (_, graph, book) = site(
      """
      -- baton.yml --
      groups: {eng: [dev, qa]}
      -- personas/boss.md --
      ---
      hands_off_to: [eng]
      ---
      # Boss
      -- personas/dev.md --
      ---
      receives_from: [boss]
      ---
      # Dev
      -- personas/qa.md --
      # QA
      -- tasks/draw.md --
      ---
      persona: eng
      ---
      # Draw
      """)
    let former = try FormerGraph(json: graph)
    #expect(former.coverage == coverageFigures(of: book))
    #expect(former.coverage.map(\.amount).suffix(2) == ["2 of 3 (66.6 %)", "1 of 1 (100 %)"])
  }

  @Test func `Figures and findings stand beside those of the former build`() throws {
    let former = try FormerGraph(json: site(book).graph)
    let now = book.replacingOccurrences(
      of: "phase: Build\n", with: "phase: Build\npersona: Bob\nvalidated_by: [none]\n")
    let page = site(now, former: former).health
    #expect(page.contains("<th scope=\"col\">Before</th>"))
    #expect(page.contains("<td>1 of 2 (50\u{A0}%)</td><td class=\"change better\">+50 points</td>"))
    #expect(page.contains("<tr><th scope=\"row\">Handoffs</th><td>3</td><td>3</td><td class=\"change\">same</td></tr>"))
    #expect(page.contains("<li>tasks/weld.md: task-without-persona</li>"))
    #expect(page.range(of: #"Since the former build: \d new, \d mended\."#, options: .regularExpression) != nil)
    #expect(
      page.contains(
        ": <code>validated_by</code> names <code>none</code>, and no document has this id <span class=\"flag new\">new</span>"
      ))
    let back = site(book, former: try FormerGraph(json: site(now).graph)).health
    #expect(back.contains("<td>2 of 2 (100\u{A0}%)</td><td class=\"change worse\">−50 points</td>"))
    #expect(!site(book).health.contains("Before"))
  }

  @Test func `A graph without findings tells the figures, and that the rest is not known`() throws {
    var old = try #require(try JSONSerialization.jsonObject(with: Data(site(book).graph)) as? [String: Any])
    old["findings"] = nil
    let former = try FormerGraph(json: Array(try JSONSerialization.data(withJSONObject: old)))
    let page = site(book, former: former).health
    #expect(page.contains("What was found at the former build is not known."))
    #expect(page.contains("<tr><th scope=\"row\">Notes</th>"))
    #expect(page.contains("<td>not known</td><td class=\"change\"></td></tr>"))
    #expect(page.contains("<td>1 of 2 (50\u{A0}%)</td><td class=\"change\">same</td>"))
    #expect(!page.contains("flag new") && !page.contains(" before</span>"))
  }

  @Test func `Whatever a former graph holds, it is text`() throws {
    let json = """
      {"nodes": [{"id": "a", "kind": "task"}, {"id": "a", "kind": "<b>"}, {"id": "g", "kind": "group"}], "x": 1,
       "edges": [{"from": "a", "to": "nowhere", "kind": "performs"}, {"from": "g", "to": "a", "kind": "performs"},
                 {"from": "a", "to": "a", "kind": "handoff"}, {"from": "a", "to": "g", "kind": "odd"}],
       "findings": [{"code": "<script>", "severity": "\\"><i>", "file": "<img src=x>.md", "count": 9223372036854775807},
                    {"code": "<script>", "severity": "note", "file": "<img src=x>.md", "count": -5}]}
      """
    let former = try FormerGraph(json: Array(json.utf8))
    #expect(former.coverage.first?.covered == 1)
    let page = site(book, former: former).health
    #expect(page.contains("<li>&lt;img src=x&gt;.md: &lt;script&gt;, 1000000 times</li>"))
    #expect(!page.contains("<img src=x") && !page.contains("<i>"))
    for bad in ["", "[]", "{}", "{\"nodes\": []}", "{\"nodes\": [{}], \"edges\": []}", "\u{0}", "{\"nodes\": [1"] {
      #expect(throws: (any Error).self) { try FormerGraph(json: Array(bad.utf8)) }
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: (any Error).self) { try FormerGraph(json: Array("{\"nodes\": \(deep)".utf8)) }
  }

  @Test func `Matrices have a cell for each pair, and lists say the same`() {
    let page = site(book).health.replacingOccurrences(of: "\n", with: "")
    let draw = "<tr><th scope=\"row\"><a class=\"reference kind task\" href=\"../tasks/draw/\">Draw</a></th>"
    #expect(
      page.contains(
        draw + "<td class=\"given\"><span role=\"img\" aria-label=\"performs\">✓</span></td><td></td></tr>"))
    #expect(
      page.contains(
        draw + "<td class=\"given\"><span role=\"img\" aria-label=\"fills in\">✓</span></td>"
          + "<td class=\"given\"><span role=\"img\" aria-label=\"is checked by\">✓</span></td></tr>"))
    #expect(page.contains("<th scope=\"colgroup\" colspan=\"1\"><span class=\"kind template\">Templates</span></th>"))
    #expect(page.contains("<p><span class=\"missing\">no tasks</span></p>"))
    #expect(page.contains("<dd><span class=\"missing\">nobody</span></dd>"))
  }

  @Test func `Personas count in the phases of their tasks, and what a phase lacks is said`() {
    let page = site(book).health
    func row(_ name: String, _ counts: String..., lacks: String) -> String {
      "<tr><th scope=\"row\">\(name)</th>" + counts.map { "<td>\($0)</td>" }.joined() + "<td>"
        + "<span class=\"missing\">\(lacks)</span></td></tr>"
    }
    #expect(page.contains(row("Design", "1", "1", "0", "0", lacks: "templates, checklists")))
    #expect(page.contains(row("Build", "0", "1", "0", "0", lacks: "personas, templates, checklists")))
    #expect(page.contains(row("Ship", "0", "0", "0", "0", lacks: "everything")))
  }

  @Test func `Findings are counted in words, personas go by their names, and what is not there has no share`() {
    let book = "-- personas/a.md --\n# Ann - The maker\n"
    let rest = 501 - handbook(book).diagnostics.count
    let place = SourceRange(file: "personas/a.md", line: 1, column: 1, length: 1)
    let extra =
      [Diagnostic(.brokenLink, "x", at: place)]
      + Array(repeating: Diagnostic(.unknownReference, "x", at: place), count: rest - 1)
    let page = site(book, extra: extra).health
    #expect(page.contains("leads nowhere <span class=\"flag\">1 warning</span>"))
    #expect(page.contains("<span class=\"flag\">\(rest - 1) warnings</span>"))
    #expect(page.contains(">Ann</a>: x") && !page.contains("maker</a>: x"))
    #expect(page.contains("1 more is listed"))
    #expect(page.contains("<th scope=\"row\">Templates that are used</th><td>there are none</td><td></td></tr>"))
  }

  @Test func `A large handbook has lists of bounded length, with what lacks something first`() {
    var text = "-- personas/p.md --\n# P\n-- templates/t.md --\n# T\n-- checklists/c.md --\n# C\n"
    for number in 1_000..<1_700 {
      let fields = number == 1_699 ? "" : "persona: p\nuses_templates: [t]\nvalidated_by: [c]\n"
      text += "-- tasks/t\(number).md --\n---\ntitle: Task \(number)\n\(fields)---\n"
    }
    let page = site(text).health
    #expect(!page.contains("class=\"matrix\""))
    #expect(
      page.contains(
        "200 more tasks are left out; those that lack something stand first. All that are left out have all three."))
    let list = page.range(of: "<h2 id=\":section-tasks\">").map { String(page[$0.upperBound...]) } ?? ""
    #expect(list.components(separatedBy: "<dt>Personas</dt>").count - 1 == 500)
    let first = list.range(of: "Task 1699"), second = list.range(of: "Task 1000")
    #expect(first.map(\.lowerBound) ?? list.endIndex < second.map(\.lowerBound) ?? list.startIndex)
  }
}
