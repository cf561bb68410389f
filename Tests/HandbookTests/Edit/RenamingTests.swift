import TestSupport
import Testing

@testable import Handbook

/// What a new id changes in fields.
@Suite struct RenamingTests {
  @Test(arguments: [
    ("---\npersona: Bob\n---\n", "---\npersona: Bob\n---\n"),
    ("---\npersona: b\n---\n", "---\npersona: new\n---\n"),
    ("---\npersona: [Team b, \"b\"]\n---\n", "---\npersona: [Team b, \"new\"]\n---\n"),
    ("# T\n\n**Persona**: b, ab and Bob\n", "# T\n\n**Persona**: new, ab and Bob\n"),
    ("---\npersona: ab / b (b)\n---\n", "---\npersona: ab / new (b)\n---\n"),
  ])
  func `A name that holds the id stays`(before: String, after: String) throws {
    let files: EditedBook.Files = [
      ("personas/ab.md", "# Ab\n"), ("personas/b.md", "---\ntitle: Bob\naliases: [Team b]\n---\n"),
      ("tasks/t.md", before),
    ]
    let renaming = try renaming(1, to: "new", in: EditedBook.read(files).book, configuration: [])
    #expect(EditedBook.apply(renaming.edits, to: files)[2].text == after)
  }

  @Test(arguments: [
    (
      "b c", "[One](../templates/b%20c.md), [Two](../templates/b%20c.md#x \"b c.md\")",
      "[One](../templates/new.md), [Two](../templates/new.md#x \"b c.md\")"
    ),
    ("b c", "[One](<../templates/b c.md>), `b c`", "[One](<../templates/new.md>), `new`"),
    (
      "b", "[One][b], [b]\n\n[b]: ../templates/b.md \"b.md\"\n",
      "[One][b], [b]\n\n[b]: ../templates/new.md \"b.md\"\n"
    ),
    (
      "caf\u{E9}", "[x][],\n[y](../templates/caf%C3%A9)\n\n[x]:\n  <../templates/caf\u{E9}.md>\n",
      "[x][],\n[y](../templates/new)\n\n[x]:\n  <../templates/new.md>\n"
    ),
  ])
  func `A link in a label follows however its path is written`(id: String, before: String, after: String) throws {
    func label(_ value: String) -> String { "# T\n\n**Uses templates**: \(value)\n" }
    let files: EditedBook.Files = [("tasks/t.md", label(before)), ("templates/\(id).md", "# B\n")]
    let renaming = try renaming(1, to: "new", in: EditedBook.read(files).book, configuration: [])
    #expect(EditedBook.apply(renaming.edits, to: files)[0].text == label(after))
    #expect(renaming.left.isEmpty)
  }

  @Test func `Links in the text of a label follow`() throws {
    func label(_ id: String) -> String {
      "# T\n\n**Prerequisites**: [b](../templates/\(id).md), [[\(id)]], `\(id)`\n**Own**:\n- [[\(id)|b]]\n"
    }
    let files: EditedBook.Files = [("tasks/t.md", label("b")), ("templates/b.md", "# B\n")]
    let renaming = try renaming(1, to: "new", in: EditedBook.read(files).book, configuration: [])
    #expect(EditedBook.apply(renaming.edits, to: files)[0].text == label("new"))
    #expect(renaming.left.isEmpty)
  }

  @Test func `A path in a label that can't be changed is told`() throws {
    let files: EditedBook.Files = [
      ("tasks/t.md", "# T\n\n**Uses templates**: [One](../templates/&#98;.md)\n"), ("templates/b.md", "# B\n"),
    ]
    let renaming = try renaming(1, to: "new", in: EditedBook.read(files).book, configuration: [])
    #expect(renaming.left == ["tasks/t.md:3: the path of this link could not be changed"])
  }

  @Test func `Links of the footer are changed where they read as they are written`() throws {
    let files: EditedBook.Files = [
      (
        "baton.yml",
        "footer: \"Ask [b](a/b.md#x), [[b|b]], `b.md`, [b](a/b), [ab](a/ab.md)\\u0021\"\nnavigation: [b]\n"
      ),
      ("a/ab.md", "# Ab\n"), ("a/b.md", "# B\n\n## X\n"),
    ]
    let renaming = try renaming(
      1, to: "new", in: EditedBook.configured(files), configuration: Array(files[0].text.utf8))
    #expect(
      EditedBook.apply(renaming.edits, to: files)[0].text
        == "footer: \"Ask [b](a/new.md#x), [[new|b]], `new.md`, [b](a/b), [ab](a/ab.md)\\u0021\"\nnavigation: [new]\n")
    #expect(renaming.left == ["baton.yml:1: a link of `footer` could not be changed"])
  }

  @Test func `In the configuration, what means the document changes`() throws {
    func configuration(task: String, path: String, persona: String) -> String {
      """
      groups: {eng: [qa, dev], "team": "\(persona), dev"}
      loops: [[qa, dev], [\(persona), dev]]
      navigation: [\(task), "\(path)", {"qa": \(persona)}]

      """
    }
    let files: EditedBook.Files = [
      ("baton.yml", configuration(task: "qa", path: "tasks/qa.md", persona: "p1")),
      ("personas/dev.md", "# Dev\n"), ("personas/p1.md", "# QA - The P\n"), ("tasks/qa.md", "# Test\n"),
    ]
    func renamed(_ index: Int) throws -> String {
      let book = EditedBook.configured(files)
      let renaming = try renaming(index, to: "new", in: book, configuration: Array(files[0].text.utf8))
      #expect(renaming.left.isEmpty)
      return EditedBook.apply(renaming.edits, to: files)[0].text
    }
    #expect(try renamed(2) == configuration(task: "new", path: "tasks/new.md", persona: "p1"))
    #expect(try renamed(1) == configuration(task: "qa", path: "tasks/qa.md", persona: "new"))
  }

  @Test func `A path in the configuration that is written in another way is told`() throws {
    let files: EditedBook.Files = [("baton.yml", "navigation: [\"tasks/\\x71a.md\"]\n"), ("tasks/qa.md", "# Test\n")]
    let book = EditedBook.configured(files)
    let renaming = try renaming(0, to: "new", in: book, configuration: Array(files[0].text.utf8))
    #expect(renaming.left == ["baton.yml:1: `tasks/qa.md` could not be changed"])
  }

  @Test func `Of ids that hold each other, the one that was renamed changes`() throws {
    let files: EditedBook.Files = [
      ("tasks/t.md", "# T\n\n**Uses templates**: `a-b`, `b`\n"), ("templates/a-b.md", "# AB\n"),
      ("templates/b.md", "# B\n"),
    ]
    let renaming = try renaming(2, to: "new", in: EditedBook.read(files).book, configuration: [])
    #expect(EditedBook.apply(renaming.edits, to: files)[0].text == "# T\n\n**Uses templates**: `a-b`, `new`\n")
  }

  @Test func `An id that would need quotes replaces none`() {
    let files: EditedBook.Files = [
      ("tasks/t.md", "---\nuses_templates: [planning-x]\n---\n"), ("templates/p.md", "---\nid: \"planning: x\"\n---\n"),
    ]
    let fixed = EditedBook.fix(files).files
    #expect(EditedBook.read(fixed).problems.allSatisfy { $0.code != .invalidFrontMatter })
    #expect(fixed[0].text == files[0].text)
  }
}
