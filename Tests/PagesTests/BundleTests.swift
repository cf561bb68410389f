import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct BundleTests {
  private func bundle(_ id: String, of text: String) throws -> String {
    let book = handbook(text).value
    let plan = sitePlan(of: book, theme: Theme.load(overrides: [:]).value).value
    let document = try #require(book.document(named: id))
    return String(decoding: Pages.bundle(of: document, handbook: book, plan: plan), as: UTF8.self)
  }

  @Test func `Bold labels stand among the fields, and only there`() throws {
    let text = try bundle(
      "t",
      of: """
        -- personas/a.md --
        # Ann
        -- tasks/t.md --
        # Dig

        **Persona**: a
        **Purpose**: To have
        a hole
        **Depth**: 3 m

        **Not a label** of the task.

        - **Phase**: none either
        """)
    #expect(text.contains("- **Purpose**: To have a hole\n"), "\(text)")
    #expect(text.contains("- **Depth**: 3 m\n"), "\(text)")
    #expect(text.components(separatedBy: "To have").count == 2 && text.components(separatedBy: "3 m").count == 2)
    #expect(text.contains("\n\n**Not a label** of the task.\n\n- **Phase**: none either\n"), "\(text)")
  }

  @Test func `A bundle holds each document once, below a table of contents`() throws {
    let text = try bundle(
      "a",
      of: """
        -- personas/a.md --
        ---
        primary_tasks: [t]
        primary_checklists: [c]
        ---
        # Ann

        Text.
        -- tasks/t.md --
        ---
        persona: a
        validated_by: [c]
        ---
        # Dig [deep]
        -- checklists/c.md --
        # Ready
        """)
    #expect(
      text == """
        # Ann

        - [Ann](#a)
        - [Ready](#c)
        - [Dig \\[deep\\]](#t)

        <a id="a"></a>

        ## Ann

        *Persona*

        - **Primary tasks**:
          - [Dig \\[deep\\]](#t)
        - **Primary checklists**:
          - [Ready](#c)

        Text.

        <a id="c"></a>

        ## Ready

        *Checklist*


        <a id="t"></a>

        ## Dig [deep]

        *Task*

        - **Persona**:
          - [Ann](#a)
        - **Validated by**:
          - [Ready](#c)


        """)
  }

  @Test func `Links to members become anchors, others their text or the page's address`() throws {
    let book = """
      -- tasks/t.md --
      ---
      validated_by: [c]
      ---
      # T

      See [ready](../checklists/c.md#when), [[c|it]], [[c]], [[b]] and [the *other*](b.md#x), `c`.
      -- tasks/b.md --
      # B

      ## X
      -- checklists/c.md --
      # C

      When
      ----

      - [ ] Ask [T](../tasks/t.md)
      """
    let text = try bundle("t", of: book)
    #expect(text.contains("See [ready](#c--when), [it](#c), [C](#c), B and the *other*, `c`."))
    #expect(text.contains("<a id=\"c--when\"></a>\n\n### When\n\n- [ ] Ask [T](#t)\n"))
    let published = try bundle("t", of: "-- baton.yml --\nbase_url: https://example.org/x/\n" + book)
    #expect(
      published.contains("[B](https://example.org/x/tasks/b/) and [the *other*](https://example.org/x/tasks/b/#x)"))
  }

  @Test(arguments: [
    ("# T\n\n## One\n\n###### Six", "### One\n\n###### Six"),
    ("# T\n\n> ## In a quote\n>\n> text", "> ### In a quote\n>\n> text"),
    ("# T\n\n1. ## In a list", "1. ### In a list"),
    ("T\n=\n\nOne\n===\n\n*Two*\n---", "## One\n\n### Two"),
    ("# T\n\n```\n# No heading\n```", "```\n# No heading\n```"),
    ("# T\n\n## A [link](t.md) in it\n\n\n\n", "### A [link](#t) in it"),
    ("# T\r\n\r\n\r\n## One\r\n\r\ntext\r\n", "### One\r\n\r\ntext"),
    ("Only text", "Only text"),
  ])
  func `Headings stand below the document's own, and nothing else changes`(source: String, body: String) throws {
    #expect(try bundle("t", of: "-- tasks/t.md --\n\(source)").hasSuffix("*Task*\n\n\(body)\n"))
  }

  @Test func `Pieces that are made for all bundles give the same bytes`() throws {
    let book = handbook(
      "-- tasks/a.md --\n# A\n\n[[b#x]]\n-- tasks/b.md --\n# B\n\n## X\n\n[a](a.md)\n-- personas/p.md --\n---\nprimary_tasks: [a, b]\n---\n# P\n"
    ).value
    let theme = Theme.load(overrides: [:]).value
    let plan = sitePlan(of: book, theme: theme).value
    var prepared = PageRenderer(handbook: book, plan: plan, theme: theme)
    let plain = prepared
    prepared.prepareBundles(jobs: 2)
    let routes = plan.routes.filter(\.isBundle)
    #expect(routes.count == 4)
    for route in routes { #expect(prepared.render(route).bytes == plain.render(route).bytes, "\(route.path)") }
    for route in plan.routes where route.isInPieces {
      var pieces: [UInt8] = []
      var sections = TextSections()
      #expect(prepared.renderInPieces(route, sections: &sections) { pieces += $0 })
      let lengths = sections.lengths
      #expect(pieces == plain.render(route).bytes, "\(route.path)")
      #expect(route.content == .fullText ? lengths.reduce(0, +) == pieces.count : lengths == [])
      // Each section alone is the stretch of the text that its length says.
      for (place, document) in prepared.sections.enumerated() where route.content == .fullText {
        var alone = plain
        alone.prepareBundles(of: [], sections: [document], jobs: 1)
        let start = lengths[...place].reduce(0, +)
        #expect(alone.section(of: document) == Array(pieces[start..<start + lengths[place + 1]]))
      }
    }
    #expect(plan.routes.count(where: \.isInPieces) == 2)
  }
}
