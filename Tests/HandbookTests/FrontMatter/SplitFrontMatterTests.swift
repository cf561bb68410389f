import Testing

@testable import Handbook

@Suite struct SplitFrontMatterTests {
  @Test(arguments: [
    ("---\na: b\n---\ntext\n", "a: b\n", "text\n", 4),
    ("\u{FEFF}---\r\na: b\r\n---\r\ntext", "a: b\r\n", "text", 4),
    ("---\n---\n", "", "", 3), ("---\r---\r", "", "", 3), ("---\r---", "", "", 3),
    ("---\ra: b\r---\r\rtext", "a: b\r", "\rtext", 4), ("---\ra: b\r\n---  \rtext", "a: b\r\n", "text", 4),
    ("---\r\na: b\rc: d\n...\ntext\r---\r", "a: b\rc: d\n", "text\r---\r", 5),
    ("---  \na: b\n--- \nx", "a: b\n", "x", 4),
  ])
  func `Front matter stands between the dashes`(text: String, front: String, body: String, line: Int) {
    let split = SplitSource(Array(text.utf8))
    #expect(split.frontMatter.map { String(decoding: $0, as: UTF8.self) } == front)
    #expect(String(decoding: split.body, as: UTF8.self) == body)
    #expect(split.bodyLine == line)
  }

  @Test(arguments: ["text\n---\na: b\n---\n", " ---\na: b\n---\n", "----\na\n----\n", "--- a\r---\r", ""])
  func `Elsewhere dashes are text`(text: String) {
    let split = SplitSource(Array(text.utf8))
    #expect(split.frontMatter == nil)
    #expect(!split.isUnclosed)
    #expect(String(decoding: split.body, as: UTF8.self) == text)
  }

  @Test(arguments: [
    "---\n\n# Retrospective\n\nWhat went well: the release.\nNote: x\n\n---\n\n## Actions\n",
    "---\n\nWe deploy every Tuesday, and only then.\n\n---\n", "---\nMeeting notes\n---\n", "---\r\rText\r---\r",
    "---\nSee [x](https://e.org) and so on, and this: here.\n---\n",
  ])
  func `Text between two rules is text`(text: String) {
    let split = SplitSource(Array(text.utf8))
    #expect(split.hasTextBetweenRules && split.frontMatter == nil && split.bodyLine == 1)
    #expect(split.body.count == text.utf8.count)
  }

  @Test(arguments: [
    "title Deploy\ntags: x\n", "\n# Comment\ntitle: x\n", "title: [\n", "# only a comment\n", "{title: x}\n",
    "? title\n: x\n",
    "  title: x\n", "\"title\": x\n", "Last updated: 2024\n", "\n", "- x\ntitle: y\n", "title:\n- a\n",
    "- a: b\n- c\n", "ha\n", "title:x\n", "title:two words\n",
  ])
  func `Front matter with a mistake is front matter`(front: String) {
    #expect(SplitSource(Array("---\n\(front)---\ntext\n".utf8)).frontMatter?.count == front.utf8.count)
  }

  @Test func `Front matter that never ends is text`() {
    let split = SplitSource(Array("---\na: b\n".utf8))
    #expect(split.isUnclosed)
    #expect(split.frontMatter == nil)
    #expect(split.body.count == 9)
  }
}
