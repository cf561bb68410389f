import Diagnostics
import TestSupport
import Testing

@testable import Handbook

@Suite struct ParseYAMLTests {
  private func parse(_ text: String) -> Checked<[YAMLEntry]> {
    parseYAML(Array(text.utf8)[...], file: "a.md", firstLine: 2, problem: .invalidFrontMatter)
  }

  private func lines(_ text: String, _ key: String) -> [String]? {
    parse(text).value.first { $0.key.value == key }?.value.lines()
  }

  @Test(arguments: ["yes", "012", "1:30", "0x1F", "2026-01-01", "1e3", "on", ".5"])
  func `A scalar is the text that was written`(text: String) {
    #expect(lines("a: \(text)", "a") == [text])
  }

  @Test func `Places count lines of the file and bytes`() throws {
    let parsed = parse("a: x\nlist:\n  - é: \"ü quoted\"\n")
    let entry = try #require(parsed.value.last)
    guard case .list(let items, _) = entry.value, case .mapping(let pairs, _)? = items.first, let pair = pairs.first
    else {
      Issue.record("no list of mappings")
      return
    }
    #expect(pair.key.range == SourceRange(file: "a.md", line: 4, column: 5, length: 2))
    #expect(pair.value.range == SourceRange(file: "a.md", line: 4, column: 10, length: 9))
  }

  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\r\n", "\n", "\r"])
  func `Lines are those of the file, not those of YAML`(end: String) throws {
    let text = "tagline: \"a\(end)  é\"\nlist:\n  - \"\(end)  b\"\n  - x: y\n"
    let parsed = parse(text)
    let line = end.utf8.contains { $0 == 10 || $0 == 13 } ? 1 : 0
    let error = try #require(parse(text + "tags: [a: b\n").diagnostics.first?.range)
    #expect(error.start == SourcePosition(line: 6 + line * 2, column: 7))
    let entry = try #require(parsed.value.last)
    #expect(entry.key.range.start == SourcePosition(line: 3 + line, column: 1))
    guard case .list(let items, _) = entry.value else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.range.start.line) == [4 + line, 5 + line * 2])
    #expect(items.map(\.range.start.column) == [6, 5])
  }

  @Test func `One broken entry does not lose the others`() {
    let parsed = parse("id: a\ntagline: what: is this\ntags: [x, y]\n")
    #expect(parsed.value.map(\.key.value) == ["id", "tags"])
    #expect(parsed.diagnostics.map(\.short) == ["a.md:3:14: error: invalid-front-matter"])
  }

  @Test(
    arguments: [
      ("list:\n  - a: x\n  - b: y: z\n  - c\nid: q\n", ["a: x", "c"], "a.md:4:9"),
      ("list:\n- \"Quoted\" start\n- b\n", ["b"], "a.md:3:12"),
      ("list:\n  - a: \"x\"\n  b: y\n", ["a: x"], "a.md:4:3"),
      ("list: # two\n\n  # none\n  - a\n    b\n  - [c\n", ["a b"], "a.md:7:5"),
    ] as [(String, [String], String)])
  func `One broken item of a list does not lose the others`(text: String, items: [String], place: String) {
    var unread: [String] = []
    let parsed = parseYAML(
      Array(text.utf8)[...], file: "a.md", firstLine: 2, problem: .invalidFrontMatter, unread: &unread)
    #expect(parsed.value.first?.value.lines() == items)
    #expect(parsed.diagnostics.map(\.short) == ["\(place): error: invalid-front-matter"])
    #expect(unread == ["list"])
  }

  @Test func `A line of dashes at the end begins nothing, and nothing stands for a key as it is written`() {
    #expect(parse("a: b\n---\n").value.map(\.key.value) == ["a"])
    #expect(parse("a: b\n---\n").diagnostics.isEmpty)
    #expect(parse("a: b\n---\nc: d\n").diagnostics.map(\.code) == [.invalidFrontMatter])
    #expect(parse("null: x\n~: y\n").value.map(\.key.value) == ["null", "~"])
  }

  @Test(arguments: [
    ("id: lead\ntagline The one\ntitle: T\n", ["id", "title"], 3), ("id: lead\ntagline The one\n", ["id"], 3),
    ("tagline The one\nid: q\ntitle: T\n", ["id", "title"], 2), ("tagline\nid: q\n", ["id"], 2),
    ("# c\nid: q\ntags:\n  - a\nstray\n  more\n\nx: y\n", ["id", "tags", "x"], 6),
    ("a: |\n  text\nstray\nb: \"x\n  y\"\n", ["a", "b"], 4), ("id: q\r\nstray\r\nx: y\r\n", ["id", "x"], 3),
  ])
  func `A line without a colon is told, and loses no other`(text: String, fields: [String], line: Int) {
    let parsed = parse(text)
    #expect(parsed.value.map(\.key.value) == fields)
    #expect(parsed.diagnostics.map(\.short) == ["a.md:\(line):1: error: invalid-front-matter"])
    #expect(parsed.diagnostics.first?.message == "front matter must be YAML: this line has no colon")
  }

  @Test(arguments: [
    ("a: \"x\ny\"\nb: c: d\n", ["a"], "a.md:4:5"), ("a: \"x\ny\nb: c\n", ["b"], "a.md:2:4"),
    ("a: [x,\ny]\nb: c: d\n", ["a"], "a.md:4:5"), ("a: b: c\nstray\nd: e\n", ["d"], "a.md:2:5"),
    ("- a\nid: q\n", ["id"], "a.md:3:1"), ("{\na: b\n", ["a"], "a.md:2:1"),
  ])
  func `A line without a colon may go on with a text`(text: String, fields: [String], place: String) {
    let parsed = parse(text)
    #expect(parsed.value.map(\.key.value) == fields)
    #expect(parsed.diagnostics.map(\.short) == ["\(place): error: invalid-front-matter"])
    #expect(parsed.diagnostics.first?.message.contains("no colon") == false)
  }

  @Test(arguments: ["\u{1}", "\u{7F}", "\u{9F}", "\0", "\u{FFFE}"])
  func `A control character is told where it stands`(character: String) {
    for (text, place) in [("a: b\nc: é\(character)e\n", "3:6"), ("a: é\n  \(character)\nc: d\n", "3:3")] {
      #expect(parse(text).diagnostics.map(\.short) == ["a.md:\(place): error: invalid-front-matter"])
    }
  }

  @Test func `A key given twice counts once`() {
    let parsed = parse("id: a\ntitle: T\nid: b\n")
    #expect(parsed.value.map(\.key.value) == ["id", "title"])
    #expect(parsed.diagnostics.map(\.code) == [.duplicateField])
    #expect(parsed.diagnostics.first?.range?.start.line == 4)
  }

  @Test(arguments: ["- a\n- b\n", "just text\n", "42\n"])
  func `Front matter must be a mapping`(text: String) {
    #expect(parse(text).diagnostics.map(\.code) == [.invalidFrontMatter])
  }

  @Test func `Aliases that multiply are refused before they are read`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    let parsed = parse(text)
    #expect(parsed.value.isEmpty)
    #expect(parsed.diagnostics.map(\.code) == [.invalidFrontMatter])
  }

  @Test func `A few aliases are read`() {
    #expect(lines("a: &x one\nb: *x\n", "b") == ["one"])
  }

  @Test func `Nesting of any depth is answered`() {
    let parsed = parse("a: " + String(repeating: "[", count: 50_000))
    #expect(parsed.diagnostics.map(\.code) == [.invalidFrontMatter])
  }

  @Test func `Aliases that multiply are read up to a limit, and the fields beside them are kept`() {
    var text = "id: a\nbomb:\n  - &a0 [x, x, x, x]\n"
    for level in 1..<8 {
      text += "  - &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 4).joined(separator: ", "))]\n"
    }
    let parsed = parse(text)
    #expect(parsed.value.map(\.key.value) == ["id"])
    #expect(parsed.diagnostics.map(\.code) == [.invalidFrontMatter])
    #expect(parsed.diagnostics.first?.message.contains("more than 20000 values") == true)
  }

  @Test func `More values than the limit are reported, and the fields beside them are kept`() {
    let parsed = parse("id: a\ntags:\n" + String(repeating: "- x\n", count: 20_001))
    #expect(parsed.value.map(\.key.value) == ["id"])
    #expect(parsed.diagnostics.map(\.short) == ["a.md:20001:3: error: invalid-front-matter"])
  }

  @Test(.timeLimit(.minutes(2)), arguments: ["x, ", "é, ", "\"x\", ", "&a x, ", "!t x, ", "k: v, "])
  func `A long line is read in time that grows as it does`(item: String) {
    // Each of these took many minutes when every value's place was counted from the line's beginning.
    let text = "a: [" + String(repeating: item, count: 200_000 / item.utf8.count) + "]\n"
    #expect(parse(text).diagnostics.map(\.code) == [.invalidFrontMatter])
  }

  @Test func `Places are exact in a line of many values`() throws {
    let parsed = parse("a: [é, \"ü\", &x ö, *x, {k: v}, z]\nb: &y ä\n")
    guard case .list(let items, _)? = parsed.value.first?.value else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.range.start.column) == [5, 10, 18, 18, 26, 34])
    #expect(items.map(\.range.end.column) == [7, 12, 20, 20, 27, 35])
    #expect(parsed.value.last?.value.range.start == SourcePosition(line: 3, column: 7))
  }

  @Test(arguments: [
    "[", "{", "{a: ", "- ", "? ", "&a ", "!t ", "*a, ", "%", ":", ":\n", "? a\n", "a: b\n", "\"", "'", "|\n", "a\0",
    "a\r",
    "\u{FEFF}", "\u{85}", "\u{2028}é: ", "#", "---\n", "...\n", "\t", "<<: *a\n", "- &a x\n",
  ])
  func `Any text over and over is answered`(piece: String) {
    for start in ["", "a: ", "a:\n  ", "a: [", "a: \""] {
      _ = parse(start + String(repeating: piece, count: 20_000 / piece.utf8.count))
    }
  }

  @Test func `An event asked for after an error is an error again`() {
    let text = Array("a: [".utf8)
    text.withUnsafeBufferPointer { bytes in
      let events = YAMLEvents(bytes)
      var failures = 0
      for _ in 0..<20 where (try? events.next()) == nil { failures += 1 }
      #expect(failures > 10)
    }
  }
}
