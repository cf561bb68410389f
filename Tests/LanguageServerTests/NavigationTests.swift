import Foundation
import Testing

@testable import LanguageServer

/// References, definitions and renaming as an editor sees them.
@Suite struct NavigationTests {
  private static let book = """
    -- book/baton.yml --
    groups: {squad: [qa]}
    navigation: [personas/qa.md, tasks/write.md, pages/write.md]
    -- book/personas/qa.md --
    # Quality
    -- book/tasks/index.md --
    # Tasks
    -- book/pages/write.md --
    ---
    id: other
    ---
    # Other
    -- book/tasks/write.md --
    # Write

    Who: {{include: ../personas/qa.md}}

    ## Steps
    -- book/a.md --
    # A

    {{include: personas/qa.md}}

    [x](tasks/write.md#steps)

    """

  private func places(_ locations: Any?) -> [String] {
    let locations = locations as? [[String: Any]] ?? (locations as? [String: Any]).map { [$0] } ?? []
    return locations.map { location in
      let start = (location["range"] as? [String: Any])?["start"] as? [String: Any]
      let file = (location["uri"] as? String)?.components(separatedBy: "/book/").last
      return "\(file ?? "?"):\(start?["line"] ?? "?"):\(start?["character"] ?? "?")"
    }
  }

  /// What a renaming makes of the files, by their names; and what else the server says.
  private func rename(_ editor: ScriptedEditor) throws -> (files: [String: String], moved: [String], said: [String]) {
    let answers = try editor.run()
    let said = answers.filter { $0["method"] as? String == "window/showMessage" }.map { message in
      (message["params"] as? [String: Any])?["message"] as? String ?? ""
    }
    let answer = answers.last { $0["id"] as? Int != nil }
    if let error = answer?["error"] as? [String: Any] { return ([:], [], [error["message"] as? String ?? ""]) }
    let result = answer?["result"] as? [String: Any]
    var files: [String: String] = [:]
    var moved: [String] = []
    func change(_ uri: String, _ edits: [[String: Any]]) {
      let file = uri.components(separatedBy: "/book/").last ?? ""
      files[file] = edited(editor.text(file), edits)
    }
    for (uri, edits) in result?["changes"] as? [String: [[String: Any]]] ?? [:] { change(uri, edits) }
    for item in result?["documentChanges"] as? [[String: Any]] ?? [] {
      if let new = item["newUri"] as? String { moved.append(new.components(separatedBy: "/book/").last ?? "") }
      guard let uri = (item["textDocument"] as? [String: Any])?["uri"] as? String else { continue }
      change(uri, item["edits"] as? [[String: Any]] ?? [])
    }
    return (files, moved, said)
  }

  // MARK: - References

