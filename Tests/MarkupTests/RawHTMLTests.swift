import Buffers
import Diagnostics
import Markup
import Testing

@Suite struct RawHTMLTests {
  private func read(_ text: String) -> (html: String, problems: [String]) {
    let read = standaloneHTML(of: Array(text.utf8), file: "a.md")
    return (
      String(decoding: read.value, as: UTF8.self),
      read.diagnostics.map { "\($0.range?.start.line ?? 0):\($0.range?.start.column ?? 0) \($0.code.rawValue)" }
    )
  }

  @Test(arguments: [
    "<details>\n<summary>s</summary>\n\nx\n\n</details>\n", "a <kbd>b</kbd> <sub>c</sub> <sup>d</sup> <mark>e</mark>\n",
    "<abbr title=\"t\">x</abbr>\n", "a<br>b\n",
  ]) func `What handbooks use passes`(text: String) {
    #expect(read(text).problems.isEmpty)
    #expect(read(text).html.contains("</") || read(text).html.contains("<br"))
  }

  @Test(arguments: [
    "<script>x()</script>", "<iframe srcdoc='<script>x()</script>'></iframe>",
    "<style>@import 'javascript:x()'</style>",
    "<img src=x onerror=x()>", "<a href=\"javascript:x()\">y</a>", "<svg onload=x()>", "<base href=//e>",
    "<b onclick=x()>y</b>",
  ]) func `What can run a script does not, and is noted with its place`(text: String) {
    let result = read("Text \(text)\n")
    #expect(!result.problems.isEmpty)
    #expect(result.problems.allSatisfy { $0.hasPrefix("1:") })
    for part in ["<script", "<iframe", "<style", "<svg", "<base", "onerror", "onclick", "href=\"javascript"] {
      #expect(!result.html.contains(part), "\(result.html)")
    }
  }

  @Test(arguments: [
    "<img alt=x\u{0B}title=\" src=x onerror=x() \">", "<img alt=x\u{0B}title=' src=x onerror=x() '>",
    "<b title=x\u{0B}lang=\"  style=position:fixed onclick=x() \">y</b>", "<b\u{0B}title=\" onclick=x() \">y</b>",
    "<b title\u{0B}=\" onclick=x() \">y</b>", "<b title=\u{0B}\" onclick=x() \">y</b>",
    "<b title=\"y\"\u{0B}lang=\" onclick=x() \">y</b>", "<b title=\u{1}\" onclick=x() \">y</b>",
    "<div title=x\u{0B}lang=\"  style=position:fixed onclick=x() \">", "<b title=x\u{7F}lang=\" onclick=x() \">y</b>",
  ]) func `What browsers do not take for white space ends no value`(text: String) {
    #expect(read(text + "\n").html.contains("&lt;"), "\(read(text).html)")
    for part in ["<img", "<b", "<div"] { #expect(!read(text + "\n").html.contains(part), "\(read(text).html)") }
  }

  @Test func `Attributes are written anew, each once`() {
    #expect(
      read("<b\ttitle='\"a\" &amp; <i>' lang=en\n  TITLE=z>y</b>\n").html
        == "<p><b title=\"&quot;a&quot; &amp; &lt;i&gt;\" lang=\"en\">y</b></p>\n")
    #expect(read("<b title=y title=z>y</b>\n").problems == ["1:12 html-removed"])
    #expect(read("<details open>\n\n<br  />\n").html == "<details open>\n<br  />\n")
  }
}

/// How raw HTML stands on a page: as browsers build it, so that no author changes what is around it.
@Suite struct RawHTMLNestingTests {
  private func read(_ text: String) -> (html: String, problems: [String]) {
    let read = markupText(of: Array(text.utf8), options: MarkupOptions(file: "a.md"))
    var html = OutputBuffer()
    read.value.render(
      into: &html, resolve: { .page(url: read.value.references[$0].target, title: "") }, diagram: { _, _ in })
    return (String(decoding: html.array, as: UTF8.self), read.diagnostics.map(\.message))
  }

