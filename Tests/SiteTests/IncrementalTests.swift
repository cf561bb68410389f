import Foundation
import TestSupport
import Testing

@testable import Site

/// Random edits of a small handbook, each followed by a build that uses what the one before left behind, and a clean one.
@Suite struct IncrementalTests {
  @Test(arguments: 0..<8) func `A build after edits gives the bytes of a clean one`(seed: Int) throws {
    var editor = try HandbookEditor(seed: UInt64(seed))
    for step in 0..<80 {
      var edits: [String] = []
      for _ in 0..<(editor.random(4) + 1) { edits.append(editor.edit()) }
      let before = editor.times()
      let report = try build(editor.options)
      let differences = try differences(of: report, from: editor.options)
      #expect(differences.isEmpty, "seed \(seed), step \(step): \(edits) gave \(differences)")
      // What has the same bytes keeps its time, and what is named as changed are all the others.
      let after = editor.times()
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      #expect(changed.subtracting(report.changedFiles) == [], "seed \(seed), step \(step): \(edits)")
    }
  }

  @Test(arguments: 8..<12) func `A session that is told what changed gives the bytes of a clean build`(seed: Int) throws
  {
    var editor = try HandbookEditor(seed: UInt64(seed))
    editor.sparesOutput = true
    let session = BuildSession(editor.options)
    var report = try session.build()
    for step in 0..<80 {
      let before = editor.contents()
      var edits: [String] = []
      // Most saves are of one text.
      for _ in 0..<(editor.random(4) == 0 ? 3 : 1) {
        edits.append(editor.random(2) == 0 ? editor.edit(ofSort: 0) : editor.edit())
      }
      let after = editor.contents()
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      report = try session.build(changes: changed)
      session.finish()
      let differences = try differences(of: report, from: editor.options)
      #expect(differences.isEmpty, "seed \(seed), step \(step): \(edits) gave \(differences)")
    }
  }

  @Test(arguments: 12..<16) func `A build after changes of texts gives the bytes of a clean one`(seed: Int) throws {
    var editor = try HandbookEditor(seed: UInt64(seed))
    // Lists show the first paragraph: a text that gets one changes more than its own page.
    for file in editor.documents() { try editor.append("\nWhat it is about.\n", to: file) }
    _ = try build(editor.options)
    var quick = 0
    for step in 0..<60 {
      var edits: [String] = []
      for _ in 0..<(editor.random(3) + 1) {
        // Most are of texts; now and then something else happens.
        edits.append(
          editor.random(15) == 0
            ? editor.edit() : editor.edit(ofSort: [0, 0, 1, 27, 27, 27, 28, 29, 29, 29, 31, 32][editor.random(12)]))
      }
      let report = try build(editor.options)
      let stages = report.timings.stages.map(\.name)
      if stages.contains("texts"), !stages.contains("parse") { quick += 1 }
      let differences = try differences(of: report, from: editor.options)
      #expect(differences.isEmpty, "seed \(seed), step \(step): \(edits) gave \(differences), \(stages)")
    }
    #expect(quick > 3, "only \(quick) builds looked at the changed texts alone")
  }

  @Test func `A change of one text parses no other document`() throws {
    let editor = try HandbookEditor(seed: 2)
    let first = editor.text("tasks/t2.md") + "\nWhat it is about.\n"
    editor.write(first, to: "tasks/t2.md")
    _ = try build(editor.options)
    for text in ["\nOne more line.\n", "\nOne other line.\n", ""] {
      editor.write(first + text, to: "tasks/t2.md")
      let report = try build(editor.options)
      #expect(report.timings.stages.map(\.name) == ["read", "theme", "cache", "texts", "publish", "keep"])
      #expect(report.changedFiles.contains("tasks/t2/index.html") && report.changedFiles.contains("llms-full.txt"))
      #expect(try differences(of: report, from: editor.options).isEmpty)
    }
    // What others show is looked at as a whole.
    editor.write(first.replacingOccurrences(of: "# Do More", with: "# Do Less"), to: "tasks/t2.md")
    #expect(try build(editor.options).timings.stages.map(\.name).contains("parse"))
  }

