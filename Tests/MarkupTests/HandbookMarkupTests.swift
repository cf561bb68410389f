import Buffers
import Diagnostics
import Markup
import Testing

/// What handbooks add to GitHub's Markdown.
@Suite struct HandbookMarkupTests {
  private func read(_ text: String, file: String = "guide/a.md", files: [String: String] = [:]) -> Checked<MarkupText> {
    var options = MarkupOptions(
      file: file,
      include: { path in files[path].map { IncludedText(bytes: Array($0.utf8), firstLine: 5) } })
    options.features = .handbook
    return markupText(of: Array(text.utf8), options: options)
  }

  private func html(_ text: String, files: [String: String] = [:]) -> String {
    var html = OutputBuffer()
    read(text, files: files).value.render(
      into: &html, resolve: { _ in .text }, diagram: { _, output in output.append("DIAGRAM\n") })
    return String(decoding: html.array, as: UTF8.self)
  }

  // MARK: - Summary

  @Test(arguments: [
    ("See [[t]] and [[t|the task]],\n[[t#x]] and [[#Two words]].", "See t and the task, t and Two words."),
    ("A`[[x]]`[^1], *b*.\n\n[^1]: N", "A[[x]], b."), ("[a](b) [x] [[] [[", "a [x] [[] [["),
  ])
  func `The first paragraph reads as on its page`(text: String, summary: String) {
    #expect(read(text).value.summary == summary)
  }

  // MARK: - Alerts

