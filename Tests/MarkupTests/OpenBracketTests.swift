import Buffers
import Diagnostics
import Markup
import Testing

/// Placeholders, `[[id]]` and titles whose words are more than one text.
@Suite struct OpenBracketTests {
  private func read(_ text: String, takesTitle: Bool = false) -> MarkupText {
    let options = MarkupOptions(file: "a.md", marksPlaceholders: true, isForPages: true, takesTitle: takesTitle)
    return markupText(of: Array(text.utf8), options: options).value
  }

  private func html(_ text: MarkupText, title: Bool = false) -> String {
    var html = OutputBuffer()
    let resolve = { (index: Int) in ResolvedReference.page(url: text.references[index].target, title: "T") }
    if title {
      text.renderTitle(into: &html, resolve: resolve)
    } else {
      text.render(into: &html, resolve: resolve, diagram: { _, _ in })
    }
    return String(decoding: html.array, as: UTF8.self)
  }

  @Test(arguments: [
    ("[reason why\nit is]", "[reason why\nit is]", "reason why it is"),
    ("[Name of the **team**]", "[Name of the <strong>team</strong>]", "Name of the team"),
    ("[the `id[0]`]", "[the <code>id[0]</code>]", "the id[0]"), ("[*All*]", "[<em>All</em>]", "All"),
  ])
  func `Placeholders may wrap and hold markup`(source: String, written: String, name: String) {
    let text = read("See \(source), x.\n")
    #expect(html(text) == "<p>See <span class=\"placeholder\">\(written)</span>, x.</p>\n")
    #expect(text.placeholders.map(\.value) == [name])
  }

  @Test(arguments: [
    "a [b *c] d*\n", "a [b\n", "[b ![i](u)]\n", "[b\n\nc]\n", "[^b *c*]\n", "a \\[b *c*]\n", "[a ~~b\nc] d~~\n",
  ])
  func `Other brackets are text`(source: String) {
    #expect(read(source).placeholders.isEmpty)
  }

  @Test(arguments: [
    ("[[t|Use `x`]]", "<a href=\"t\">Use <code>x</code></a>"),
    ("[[t|the **way**\non]]", "<a href=\"t\">the <strong>way</strong>\non</a>"),
    ("[[t#`code` *em*]]", "<a href=\"t\">T</a>"), ("[[t|]]", "<a href=\"t\">T</a>"),
    ("[[t| ]]", "<a href=\"t\">T</a>"), ("[[t]]", "<a href=\"t\">T</a>"),
  ])
  func `Links by id may hold markup, and win over definitions`(source: String, written: String) {
    let text = read("See \(source), x.\n\n[t]: https://e.org\n")
    #expect(html(text) == "<p>See \(written), x.</p>\n")
    #expect(text.references.map(\.target) == ["t"])
  }

  @Test func `What a link by id leads to is the text of its heading`() {
    #expect(read("[[t#`code` *em*]]").references.map(\.fragment) == ["code em"])
  }

  @Test func `Nothing is a link within a link by id`() {
    #expect(html(read("[[t|a *https://e.org* `b`]] `c`")).components(of: "<a ") == 2)
  }

  @Test(arguments: ["prüf-liste", "審査", "_x", "my task.md", "tasks/sub/index", "a.b_c-1"])
  func `Code may be an id of any script`(code: String) {
    #expect(read("`\(code)`").references.count == 1)
  }

  @Test(arguments: [
    "git commit -m", "a  b", "x()", "a = b", "/usr/bin", "cd ../x", "-x", ".env", "a //b", "a/", "one\ntwo",
  ])
  func `Other code is code`(code: String) {
    #expect(read("`\(code)`").references.isEmpty)
  }

  @Test func `The words of a title hold what other headings do`() {
    let text = read(
      "# Task: Run `all` [on](b.md) ![i](c.png) *now* ~~old~~ [Name][^1] {#x}\n\n**A**: b\n\n[^1]: Note\n",
      takesTitle: true)
    #expect(
      html(text, title: true) == """
        Task: Run <a href="all" title="T"><code>all</code></a> <a href="b.md">on</a> <img src="c.png" alt="i" /> <em>now</em> \
        <del>old</del> <span class="placeholder">[Name]</span><sup class="footnote-ref"><a href="#fn-1" id="fnref-1" \
        data-footnote-ref>1</a></sup>
        """)
    #expect(text.title?.text == "Task: Run all on i now old [Name]")
    #expect(text.title?.anchor == "x")
    #expect(html(text).contains("href=\"#fnref-1\""))
    #expect(!read("# A & \"b\"\n", takesTitle: true).hasTitleMarkup)
  }

  @Test func `Headings keep their order below more than one of level 1`() {
    let text = html(read("# A\n\nx\n\n# B\n\n## C\n\n###### D\n\n<h1>E</h1>\n", takesTitle: true))
    for tag in ["<h2 id=\"b\"", "<h3 id=\"c\"", "<h6 id=\"d\"", "<h2>E</h2>"] { #expect(text.contains(tag)) }
    #expect(html(read("# A\n\n## C\n", takesTitle: true)).contains("<h2 id=\"c\""))
    // The cells of tables are headings in libcmark's tree.
    let table = "| a | b |\n|---|---|\n| c | d |\n"
    #expect(html(read("# A\n\n\(table)\n## C\n", takesTitle: true)).contains("<h2 id=\"c\""))
    #expect(html(read("# A\n\n\(table)\n# B\n\n## C\n", takesTitle: true)).contains("<h3 id=\"c\""))
  }

  @Test func `Trusted HTML leads where it says, and is else unchanged`() {
    let source =
      "<a class=x href='t.md#y' id=z>t</a> <IMG alt='p' SRC=i.png> <a href=\"https://e.org\">e</a> <a href=#q>q</a>\n"
      + "\n<!-- <a href=\"n.md\"> -->\n\n<script>\"<a href='n.md'>\"</script>\n"
    let text = markupText(of: Array(source.utf8), options: MarkupOptions(file: "a.md", rawHTML: .trusted)).value
    var html = OutputBuffer()
    text.render(
      into: &html, resolve: { .page(url: "../" + text.references[$0].target, title: "") }, diagram: { _, _ in })
    #expect(
      String(decoding: html.array, as: UTF8.self) == """
        <p><a class=x href="../t.md" id=z>t</a> <IMG alt='p' SRC="../i.png"> <a href="https://e.org">e</a> <a href="../">q</a></p>
        <!-- <a href="n.md"> -->
        <script>"<a href='n.md'>"</script>

        """)
    #expect(text.references.map(\.target) == ["t.md", "i.png", ""])
    #expect(text.references.map(\.range.start.column) == [18, 54, 99])
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