  @Test func `A bundle follows when another document takes its anchor`() throws {
    let editor = try HandbookEditor(seed: 2)
    editor.write("---\nid: a b\n---\n# One\n", to: "tasks/one.md")
    _ = try build(editor.options)
    for text in ["# Two\n", "# Two\n\nMore.\n"] {
      editor.write("---\nid: a-b\n---\n" + text, to: "tasks/two.md")
      let report = try build(editor.options)
      #expect(try differences(of: report, from: editor.options).isEmpty)
    }
    editor.write("---\nid: a b\n---\n# One\n\nText[^1].\n\n[^1]: Note\n", to: "tasks/one.md")
    #expect(try differences(of: build(editor.options), from: editor.options).isEmpty)
  }

  @Test func `A comment that silences problems of the whole handbook counts though only a text changed`() throws {
    let editor = try HandbookEditor(seed: 2)
    editor.write("# Alone\n\nText.\n", to: "checklists/alone.md")
    let first = try build(editor.options).diagnostics
    #expect(first.contains { $0.code == .checklistUnused && $0.range?.file == "checklists/alone.md" })
    for silenced in [true, false] {
      editor.write("# Alone\n\nText.\n" + (silenced ? "<!-- baton-disable -->\n" : ""), to: "checklists/alone.md")
      let report = try build(editor.options)
      #expect(report.diagnostics.contains { $0.range?.file == "checklists/alone.md" } != silenced)
      #expect(try differences(of: report, from: editor.options).isEmpty)
    }
  }

  /// What changes in one file, and a page that shows it.
  @Test(arguments: [
    ("personas/p1.md", "hands_off_to: [{p2: Work}]", "hands_off_to: [{p2: Other}]", "handoffs/p1/index.html"),
    ("personas/p3.md", "all-personas: Old", "all-personas: New", "personas/p2/index.html"),
    ("personas/p3.md", "all-personas: Old", "all-personas: New", "notes/map/index.html"),
    ("personas/p2.md", "# Tester", "# Prober", "tasks/t1/index.html"),
    ("notes/deep.md", "# Deep", "# Deeper", "notes/index.html"),
    ("notes/deep.md", "Summary", "Abstract", "notes/index.html"),
    ("notes/deep.md", "Summary", "[[headed#steps]]", "notes/headed/bundle.md"),
    ("parts/part.md", "A part", "The part", "tasks/t1/index.html"),
    ("tasks/t2.md", "# Do More", "# Do Less", "index.html"),
    ("a.png", "png", "gif", "a.png"),
    ("notes/deep.md", "# Deep", "# Deeper", "tasks/t1/index.html"),
    ("notes/headed.md", "## Steps", "## Ways", "personas/p2/index.html"),
    ("notes/deep.md", "# Deep", "---\nid: deeper\n---\n# Deep", "handoffs/index.html"),
    ("baton.yml", "headed.md", "map.md", "health/index.html"),
  ])
  func `A change reaches the pages that show it`(file: String, old: String, new: String, page: String) throws {
    let editor = try HandbookEditor(seed: 3)
    editor.write("---\nhands_off_to: [{all-personas: Old}]\n---\n# Lead\n", to: "personas/p3.md")
    editor.write("# Notes\n", to: "notes/index.md")
    editor.write("# Deep\n\nSummary.\n", to: "notes/deep.md")
    editor.write("# Headed\n\n## Steps\n", to: "notes/headed.md")
    editor.write("# Map\n\n{{diagram: map}}\n", to: "notes/map.md")
    editor.write("footer: See [[deep]] and [more](notes/headed.md#steps).\n", to: "baton.yml")
    _ = try build(editor.options)
    let text = editor.text(file)
    #expect(text.contains(old))
    editor.write(text.replacingOccurrences(of: old, with: new), to: file)
    let report = try build(editor.options)
    #expect(report.changedFiles.contains(page), "\(report.changedFiles)")
    #expect(try differences(of: report, from: editor.options).isEmpty)
  }

