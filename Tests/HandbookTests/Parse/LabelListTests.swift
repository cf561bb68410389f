import Diagnostics
import Handbook
import TestSupport
import Testing

/// Lists below bold labels, labels without a value, and labels beside front matter.
@Suite struct LabelListTests {
  private let others = """
    -- personas/a.md --
    # A
    -- personas/q.md --
    # Quality Assurance
    -- templates/brief.md --
    # Brief
    -- checklists/c.md --
    # C

    """

  private func task(_ text: String) -> Checked<Handbook> { handbook(others + "-- tasks/t.md --\n\(text)\n") }

  private func html(_ document: Document?) -> String? {
    document.map { String(decoding: $0.text.bytes, as: UTF8.self) }
  }

  @Test(arguments: [
    "**Persona**: a\n**Prerequisites**:\n\n- budget, agreed\n- people\n\n**Validated by**: c",
    "**Persona**: a\n**Prerequisites:**\n- budget, agreed\n- people\n**Validated by**: c",
    "**Persona**: a\n\n**Prerequisites**:\n1. budget, agreed\n2. people\n\n**Validated by**:\n\n* c",
    "**Prerequisites**:\n- budget,\n  agreed\n- people\n**Validated by**:\n- c\n**Persona**:\n- a",
    "**Prerequisites**:\n- budget, agreed\n\n- people\n**Validated by**:\n\n1) c\n\n**Persona**: a",
  ])
  func `A list below a label is its value, and labels go on behind it`(labels: String) {
    let task = task("# T\n\n\(labels)\n\nText.").document("tasks/t.md")
    #expect(task?.texts(.prerequisites).map(\.value) == ["budget, agreed", "people"])
    #expect(task?.references(.validatedBy).map(\.target.value) == ["c"])
    #expect(task?.references(.persona).map(\.target.value) == ["a"])
    #expect(html(task) == "<p>Text.</p>\n")
    #expect(task?.unknownFields.isEmpty == true)
  }

  @Test func `Each item of a list is read as an item of its field`() {
    let book = handbook(
      others + """
        -- personas/b.md --
        # B

        **Key questions**:
        - What, then?
        - Why: not
        **Core actions**:
        - Build: quickly, well
        - **Ship:** it
        **Hands off to**:
        - a: Briefs, plans
        - [Quality Assurance](q.md)
        **Phase**:
        - Plan → Build
        - Ship
        **Strengths**:
        - patience, care
        - wit
        """)
    let persona = book.document("personas/b.md")
    #expect(persona?.texts(.keyQuestions).map(\.value) == ["What, then?", "Why: not"])
    #expect(persona?.namedTexts(.coreActions).map(\.name.value) == ["Build", "Ship"])
    #expect(persona?.namedTexts(.coreActions).map(\.text?.value) == ["quickly, well", "it"])
    #expect(persona?.references(.handsOffTo).map(\.text?.value) == ["Briefs, plans", nil])
    #expect(book.edges(.handoff) == ["b -> a: Briefs, plans", "b -> q"])
    #expect(persona?.phases?.description == "Plan → Build, Ship")
    #expect(persona?.unknownFields.map { $0.values.map(\.value) } == [["patience, care", "wit"]])
    #expect(persona?.text.isEmpty == true)
  }

  @Test func `A list in a field of one text is reported and still used`() {
    let book = handbook("-- checklists/c.md --\n# C\n\n**Purpose**:\n- one\n- two\n")
    #expect(book.document("checklists/c.md")?.text(.purpose)?.value == "one, two")
    #expect(book.problems.contains("checklists/c.md:3:3: warning: wrong-type"))
  }

  @Test(arguments: [
    ("- one\n  - two", "<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>\n"),
    ("- one\n\n  two", "<ul>\n<li>\n<p>one</p>\n<p>two</p>\n</li>\n</ul>\n"),
  ])
  func `A list that is more than a value stays in the text with its label`(list: String, shown: String) {
    let book = task("# T\n\n**Persona**: a\n**Prerequisites**:\n\n\(list)\n")
    #expect(html(book.document("tasks/t.md")) == "<p><strong>Prerequisites</strong>:</p>\n" + shown)
    #expect(book.edges(.performs) == ["a -> t"])
    #expect(book.document("tasks/t.md")?.text.labelLines == 3...3)
    let alone = task("# T\n\n**Prerequisites**:\n\n\(list)\n").document("tasks/t.md")
    #expect(html(alone) == "<p><strong>Prerequisites</strong>:</p>\n" + shown)
    #expect(alone?.text.labelLines == nil)
  }