  @Test func `References are found in includes and in the configuration`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("references", "personas/qa.md", at: "Quality")
    #expect(try places(editor.answer()["result"]) == ["a.md:2:0", "baton.yml:0:17", "baton.yml:1:13"])
  }

  @Test func `References are found in the footer`() throws {
    let footer = "footer: \"Ask [[qa]] or [x](tasks/write.md#steps)\"\n"
    var editor = try ScriptedEditor(Self.book.replacing("groups:", with: footer + "groups:"))
    editor.ask("references", "personas/qa.md", at: "Quality")
    #expect(
      try places(editor.answer()["result"]) == ["a.md:2:0", "baton.yml:0:13", "baton.yml:1:17", "baton.yml:2:13"])
    editor.ask("references", "tasks/write.md", at: "Write")
    #expect(try places(editor.answer()["result"]) == ["a.md:4:0", "baton.yml:0:23", "baton.yml:2:29"])
  }

  @Test func `References are found in definitions, and these lead where they say`() throws {
    let text = """
      -- book/b.md --
      # B

      [x][one], [one], [z][two], [y](tasks/write.md)

      [one]: tasks/write.md#steps
      [two]: <./tasks/write.md> 'write'

      """
    var editor = try ScriptedEditor(Self.book + text)
    editor.ask("references", "tasks/write.md", at: "Write")
    #expect(
      try places(editor.answer()["result"]).filter { $0.hasPrefix("b.md") } == [
        "b.md:2:0", "b.md:2:10", "b.md:2:17", "b.md:2:27", "b.md:4:7", "b.md:5:8",
      ])
    for needle in ["tasks/write.md#steps", "./tasks/write.md"] {
      editor.ask("definition", "b.md", at: needle)
      #expect(try places(editor.answer()["result"]) == ["tasks/write.md:0:0"])
    }
    editor.ask("definition", "b.md", at: "'write'")
    #expect(try editor.answer()["result"] is NSNull)
  }

  @Test func `An include leads to what it includes, and is hovered`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("definition", "a.md", at: "personas/qa")
    #expect(try places(editor.answer()["result"]) == ["personas/qa.md:0:0"])
    editor.ask("hover", "a.md", at: "personas/qa")
    let hover = try #require(try editor.answer()["result"] as? [String: Any])
    #expect("\(hover)".contains("Quality"))
  }

  @Test func `A link to a heading leads to it`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("definition", "a.md", at: "write.md#steps")
    #expect(try places(editor.answer()["result"]) == ["tasks/write.md:4:0"])
  }

  // MARK: - Renaming

  @Test func `Front matter is made once`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("rename", "tasks/index.md", at: "Tasks", ["newName": "hub"])
    let done = try rename(editor)
    #expect(done.files["tasks/index.md"] == "---\nid: hub\naliases:\n  - tasks/index\n---\n\n# Tasks\n")
    #expect(done.moved == [])
  }

  @Test func `What a YAML alias repeats is changed once`() throws {
    let before = "---\nprimary_tasks: &a [write]\nprimary_checklists: *a\n---\n# Dev\n"
    var editor = try ScriptedEditor(Self.book + "-- book/personas/dev.md --\n" + before)
    editor.ask("rename", "tasks/write.md", at: "Write", ["newName": "draft"])
    #expect(try rename(editor).files["personas/dev.md"] == before.replacing("write", with: "draft"))
  }

  @Test func `Unsaved changes of the configuration are known`() throws {
    var editor = try ScriptedEditor(Self.book)
    let text = "# A team\ngroups: {squad: [qa]}\n"
    editor.open("baton.yml", text)
    editor.ask("rename", "personas/qa.md", at: "Quality", ["newName": "tester"])
    let answer = try editor.answer()["result"] as? [String: Any]
    let change = (answer?["documentChanges"] as? [[String: Any]])?.first { "\($0)".contains("baton.yml") }
    #expect(edited(text, change?["edits"] as? [[String: Any]] ?? []) == "# A team\ngroups: {squad: [tester]}\n")
  }

  @Test func `Of files called alike, the path of one changes`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("rename", "tasks/write.md", at: "Write", ["newName": "draft"])
    let done = try rename(editor)
    #expect(done.files["baton.yml"] == editor.text("baton.yml").replacing("tasks/write", with: "tasks/draft"))
    #expect(done.moved == ["tasks/draft.md"])
  }

  @Test func `A file that is no document is not overwritten`() throws {
    var editor = try ScriptedEditor(Self.book.replacing("groups:", with: "exclude: [old.md]\ngroups:"))
    try editor.folder.write("# Old\n", to: "book/tasks/old.md")
    editor.ask("rename", "tasks/write.md", at: "Write", ["newName": "old"])
    #expect(
      try rename(editor).said == ["there is a file tasks/old.md already; move it away, or choose another id"])
  }

  @Test func `Nothing is renamed while the configuration is broken`() throws {
    var editor = try ScriptedEditor(Self.book.replacing("{squad: [qa]}", with: "[qa]"))
    editor.ask("rename", "personas/qa.md", at: "Quality", ["newName": "tester"])
    #expect(
      try rename(editor).said == [
        "nothing was renamed, as there are mistakes in baton.yml; mend them, then try it again"
      ])
  }

  @Test func `A file that is not UTF-8 is found in, and not changed`() throws {
    var editor = try ScriptedEditor(Self.book)
    try editor.folder.write(Data("# B\n\n".utf8) + [0xE9, 0xE9] + Data(" [[qa]] says hello\n".utf8), to: "book/b.md")
    editor.ask("references", "personas/qa.md", at: "Quality")
    #expect(try places(editor.answer()["result"]).contains("b.md:2:3"))
    editor.ask("rename", "personas/qa.md", at: "Quality", ["newName": "tester"])
    #expect(try rename(editor).said == ["b.md is not UTF-8; save it as UTF-8, then try it again"])
  }

  @Test func `What is left to the author is told`() throws {
    var editor = try ScriptedEditor(Self.book + "-- book/b.md --\n---\naliases: {a: b}\n---\n# B\n")
    editor.ask("rename", "b.md", at: "B", ["newName": "c"])
    let done = try rename(editor)
    #expect(done.said == ["not all was renamed; change by hand:\nc.md: the alias `b` could not be added to `aliases`"])
    #expect(done.moved == ["c.md"])
  }

  @Test func `A file that keeps its name is not moved`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.ask("rename", "tasks/write.md", at: "Write", ["newName": "write"])
    let done = try rename(editor)
    #expect(done.moved == [] && done.files.allSatisfy { editor.text($0.key) == $0.value })
  }

  @Test func `An editor is told to do only what it can`() throws {
    var editor = try ScriptedEditor(Self.book)
    editor.capabilities = [:]
    editor.ask("rename", "tasks/index.md", at: "Tasks", ["newName": "hub"])
    #expect(try rename(editor).files["tasks/index.md"]?.hasPrefix("---\nid: hub\n") == true)
    editor.ask("rename", "tasks/write.md", at: "Write", ["newName": "draft"])
    #expect(try rename(editor).said == ["this editor does not rename files; run `baton rename write draft`"])
  }
}
