import Diagnostics
import TestTools
import Testing

@testable import Handbook

/// The quick reader of plain front matter gives what libyaml gives, or nothing.
@Suite struct PlainYAMLTests {
  private func plain(_ text: String) -> [YAMLEntry]? {
    PlainYAML.entries(of: Array(text.utf8)[...], file: "a.md", firstLine: 2)
  }

  private func any(_ text: String) -> Checked<[YAMLEntry]> {
    parseAnyYAML(Array(text.utf8)[...], file: "a.md", firstLine: 2, problem: .invalidFrontMatter)
  }

  /// Everything in some entries: texts, places, and what is nothing.
  private func dump(_ entries: [YAMLEntry]) -> String {
    entries.map { "\($0.key.value)@\(place($0.key.range)) \(dump($0.value))" }.joined(separator: "\n")
  }

  private func dump(_ value: YAMLValue) -> String {
    switch value {
    case .text(let text): "<\(text.value)>@\(place(text.range))"
    case .empty(let range): "nothing@\(place(range))"
    case .list(let items, let range): "[\(items.map(dump).joined(separator: ", "))]@\(place(range))"
    case .mapping(let entries, let range): "{\(dump(entries))}@\(place(range))"
    }
  }

  private func place(_ range: SourceRange) -> String {
    "\(range.file):\(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
  }

  @Test(arguments: [
    "type: task\nid: a-1\ntitle: A long title, with (brackets) and a/b\n",
    "tags: [a, b c, d.e]\nnone: []\nempty:\nlast: x",
    "list:\n  - one\n  - \"two: 2\"\n\n  # a comment\n  - three # or more\nother:\n- a: b\n- c d: \"e\"\n",
    "a: \"\"\nb: null\nc: [null, x]\nd:   spaced   # baton-disable x\ne:  \n",
    "name: Größe → 3\nlist:\n- é: ü\n- (x)\n",
  ])
  func `Plain front matter is read without libyaml, and alike`(text: String) throws {
    #expect(dump(try #require(plain(text))) == dump(any(text).value))
    #expect(any(text).diagnostics.isEmpty)
  }

  @Test(arguments: [
    "", "# nothing\n", "a", "a:b\n", "a: b: c\n", "a: 'b'\n", "a: \"b\\n\"\n", "a: |\n  b\n", "a: b\n  c\n",
    "a: &x b\n",
    "a: *x\n", "a: !t b\n", "- a\n", "  a: b\n", "a: [b\n", "a: [b, ]\n", "a: [b: c]\n", "a: {b: c}\n", "a: b\na: c\n",
    "a: b\r\n", "a:\tb\n", "a:\n  b: c\n", "a:\n  - b\n   - c\n", "a:\n  - b: c\n    d: e\n", "a: \u{2028}b\n",
    "a: \u{85}\n",
    "null: a\n", "a: \"b\" c\n", "a: -b\n", "a: b\n- c\n", "a: b\n---\nc: d\n", "a:\n-\n- b\n", "a: b\u{FEFF}\n",
    "a:\n  - - b\n",
  ])
  func `All else is left to libyaml`(text: String) {
    #expect(plain(text) == nil)
  }

  @Test func `What is read without libyaml is read alike, whatever it is`() {
    let lines = [
      "a: b", "key: some text", "b-c: x, y", "d:", "e: \"quoted, text\"", "f: [x, y z]", "g: []", "  - one",
      "  - two: 2",
      "- three", "- \"four\"", "- five: \"5\"", "# comment", "", "  ", "h: null", "i: 3 # three", "j: http://a.b/c#d",
    ]
    let parts = [
      "a", " ", "  ", ":", ": ", " :", "-", "- ", "\n", "\n  ", "\n- ", "[", "]", ",", ", ", "\"", "\\", "#", " # ",
      "é", "→",
      "\u{2028}", "\u{85}", "\u{FEFF}", "\u{A0}", "&", "*", "'", "(", "...", "\n---\n", "\n...\n", "|", ">", "%", "~",
      "null",
      "\t", "\r", "\n\n", "?", "? ", "!", "{", "}", "=", "<<", "@", "`", "😀",
    ]
    var random = SeededRandom(seed: 42)
    var read = 0
    for _ in 0..<PlainYAMLTests.rounds {
      var text = (0...random.below(6)).map { _ in random.any(of: lines) + "\n" }.joined()
      for _ in 0..<random.below(3) {
        let index = text.unicodeScalars.index(text.startIndex, offsetBy: random.below(text.unicodeScalars.count + 1))
        text.unicodeScalars.insert(contentsOf: random.any(of: parts).unicodeScalars, at: index)
      }
      guard let entries = plain(text) else { continue }
      read += 1
      let expected = any(text)
      #expect(dump(entries) == dump(expected.value), "\(text.debugDescription)")
      #expect(expected.diagnostics.isEmpty, "\(text.debugDescription)")
    }
    #expect(read > PlainYAMLTests.rounds / 20)
  }

  private static let rounds = 3_000
}
