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
}