  @Test func `Who joins a group by an alias stands where the group does`() throws {
    let editor = try HandbookEditor(seed: 3)
    editor.write("groups:\n  crew: [hand, p2]\n", to: "baton.yml")
    editor.write("---\nhands_off_to: [crew]\n---\n# Lead\n", to: "personas/p3.md")
    editor.write("# Joiner\n", to: "personas/joiner.md")
    _ = try build(editor.options)
    editor.write("---\naliases: [hand]\n---\n# Joiner\n", to: "personas/joiner.md")
    let report = try build(editor.options)
    #expect(report.changedFiles.contains("handoffs/index.html"))
    #expect(try differences(of: report, from: editor.options).isEmpty)
  }

  /// Texts of one file, one after another, in a handbook of the others: what is said of how documents belong together, or of too
  /// many words, and where links in other documents lead, must be as a clean build has it.
  @Test(
    arguments: [
      // A problem of the graph moves with its line.
      (
        "personas/d.md", "tasks/u1.md", "# U One\n",
        ["", "\nMore.\n"].map { "---\nprimary_tasks: [t1]\n---\n# D\n\nFirst.\n\($0)\nSee [[u1]].\n" }
      ),
      // An anchor that others link to goes, as its heading stands in a list now, and comes back.
      (
        "tasks/u.md", "tasks/v.md", "# V\n\nSee [[u#steps]].\n",
        ["## Steps", "- ## Steps", " ## Steps", "## Steps"].map { "# U\n\nFirst.\n\n\($0)\n\nText.\n" }
      ),
      // Fields are missed again when front matter can be read again.
      (
        "tasks/u.md", "index.md", "# Welcome\n\nSee [[u]].\n",
        ["title: U\n", "title: U\nfoo: [b\n", "title: U\n"].map { "---\n\($0)---\n# U\n\nFirst.\n" }
      ),
      // The nearest names are looked for only for the first words.
      (
        "pages/z.md", "pages/a.md", "# A\n\n" + (0..<500).map { "[[missing\($0)]] " }.joined() + "\n",
        ["", "\nMore.\n"].map { "# Z\n\nSee [[t11]].\n\($0)" }
      ),
      // The line of a problem is shown as it is written.
      (
        "tasks/u.md", "pages/a.md", "# A\n",
        ["\u{E9}", "e\u{301}"].map { "# U\n\nFirst.\n\n[Your Name Here] caf\($0)\n" }
      ),
      // Two files whose names are one to Swift.
      (
        "tasks/cafe\u{301}.md", "tasks/caf\u{E9}.md", "# One\n\nFirst.\n",
        ["", "\nMore.\n"].map { "# Two\n\nFirst.\n\($0)" }
      ),
      (
        "tasks/cafe\u{301}.md", "tasks/caf\u{E9}.md", "# One\n\nFirst [[no]].\n",
        ["", "\nMore [[none]].\n", ""].map { "# Two\n\nFirst.\n\($0)" }
      ),
      // What mentions documents that are not there moves with its line.
      (
        "notes/lost.md", "tasks/v.md", "# V\n",
        ["\n", "", "\n\nMore.\n\n"].map { "# Lost\n\nFirst.\n\($0)\nSee [[nope]], [that](gone.md) and [[v]].\n" }
      ),
      // A problem of the graph moves away from the line that a comment silences.
      (
        "checklists/alone.md", "tasks/v.md", "# V\n",
        ["", "\n", ""].map { "<!-- baton-disable-next-line -->\n\($0)# Alone\n\nFirst.\n" }
      ),
    ] as [(String, String, String, [String])])
  func `A new text gives what a clean build gives`(file: String, other: String, text: String, versions: [String]) throws
  {
    let editor = try HandbookEditor(seed: 5)
    try editor.writeBytes(text, to: other)
    for version in versions {
      try editor.writeBytes(version, to: file)
      let report = try build(editor.options)
      let lines = report.diagnostics.map { Array(($0.sourceLine ?? "").utf8) }
      #expect(try differences(of: report, from: editor.options).isEmpty, "\(version.prefix(80))")
      #expect(try lines == loadHandbook(editor.options).diagnostics.map { Array(($0.sourceLine ?? "").utf8) })
    }
  }