  @Test(arguments: ["note", "Tip", "IMPORTANT", "warning", "caution"]) func `Alerts are boxes with a title`(
    kind: String
  ) {
    let text = html("> [!\(kind)]\n> Do *it*.\n>\n> - x\n")
    #expect(
      text.hasPrefix(
        "<div class=\"markdown-alert markdown-alert-\(kind.lowercased())\">\n<p class=\"markdown-alert-title\">"))
    #expect(text.hasSuffix("</p>\n<p>Do <em>it</em>.</p>\n<ul>\n<li>x</li>\n</ul>\n</div>\n"))
  }

  @Test(arguments: [
    "> [!NOPE]\n> x\n", "> [!NOTE] x\n", "> [!NOTE]\n", "> x\n> [!NOTE]\n", "- > [!NOTE]\n  > x\n",
    "> > [!NOTE]\n> > x\n",
  ])
  func `Other quotes stay quotes`(text: String) {
    #expect(html(text).contains("<blockquote>") && !html(text).contains("markdown-alert"))
  }

  // MARK: - Code

  @Test func `Code has a caption and colors`() {
    #expect(
      html("```yaml title=\"a <b>.yaml\"\nkey: 12 # c\n```\n") == """
        <figure class="code">
        <figcaption>a &lt;b&gt;.yaml</figcaption>
        <pre><code class="language-yaml"><span class="token property">key</span>: <span class="token number">12</span> <span class="token comment"># c</span>
        </code></pre>
        </figure>

        """)
    #expect(html("```\na < b\n```\n") == "<pre><code>a &lt; b\n</code></pre>\n")
    #expect(html("    a\n") == "<pre><code>a\n</code></pre>\n")
  }

  @Test(arguments: [
    "yaml", "json", "sh", "swift", "python", "js", "html", "css", "sql", "diff", "md", "unknown",
  ]) func `Coloring loses no character`(language: String) {
    let code =
      "a: \"b\" 'c' // d\n<p class=\"x\">&amp;</p> /* e */ # f\n+ g $h ${i} @media {j: 1px} -- k\n```` l \\\" \" unclosed\n'''\n"
    let text = html("`````\(language)\n\(code)`````\n")
    var plain = ""
    var isTag = false
    for character in text {
      if character == "<" {
        isTag = true
      } else if character == ">" {
        isTag = false
      } else if !isTag {
        plain.append(character)
      }
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
      plain = plain.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
    }
    #expect(plain.contains(code))
  }

  // MARK: - Includes

  @Test func `A file or a section of it is brought in, and knows its own places`() {
    let files = ["guide/b.md": "Start.\n\n## One\n\n[x](c.md)\n\n### Deeper\n\n## Two\n\nEnd.\n"]
    #expect(html("A\n\n{{include: b.md#one}}\n\nZ\n", files: files).contains("Deeper"))
    #expect(!html("{{include: b.md#one}}\n", files: files).contains("End."))
    #expect(html("{{include: b.md}}\n", files: files).contains("End."))
    let link = read("{{include: ./b.md#One}}\n", files: files).value.references.first
    #expect(link?.base == "guide/b.md")
    #expect(link?.range == SourceRange(file: "guide/b.md", line: 9, column: 1, length: 9))
  }

  @Test(arguments: [
    ("{{include: nothing.md}}", "there is no document `guide/nothing.md`"),
    ("{{include: ../../etc/passwd}}", "`../../etc/passwd` leads out of the content folder"),
    ("{{include: a.md}}", "guide/a.md includes itself"), ("{{include: loop.md}}", "guide/loop.md includes itself"),
    ("{{include: b.md#no}}", "guide/b.md has no heading `#no`"), ("{{include: }}", "an include needs a path"),
  ]) func `What cannot be included is said`(text: String, message: String) {
    let files = ["guide/b.md": "# B\n", "guide/loop.md": "{{include: loop.md}}\n"]
    let problems = read(text + "\n", files: files).diagnostics
    #expect(problems.map(\.code) == [.includeFailed])
    #expect(problems.first?.message == message)
  }

  @Test func `Files that include each other many times are bounded`() {
    var files: [String: String] = [:]
    for level in 0..<9 {
      files["guide/l\(level).md"] = String(repeating: "{{include: l\(level + 1).md}}\n\n", count: 10)
    }
    let read = read("{{include: l0.md}}\n", files: files)
    #expect(read.value.bytes.count < 2_000_000)
  }

  @Test func `A document includes at most 2 MB`() {
    let part = String(repeating: " ", count: 3 << 19)
    let problems = read("{{include: b.md}}\n\n{{include: b.md}}\n", files: ["guide/b.md": part]).diagnostics
    #expect(problems.map(\.message) == ["a document may include at most 2 MB of text"])
  }

  @Test(arguments: ["before", "Things to do", "x-1", "x", "b", "section"])
  func `A section is found by its anchor on a page of its own`(
    anchor: String
  ) {
    let files = [
      "guide/b.md": """
      # B

      | x |
      |---|
      | before |

      ## Things to do {#before}

      one before, one Things to do

      ## X

      one x

      ## X

      one x-1

      ## !!!

      one section
      """
    ]
    let text = html("{{include: b.md#\(anchor)}}\n", files: files)
    #expect(text.contains("one \(anchor)") || anchor == "b" && text.hasPrefix("<h1"), "\(text)")
    #expect(anchor == "b" || !text.contains("<h1"))
  }

  @Test func `An included section holds its tables`() {
    let files = ["guide/b.md": "# B\n\n## One\n\n| a |\n|---|\n| b |\n\nafter\n\n## Two\n"]
    let text = html("{{include: b.md#one}}\n\nrest\n", files: files)
    #expect(text.contains("<td>b</td>\n</tr>\n</tbody>\n</table>\n<p>after</p>\n<p>rest</p>"), "\(text)")
  }

  @Test(arguments: ["`{{include: b.md}}`", "x {{include: b.md}}", "    {{include: b.md}}", "{{include b.md}}"])
  func `Elsewhere the words are text`(text: String) {
    #expect(read(text + "\n").diagnostics.isEmpty)
    #expect(html(text + "\n").contains("b.md}}"))
  }

  // MARK: - Headings

  @Test(arguments: [
    ("## A  B", "a--b", "A B"), ("## ![alt](x.png) Icon", "-icon", "alt Icon"), ("## *![alt](x.png)* a", "-a", "alt a"),
    ("## ~~Old~~ new", "old-new", "Old new"), ("## a ~ b ^", "a--b-", "a ~ b ^"),
  ])
  func `Anchors count spaces and no images, and marks are no text`(heading: String, anchor: String, text: String) {
    let outline = read("x\n\n" + heading + "\n").value.outline
    #expect(outline.map(\.anchor) == [anchor] && outline.map(\.text) == [text])
  }

  @Test func `Anchors are GitHub's, unique, and may be fixed`() {
    let text = read("## A & B!\n\n## A & B!\n\n## Ünï Çode_x\n\n## Fixed {#my-id}\n\n## `code` *em*\n").value
    #expect(text.outline.map(\.anchor) == ["a--b", "a--b-1", "ünï-çode_x", "my-id", "code-em"])
    #expect(text.outline.map(\.text) == ["A & B!", "A & B!", "Ünï Çode_x", "Fixed", "code em"])
  }

  @Test(arguments: ["# a {\\#b}", "# a \\{#b}", "# a {#b\\}", "# a &#123;#b} #", "a {\\#b}\n===", "> # a {\\#b}"])
  func `With a backslash, the signs of an anchor are text`(heading: String) {
    #expect(html(heading + "\n").contains("a {#b}<"), "\(html(heading))")
    #expect(read("x\n\n" + heading).value.outline.map(\.anchor) == ["a-b"])
    let files = ["guide/b.md": heading.replacing("> ", with: "") + "\n\ninside\n"]
    #expect(html("{{include: b.md#a-b}}\n", files: files).contains("inside"))
  }

  @Test(arguments: ["# a \\\\{#b}", "# a {#b} #", "a {#b}\n===", "# {x} {#b\\_c}", "# a {#b}\\"])
  func `Other backslashes leave an anchor what it is`(heading: String) {
    #expect(read("x\n\n" + heading).value.outline.map(\.anchor).first?.hasPrefix("b") == !heading.hasSuffix("}\\"))
  }

  @Test func `A heading without letters has an anchor too`() {
    let outline = read("## !!!\n\n## ???\n\n## Section\n").value.outline
    #expect(outline.map(\.anchor) == ["section", "section-1", "section-2"])
  }

  // MARK: - Footnotes

  @Test func `Footnotes of included texts go on counting, and all ids are different`() {
    let files = ["guide/b.md": "x[^1] y[^1]\n\n[^1]: inner\n"]
    let text = "outer[^1]\n\n## Fn 1\n\n{{include: b.md}}\n\n{{include: b.md}}\n\n[^1]: outer note\n"
    let page = html(text, files: files)
    let ids = page.split(separator: " id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    #expect(ids.prefix(4) == ["fnref-1", "fn-1-1", "fnref-1-1", "fnref-1-2"])
    #expect(read(text, files: files).value.otherAnchors == ["fn-1-2", "fn-1-3", "fn-1"])
    for number in 1...3 { #expect(page.contains("data-footnote-ref>\(number)</a>")) }
    #expect(page.contains("<ol>\n<li id=\"fn-1\">"))
    #expect(page.contains("<ol start=\"2\">\n<li id=\"fn-1-2\">"))
    for id in ids where id.hasPrefix("fn") { #expect(id == "fn-1-1" || page.contains("href=\"#\(id)\"")) }
  }

  @Test(arguments: [
    "> [!NOTE]\n> quoted[^1]\n>\n> [^1]: the note\n", ">[^1]: the note\n\nx[^1]\n", "> > [^1]: the note\n\nx[^1]\n",
    "> - a[^1]\n>\n>   [^1]: the note\n", "- > a[^1]\n  >\n  > [^1]: the\n  >     note\n",
  ]) func `A footnote in a quote is none of its text`(text: String) {
    let parts = html(text).split(separator: "<section")
    #expect(parts.count == 2 && !parts[0].contains("note</p>") && !parts[0].contains("the"), "\(html(text))")
    #expect(parts.last?.contains("<li id=\"fn-1\">\n<p>the") == true, "\(html(text))")
  }

  // MARK: - Bare URLs

  @Test(arguments: [
    ("see \\[https://e.org/x\\] now", true), ("see \\[https://e.org/x now", true),
    ("see \\[a\\] https://e.org/x now", true),
    ("see [a https://e.org/x] now", false), ("see [a \\] https://e.org/x] now", false),
  ]) func `Only a bracket that is none by itself keeps a URL from being one`(text: String, isLink: Bool) {
    #expect(html(text + "\n").contains("<a href=\"https://e.org/x\">") == isLink, "\(html(text))")
  }
}
