import Buffers
import Diagnostics
import Testing

@testable import Markup

@Suite struct SlotTests {
  @Test func `Slots are read as they were placed`() {
    let slots: [MarkupText.Slot] = [
      .open(0), .close(1), .text(2), .source(70_000), .diagram(3), .picture(4), .anchor(5), .box(isTicked: true),
      .box(isTicked: false),
    ]
    for (number, slot) in slots.enumerated() {
      let placed = MarkupText.PlacedSlot(offset: number * 100_000_000, slot: slot)
      #expect(placed.slot == slot && placed.offset == number * 100_000_000)
    }
  }

  @Test func `Links to headings and boxes of tasks are written when a page is`() {
    let text = markupText(
      of: Array("# Title\n\n## A & \"c\"\n\n- [x] done\n- [ ] open\n".utf8),
      options: MarkupOptions(file: "a.md", isForPages: true)
    ).value
    #expect(!String(decoding: text.bytes, as: UTF8.self).contains("checkbox"))
    var html = OutputBuffer()
    text.render(into: &html, resolve: { _ in .text }, diagram: { _, _ in })
    let page = String(decoding: html.array, as: UTF8.self)
    #expect(page.contains("<li><input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"Done\" /> done</li>"))
    #expect(page.contains("<li><input type=\"checkbox\" disabled=\"\" aria-label=\"Done\" /> open</li>"))
    #expect(
      page.contains(
        "<a class=\"anchor\" href=\"#a--c\" aria-label=\"Link to this section: A &amp; &quot;c&quot;\"></a></h3>"
      ))
  }

  @Test func `A page has one heading of level 1, and the outline tells what was written`() {
    let text = markupText(
      of: Array("# Title\n\n# Second\n\n## Third\n".utf8),
      options: MarkupOptions(file: "a.md", isForPages: true, takesTitle: true)
    ).value
    #expect(text.outline.map(\.level) == [1, 2])
    var html = OutputBuffer()
    text.render(into: &html, resolve: { _ in .text }, diagram: { _, _ in })
    let page = String(decoding: html.array, as: UTF8.self)
    #expect(page.contains("<h2 id=\"second\">Second") && page.contains("</h2>\n<h3 id=\"third\">"))
    #expect(!page.contains("h1"))
  }

  @Test func `A link without words shows the title of its page, or its address`() {
    let source = "[](a.md) [ ](a.md) [](https://e.org/?a&b) [![](i.png)](a.md) [w](https://e.org)"
    let text = markupText(of: Array(source.utf8), options: MarkupOptions(file: "a.md", isForPages: true)).value
    var html = OutputBuffer()
    text.render(
      into: &html, resolve: { .page(url: $0 == 2 ? "p/" : "q/", title: "A & B") }, diagram: { _, _ in })
    let page = String(decoding: html.array, as: UTF8.self)
    #expect(page.contains("<p><a href=\"q/\">A &amp; B</a> <a href=\"q/\">A &amp; B </a> "))
    #expect(page.contains("<a class=\"address\" href=\"https://e.org/?a&amp;b\">https://e.org/?a&amp;b</a>"))
    #expect(page.contains("<a href=\"p/\"><img src=") && page.contains("<a href=\"https://e.org\">w</a>"))
  }

  @Test(arguments: ["https://e.org/x_(y)", "<https://e.org/x>", "www.e.org", "me@e.org"])
  func `What shows its address is told from other links`(text: String) {
    let text = markupText(of: Array(text.utf8), options: MarkupOptions(file: "a.md", isForPages: true)).value
    #expect(String(decoding: text.bytes, as: UTF8.self).hasPrefix("<p><a class=\"address\" href=\""))
  }

  @Test func `An image without a file is marked, and its address is not empty`() {
    let source =
      "![a](no.png \"t\")\n\n![b]()\n\n![c](javascript:x)\n\n<img src=\"no.png\" alt=\"d\">\n\n"
      + "<img src=\"javascript:x\" alt=\"e\">\n"
    let text = markupText(of: Array(source.utf8), options: MarkupOptions(file: "a.md", isForPages: true)).value
    var html = OutputBuffer()
    text.render(into: &html, resolve: { _ in .missing(explanation: "") }, diagram: { _, _ in })
    let page = String(decoding: html.array, as: UTF8.self)
    for image in [
      "<img src=\"data:,\" class=\"missing\" alt=\"a\" title=\"t\" />",
      "<img src=\"data:,\" class=\"missing\" alt=\"b\" />",
      "<img src=\"data:,\" alt=\"c\" />", "<img src=\"data:,\" class=\"missing\" alt=\"d\">",
      "<img src=\"data:,\" alt=\"e\">",
    ] { #expect(page.contains(image), "\(image)") }
  }

  @Test func `Places of any size fit, and what does not is the last that does`() {
    let far = SourcePosition(line: .max, column: 70_000)
    #expect(far.line == Int(UInt32.max) && far.column == 70_000)
    #expect(SourcePosition(line: 2, column: 9) < SourcePosition(line: 3, column: 1))
    #expect(SourcePosition(line: 2, column: 1) < SourcePosition(line: 2, column: 2))
  }
}
