import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ResolveNamesTests {
  private let people = """
    -- personas/rd.md --
    # Research and Development
    -- personas/qa.md --
    ---
    aliases: [R&D]
    ---
    # QA Engineer - W
    -- personas/pm.md --
    # Product Manager / Orchestrator
    -- personas/team.md --
    # Team: Platform

    """

  /// The personas of a task, with what is said of each.
  private func names(_ persona: String) -> (names: [String], problems: [String]) {
    let book = handbook(people + "-- tasks/t.md --\n---\npersona: \(persona)\n---\n# T\n")
    let index = book.value.documents.firstIndex { $0.file == "tasks/t.md" } ?? 0
    let names = (book.value.resolutions[index].fields[.persona] ?? []).map { reference in
      book.value.graph.nodes[reference.node].id + (reference.remark.map { " (\($0))" } ?? "")
    }
    return (names, book.problems)
  }

  @Test(
    arguments: [
      ("Research and Development, QA Engineer", ["rd", "qa"]),
      ("QA Engineer / Research and Development", ["qa", "rd"]),
      ("R&D, pm", ["qa", "pm"]), ("rd & R&D and pm", ["rd", "qa", "pm"]),
      ("Product Manager / Orchestrator, qa", ["pm", "qa"]),
      ("Research and Development (lead), QA Engineer (tests, all)", ["rd (lead)", "qa (tests, all)"]),
      ("qa and Research and Development (lead)", ["qa", "rd (lead)"]), ("qa, , / rd", ["qa", "rd"]),
    ] as [(String, [String])])
  func `A name that holds what separates names is found beside others`(persona: String, found: [String]) {
    for value in ["\"\(persona)\"", "\n  - \"\(persona)\""] {
      #expect(names(value) == (found, []), "\(value)")
    }
    let label = handbook(people + "-- tasks/t.md --\n# T\n\n**Persona**: \(persona)\n")
    #expect(label.problems.isEmpty)
  }

  @Test func `What is no name is told part by part, where it stands`() {
    let found = names("Research and Sales, qa / Nobody")
    #expect(found.names == ["research", "sales", "qa", "nobody"])
    #expect(
      found.problems == [
        "tasks/t.md:2:10: warning: unknown-name", "tasks/t.md:2:23: warning: unknown-name",
        "tasks/t.md:2:35: warning: unknown-name",
      ])
  }

  @Test(
    arguments: [
      "\"[[qa]]\"", "qa.md", "\"`qa`\"", "\"[[qa|the tester]]\"", "\"[QA](../personas/qa.md)\"", "[\"[[qa#top]]\"]",
      "[\"`qa.md`\"]",
    ])
  func `A persona's id may be written as in texts`(value: String) {
    #expect(names(value) == (["qa"], []))
    #expect(
      names("\n  - \(value.first == "[" ? String(value.dropFirst().dropLast()) : value)\n  - rd") == (["qa", "rd"], []))
  }

  @Test func `Labels and ids take the same forms`() {
    let book = handbook(
      people + """
        -- tasks/t.md --
        # T

        **Persona**: [[qa]], `rd.md`
        **Uses templates**: [[form|the form]]
        -- tasks/u.md --
        ---
        persona: "[[qa]] and [[rd]]"
        uses_templates: ["[[form|the form]]", "[Form](/templates/form.md)"]
        ---
        # U
        -- templates/form.md --
        # Form
        """)
    #expect(book.edges(.performs) == ["qa -> t", "qa -> u", "rd -> t", "rd -> u"])
    #expect(book.edges(.fillsIn) == ["t -> form", "u -> form"])
    #expect(book.problems.isEmpty)
  }

  @Test func `What stands behind the colon of a name is said of it, unless it is part of the name`() {
    let found = names("\n  - qa: leads it, and more\n  - Team: Platform\n  - nobody: helps")
    #expect(found.names == ["qa (leads it, and more)", "team", "nobody (helps)"])
    #expect(found.problems == ["tasks/t.md:5:5: warning: unknown-name"])
    #expect(names("\"qa: leads, rd: helps\"").names == ["qa (leads)", "rd (helps)"])
  }

  @Test func `A list that a bar makes one text is still read, and told`() {
    let found = names("|\n  - QA Engineer\n  - rd")
    #expect(found.names == ["qa", "rd"])
    #expect(found.problems == ["tasks/t.md:2:10: warning: wrong-type"])
    #expect(names("|\n  QA Engineer\n  Research and Development") == (["qa", "rd"], []))
  }

  @Test func `A renaming changes an id in each of these forms`() throws {
    let files = [
      ("personas/qa.md", "# QA Engineer\n"),
      (
        "tasks/t.md",
        "---\npersona:\n  - qa: leads\n  - \"[[qa|x]]\"\n  - qa.md\n  - \"[QA](../personas/qa.md)\"\n---\n# T\n"
      ),
    ]
    let text = files.map { "-- \($0.0) --\n\($0.1)" }.joined()
    let book = handbook(text).value
    let places = (book.resolutions[1].fields[.persona] ?? []).map(\.range)
    #expect(places.map(\.start.line) == [3, 4, 5, 6])
    #expect(places.map { $0.end.column - $0.start.column } == [2, 2, 2, 2])
  }

  // MARK: - Suggestions

  @Test func `An id that is a document's name suggests the id`() {
    let book = handbook(
      people + """
        -- personas/a.md --
        ---
        hands_off_to: [QA Engineer: builds]
        ---
        # A

        See [[Deployment Pipeline]].
        -- tasks/t.md --
        # T

        **Uses templates**: deployment pipeline
        -- templates/dp-tmpl.md --
        # Deployment Pipeline
        """)
    let found = book.diagnostics.filter { $0.code == .unknownReference || $0.code == .brokenLink }
    #expect(found.map(\.suggestion) == ["qa", "[[dp-tmpl]]", "dp-tmpl"])
    #expect(found.map(\.help) == ["did you mean `qa`?", "did you mean `[[dp-tmpl]]`?", "did you mean `dp-tmpl`?"])
  }

  @Test func `A node is found by an id whose accents are written in other bytes`() {
    let book = handbook("-- tasks/cle\u{301}.md --\n# T\n").value
    #expect(book.graph.node(id: "cl\u{E9}") == 0)
    #expect(book.document(named: "cl\u{E9}") == 0)
  }

  @Test func `Groups are selected with personas, as they stand for some`() {
    let book = handbook(
      "-- personas/a.md --\n---\nhands_off_to: [all-personas]\n---\n# A\n-- tasks/t.md --\n# T\n\n**Persona**: a\n"
    ).value
    let selection = GraphSelection(of: book.graph, kinds: [.document(.persona)], edgeKinds: [.handoff])
    #expect(selection.nodes.map { book.graph.nodes[$0].id } == ["a", "all-personas"])
    #expect(selection.edges.count == 1)
  }
}
