import Diagnostics
import Handbook
import TestSupport
import Testing

/// Checks of what a handbook means. Each handbook has one mistake, and each is tried with other line ends and a byte order mark.
@Suite struct MeaningTests {
  private static let cases: [(code: DiagnosticCode, place: String, book: String)] = [
    (.taskWithoutPersona, "tasks/t.md:1:1", "-- tasks/t.md --\n# T\n"),
    (.templateUnused, "templates/t.md:4:1", "-- templates/t.md --\n---\nproduces: P\n---\n# T\n"),
    (.checklistUnused, "checklists/c.md:1:1", "-- checklists/c.md --\n# C\n"),
    (.orphan, "templates/t.md:1:1", "-- templates/t.md --\n# T\n"),
    (.missingField, "personas/p.md:1:1", "-- personas/p.md --\n# P\n"),
    (
      .phaseUnknown, "tasks/t.md:2:8",
      "-- baton.yml --\nphases: [Plan]\n-- tasks/t.md --\n---\nphase: Pläne\n---\n# T\n"
    ),
    (.placeholderLeftOver, "tasks/t.md:3:7", "-- tasks/t.md --\n# T\n\nÄsk → [Name of the owner].\n"),
    (.headingSkipped, "tasks/t.md:3:1", "-- tasks/t.md --\n# T\n\n### Deep\n"),
    (.imageWithoutAlt, "tasks/t.md:3:1", "-- tasks/t.md --\n# T\n\n![](https://example.org/a.png)\n"),
    (.duplicateTitle, "tasks/u.md:1:1", "-- tasks/t.md --\n# Same\n-- tasks/u.md --\n# same\n"),
    (
      .checklistCategoryWithoutItems, "checklists/c.md:2:19",
      "-- checklists/c.md --\n---\ncategories: [One, Two]\n---\n# C\n\n## One\n\n- [ ] a\n"
    ),
    (
      .checklistItemOutsideCategories, "checklists/c.md:12:3",
      "-- checklists/c.md --\n---\ncategories: [One]\n---\n# C\n\n## One\n\n- [ ] a\n\n## Two\n\n- [ ] b\n"
    ),
    (
      .deadEnd, "personas/b.md:4:1",
      "-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- personas/b.md --\n---\nreceives_from: [a]\n---\n# B\n"
    ),
    (
      .unreachable, "personas/a.md:4:1",
      "-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- personas/b.md --\n---\nreceives_from: [a]\n---\n# B\n"
    ),
    (
      .personaWithoutHandoffs, "personas/c.md:1:1",
      "-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- personas/b.md --\n# B\n-- personas/c.md --\n# C\n"
    ),
    (
      .mentionedNotDeclared, "personas/p.md:3:5",
      "-- personas/p.md --\n# P\n\nSee [[t]].\n-- tasks/t.md --\n# T\n"
    ),
    (
      .artifactWithoutProducer, "tasks/t.md:2:17",
      "-- tasks/t.md --\n---\nprerequisites: [Signed contract]\n---\n# T\n-- templates/u.md --\n---\nproduces: Plan\n---\n# U\n"
    ),
    (.artifactNeverUsed, "templates/u.md:2:11", "-- templates/u.md --\n---\nproduces: Plan\n---\n# U\n"),
    (
      .ruleBroken, "tasks/t.md:4:1",
      "-- baton.yml --\nrules:\n  - {every: task, where: {tags: x}, has: checked-by}\n-- tasks/t.md --\n---\ntags: x\n---\n# T\n"
    ),
  ]

