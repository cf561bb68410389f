import Buffers
import Markup
import TestTools
import Testing

/// No text, however strange, stops the program or takes long.
@Suite struct RobustnessTests {
  private static let tokens = [
    "*", "_", "~", "~~", "`", "```", "[", "]", "(", ")", "![", "[^1]", "[^1]: ", "[[", "]]", "|", "|-|", "\n", "\n\n",
    "- ", "- [ ] ", "1. ",
    "> ", "# ", "    ", "\t", "<", ">", "<b>", "</b>", "<!--", "-->", "<script>", "http://", "www.", "a@b.c", "@", ":",
    "\\", "&amp;", "&#0;",
    "{#x}", "{{include: a}}", "**P**: v", "é", "日", "\u{FEFF}", "\u{0}", "\r", "\r\n", "---", "===", "a", "b ", "{",
    "}", "\"", "'", "javascript:",
    "[a]: b", "> [!NOTE]\n", "```mermaid\n", "graph TD\n", "-->", "\u{1}", "\u{2}", "\u{3}",
  ]

  private func read(_ bytes: [UInt8]) {
    for features in [MarkupOptions.Features.gitHub, .handbook, .standalone] {
      var options = MarkupOptions(
        file: "a.md", marksPlaceholders: true, isForPages: true, takesTitle: true, isMetadata: { _ in true })
      options.features = features
      let text = markupText(of: bytes, options: options)
      var html = OutputBuffer()
      text.value.render(into: &html, resolve: { _ in .page(url: "u", title: "t") }, diagram: { _, _ in })
      #expect(String(validating: html.array, as: UTF8.self) != nil)
    }
  }

  @Test(arguments: 0..<40) func `Tokens in any order`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) * 7_919)
    for _ in 0..<100 {
      read((0...random.below(30)).flatMap { _ in Array(random.any(of: Self.tokens).utf8) })
    }
  }

  @Test(arguments: 0..<20) func `Bytes in any order`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) * 104_729)
    for _ in 0..<100 { read((0..<60).map { _ in UInt8(random.below(256)) }) }
  }

  @Test(arguments: [
    "[", "*", "|", "`", "<", "![](", "> ", "- ", "_", "~", "a@", "www.", "http://", "[^", "[a](", "**a ", "<b>", "&",
    "\\", "[[", "\n", "]",
  ]) func `Much of one thing`(part: String) {
    let bytes = Array(String(repeating: part, count: 100_000 / part.utf8.count).utf8)
    _ = markupText(of: bytes, options: MarkupOptions(file: "a.md"))
  }

  @Test(arguments: [
    String(repeating: "- ", count: 50_000) + "a" + String(repeating: "\n", count: 100_000),
    String(repeating: "1.\t- ", count: 30_000) + "a" + String(repeating: "\n", count: 100_000),
    (0..<40).map { String(repeating: "  ", count: 100 * $0) + String(repeating: "- ", count: 100) + "a\n" }.joined()
      + String(repeating: "\n", count: 200_000),
    String(repeating: "![[]()", count: 40_000),
    String(repeating: "![a\n[b]()\n", count: 20_000),
  ]) func `What libcmark takes forever for is bounded`(text: String) {
    // Hours, not seconds, when it is not.
    read(Array(text.utf8))
    #expect(!commonMarkHTML(of: Array(text.utf8)).isEmpty)
  }

  @Test func `Bounds change only what is beyond them`() {
    let list = String(repeating: "- ", count: 90) + "a" + String(repeating: "\n", count: 20_000) + "end"
    #expect(commonMarkHTML(of: Array(list.utf8)).split(separator: 60).count { $0.starts(with: "li>".utf8) } == 90)
    let images = String(repeating: "![a](b.png) ", count: 2_000)
    let html = String(decoding: commonMarkHTML(of: Array(images.utf8)), as: UTF8.self)
    #expect(html.split(separator: "<img").count == 2_001)
  }

  @Test func `Tables of many columns and rows, and many footnotes`() {
    let columns = "|" + String(repeating: "a|", count: 3_000) + "\n|" + String(repeating: "-|", count: 3_000) + "\n"
    _ = markupText(
      of: Array((columns + String(repeating: "|x|\n", count: 50)).utf8), options: MarkupOptions(file: "a.md"))
    let notes = (0..<3_000).map { "a[^\($0)]\n\n[^\($0)]: note\n\n" }.joined()
    _ = markupText(of: Array(notes.utf8), options: MarkupOptions(file: "a.md"))
  }
}