  @Test(arguments: [
    // A link or emphasis that begins before a cell and ends in it goes on for browsers to the end of the page.
    ("<table><a href=\"https://e.org/\"><tr><td>x</table>", "<table><tr><td>x</td></tr></table>"),
    ("<table><b><caption>x", "<table><caption>x\n</caption></table>"),
    ("<table><tr><i>a</i><td><i>b</table>", "<table><tr>a<td><i>b</i></td></tr></table>"),
    ("p <table>*a <tr><td>b*</table>", "<p>p <table><em>a b</em></table></p>"),
    (
      "p [a <table><tr><td>b](https://e.org/)</table>",
      "<p>p <a href=\"https://e.org/\">a <table><tr><td>b</td></tr></table></a></p>"
    ),
    // Browsers end only eight elements between the two ends of a link.
    ("[a <span><div>b](https://e.org/) c</div>", "<p><a href=\"https://e.org/\">a <span><div>b</div></span></a> c</p>"),
    ("<b>*a</b> b*", "<p><b><em>a b</em></b></p>"),
    // Browsers end the first item, and the div with it, so its end tag would end one of the page.
    ("<ul><li><div><li>x</li></div></li></ul>", "<ul><li><div></div></li><li>x</li></ul>"),
    ("<dl><dd><div><p><dt>x</div></dl>", "<dl><dd><div><p></p></div></dd><dt>x</dt></dl>"),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("- a <div><li>b</div>", "<ul>\n<li>a <div>b</div></li>\n</ul>"),
    ("<h1><div><h2><h3>x</h3></h2></div></h1>", "<h1><div>x</div></h1>"),
    (
      "<dl><dd><div><ruby><dl><dd><rt>x</rt></dd></dl></ruby></div></dd></dl>",
      "<dl><dd><div><ruby><dl><dd>x</dd></dl></ruby></div></dd></dl>"
    ),
    ("p <ruby>a<rp>(<rt>b<rp>)</ruby>", "<p>p <ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby></p>"),
    // A table in a table's frame ends that.
    (
      "<table><tr><td><div><table><table></table></table></div></table>",
      "<table><tr><td><div><table></table></div></td></tr></table>"
    ),
    ("<table>\n\n| a |\n|---|", "<table>\n</table>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>"),
    (
      "<table>\n<tr>\n<td>\n\n*a*\n\n</td>\n<td>b\n</tr>\n</table>",
      "<table>\n<tr>\n<td>\n<p><em>a</em></p>\n</td>\n<td>b\n</td></tr>\n</table>"
    ),
    ("<td>x</td>", "x"), ("p <col><tr>x", "<p>p x</p>"),
    (
      "<table><colgroup><col><col></colgroup><tr><th>x</table>",
      "<table><colgroup><col><col></colgroup><tr><th>x</th></tr></table>"
    ),
    // Links hold no links.
    ("<a href=\"a.md\">x <a href=\"b.md\">y</a> z</a>", "<p><a href=\"a.md\">x y z</a></p>"),
    ("p [m <a href=\"https://c\">n</a> o](https://d)", "<p>p <a href=\"https://d\">m n o</a></p>"),
    ("p <a href=\"a.md\"/>x", "<p>p <a href=\"a.md\"></a>x</p>"),
  ]) func `What browsers would end is ended, and what would stand elsewhere is removed`(text: String, html: String) {
    #expect(
      read(text + "\n").html.trimmingNewlines == html.trimmingNewlines, "\(read(text).problems)")
  }

  @Test func `What is removed is said`() {
    #expect(read("<table><b>\n").problems == ["it stands in a table, but in no cell, so `<b>` was removed"])
    #expect(read("<td>x</td>\n").problems == ["it stands in no table, so `<td>` was removed"])
    #expect(read("<li>x</li>\n").problems == ["it stands in no list, so `<li>` was removed"])
    #expect(
      read("<a href=\"a.md\">x <a href=\"b.md\">y</a></a>\n").problems
        == ["a link must not stand in a link, so `<a>` was removed"])
    #expect(read("<table><tr><td>a<td>b<tr><td>c</table>\n\n<ul><li>a<li>b</ul>\n").problems.isEmpty)
  }
}

extension String {
  fileprivate var trimmingNewlines: Substring {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
