import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct PageTests {
  private func page(_ path: String, of text: String) -> String {
    let book = handbook(text).value
    let theme = Theme.load(overrides: [:]).value
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

  @Test func `Navigation holds no more than it can show`() {
    let many = (0..<300).map { "-- tasks/t\($0).md --\n# T\($0)\n" }.joined()
    #expect(page("tasks/t7/", of: many).utf8.count < 25_000)
    #expect(page("tasks/", of: many).components(separatedBy: "<li>").count > 300)
  }

  @Test func `The site map lists pages by their full address`() {
    let map = page("sitemap.xml", of: book)
    #expect(map.contains("<loc>https://example.org/x/tasks/t/</loc>") && !map.contains("404"))
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