  @Test(arguments: cases.indices) func `A mistake is found at its place`(index: Int) {
    let (code, place, book) = Self.cases[index]
    let parts = place.split(separator: ":").map(String.init)
    let texts = ["\n", "\r\n", "\r"].map { book.replacing("\n", with: $0) }
    for text in texts + [book.replacing(" --\n", with: " --\n\u{FEFF}")] {
      // The lines that begin a file stay as they are.
      let text = text.replacing(" --\r\n", with: " --\n").replacing("\r\n-- ", with: "\r\n\n-- ")
        .replacing(" --\r", with: " --\n").replacing("\r-- ", with: "\n-- ")
      let found = handbook(text).diagnostics.filter { $0.code == code }
      #expect(found.count == 1, "\(place): \(found.map(\.short))")
      #expect(found.first?.range?.file == parts[0])
      #expect(found.first?.range?.start.line == Int(parts[1]), "\(found.map(\.short))")
      // Columns are those of characters, as people read them.
      var diagnostic = found.first
      let lines = files(text).first { $0.path == parts[0] }?.text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      diagnostic?.sourceLine = (lines?[(Int(parts[1]) ?? 1) - 1]).map { String($0.drop { $0 == "\u{FEFF}" }) }
      #expect(diagnostic?.characterColumn == Int(parts[2]), "\(found.map(\.short))")
    }
  }

  private static let circle = """
    -- personas/a.md --
    ---
    hands_off_to: [b]
    receives_from: [b]
    ---
    # A
    -- personas/b.md --
    ---
    hands_off_to: [a]
    receives_from: [a]
    ---
    # B

    """

  @Test func `A circle is told, and one that is meant is not`() {
    let found = handbook(Self.circle).diagnostics.filter { $0.code == .handoffCycle }
    #expect(found.count == 1 && found.first?.message.contains("→") == true)
    let meant = handbook("-- baton.yml --\nloops:\n  - [a, b]\n" + Self.circle)
    #expect(!meant.diagnostics.contains { $0.code == .handoffCycle })
  }

  @Test func `Comments silence a line, the next one, or a file, and code is no comment`() {
    func silences(_ text: String, line: Int) -> Bool {
      let diagnostic = Diagnostic(.brokenLink, "m", at: SourceRange(file: "a.md", line: line, column: 1))
      return DisableComments(of: Array(text.utf8), file: "a.md").silence(diagnostic)
    }
    #expect(silences("x <!-- baton-disable broken-link -->\n", line: 1))
    #expect(!silences("x <!-- baton-disable broken-link -->\n", line: 2))
    #expect(!silences("x <!-- baton-disable broken-anchor -->\n", line: 1))
    #expect(silences("<!-- baton-disable broken-link -->\n", line: 9))
    #expect(silences("<!-- baton-disable-next-line broken-link -->\nx\n", line: 2))
    #expect(!silences("```\n<!-- baton-disable broken-link -->\n```\n", line: 9))
    #expect(!silences("`<!-- baton-disable broken-link -->`\n", line: 1))
    #expect(silences("---\na: b # baton-disable broken-link\n---\n", line: 2))
    let mark = "<!-- baton-disable -->"
    #expect(!silences("Write this:\n\n    \(mark)\n\n[x](no.md)\n", line: 5))
    #expect(!silences("- ```md\n  \(mark)\n  ```\n\n[x](no.md)\n", line: 5))
    #expect(!silences("> ```md\n> \(mark)\n> ```\n\n[x](no.md)\n", line: 5))
    #expect(!silences("Use `x \(mark)` here [x](no.md)\n", line: 1))
    #expect(silences("Use `x \(mark)` here [x](no.md) \(mark)\n", line: 1))
    #expect(silences("- ```md\n  x\n  ```\n\n[x](no.md) \(mark)\n", line: 5))
    #expect(silences("- ~~~\n  x\n\n[x](no.md) \(mark)\n", line: 4))
    #expect(silences("[x](no.md\n\"a\") text\n`b` \(mark)\n", line: 3))
    for value in ["\"# baton-disable\"", "a# baton-disable", "'a # baton-disable'", "|\n  a # baton-disable"] {
      let text = "---\na: \(value)\n---\n"
      #expect(!silences(text, line: text.contains("|") ? 3 : 2), "\(value)")
      #expect(DisableComments(of: Array(text.utf8), file: "a.md").unknownCodes.isEmpty)
    }
    #expect(silences("---\na: \"b\" # baton-disable\nb: 'it''s' # baton-disable\n---\n", line: 3))
  }
}