  @Test func `Boxes to tick below a label stay in the text`() {
    let task = task("# T\n\n**Persona**: a\n**Prerequisites**:\n- [ ] one\n- [x] two").document("tasks/t.md")
    #expect(task?.text.taskItems.count == 2)
    #expect(html(task)?.hasPrefix("<p><strong>Prerequisites</strong>:</p>\n<ul>") == true)
  }

  @Test func `A label with neither value nor list is shown as it is`() {
    let task = task("# T\n\n**Persona**: a\n**Prerequisites**:\n\nText.").document("tasks/t.md")
    #expect(task?.unknownFields.map(\.name.value) == ["Prerequisites"])
    #expect(task?.unknownFields.first?.values.isEmpty == true)
  }

  // MARK: - Beside front matter

  @Test(arguments: [
    ("persona: q", "**Personas**: a", ["q -> t"]), ("personas: q", "**Persona**: a", ["q -> t"]),
    ("persona: q", "**Persona**: a", ["q -> t"]), ("persona: q\npersonas: a", "**Phase**: x", ["q -> t"]),
    ("persona:", "**Persona**: a", ["a -> t"]), ("uses_templates: []", "**Uses templates**: brief", []),
    ("uses_templates: []", "**Persona**: a", ["a -> t"]),
  ])
  func `Front matter wins, however the field is spelt`(front: String, label: String, edges: [String]) {
    #expect(task("---\n\(front)\n---\n# T\n\n\(label)\n").edges(.performs, .fillsIn) == edges)
  }

  @Test func `Front matter wins over a label of the author's own too`() {
    let book = task("---\nour_risk: from front\n---\n# T\n\n**Persona**: a\n**Our risk**: from label\n")
    #expect(book.document("tasks/t.md")?.unknownFields.map { $0.values.map(\.value) } == [["from front"]])
    #expect(book.problems.contains("tasks/t.md:7:3: note: duplicate-field"))
  }

  @Test(arguments: [
    ("persona: q", "**Persona**: A", true), ("phase: Design", "**Phase**: Testing", true),
    ("validated_by: []", "**Validated by**: c", true), ("prerequisites: [x]", "**Prerequisites**: x, y", true),
    ("persona: q", "**Persona**: Quality Assurance", false),
    ("persona: qa", "**Persona**: Quality Assurance (lead)", false),
    ("persona: a", "**Persona**: [Ann](../personas/a.md)", false), ("phase: Design", "**Phase**: `design`", false),
    ("prerequisites: [x, y]", "**Prerequisites**:\n- x\n- y", false), ("prerequisites: x", "**Prerequisites**:", false),
    ("prerequisites: [x, y]", "**Prerequisites**: y", false),
  ])
  func `A label that says something else than front matter is told`(front: String, label: String, isTold: Bool) {
    let book = task("---\n\(front)\n---\n# T\n\n\(label)\n")
    let found = book.diagnostics.filter { $0.code == .duplicateField }
    #expect(found.map(\.short) == (isTold ? ["tasks/t.md:6:3: note: duplicate-field"] : []))
    #expect(found.allSatisfy { $0.related.map(\.range.start.line) == [2] })
  }

  // MARK: - Misspelt

  @Test(arguments: ["Phases", "Use templates", "Prerequisite", "Validatd by", "Personsa"])
  func `A paragraph of one misspelt label is metadata`(label: String) {
    let book = task("# T\n\n**\(label)**: brief\n**Other**: x\n")
    #expect(book.problems.contains("tasks/t.md:3:3: warning: unknown-field"))
    #expect(book.document("tasks/t.md")?.text.isEmpty == true)
  }

  @Test(arguments: ["Note", "Example", "Tip", "Warning", "Purpose", "Goal", "Step 1", "Idea"])
  func `Other labels are text`(label: String) {
    let book = task("# T\n\n**\(label)**: x\n")
    #expect(html(book.document("tasks/t.md")) == "<p><strong>\(label)</strong>: x</p>\n")
  }
}
