import Diagnostics
import TestSupport
import Testing

@testable import Handbook

/// What `check --fix` and `rename` write into front matter: all that was there before is read as it was.
@Suite struct EditFrontMatterTests {
  private typealias Files = EditedBook.Files

  // MARK: - Examples

  /// What becomes of a persona `qa` that lacks what `dev` and `ops` hand to it.
  private func fixed(_ text: String) -> String {
    let personas = ["dev": "Build", "ops": "Env"].map { id, what in
      (path: "personas/\(id).md", text: "---\nhands_off_to:\n  - qa: \(what)\n---\n# \(id)\n")
    }
    let files = EditedBook.fix(personas.sorted { $0.path < $1.path } + [("personas/qa.md", text)]).files
    return files.last?.text ?? ""
  }

  @Test(arguments: [
    ("# QA\n", "---\nreceives_from:\n  - dev: Build\n  - ops: Env\n---\n\n# QA\n"),
    ("---\ntagline: x\n---\n", "---\ntagline: x\nreceives_from:\n  - dev: Build\n  - ops: Env\n---\n"),
    ("---\nreceives_from:\n---\n", "---\nreceives_from:\n  - dev: Build\n  - ops: Env\n---\n"),
    ("---\nreceives_from: []\n---\n", "---\nreceives_from: [{\"dev\": \"Build\"}, {\"ops\": \"Env\"}]\n---\n"),
    ("---\nreceives_from:\n- x: y\n---\n", "---\nreceives_from:\n- x: y\n- dev: Build\n- ops: Env\n---\n"),
  ])
  func `What two colleagues hand over is added once`(before: String, after: String) {
    #expect(fixed(before) == after)
  }

  @Test func `An end that is misspelt is corrected, and not added as well`() {
    let files: Files = [
      ("personas/developer.md", "---\nreceives_from: [qa: Defects]\n---\n# Developer\n"),
      ("personas/qa.md", "---\nhands_off_to:\n  - develper: Defects\n---\n# QA\n"),
    ]
    #expect(EditedBook.fix(files).files[1].text == "---\nhands_off_to:\n  - developer: Defects\n---\n# QA\n")
  }

  @Test func `Both fields that a persona lacks are made at once`() {
    let files: Files = [
      ("personas/a.md", "---\nhands_off_to: [c]\n---\n# A\n"), ("personas/b.md", "---\nreceives_from: [c]\n---\n# B\n"),
      ("personas/c.md", "# C\n"),
    ]
    #expect(EditedBook.fix(files).files[2].text == "---\nhands_off_to:\n  - b\nreceives_from:\n  - a\n---\n\n# C\n")
  }

  @Test(arguments: [
    ("- c: Notes of the\n      weekly meeting", "- c: Notes of the\n      weekly meeting\n  @"),
    ("- c: >\n      Notes\n      # no comment", "- c: >\n      Notes\n      # no comment\n  @"),
    ("- c: |+\n      Notes\n", "- c: |+\n      Notes\n\n  @"),
    ("- \"two\n    lines\"", "- \"two\n    lines\"\n  @"),
    ("- \"two\nlines\"", "- \"two\nlines\"\n  @"),
    ("- c: x\n    d: y", "- c: x\n    d: y\n  @"),
    ("-   c: x\n\n  # a comment\n", "-   c: x\n  -   @\n\n  # a comment\n"),
    ("-", "-\n  @"),
    ("- - c", "- - c\n  @"),
    ("- ? c", "- ? c\n  @"),
    ("# none\n  - c", "# none\n  - c\n  @"),
  ])
  func `An item is added behind the whole of the last one`(before: String, after: String) {
    let added = { (bullet: String) in "\(bullet)dev: Build\n  \(bullet)ops: Env" }
    let expected =
      after.contains("-   @") ? after.replacing("-   @", with: added("-   ")) : after.replacing("@", with: added("- "))
    let text = { (list: String) in "---\nreceives_from:\n  \(list)\ntitle: QA\n---\n" }
    #expect(fixed(text(before)) == text(expected))
  }

  @Test(arguments: ["~", "null", "null # c", "\n  ~"])
  func `A word for nothing becomes a list`(word: String) {
    let text = { (list: String) in "---\nreceives_from: \(list)\n---\n" }
    let list = "[{\"dev\": \"Build\"}, {\"ops\": \"Env\"}]"
    #expect(fixed(text(word)) == text(word.replacing("null", with: list).replacing("~", with: list)))
  }

  @Test func `Fields are indented as those above them`() {
    #expect(
      fixed("---\n  tagline: x\n---\n")
        == "---\n  tagline: x\n  receives_from:\n    - dev: Build\n    - ops: Env\n---\n")
  }

  @Test(arguments: [
    "---\n{tagline: x}\n---\n", "---\nx: &l [c]\nreceives_from: *l\n---\n",
    "---\nx: &l\n  - c\nreceives_from: *l\n---\n",
    "---\nx: &e\nreceives_from: *e\n---\n",
    "---\nreceives_from: {c: x}\n---\n",
    "---\nreceives_from:\n---\n# QA\n\n**Receives from**: c: x\n", "---\n~\n---\n", "---\nreceives_from: a: b\n---\n",
  ])
  func `What can't be added to is left as it is`(text: String) {
    #expect(fixed(text) == text)
  }

  @Test func `Of two documents with one id nothing is added`() {
    let files: Files = [
      ("a/dev.md", "---\ntype: persona\nhands_off_to: [qa]\n---\n"),
      ("b/dev.md", "---\ntype: persona\nhands_off_to: [qa]\n---\n"), ("personas/qa.md", "# QA\n"),
    ]
    let once = EditedBook.fix(files).files
    #expect(EditedBook.fix(once).files.map(\.text) == once.map(\.text))
  }
}
