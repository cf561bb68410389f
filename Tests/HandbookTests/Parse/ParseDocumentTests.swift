import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ParseDocumentTests {
  @Test(arguments: [
    ("tasks/a.md", "", Kind.task), ("x/Task/deep/a.md", "", .task), ("personas/tasks/a.md", "", .task),
    ("notes/a.md", "", .page), ("a.md", "", .page), ("tasks/index.md", "", .page), ("tasks/README.md", "", .page),
    ("tasks/a.md", "---\ntype: checklist\n---\n", .checklist), ("tasks/index.md", "---\ntype: task\n---\n", .task),
    ("a.md", "---\ntype: Personas\n---\n", .persona),
  ])
  func `The kind is the field's, else the nearest folder's`(file: String, text: String, kind: Kind) {
    let book = handbook("-- \(file) --\n\(text)# T\n\nText.\n")
    #expect(book.document(file)?.kind == kind)
    #expect(book.problems.isEmpty)
  }

  @Test func `A label names the kind too, and its folder does not count then`() {
    let book = handbook("-- tasks/a.md --\n# A\n\n**Type**: checklist\n**Purpose**: Look\n")
    #expect(book.document("tasks/a.md")?.kind == .checklist)
    #expect(book.document("tasks/a.md")?.text(.purpose)?.value == "Look")
  }

  @Test func `An unknown kind is reported, and the folder's is taken`() {
    let book = handbook("-- tasks/a.md --\n---\ntype: taks\n---\n# T\n")
    #expect(book.problems == ["tasks/a.md:2:7: warning: unknown-kind"])
    #expect(book.diagnostics.first?.suggestion == "task")
    #expect(book.document("tasks/a.md")?.kind == .task)
  }

  @Test(arguments: [
    ("---\ntitle: From the field\n---\n# Heading\n", "From the field"),
    ("# Task: From the heading\n", "From the heading"),
    ("# Taskforce: all of it\n", "Taskforce: all of it"),
    ("Text only.\n", "Ship the thing"),
  ])
  func `The title is the field's, else the heading's, else the id in words`(text: String, title: String) {
    #expect(
      handbook("-- tasks/ship-the-thing.md --\n\(text)").document("tasks/ship-the-thing.md")?.title.value == title)
  }

  @Test(arguments: [
    ("# DevOps Engineer - The Platform Builder", "DevOps Engineer"), ("# QA – Tester", "QA"),
    ("# Designer", "Designer"),
    ("Text.", "A b"),
  ])
  func `A persona's role name stands before the dash`(heading: String, name: String) {
    #expect(handbook("-- personas/a-b.md --\n\(heading)\n").document("personas/a-b.md")?.name == name)
  }

  @Test func `Bold labels are metadata, and front matter wins`() {
    let book = handbook(
      """
      -- personas/dev.md --
      # Developer
      -- checklists/c.md --
      # C
      -- tasks/a.md --
      ---
      prerequisites: [from, front]
      ---
      # Task: A

      **PERSONA**: Developer
      **Phase**: Design → Testing
      **Prerequisites**: from label
      **Validated by**: c
      **Effort**: 2 days

      Text.
      """)
    let task = book.document("tasks/a.md")
    #expect(task?.texts(.prerequisites).map(\.value) == ["from", "front"])
    #expect(task?.phases?.description == "Design → Testing")
    #expect(task?.unknownFields.map(\.name.value) == ["Effort"])
    #expect(task?.unknownFields.map { $0.values.map(\.value) } == [["2 days"]])
    #expect(book.edges(.performs, .checkedBy) == ["a -> c", "dev -> a"])
    #expect(book.problems == ["tasks/a.md:8:3: note: duplicate-field", "tasks/a.md:10:3: note: unknown-field"])
  }

  @Test(arguments: [
    "<!-- baton-disable orphan -->\n# Task: A\n\n**Persona**: dev\n",
    "<!-- two\nlines --> <!-- more -->\n\n<!-- b -->\n\n# Task: A\n\n**Persona**: dev\n",
    "# Task: A\n<!-- c -->\n**Persona**: dev\n", "# Task: A\n\n**Phase**: B\n\n<!-- c -->\n\n**Persona**: dev\n",
  ])
  func `Comments above the heading and the labels hide neither`(text: String) {
    let book = handbook("-- personas/dev.md --\n# Developer\n-- tasks/a.md --\n\(text)")
    #expect(book.edges(.performs) == ["dev -> a"])
    let document = book.document("tasks/a.md")
    #expect(document?.text.title?.text == "Task: A")
    #expect(document?.text.outline.isEmpty == true && document?.text.isEmpty == true)
  }

  @Test func `A comment above the heading stays in trusted HTML`() {
    let text = "<!-- a -->\n# A\n\n<!-- b -->\n\n**Phase**: B\n\nText.\n"
    let book = handbook("-- baton.yml --\nhtml: trusted\n-- a.md --\n\(text)")
    #expect(
      book.document("a.md").map { String(decoding: $0.text.bytes, as: UTF8.self) }
        == "<!-- a -->\n<!-- b -->\n<p>Text.</p>\n")
  }

  @Test func `Every shape of value is read, and a wrong one is reported and still used`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      title: [one, two]
      tags: x, y (z, w)
      core_actions: just text
      primary_tasks: t
      key_questions:
        - what, then?
        - Why: not
      ---
      # A
      -- tasks/t.md --
      # T
      """)
    let persona = book.document("personas/a.md")
    #expect(persona?.title.value == "one, two")
    #expect(persona?.texts(.tags).map(\.value) == ["x", "y (z, w)"])
    #expect(persona?.namedTexts(.coreActions).map(\.name.value) == ["just text"])
    #expect(persona?.texts(.keyQuestions).map(\.value) == ["what, then?", "Why: not"])
    #expect(book.edges(.performs) == ["a -> t"])
    #expect(
      book.problems == [
        "personas/a.md:2:8: warning: wrong-type", "personas/a.md:4:15: warning: wrong-type",
        "personas/a.md:5:16: warning: wrong-type",
      ])
  }

  @Test func `What is wrong with an item is said of the item`() {
    let book = handbook(
      """
      -- personas/a.md --
      ---
      core_actions: [{D: [e, f]}]
      receives_from: [{b: {x: y}}]
      ---
      # A
      -- personas/b.md --
      ---
      hands_off_to: [a]
      ---
      # B
      """)
    let found = book.diagnostics.filter { $0.code == .wrongType }
    #expect(
      found.map(\.message) == [
        "what `core_actions` says of `D` must be one text, and this is a list",
        "what `receives_from` says of `b` must be one text, and this is a mapping",
      ])
    #expect(found.map(\.help) == ["write it on one line, behind `D:`", "write it on one line, behind `b:`"])
    #expect(book.document("personas/a.md")?.namedTexts(.coreActions).first?.text?.value == "e, f")
  }

  @Test func `A misspelt field is a warning with the right one, a strange one a note`() {
    let book = handbook("-- tasks/a.md --\n---\nprerequisits: x\nweather: fine\n---\n# A\n")
    #expect(book.problems == ["tasks/a.md:2:1: warning: unknown-field", "tasks/a.md:3:1: note: unknown-field"])
    #expect(book.diagnostics.first?.suggestion == "prerequisites")
    #expect(book.document("tasks/a.md")?.unknownFields.map(\.name.value) == ["prerequisits", "weather"])
  }

  @Test(
    arguments: [
      ("tasks/a.md", "Persona: dev", "persona"), ("tasks/a.md", "uses-templates: [x]", "uses_templates"),
      ("a.md", "Type: task", "type"), ("a.md", "Uses Templates: [x]", nil),
    ] as [(String, String, String?)])
  func `A field in another case or with other separators is meant`(file: String, line: String, field: String?) {
    let book = handbook("-- \(file) --\n---\n\(line)\n---\n# A\n")
    #expect(book.problems == ["\(file):2:1: \(field == nil ? "note" : "warning"): unknown-field"])
    let problem = book.diagnostics.first { $0.code == .unknownField }
    #expect(problem?.suggestion == field)
    #expect(
      problem?.help
        == (field.map { "did you mean `\($0)`?" } ?? "it is a field of tasks; here it is only shown under \"More\""))
  }

  @Test func `Bytes that are not UTF-8 are named, and the rest is read`() {
    let bytes = Array("# T\n\nCaf".utf8) + [0xE9] + Array(" open\n".utf8)
    let document = parseDocument(SourceFile(path: "a.md", bytes: bytes), configuration: Configuration())
    #expect(document.diagnostics.map(\.short) == ["a.md:3:4: error: invalid-utf8"])
    #expect(document.value.title.value == "T")
  }

  @Test func `Front matter that never ends is reported, and the text is kept`() {
    let book = handbook("-- tasks/a.md --\n---\nid: x\n\n# Heading\n")
    #expect(book.problems.contains("tasks/a.md:1:1: error: unclosed-front-matter"))
    #expect(book.document("tasks/a.md")?.id.value == "a")
  }

  @Test(arguments: ["", "\n \t\n"])
  func `An empty document is a note`(text: String) {
    let document = parseDocument(
      SourceFile(path: "tasks/a.md", bytes: Array(text.utf8)), configuration: Configuration())
    #expect(document.diagnostics.map(\.short) == ["tasks/a.md:1:1: note: empty-document"])
    #expect(document.value.title.value == "A")
  }
}