  /// What stands before a line of text that changes, and whether that line is looked at alone; the first problem of the file is
  /// about the whole handbook.
  @Test(arguments: [
    ("# Alone\n\nSummary.\n\n<!-- baton-disable checklist-unused -->\n%\n", true, true),
    ("# Alone\n\nSummary.\n\n%\n\n<!-- baton-disable checklist-unused -->\n", true, true),
    ("# Alone <!-- baton-disable checklist-unused -->\n\nSummary.\n\n%\n", true, true),
    ("<!-- baton-disable-next-line checklist-unused -->\n# Alone\n\nSummary.\n\n%\n", true, true),
    ("# Alone\n\nSummary.\n\n%\n\nText. <!-- baton-disable -->\n", false, false),
    ("# Alone\n\nSummary.\n\nText. <!-- baton-disable -->\n\n%\n", true, false),
    ("# Alone <!-- baton-disable nothing -->\n\nSummary.\n\n%\n", false, false),
  ])
  func `A text whose comments silence the same as before is looked at alone`(
    text: String, isQuick: Bool, isSilent: Bool
  ) throws {
    let editor = try HandbookEditor(seed: 5)
    for line in ["Line.", "Other line.\n\nMore."] {
      editor.write(text.replacingOccurrences(of: "%", with: line), to: "checklists/alone.md")
      let report = try build(editor.options)
      #expect(
        report.diagnostics.contains { $0.code == .checklistUnused && $0.range?.file == "checklists/alone.md" }
          != isSilent)
      #expect(line == "Line." || report.timings.stages.map(\.name).contains("parse") != isQuick)
      #expect(try differences(of: report, from: editor.options).isEmpty)
    }
  }

  @Test func `A document that is cut off is told of each time`() throws {
    let editor = try HandbookEditor(seed: 5)
    for word in ["one", "other"] {
      let text = "# Large\n\nFirst.\n\nSecond \(word).\n\n" + String(repeating: "Sixteen letters.\n\n", count: 950_000)
      try editor.writeBytes(text, to: "pages/large.md")
      #expect(try build(editor.options).diagnostics.contains { $0.code == .fileTooLarge }, "\(word)")
    }
  }

  @Test func `A logo that comes or goes changes every page`() throws {
    let editor = try HandbookEditor(seed: 4)
    editor.write("logo: b.png\n", to: "baton.yml")
    _ = try build(editor.options)
    for isThere in [true, false] {
      if isThere { editor.write("png", to: "b.png") } else { editor.remove("b.png") }
      let report = try build(editor.options)
      #expect(report.changedFiles.contains("tasks/t2/index.html"))
      #expect(try differences(of: report, from: editor.options).isEmpty)
    }
  }

  @Test func `A build for which nothing changed writes nothing`() throws {
    let editor = try HandbookEditor(seed: 1)
    let first = try build(editor.options)
    let times = editor.times()
    let second = try build(editor.options)
    #expect(second.changedFiles == [] && editor.times() == times)
    #expect(second.timings.stages.map(\.name) == ["read", "theme", "cache"])
    #expect(
      (second.documents, second.pages, second.diagrams) == (first.documents, first.pages, first.diagrams)
        && second.diagnostics == first.diagnostics && second.isPublished)
  }

  @Test func `A change of a style sheet writes what holds it`() throws {
    let editor = try HandbookEditor(seed: 2)
    _ = try build(editor.options)
    editor.write("a { top: 0 }\n", to: editor.folder.path + "/theme/static/extra.css")
    #expect(try build(editor.options).changedFiles == ["theme/extra.css"])
    editor.write("svg { top: 0 }\n", to: editor.folder.path + "/theme/static/diagram.css")
    let report = try build(editor.options)
    #expect(report.changedFiles == ["handoffs.svg", "theme/diagram.css"])
    #expect(try differences(of: report, from: editor.options).isEmpty)
  }

  @Test func `A change of one text writes one page`() throws {
    let editor = try HandbookEditor(seed: 2)
    _ = try build(editor.options)
    try editor.append("\nOne more line.\n", to: "tasks/t1.md")
    let changed = try build(editor.options).changedFiles
    #expect(changed.filter { $0.hasSuffix(".html") } == ["tasks/t1/index.html"])
    #expect(changed.contains("tasks/t1/index.md") && changed.contains("tasks/t1/bundle.md"))
  }
}
