import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct PageTests {
  private func page(_ path: String, of text: String, theme: [String: [UInt8]] = [:]) -> String {
    let book = handbook(text).value
    let theme = Theme.load(overrides: theme).value
    let plan = sitePlan(of: book, theme: theme).value
    let renderer = PageRenderer(handbook: book, plan: plan, theme: theme)
    guard let route = plan.routes.first(where: { $0.path == path }) else { return "no page" }
    return String(decoding: renderer.render(route).bytes, as: UTF8.self)
  }

  private let book = """
    -- baton.yml --
    title: Us & them
    base_url: https://example.org/x/
    repository: https://example.org/edit/
    footer: By *us*
    phases: [Plan, Do]
    -- index.md --
    Welcome [in](tasks/t.md).
    -- personas/a.md --
    ---
    title: The <b>Boss</b>
    ---
    # Ann
    -- tasks/t.md --
    # Task: Dig

    **Persona**: Ann (mostly) / Bob
    **Phase**: Plan → Do
    **Prerequisites**: a spade, a map
    **Depth**: 2 m

    ## One

    Text, `a` and [[a]]. ![p](../p.png)

    ## Two
    -- p.png --
    x
    """

  @Test func `Values of labels keep their links on the page, and are text where a theme asks for that`() {
    let text =
      "-- tasks/t.md --\n# T\n\n**Persona**: a\n**Prerequisites**: [one](../x.md), [two](https://x.org/), `a` < b\n**Own**: *x* & y\n-- x.md --\n# X\n"
    let page = page("tasks/t/", of: text)
    for shown in [
      "<dd class=\"item\"><a href=\"../../x/\">one</a></dd>",
      "<dd class=\"item\"><a href=\"https://x.org/\">two</a></dd>",
      "<dd class=\"item\"><code>a</code> &lt; b</dd>", "<dd><em>x</em> &amp; y</dd>",
    ] {
      #expect(page.contains(shown), "\(shown)")
    }
    let theme = [
      "templates/task.mustache": Array(
        "{{#page.prerequisites}}{{#items}}<p>{{.}}</p>{{/items}}{{/page.prerequisites}}".utf8)
    ]
    #expect(self.page("tasks/t/", of: text, theme: theme).contains("<p>one</p><p>two</p><p>a &lt; b</p>"))
  }

  @Test func `A task shows its fields, text and contents`() {
    let page = page("tasks/t/", of: book)
    for text in [
      "<title>Dig · Us &amp; them</title>", "<link rel=\"canonical\" href=\"https://example.org/x/tasks/t/\">",
      "href=\"https://example.org/edit/tasks/t.md\"", "<h1 id=\"task-dig\">Dig</h1>", "Plan → Do", "a spade", "a map",
      "Depth", "2 m",
      "(mostly)", "Bob <span class=\"flag\">missing</span>", "<a href=\"#one\">One</a>", "src=\"../../p.png\"",
      "<a href=\"../../personas/a/\" title=\"Ann\"><code>a</code></a>", "By <em>us</em>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    let persona = self.page("personas/a/", of: book)
    #expect(persona.contains("The &lt;b&gt;Boss&lt;/b&gt;") && !persona.contains("<b>Boss</b>"))
  }

  private let titled = """
    -- baton.yml --
    title: Acme
    -- index.md --
    # Welcome to *us*
    -- personas/a.md --
    ---
    title: Boss
    ---
    # Head - The Real `b`
    -- personas/b.md --
    # **Dev** - The [Builder](a.md)[^1]

    [^1]: Note
    -- personas/c.md --
    ---
    title: Tester
    ---
    # QA - Tester
    -- tasks/t.md --
    ---
    title: Deploy
    ---
    # Task: How to & why
    -- tasks/u.md --
    ---
    title: run it
    ---
    # Task: Run *it*
    -- tasks/index.md --
    ---
    title: Work
    ---
    # All tasks
    """

  @Test(arguments: [
    ("", "<h1 id=\"welcome-to-us\">Acme</h1>\n<p class=\"subtitle\">Welcome to <em>us</em></p>\n</header>"),
    (
      "personas/a/",
      """
      <h1 id="head---the-real-b">Head</h1>
      <p class="subtitle">Boss</p>
      <p class="subtitle">The Real <a href="../../personas/b/" title="Dev"><code>b</code></a></p>
      """
    ),
    (
      "personas/b/",
      """
      <h1 id="dev---the-builder1"><strong>Dev</strong></h1>
      <p class="subtitle">The <a href="../../personas/a/">Builder</a><sup class="footnote-ref">
      """
    ),
    ("personas/c/", "<h1 id=\"qa---tester\">QA</h1>\n<p class=\"subtitle\">Tester</p>\n</header>"),
    ("tasks/t/", "<h1 id=\"task-how-to--why\">Deploy</h1>\n<p class=\"subtitle\">How to &amp; why</p>\n</header>"),
    ("tasks/u/", "<h1 id=\"task-run-it\">Run <em>it</em></h1>\n</header>"),
    ("tasks/", "<h1 id=\"all-tasks\">Work</h1>\n<p class=\"subtitle\">All tasks</p>\n"),
  ])
  func `The words of the heading are on the page, whatever its title`(path: String, text: String) {
    let page = page(path, of: titled)
    #expect(page.contains(text), "\(page)")
  }

  @Test func `Home has the introduction, the team, the phases and the counts`() {
    let page = page("", of: book)
    for text in ["Welcome <a href=\"./tasks/t/\">in</a>", "The team", "./personas/a/", "<h3>Plan</h3>", "Tasks"] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func `The navigation leads to documents, files and addresses`() {
    let page = page(
      "personas/a/",
      of: """
        -- baton.yml --
        logo: ./p.png
        navigation: [./tasks/t.md, /files/plan.pdf, Call: files/../files/plan.pdf, HTTPS://X.org, Write: "mailto:a@b.c"]
        -- personas/a.md --
        # A
        -- tasks/t.md --
        # Dig
        -- files/plan.pdf --
        x
        -- p.png --
        x
        """)
    for text in [
      "<a href=\"../../tasks/t/\">Dig</a>", "<a href=\"../../files/plan.pdf\">plan.pdf</a>",
      "<a href=\"../../files/plan.pdf\">Call</a>", "<a href=\"HTTPS://X.org\">HTTPS://X.org</a>",
      "<a href=\"mailto:a@b.c\">Write</a>", "src=\"../../p.png\"",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func `The page for missing pages needs no other file, and begins its links at the site's path`() {
    let page = page("404.html", of: book)
    #expect(
      page.contains("href=\"/x/tasks/\"") && page.contains("<style>") && !page.contains("<link rel=\"stylesheet\""))
    #expect(self.page("404.html", of: "-- a.md --\n# A\n").contains("href=\"./\""))
  }

  @Test func `No heading has an id of the frame or of a picture`() {
    let names = [
      "Main", "Map t", "Lanes d", "Group 1", "Diagram t", "Picture 1 t", "Text diagram 1 t", "Section handoffs",
      "Section tasks", "Section backlinks", "Section team", "Section map", "Section phases", "Section pages",
    ]
    let text =
      "{{diagram: map}}\n\n{{diagram: map}}\n\n```mermaid\ngraph TD\nx --> y\n```\n\n"
      + names.map { "## \($0)\n\n" }.joined()
    let files = ["index.md", "tasks/index.md", "tasks/t.md", "personas/a.md", "notes/index.md"]
    let book =
      files.map { "-- \($0) --\n# A\n\n**Persona**: b\n**Phase**: Plan\n\n\(text)" }.joined()
        + """
        -- baton.yml --
        phases: [Plan, Do]
        -- tasks/u.md --
        # U
        -- personas/b.md --
        ---
        hands_off_to: [a]
        ---
        # B

        [[t]] [[index]]
        """
    for path in ["", "tasks/", "tasks/t/", "personas/a/", "notes/"] {
      let page = page(path, of: book)
      let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
      #expect(ids.contains("main") && ids.contains(":main") && Set(ids).count == ids.count, "\(path): \(ids)")
    }
  }

  @Test(arguments: [
    ("en", false), ("ar", true), ("he-IL", true), ("ar-Latn", false), ("az-Arab", true), ("de-1996", false),
  ])
  func `A page runs as its language is written`(language: String, isRightToLeft: Bool) {
    let book = "-- baton.yml --\nlanguage: \(language)\n-- a.md --\n# A\n"
    for path in ["a/", "404.html"] {
      #expect(page(path, of: book).contains("<html lang=\"\(language)\"\(isRightToLeft ? " dir=\"rtl\"" : "")>"))
    }
  }

  @Test func `An empty handbook says so, and has no navigation`() {
    let page = page("", of: "-- baton.yml --\ntitle: Book\n")
    #expect(page.contains("<p>There is nothing here yet.</p>") && !page.contains("<nav"), "\(page)")
    #expect(!self.page("", of: "-- x/a.md --\n# A\n").contains("nothing here yet"))
  }

  @Test func `Navigation holds no more than it can show`() {
    let many = (0..<300).map { "-- tasks/t\($0).md --\n# T\($0)\n" }.joined()
    #expect(page("tasks/t7/", of: many).utf8.count < 25_000)
    #expect(page("tasks/", of: many).components(separatedBy: "<li>").count > 300)
  }

  @Test(arguments: [
    (
      "guide/", "<details open>\n<summary class=\"kind page\">G",
      "<a aria-current=\"page\" href=\"../guide/\">Overview</a>"
    ),
    (
      "guide/sub/", "<details open>\n<summary class=\"kind page\">G",
      "<a aria-current=\"page\" href=\"../../guide/sub/\">S</a>"
    ),
    ("tasks/t/", "<details>\n<summary class=\"kind page\">G", "<a aria-current=\"page\" href=\"../../tasks/t/\">T</a>"),
    ("tasks/", "<details>\n<summary class=\"kind page\">G", "<a aria-current=\"page\" href=\"../tasks/\">Overview</a>"),
    ("health/", "<details>\n<summary class=\"kind page\">G", "<a aria-current=\"page\" class=\"section kind health\""),
  ])
  func `The navigation marks the page that it stands on, and shows it`(path: String, section: String, link: String) {
    let book =
      "-- guide/index.md --\n# G\n-- guide/sub/index.md --\n# S\n-- tasks/t.md --\n# T\n-- tasks/u.md --\n# U\n"
    let page = page(path, of: book)
    #expect(page.contains(section) && page.contains(link), "\(page)")
    #expect(page.components(separatedBy: "aria-current").count == 2, "\(page)")
    #expect(!self.page("", of: book).contains("aria-current"))
  }

  @Test func `A page is marked in the navigation of any theme`() {
    let template = """
      <details class="a"><details open><a title='>' href='{{home_url}}'>Home</a> <A\nHREF={{home_url}}>Home</A></details></details>
      <details>{{#sections}}{{#items}}<abbr></abbr><a href="{{url}}"></a><a href="{{url}}" aria-current="true"></a>{{/items}}{{/sections}}
      </details><a <b
      """
    let theme = ["templates/navigation.mustache": Array(template.utf8)]
    let (home, task) = (page("", of: book, theme: theme), page("tasks/", of: book, theme: theme))
    for text in [
      "<details open class=\"a\"><details open><a aria-current=\"page\" title='>' href='./'>",
      "<A aria-current=\"page\"\nHREF=./>", "<details><abbr>", "<a <b",
    ] { #expect(home.contains(text), "\(text)") }
    for text in [
      "<details class=\"a\"><details open><a title='>' href='../'>", "<details open><abbr>",
      "<a aria-current=\"page\" href=\"../tasks/\"></a><a href=\"../tasks/\" aria-current=\"true\"></a>",
    ] { #expect(task.contains(text), "\(text)") }
  }

  @Test(arguments: ["", "tasks/t/"])
  func `Links of the footer lead where those of the page at the top do`(path: String) {
    let footer =
      "[Ann](personas/a.md#who), [[t]], `a`, [here](#one), [out](https://x.org), [lost](lost.md) ![p](p.png) {{diagram: map}}"
    let book =
      "-- baton.yml --\nfooter: >-\n  \(footer)\n-- index.md --\n# H\n\n## One\n-- personas/a.md --\n# Ann\n\n## Who\n"
      + "-- tasks/t.md --\n# T\n-- p.png --\nx\n"
    let page = page(path, of: book)
    let root = path.isEmpty ? "./" : "../../"
    for text in [
      "<a href=\"\(root)personas/a/#who\">Ann</a>", "<a href=\"\(root)tasks/t/\">T</a>",
      "<a href=\"\(root)personas/a/\" title=\"Ann\"><code>a</code></a>", "<a href=\"\(root)#one\">here</a>",
      "<a href=\"https://x.org\">out</a>", "title=\"There is no file lost.md\">lost</span>", "src=\"\(root)p.png\"",
    ] { #expect(page.contains(text), "\(text)\n\(page.suffix(1_000))") }
  }

  /// A handbook with something on every sort of page, in some language.
  private let groupBook = """
    -- baton.yml --
    groups: {eng: [dev]}
    -- personas/boss.md --
    ---
    hands_off_to: [eng: Specs, all-personas: Charter]
    receives_from: [eng: Report]
    ---
    # Boss
    -- personas/dev.md --
    ---
    receives_from: [boss: The specs]
    ---
    # Dev
    -- tasks/t.md --
    # Dig

    **Persona**: eng
    -- tasks/own.md --
    # Own

    **Persona**: dev, eng
    -- templates/f.md --
    # Form

    **Created by**: eng
    -- checklists/r.md --
    # Ready

    **Executed by**: all-personas

    """

  @Test func `What a group has to do stands on the pages of its members, marked with the group`() {
    let page = page("personas/dev/", of: groupBook)
    for (title, group) in [("Dig", "eng"), ("Form", "eng"), ("Ready", "all personas")] {
      #expect(page.contains("\(title)</a> <span class=\"remark\">(\(group))</span>"), "\(title)")
    }
    // What the persona does itself is not marked.
    #expect(page.contains(">Own</a>") && !page.contains(">Own</a> <span"))
  }

  @Test func `A handoff that one end tells of a group is listed once, in the giver's words`() {
    let page = page("personas/dev/", of: groupBook)
    let received =
      page.components(separatedBy: "<h3>Receives</h3>").dropFirst().first?
      .components(separatedBy: "</ul>").first ?? ""
    #expect(received.components(separatedBy: "<li>").count == 3, "\(received)")
    #expect(received.contains("<span class=\"note\">Specs, to eng</span>"))
    #expect(!received.contains("The specs"))
    #expect(received.contains("<span class=\"note\">Charter, to all personas</span>"))
    #expect(page.contains("<span class=\"note\">Report, from eng</span>"))
  }

  private func book(in language: String) -> String {
    """
    -- baton.yml --
    title: Buch
    language: \(language)
    phases: [Plan, Tun]
    navigation: [t]
    -- wissen/index.md --
    # Wissen

    > [!NOTE]
    > Gut.

    Text[^1]

    [^1]: Fuß

    ## Eins

    ## Zwei

    {{diagram: map}}
    -- personas/a.md --
    ---
    phase: Plan → Tun
    hands_off_to: [b: Ware]
    ---
    # Anna
    -- personas/b.md --
    # Bob
    -- tasks/t.md --
    # Task: Graben

    **Persona**: Anna
    **Phase**: Plan
    -- tasks/u.md --
    # Task: Ruhen
    """
  }

  /// What a page says in a handbook of another language, and how that is marked.
  @Test(arguments: [
    ("wissen/", "<summary><span lang=\"en\">Menu</span></summary>"),
    ("wissen/", "<nav class=\"toc\" lang=\"en\" aria-label=\"On this page\">"),
    ("wissen/", "<ul lang=\"de\">\n<li class=\"level-2\"><a href=\"#eins\">"),
    (
      "wissen/",
      "<nav class=\"breadcrumbs\" lang=\"en\" aria-label=\"Breadcrumbs\"><ol lang=\"de\"><li><a href=\"../\">Buch</a>"
    ),
    ("wissen/", "<p class=\"markdown-alert-title\" lang=\"en\">Note</p>"),
    ("wissen/", "data-footnote-backref lang=\"en\" aria-label="),
    ("wissen/", "<summary><span lang=\"en\">The same as a list</span></summary>"),
    ("wissen/", "-t\" lang=\"en\">Map of handoffs</title>"),
    ("tasks/t/", "<summary class=\"kind page\"><span lang=\"en\">Start here</span></summary>"),
    (
      "tasks/t/", "<summary class=\"kind task\"><span lang=\"en\">Tasks</span> <span class=\"count\">2</span></summary>"
    ),
    ("tasks/t/", "<a class=\"section kind page\" href=\"../../wissen/\">Wissen</a>"),
    ("tasks/t/", "<li><a href=\"../../tasks/\"><span lang=\"en\">Tasks</span></a></li></ol></nav>"),
    ("tasks/t/", "<p class=\"label kind task\"><span lang=\"en\">task</span></p>"),
    ("tasks/t/", "<text lang=\"en\" text-anchor=\"middle\" font-size=\"12\""),
    ("tasks/", "<h1><span lang=\"en\">Tasks</span></h1>"),
    ("tasks/", "<h2 id=\":group-1\">Plan</h2>"),
    ("tasks/", "<h2 id=\":group-2\"><span lang=\"en\">No phase</span></h2>"),
    ("handoffs/", "<span lang=\"en\">1 handoff</span>"),
    ("handoffs/", "<em class=\"only\"><span lang=\"en\">giver only</span></em>"),
    ("handoffs/a/", "<h1><span lang=\"en\">From <span lang=\"de\">Anna</span> to others</span></h1>"),
    ("health/", "<span lang=\"en\">1 of 2</span>"),
    ("404.html", "<h1><span lang=\"en\">Page not found</span></h1>"),
  ])
  func `Words of the frame are marked as English in other languages`(path: String, text: String) {
    let marked = page(path, of: book(in: "de"))
    #expect(marked.contains(text), "\(marked)")
    let english = page(path, of: book(in: "en-GB"))
    #expect(english.components(separatedBy: "lang=").count == 2, "\(english)")
  }

  @Test func `On a page from right to left, numbers stay before their words, and arrows point to what comes later`() {
    let book = book(in: "ar")
    for (path, text) in [
      ("handoffs/", "<span lang=\"en\" dir=\"ltr\">1 handoff</span>"),
      ("handoffs/a/", "<span lang=\"en\" dir=\"ltr\">From <span lang=\"ar\" dir=\"rtl\">Anna</span> to others</span>"),
      ("health/", "<span lang=\"en\" dir=\"ltr\">1 of 2</span>"), ("handoffs/", "receives ←"),
      ("health/", "<span lang=\"en\" dir=\"ltr\">50&nbsp;%</span>"),
      ("personas/a/", "<dd>Plan ← Tun</dd>"),
      ("personas/a/", "<li>\u{2068}Anna\u{2069} ← \u{2068}Bob\u{2069}: Ware</li>"),
    ] { #expect(page(path, of: book).contains(text), "\(path): \(text)") }
  }

  @Test func `The site map lists pages by their full address`() {
    let map = page("sitemap.xml", of: book)
    #expect(map.contains("<loc>https://example.org/x/tasks/t/</loc>") && !map.contains("404"))
  }

  @Test func `A very long title is shown whole on its own page, and cut where others show it`() {
    let long = (0..<4_000).map { "word\($0)" }.joined(separator: " ")
    let book = """
      -- personas/a.md --
      # \(long) - Role
      -- tasks/t.md --
      # \(long)
      -- pages/b.md --
      # B

      [[t]], [](../tasks/t.md), `a`, {{diagram: a}}
      -- personas/c.md --
      ---
      hands_off_to: [a: \(long)]
      primary_tasks: [t]
      ---
      # C

      {{diagram: map}}
      """
    for path in ["tasks/t/", "personas/a/"] { #expect(page(path, of: book).contains(">\(long)</h1>"), "\(path)") }
    #expect(page("personas/a/", of: book).contains("Role"))
    for path in ["pages/b/", "pages/b/bundle.md", "llms.txt", "tasks/", "health/", "handoffs/c/"] {
      let text = page(path, of: book)
      #expect(text.contains("word1 word2 ") || path == "health/", "\(path)")
      #expect(!text.contains("word60 "), "\(path)")
    }
    for path in ["handoffs.svg", "personas/c/bundle.md"] { #expect(page(path, of: book).contains("word30"), "\(path)") }
  }

  @Test func `A title is cut between characters, and after three hundred`() {
    #expect(String(repeating: "é", count: 300).cutForOthers == String(repeating: "é", count: 300))
    #expect(String(repeating: "é", count: 301).cutForOthers == String(repeating: "é", count: 300) + "…")
    #expect(("a" + String(repeating: "🇫🇷", count: 200)).cutForOthers == "a" + String(repeating: "🇫🇷", count: 149) + "…")
    let endless = "a" + String(repeating: "\u{301}", count: 9_000)
    #expect(endless.cutForOthers.utf8.count < 700)
  }

  @Test func `Nothing that authors write has an id that the script of the theme looks for`() throws {
    let script = String(decoding: try #require(Theme.load(overrides: [:]).value.staticFile("theme.js")), as: UTF8.self)
    let ids = script.components(separatedBy: "getElementById(\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count > 2)
    for id in ids { #expect(id.hasPrefix(":"), "\(id)") }
    let page = self.page(
      "pages/x/", of: "-- pages/x.md --\n# X\n\n## :ways\n\n## x {#:ways}\n\n<b id=\":ways\">x</b>\n")
    #expect(!page.contains("id=\":ways") && page.contains("<b>x</b>"))
  }

  @Test func `Categories of a large checklist are shown in time that grows with their number`() {
    let names = (0..<6_000).map { "p\($0)" }
    let headings = names.map { "## \($0)\n\n- [ ] x\n\n" }.joined()
    let book = "-- checklists/c.md --\n---\ncategories: [\(names.joined(separator: ", "))]\n---\n# C\n\n\(headings)"
    let time = ContinuousClock().measure { #expect(page("checklists/c/", of: book).contains("#p5999\"")) }
    #expect(time < .seconds(20), "\(time)")
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
