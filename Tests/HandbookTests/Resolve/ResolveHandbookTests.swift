import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ResolveHandbookTests {
  @Test func `A handoff that both ends declare is one edge`() throws {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to:
        - b: the plan
      ---
      # A
      -- personas/b.md --
      ---
      receives_from:
        - a: a plan
      ---
      # B
      """)
    #expect(book.edges(.handoff) == ["a -> b: the plan"])
    let edge = try #require(book.value.graph.edges.first)
    #expect(edge.declared == ["hands_off_to", "receives_from"])
    #expect(edge.declarations.map(\.range.file) == ["personas/a.md", "personas/b.md"])
    #expect(edge.declarations.map(\.range.start.line) == [3, 3])
    #expect(book.problems.isEmpty)
  }

  @Test func `The receiver's words count where the sender has none, whoever is read first`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      receives_from: [z: tests]
      ---
      # A
      -- personas/z.md --
      ---
      hands_off_to: [a]
      ---
      # Z
      """)
    #expect(book.edges(.handoff) == ["z -> a: tests"])
    #expect(book.value.graph.edges.first?.declared == ["hands_off_to", "receives_from"])
  }

  @Test func `What does not exist is a missing node, and is reported where it is named`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      primary_tasks:
        - ship-it
      hands_off_to: [nobody: work]
      ---
      # A
      """)
    let missing = book.value.graph.nodes.filter(\.isMissing)
    #expect(missing.map(\.id) == ["nobody", "ship-it"])
    #expect(missing.map(\.kind.name) == ["persona", "task"])
    #expect(missing.map(\.title) == ["Nobody", "Ship it"])
    #expect(
      book.problems == [
        "personas/a.md:3:5: warning: unknown-reference", "personas/a.md:4:16: warning: unknown-reference",
      ])
  }

  @Test func `What only a text names is missing too, and a field that names it decides its kind`() {
    let book = handbook(
      """
      -- a.md --
      # A

      [[nowhere]], [x](gone.md), [y](gone.md#z), [[deploy]], `other.md`, [z](elsewhere/b.md), [out](../../out.md), ![](i.md)
      -- b.md --
      # B
      -- personas/p.md --
      ---
      primary_tasks: [deploy]
      primary_templates: [deploy]
      ---
      # P
      -- templates/t.md --
      # T

      [made](design.md)
      """)
    let missing = book.value.graph.nodes.filter(\.isMissing)
    #expect(missing.map { "\($0.kind.name) \($0.id)" } == ["task deploy", "page gone", "page nowhere"])
    #expect(book.edges(.mentions) == ["a -> deploy", "a -> gone", "a -> nowhere"])
    #expect(book.edges(.performs) == ["p -> deploy"] && book.edges(.uses) == ["p -> deploy"])
  }

  @Test func `No two nodes have one id, whatever groups and missing personas are called`() {
    let book = handbook(
      """
      -- baton.yml --
      groups: {security: [pm]}
      -- pages/security.md --
      # Security
      -- personas/pm.md --
      # PM
      -- tasks/code-review.md --
      ---
      persona: Code Review, Security
      uses_templates: [security]
      ---
      # Code review
      """)
    let ids = book.value.graph.nodes.map(\.id)
    #expect(Set(ids).count == ids.count, "\(ids)")
    #expect(book.edges(.performs) == ["code-review~ -> code-review", "security~ -> code-review"])
  }

  @Test func `Duplicate ids are both named, and both documents stay`() {
    let book = handbook("-- tasks/a.md --\n# One\n-- pages/a.md --\n# Two\n")
    #expect(book.problems == ["tasks/a.md:1:1: error: duplicate-id"])
    #expect(book.diagnostics.first?.message.contains("pages/a.md") == true)
    #expect(book.value.graph.nodes.map(\.id) == ["a", "tasks/a"])
  }

  @Test func `Personas are found by id, title, role name and alias, whatever the case`() {
    let people = """
      -- personas/pm.md --
      ---
      title: The Compass
      aliases: [PO, Research and Development]
      ---
      # Product Manager - The Compass
      -- personas/qa.md --
      # QA Engineer

      """
    for name in ["PM", "the compass", "PRODUCT MANAGER", "po", "Research and Development", "Product  Manager (lead)"] {
      let book = handbook(people + "-- tasks/t.md --\n---\npersona: \(name)\n---\n# T\n")
      #expect(book.edges(.performs) == ["pm -> t"], "\(name)")
      #expect(book.problems.isEmpty, "\(name)")
    }
    let both = handbook(people + "-- tasks/t.md --\n---\npersona: Product Manager / QA Engineer & Nobody\n---\n# T\n")
    #expect(both.edges(.performs) == ["nobody -> t", "pm -> t", "qa -> t"])
    #expect(both.problems == ["tasks/t.md:2:42: warning: unknown-name"])
  }

  @Test func `A name of two personas is reported, and the first is taken`() {
    let book = handbook(
      "-- personas/a.md --\n# Lead\n-- personas/b.md --\n# Lead\n-- tasks/t.md --\n---\npersona: lead\n---\n# T\n")
    #expect(book.edges(.performs) == ["a -> t"])
    #expect(book.problems == ["tasks/t.md:2:10: warning: ambiguous-name"])
  }

  @Test(arguments: ["all-personas", "all personas", "All Personas"])
  func `A group is one node`(name: String) {
    let book = handbook(
      "-- personas/a.md --\n---\nhands_off_to:\n  - \(name): news\n---\n# A\n-- personas/b.md --\n# B\n")
    #expect(book.edges(.handoff) == ["a -> all-personas: news"])
    #expect(book.value.graph.nodes.first { $0.id == "all-personas" }?.members.count == 2)
    #expect(book.problems.isEmpty)
  }

  @Test func `A reference of the wrong kind draws no edge`() {
    let book = handbook("-- personas/a.md --\n---\nprimary_tasks: [b]\n---\n# A\n-- personas/b.md --\n# B\n")
    #expect(book.problems == ["personas/a.md:2:17: warning: wrong-kind"])
    #expect(book.edges(.performs).isEmpty)
  }

  @Test func `Phases are the configured ones, then others, and a range covers what lies between`() {
    let book = handbook(
      """
      -- baton.yml --
      phases: [Plan, Do, Check, Act]
      -- tasks/a.md --
      ---
      phase: Plan → Check (ongoing), Party
      ---
      # A
      -- tasks/b.md --
      ---
      phase: any
      ---
      # B
      """)
    #expect(book.value.phases == ["Plan", "Do", "Check", "Act", "Party"])
    #expect(book.value.resolutions.map(\.phases) == [[0, 1, 2, 4], [0, 1, 2, 3, 4]])
    #expect(book.document("tasks/a.md")?.phases?.description == "Plan → Check (ongoing), Party")
  }

  @Test(
    arguments: [
      ("Plan → Design and Build", "Plan → Design and Build", []),
      ("Plan -> Design and Build, Ship", "Plan → Design and Build, Ship", []),
      ("Plan, design and build", "Plan, design and build", []),
      ("Try, then fix → Ship", "Try, then fix → Ship", []),
      ("Plan / Ship and Plan", "Plan, Ship, Plan", []),
      ("Plan → Nope → Ship", "Plan → Nope → Ship", ["Nope"]),
      ("Plan → Build and Ship", "Plan → Build, Ship", ["Build"]),
      ("Plan (first) → Ship (last)", "Plan → Ship (first, last)", []),
      ("Plan → Ship (on call, often)", "Plan → Ship (on call, often)", []),
      ("any (ongoing)", "Every phase (ongoing)", []), ("any → Ship", "Every phase", []),
      ("Plan → all (later)", "Every phase (later)", []),
    ] as [(String, String, [String])])
  func `A range holds whole names, and remarks are kept`(phase: String, text: String, unknown: [String]) {
    for value in ["\"\(phase)\"", "\n  - \"\(phase)\""] {
      let book = handbook(
        "-- baton.yml --\nphases: [Plan, Design and Build, \"Try, then fix\", Ship]\n-- tasks/a.md --\n---\n"
          + "phase: \(value)\n---\n# A\n")
      #expect(book.document("tasks/a.md")?.phases?.description == text)
      let found = book.diagnostics.filter { $0.code == .phaseUnknown }
      #expect(found.map(\.message) == unknown.map { "`phases` in baton.yml does not list `\($0)`" })
    }
  }

  @Test func `Nodes and edges are sorted, whatever the order of the files`() {
    let parts = (0..<9).map {
      "-- personas/p\($0).md --\n---\nhands_off_to: [p\(($0 + 4) % 9), p\(($0 + 2) % 9)]\n---\n# P\($0)\n"
    }
    let book = handbook(parts.reversed().joined())
    let ids = book.value.graph.nodes.map(\.id)
    #expect(ids == ids.sorted())
    let ends = book.value.graph.edges.map { [$0.from, $0.to] }
    #expect(ends == ends.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
