import Diagnostics
import TestSupport
import Testing

@testable import Handbook

/// A new document stands in its handbook as it is written.
@Suite struct NewDocumentTests {
  private static let book = """
    -- baton.yml --
    phases: [Design, "Try: it, \\u0085 again"]
    groups: {squad: [dev]}
    -- personas/dev.md --
    ---
    title: The Maker
    aliases: [Coder]
    tagline: Makes it
    primary_tasks: [plan, fix]
    hands_off_to: [{qa: 'Build: to "test"'}, ops]
    receives_from: [{qa: Defects}]
    ---
    # Developer - The Maker
    -- personas/pm.md --
    ---
    tagline: Decides
    hands_off_to: [{dev: Wishes}]
    ---
    # PM
    -- tasks/plan.md --
    ---
    aliases: [old-plan]
    phase: any
    ---
    # Plan

    """

  private static let handbook = TestSupport.handbook(book).value

  /// The handbook with a document added to it.
  private func adding(_ document: NewDocument, to book: String = book) -> Checked<Handbook> {
    TestSupport.handbook(book + "-- \(document.file) --\n\(document.text)")
  }

  /// Why a document can't be called so.
  private func refusal(_ kind: Kind, _ id: String, title: String? = nil, in folder: String = "x") -> String? {
    do throws(NamingError) {
      _ = try Self.handbook.newDocument(kind, id: id, title: title, in: folder)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: Kind.allCases)
  func `A new document of any kind brings no warning, in a handbook and alone`(kind: Kind) throws {
    for book in [Self.book, "", "-- tasks/a.md --\n# A\n"] {
      let before = TestSupport.handbook(book)
      for folder in [kind.plural, "", "tasks", "sales/personas"] {
        let document = try before.value.newDocument(kind, id: "fresh-one", in: folder)
        let after = adding(document, to: book)
        let added = try #require(after.document(document.file))
        #expect(added.kind == kind)
        #expect(added.id.value == "fresh-one")
        #expect(added.title.value == (kind == .persona ? "The Fresh one" : "Fresh one"))
        #expect(added.name == "Fresh one")
        #expect(added.unknownFields.isEmpty)
        #expect(document.text.contains("\ntype: ") == (kind != (Kind(name: folder.lastPathComponent) ?? .page)))
        let known = Set(before.diagnostics.map(\.message))
        let new = after.diagnostics.filter { $0.severity > .note && !known.contains($0.message) }
        #expect(new.isEmpty, "\(new.map(\.message))")
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `All fields of the kind are there, and prompts are items when the comment is taken off`(kind: Kind) throws {
    let document = try Handbook.empty.newDocument(kind, id: "fresh", in: kind.plural)
    let common: Set<Field> = [.type, .id, .title, .aliases, .personas]
    for field in Field.allCases where field.belongs(to: kind) && !common.contains(field) {
      #expect(document.text.contains("\n\(field.rawValue):"))
    }
    let filled = document.text.replacing("  # - ", with: "  - ").replacing(": # ", with: ": ")
    #expect(filled != document.text)
    let read = parseDocument(
      SourceFile(path: document.file, bytes: Array(filled.utf8)), configuration: Configuration())
    #expect(read.diagnostics.isEmpty, "\(read.diagnostics.map(\.message))")
    #expect(read.value.unknownFields.isEmpty)
  }

  @Test(arguments: [
    "Plain words", "A *b* _c_ `d` [e](f) <g> \\ #", "R&D &amp; ~~x~~", "# C", "C #", "{{include: x.md}}", "a | b",
    "1. x",
    "- x", "日本語 –Größe", "[[dev]] [x]", "\"quoted\": 'text'", "yes", "null",
  ])
  func `A title is read as it was given`(title: String) throws {
    for kind in Kind.allCases {
      let document = try Self.handbook.newDocument(kind, id: "fresh", title: " \(title) ", in: kind.plural)
      let read = parseDocument(
        SourceFile(path: document.file, bytes: Array(document.text.utf8)), configuration: Configuration())
      #expect(read.diagnostics.isEmpty)
      #expect(read.value.title.value == title)
      #expect(read.value.name == (kind == .persona ? "Fresh" : title))
    }
  }

  @Test(arguments: [
    (Kind.template, "offer-tmpl", "Offer"), (.template, "offer-template", "Offer"),
    (.checklist, "go-live-Checklist", "Go live"),
    (.checklist, "offer-tmpl", "Offer tmpl"), (.template, "tmpl", "Tmpl"), (.task, "fix-tasks", "Fix tasks"),
    (.checklist, "go-checklist-2", "Go checklist 2"),
  ])
  func `What an id says of the kind is not said in the title again`(kind: Kind, id: String, title: String) throws {
    let document = try Self.handbook.newDocument(kind, id: id, in: kind.plural)
    #expect(adding(document).document(document.file)?.title.value == title)
  }

  @Test(arguments: [
    (nil, "Ux Team", "The Ux Team", "# Ux Team - The Ux Team"),
    ("The Eye", "Ux Team", "The Eye", "# Ux Team - The Eye"),
    ("UX Designer - The Eye", "UX Designer", "The Eye", "# UX Designer - The Eye"),
    ("Persona: UX *Lead* – The Eye - again", "UX *Lead*", "The Eye - again", "# UX \\*Lead\\* - The Eye - again"),
  ])
  func `A persona has a role and a title`(given: String?, role: String, title: String, heading: String) throws {
    let document = try Self.handbook.newDocument(.persona, id: "Ux-Team", title: given, in: "personas")
    #expect(document.text.contains("\n\(heading)\n"))
    let read = try #require(adding(document).document(document.file))
    #expect(read.name == role)
    #expect(read.title.value == title)
  }

  @Test func `What others say of a persona already is in its fields`() throws {
    let document = try Self.handbook.newDocument(.persona, id: "qa", in: "personas")
    #expect(
      document.text.contains("hands_off_to:\n  - dev: Defects\nreceives_from:\n  - dev: \"Build: to \\\"test\\\"\"\n"))
    let after = adding(document)
    #expect(
      !after.problems.contains { $0.contains("one-sided-handoff") && $0.contains("dev.md") && $0.contains(":7:") })
    #expect(after.edges(.handoff).contains("dev -> qa: Build: to \"test\""))
    let ops = try Self.handbook.newDocument(.persona, id: "ops", in: "personas")
    #expect(ops.text.contains("receives_from:\n  - dev\n"))
  }

  @Test func `A task that somebody performs already is left to them`() throws {
    #expect(try Self.handbook.newDocument(.task, id: "fix", in: "tasks").text.contains("\npersona: # "))
    #expect(try Self.handbook.newDocument(.task, id: "sow", in: "tasks").text.contains("\npersona: all-personas # "))
  }

  @Test func `The phases are named as front matter has them`() throws {
    let text = try Self.handbook.newDocument(.task, id: "fresh", in: "tasks").text
    #expect(text.contains("\nphase: # one or more of Design, \"Try: it, \\u0085 again\"; or any\n"))
    #expect(
      try Handbook.empty.newDocument(.task, id: "a", in: "").text.contains(
        "\nphase: # one or more phases of the work; or any\n"))
  }

  @Test(arguments: [
    "", ".", "..", ".hidden", "a/b", "../a", "a b", "a\u{0}", "a\nb", "\u{1B}[2J", "a.md", "a.MD", "a#b", "a|b", "a]",
    "~",
    "null", "a\\b", "a:b", "\u{200B}", ".\u{301}x",
  ])
  func `What no id can be is refused`(id: String) {
    for kind in Kind.allCases {
      #expect(refusal(kind, id)?.contains("can't be an id: ") == true, "\(id)")
    }
  }

  @Test(arguments: ["größe", "日本語", "कार्य", "٣", "é", "a.b_c-D", "012", "yes", "-"])
  func `Letters and digits of any script may be an id`(id: String) throws {
    let document = try Self.handbook.newDocument(.task, id: id, in: "tasks")
    #expect(document.file == "tasks/\(id).md")
    let after = adding(document, to: Self.book + "-- links.md --\n# Links\n\n[[\(id)]]\n")
    #expect(try #require(after.document(document.file)).id.value == id)
    #expect(after.edges(.mentions).contains("links -> \(id)"))
  }

  @Test func `An id may be as long as a file's name`() throws {
    #expect(refusal(.task, String(repeating: "l", count: 252)) == nil)
    #expect(refusal(.task, String(repeating: "l", count: 253))?.hasSuffix(": no file's name may be as long") == true)
    #expect(refusal(.task, String(repeating: "語", count: 85))?.hasSuffix(": no file's name may be as long") == true)
  }

  @Test(arguments: [
    ("plan", "the id `plan` is taken in tasks/plan.md"),
    ("Plan", "the id `Plan` is that of tasks/plan.md in another case"),
    ("old-plan", "`old-plan` is a name of tasks/plan.md"), ("coder", "`coder` is a name of personas/dev.md"),
    ("squad", "`squad` is the name of a group"), ("all-personas", "`all-personas` is the name of a group"),
    ("index", "x/index.md would be the landing page of its folder"),
    ("ReadMe", "x/ReadMe.md would be the landing page of its folder"),
  ])
  func `An id that means something already is refused`(id: String, message: String) {
    for kind in Kind.allCases { #expect(refusal(kind, id) == message) }
  }

  @Test func `A persona is not called like another one`() {
    #expect(refusal(.persona, "fresh", title: "The maker") == "`The maker` is a name of personas/dev.md")
    #expect(refusal(.persona, "fresh", title: "Coder - The New") == "`Coder` is a name of personas/dev.md")
    #expect(refusal(.persona, "fresh", title: "Squad") == "`Squad` is the name of a group")
    #expect(refusal(.task, "fresh", title: "The Maker") == nil)
  }

  @Test(arguments: ["", "  ", "a\nb", "a\u{2028}b", "\u{7}"])
  func `A title is one line`(title: String) {
    for kind in Kind.allCases {
      #expect(refusal(kind, "fresh", title: title)?.hasSuffix("can't be a title: it takes one line of text") == true)
    }
  }

  // MARK: - Folders

  @Test(
    arguments: [
      (Kind.task, "", [], "tasks"), (.page, "", [], ""), (.persona, "", [], "personas"),
      (.task, "", ["Task", "pages"], "Task"), (.page, "", ["pages"], "pages"),
      (.task, "tasks/a b/tasks/b b/tasks/c", ["tasks"], "b/tasks"),
      (.task, "b/tasks/b a/tasks/a", [], "a/tasks"),
      (.task, "task/index tasks/x", ["task"], "tasks"),
      (.task, "tasks/index", ["tasks"], "tasks"),
      (.page, "about/a about/b about/c", [], ""), (.page, "about/a x/pages/b", [], "x/pages"),
      (.task, "a:task b:task tasks/c", [], ""),
    ] as [(Kind, String, [String], String)])
  func `A document stands where the others of its kind do`(kind: Kind, files: String, top: [String], folder: String) {
    let text = files.split(separator: " ").enumerated().map { number, file in
      let parts = file.split(separator: ":")
      let name = parts[0].hasSuffix("index") ? "\(parts[0])" : "\(parts[0])\(number)"
      return "-- \(name).md --\n" + (parts.count > 1 ? "---\ntype: \(parts[1])\n---\n" : "") + "# A\n"
    }
    #expect(TestSupport.handbook(text.joined()).value.folder(of: kind, top: top) == folder)
  }
}

extension Handbook {
  fileprivate static let empty = TestSupport.handbook("").value
}
