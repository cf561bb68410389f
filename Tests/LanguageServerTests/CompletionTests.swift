import Testing

@testable import LanguageServer

/// What is offered, and what a choice makes of the text. `‸` is the cursor.
@Suite struct CompletionTests {
  private static let book = """
    -- book/baton.yml --
    phases: [Plan, Test Run, "Rest, Review", "Go: live"]
    -- book/personas/qa.md --
    # Quality
    -- book/personas/dev.md --
    # Developer
    -- book/tasks/write.md --
    # Write

    """

  /// What is offered in a file with this text, each with what a choice makes of the text.
  private func offered(_ marked: String, in file: String = "personas/x.md") throws -> [(
    item: [String: Any], text: String
  )] {
    var editor = try ScriptedEditor(Self.book)
    let parts = marked.split(separator: "‸", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts.joined()
    let place = OpenText(Array(text.utf8)).position(parts[0].utf8.count)
    editor.open(file, text)
    editor.ask("completion", file, line: place["line"] ?? 0, character: place["character"] ?? 0)
    let result = try #require(try editor.answer()["result"] as? [String: Any])
    return (result["items"] as? [[String: Any]] ?? []).map { item in
      (item, edited(text, [item["textEdit"] as? [String: Any] ?? [:]]))
    }
  }

  private func expect(_ marked: String, _ label: String, makes text: String, in file: String = "personas/x.md") throws {
    let choice = try offered(marked, in: file).first { $0.item["label"] as? String == label }
    #expect(choice?.text == text, "\(marked)")
  }

  @Test(arguments: [
    ("primary_tasks:‸", "write", "primary_tasks: write"), ("primary_tasks:w‸", "write", "primary_tasks: write"),
    ("primary_tasks: wr‸", "write", "primary_tasks: write"),
    ("primary_tasks:\n  -‸", "write", "primary_tasks:\n  - write"),
    ("primary_tasks:\n-‸", "write", "primary_tasks:\n- write"),
    ("primary_tasks:\n  - ‸", "write", "primary_tasks:\n  - write"),
    ("primary_tasks:\n  -\twr‸", "write", "primary_tasks:\n  -\twrite"),
    (
      "primary_tasks:\n  - x # y\n  # - y\n  - wr‸ite # z", "write", "primary_tasks:\n  - x # y\n  # - y\n  - write # z"
    ),
    ("primary_tasks:\n  wr‸", "write", "primary_tasks:\n  write"),
    ("primary_tasks: [x,\n  \"wr‸\"]", "write", "primary_tasks: [x,\n  \"write\"]"),
    ("hands_off_to: [{q‸: work}]", "qa", "hands_off_to: [{qa: work}]"),
    ("hands_off_to: [{dev: \"it, then\"}, q‸]", "qa", "hands_off_to: [{dev: \"it, then\"}, qa]"),
    (
      "hands_off_to:\n  - dev: it's\n    all, then\n  - q‸", "qa", "hands_off_to:\n  - dev: it's\n    all, then\n  - qa"
    ),
    ("receives_from: [Develop‸]", "dev", "receives_from: [dev]"),
    ("phase: Test R‸", "Test Run", "phase: Test Run"), ("phase: Te‸st Ru # x", "Test Run", "phase: Test Run # x"),
    ("phase: Plan -> Test R‸", "Test Run", "phase: Plan -> Test Run"),
    ("phase: Te‸st and Plan", "Test Run", "phase: Test Run and Plan"),
    ("phase: [Plan, Re‸]", "Rest, Review", "phase: [Plan, \"Rest, Review\"]"),
    ("phase: Go‸", "Go: live", "phase: \"Go: live\""), ("phase: 'Go‸'", "Go: live", "phase: 'Go: live'"),
    ("type: ta‸", "task", "type: task"), ("type:‸", "task", "type: task"),
    ("ha‸", "hands_off_to", "hands_off_to: "), ("ha‸nds_off_to: [qa]", "hands_off_to", "hands_off_to: [qa]"),
    ("‸", "hands_off_to", "hands_off_to: "), ("tags: []\nha‸x :\n", "hands_off_to", "tags: []\nhands_off_to :\n"),
  ])
  func `A choice in front matter makes a field that is right`(marked: String, label: String, text: String) throws {
    for end in ["---\n# X\n", "---  \n\n# X\n", "...\n# X\n"] {
      try expect("---\n\(marked)\n\(end)", label, makes: "---\n\(text)\n\(end)")
    }
    try expect("---\n\(marked)", label, makes: "---\n\(text)")
  }

  @Test(arguments: [
    "---\nprimary_tasks: [] # wr‸\n---\n", "---\n# primary_tasks: wr‸\n---\n", "---\nhands_off_to:\n  - qa: q‸\n---\n",
    "---\nhands_off_to:\n  - qa:‸\n---\n", "---\nhands_off_to: [{qa: \"q‸\"}]\n---\n",
    "---\nhands_off_to: [qa] q‸\n---\n",
    "---\nprimary_tasks:\n  - write\n  ‸\n---\n", "---\nprimary_tasks:\n  - x\n    wr‸\n---\n",
    "---\nprimary_tasks: |\n  - wr‸\n---\n", "---\nprimary_tasks: ‸[write]\n---\n", "---\nprimary_tasks: [‸x]\n---\n",
    "---\ntagline: wr‸\n---\n", "---\nprimary_tasks:\n‸---\n",
    "---\n---  \nprimary_tasks: wr‸\n", "---\na: b\n...\nprimary_tasks: wr‸\n", "---\n\nprimary_tasks: wr‸\n",
    "‸---\na: b\n---\n", "---\na: b\n---\n# X\n\nwr‸\n", "# X\n\n[[write]] wr‸\n", "# X\n\n[[write|wr‸]]\n",
    "# X\n\n[[‸x y\n", "# X\n\n## Y\n\n**Primary tasks**: wr‸\n", "# X\n\n**Hands off to**: qa: q‸\n",
    "# X\n\n**Primary tasks** wr‸\n", "# X\n\n**Primary tasks**: [x](wr‸)\n", "**Primary tasks**: wr‸\n",
  ])
  func `Nothing is offered where a choice would be wrong`(marked: String) throws {
    #expect(try offered(marked).map { $0.text } == [], "\(marked)")
  }

  @Test(arguments: [
    ("Quality/de‸", "dev", "Quality/dev"), ("Quality (first) and de‸", "dev", "Quality (first) and dev"),
    ("Quality AND de‸", "dev", "Quality AND dev"), ("Qual‸", "qa", "qa"),
  ])
  func `Of several names the one at the cursor is completed`(marked: String, label: String, text: String) throws {
    for (before, after) in [("---\npersona: ", "\n---\n# X\n"), ("# X\n\n**Phase**: Plan\n**Persona**: ", "\n")] {
      try expect(before + marked + after, label, makes: before + text + after, in: "tasks/x.md")
    }
  }

  @Test(arguments: ["Quality (de‸", "Quality) (first, de‸"])
  func `Nothing is offered in a remark`(marked: String) throws {
    #expect(try offered("---\npersona: \(marked)\n---\n", in: "tasks/x.md").map { $0.text } == [], "\(marked)")
  }

  @Test(arguments: ["---\nprimary_tasks: wr‸\n---\n# X\n", "# X\n\n**Primary tasks**: wr‸\n"])
  func `Nothing is offered in a field that the kind does not have`(marked: String) throws {
    #expect(try offered(marked, in: "tasks/x.md").map { $0.text } == [], "\(marked)")
  }

  @Test(arguments: [
    ("**Primary tasks**: wr‸", "write", "**Primary tasks**: write"),
    ("**Primary tasks:**‸", "write", "**Primary tasks:** write"),
    ("**Primary tasks**: `x`, `wr‸`", "write", "**Primary tasks**: `x`, `write`"),
    ("**Phase**: Test R‸", "Test Run", "**Phase**: Test Run"),
    ("**Hands off to**: qa: it, de‸v: them", "dev", "**Hands off to**: qa: it, dev: them"),
    ("See [[wri‸", "write", "See [[write"), ("See [[wr‸ite]]", "write", "See [[write]]"),
    ("See [[‸qa]]", "write", "See [[write]]"),
    ("See [[Qual‸|her]]", "qa", "See [[qa|her]]"),
  ])
  func `Labels and links are completed`(marked: String, label: String, text: String) throws {
    try expect("# X\n\n\(marked)\n", label, makes: "# X\n\n\(text)\n")
  }

  @Test func `What is found by its title is offered as what was typed`() throws {
    let items = try offered("# X\n\n[[de‸\n").map(\.item)
    #expect(items.map { $0["label"] as? String } == ["dev"])
    let found = try offered("# X\n\n[[Qual‸\n").map(\.item)
    #expect(found.map { $0["filterText"] as? String } == ["qual qa"])
  }

  @Test func `Places that there are not are survived`() throws {
    var editor = try ScriptedEditor(Self.book)
    let numbers: [Any] = [-1, 7, Int.min, Int.max, 1e300, -1e300, -1.5, 9_223_372_036_854_775_808.0]
    for text in ["", "\u{FEFF}", "---\nprimary_tasks: wr\n---\n", "---\n", "\u{FEFF}---\nphase:"] {
      editor.open("personas/x.md", text)
      for number in numbers {
        editor.ask("completion", "personas/x.md", line: number, character: number)
        editor.ask("completion", "personas/x.md", line: number, character: 0)
        editor.ask("completion", "personas/x.md", line: 0, character: number)
      }
    }
    #expect(try editor.run().count { $0["id"] is Int && $0["result"] != nil } == 5 * 3 * numbers.count)
  }
}
