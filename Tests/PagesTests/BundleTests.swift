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

  private static let linked = """
    -- personas/deep/a.md --
    ---
    primary_tasks: [t]
    ---
    # Ann

    ![one](../../img/i.png) [guide](../../docs/guide.md#next "tip")
    -- tasks/t.md --
    # Dig

    ![two](../img/i.png "The pit")
    -- docs/guide.md --
    # Guide

    [form](<../files/a b.pdf#page=2>) [[t]] [[t|the task]] [r] ![x][R] [here](#next) [web](https://x.org/a.png) `t`
    [![three](../img/i.png)](../tasks/t.md) [gone](../img/gone.png)

    ## Next

    [r]: ../img/i.png "Form"
    -- img/i.png --
    -- files/a b.pdf --
    """

  @Test func `Files that are no documents have one address in a bundle, wherever they are linked from`() throws {
    let text = try bundle("a", of: Self.linked)
    #expect(text.contains("![one](img/i.png) guide\n"), "\(text)")
    #expect(text.contains("![two](img/i.png \"The pit\")\n"), "\(text)")
    let online = try bundle("a", of: Self.linked + "\n-- baton.yml --\nbase_url: https://x.org/book/")
    #expect(online.contains("![one](https://x.org/book/img/i.png) [guide](https://x.org/book/docs/guide/#next)\n"))
    #expect(online.contains("![two](https://x.org/book/img/i.png \"The pit\")\n"), "\(online)")
  }

  @Test(arguments: [
    ("personas/deep/a/bundle.md", "![one](../../../img/i.png) [guide](../../../docs/guide/#next)\n"),
    ("personas/deep/a/bundle.md", "![two](../../../img/i.png \"The pit\")\n"),
    ("llms-full.txt", "![one](img/i.png) [guide](#guide:next)\n"),
    ("personas/deep/a/index.md", "![one](../../../img/i.png) [guide](../../../docs/guide/index.md#next)\n"),
    (
      "docs/guide/index.md",
      "[form](../../files/a%20b.pdf#page=2) [Dig](../../tasks/t/index.md) [the task](../../tasks/t/index.md) "
        + "[r](../../img/i.png \"Form\") ![x](../../img/i.png \"Form\") [here](#next) [web](https://x.org/a.png) `t`\n"
        + "[![three](../../img/i.png)](../../tasks/t/index.md) [gone](../img/gone.png)\n"
    ),
  ]) func `Links in the Markdown of a site lead to what is there`(file: String, line: String) throws {
    let book = handbook(Self.linked).value
    let theme = Theme.load(overrides: [:]).value
    let plan = sitePlan(of: book, theme: theme).value
    let renderer = PageRenderer(handbook: book, plan: plan, theme: theme)
    let route = try #require(plan.routes.first { $0.file == file })
    let text = String(decoding: renderer.render(route).bytes, as: UTF8.self)
    #expect(text.contains(line), "\(text)")
  }

  @Test func `A heading that is not the title stands below it`() throws {
    let text = try bundle("a", of: "-- tasks/a.md --\n---\ntitle: Deploy\n---\n# Task: How to *do* it\n\nText.\n")
    #expect(text.contains("## Deploy\n\n*Task*\n\n**How to do it**\n\nText.\n"))
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

  @Test func `Links in bold labels stay links`() throws {
    let text = try bundle(
      "t",
      of: """
        -- tasks/t.md --
        # Dig

        **Prerequisites**: [one](u.md), [[u]], [web](https://x.org/?a&b), *much*
        **Own**: see [gone](gone.md)
        **Uses templates**: u
        -- templates/u.md --
        # U
        """)
    #expect(
      text.contains("- **Prerequisites**: one, [U](#u), [web](<https://x.org/?a&b>), *much*\n"), "\(text)")
    #expect(text.contains("- **Own**: see gone\n"), "\(text)")
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

        ## Dig \\[deep\\]

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
    #expect(text.contains("See [ready](#c:when), [it](#c), [C](#c), B and the *other*, `c`."))
    #expect(text.contains("<a id=\"c:when\"></a>\n\n### When\n\n- [ ] Ask [T](#t)\n"))
    let published = try bundle("t", of: "-- baton.yml --\nbase_url: https://example.org/x/\n" + book)
    #expect(
      published.contains("[B](https://example.org/x/tasks/b/) and [the *other*](https://example.org/x/tasks/b/#x)"))
  }

  @Test(arguments: [
    ("# T\n\n## One\n\n###### Six", "### One\n\n###### Six"),
    ("# T\n\n> ## In a quote\n>\n> text", "> ### In a quote\n>\n> text"),
    ("# T\n\n1. ## In a list", "1. ### In a list"),
    ("T\n=\n\nOne\n===\n\n*Two*\n---", "## One\n\n### *Two*"),
    ("# T\n\n```\n# No heading\n```", "```\n# No heading\n```"),
    ("# T\n\n## A [link](t.md) in it\n\n\n\n", "### A [link](#t) in it"),
    ("# T\r\n\r\n\r\n## One\r\n\r\ntext\r\n", "### One\r\n\r\ntext"),
    ("Only text", "Only text"),
    ("# T\n\nWith *em*, \\*x\\* and [[t]]\n---", "### With *em*, \\*x\\* and [T](#t)"),
    ("# T\n\nTwo\n  lines #\n---\ntext", "### Two lines # #\ntext"),
    ("# T\r\n\r\nOne\r\n---\r\ntext", "### One\r\ntext"),
    ("# T\n\n> Quoted\n> ===\n> text", "> Quoted\n> ===\n> text"),
    ("# T\n\n- Item\n  ---\n  text", "- Item\n  ---\n  text"),
    ("# T\n\n- Item\n\n  Sub\n  ---\n  text", "- Item\n\n  ### Sub\n  text"),
    ("# T\n\n#1 of all\n---", "### #1 of all"),
  ])
  func `Headings stand below the document's own, and nothing else changes`(source: String, body: String) throws {
    #expect(try bundle("t", of: "-- tasks/t.md --\n\(source)").hasSuffix("*Task*\n\n\(body)\n"))
  }

  @Test func `Titles and values are no Markdown`() throws {
    let text = try bundle(
      "t",
      of: """
        -- tasks/t.md --
        ---
        title: "Release *beta* for <Customer> & co_op R&D&amp; #"
        prerequisites: ["<script>alert(1)</script>", "a_b _c_ `d`", "#1 ~x~ \\\\"]
        own: "[x](y)"
        ---
        """)
    let title = "Release \\*beta\\* for \\<Customer> & co_op R&D\\&amp; \\#"
    #expect(text.hasPrefix("# \(title)\n\n- [\(title)](#t)\n") && text.contains("\n## \(title)\n"), "\(text)")
    #expect(
      text.contains(": \\<script>alert(1)\\</script>, a_b \\_c\\_ \\`d\\`, #1 \\~x\\~ \\\\\n"), "\(text)")
    #expect(text.contains("**: \\[x\\](y)\n"), "\(text)")
  }

  @Test func `Each document and each heading has an anchor of its own`() throws {
    let text = try bundle(
      "p",
      of: """
        -- personas/p.md --
        ---
        primary_tasks: [a b, a-b, a, a--h, ü!, ü]
        ---
        # P

        [h](../tasks/3.md#h)
        -- tasks/1.md --
        ---
        id: a b
        ---
        # One
        -- tasks/2.md --
        ---
        id: a-b
        ---
        # Two
        -- tasks/3.md --
        ---
        id: a
        ---
        # Three

        ## H
        -- tasks/4.md --
        ---
        id: a--h
        ---
        # Four
        -- tasks/5.md --
        ---
        id: ü!
        ---
        # Five
        -- tasks/6.md --
        ---
        id: ü
        ---
        # Six
        """)
    for (title, anchor) in [
      ("One", "a-b-2"), ("Two", "a-b"), ("Three", "a"), ("Four", "a--h"), ("Five", "%C3%BC"), ("Six", "%C3%BC-2"),
    ] {
      #expect(text.contains("- [\(title)](#\(anchor))\n"), "\(text)")
      #expect(text.contains("<a id=\"\(anchor)\"></a>\n\n## \(title)\n"))
    }
    #expect(text.contains("[h](#a:h)\n") && text.contains("<a id=\"a:h\"></a>\n\n### H\n"))
  }

  // MARK: - What means something in its own document alone

  private func body(_ text: String, in book: String = "") throws -> String {
    let result = try bundle("t", of: book + "-- tasks/t.md --\n# T\n\n" + text)
    return String(try #require(result.range(of: "*Task*\n\n").map { result[$0.upperBound...] }).dropLast())
  }

  @Test(arguments: [
    (
      "A[^1] and[^B c].\n\n[^1]: One [^b].\n\n    More.\n[^b]: Two",
      "A[^t:1] and[^B c].\n\n[^t:1]: One [^t:b].\n\n    More.\n[^t:b]: Two"
    ),
    ("> A[^1]\n>\n> [^1]: One", "> A[^t:1]\n>\n> [^t:1]: One"),
    ("| a | b |\n| - | - |\n| x[^1] | y |\n\n[^1]: One", "| a | b |\n| - | - |\n| x[^t:1] | y |\n\n[^t:1]: One"),
    (
      "A \\[^1], `[^1]`, [^2].\n\n    [^1]: code\n\n[^1]: One",
      "A \\[^1], `[^1]`, [^2].\n\n    [^1]: code\n\n[^t:1]: One"
    ),
    ("## See[^1]\n\n[it[^1]](t.md)\n\n[^1]: One", "### See[^t:1]\n\n[it[^t:1]](#t)\n\n[^t:1]: One"),
  ])
  func `Footnotes are those of their document`(text: String, bundled: String) throws {
    #expect(try body(text) == bundled)
  }

  @Test(arguments: [
    (
      "[rules][more], [more][], [More], [t].",
      "[rules](https://example.org/a_\\(b\\) \"A \\\"T\\\"\"), [more](https://example.org/a_\\(b\\) \"A \\\"T\\\"\"), [More](https://example.org/a_\\(b\\) \"A \\\"T\\\"\"), [t](#t).\n\n[t:more]: https://example.org/a_(b) 'A \"T\"'\n[t:t]: t.md"
    ),
    (
      "A [b] and [the\ntask *t*][t] here.",
      "A [b] and [the\ntask *t*](#t) here.\n\n[t:more]: https://example.org/a_(b) 'A \"T\"'\n[t:t]: t.md"
    ),
    (
      "[![it `]`][pic]][t]\n\n[pic]: <a b.png>",
      "[![it `]`](<a b.png>)](#t)\n\n[t:pic]: <a b.png>\n\n[t:more]: https://example.org/a_(b) 'A \"T\"'\n[t:t]: t.md"
    ),
    (
      "> [x][t] [y](t.md)\n\n- [a](t.md \"b\")(c)\n\n```\n[t]: x\n```\n\nText\n[t]: y",
      "> [x](#t) [y](#t)\n\n- [a](#t)(c)\n\n```\n[t]: x\n```\n\nText\n[t](#t): y\n\n[t:more]: https://example.org/a_(b) 'A \"T\"'\n[t:t]: t.md"
    ),
  ])
  func `Links by a label lead where the definition of their document says`(text: String, bundled: String) throws {
    #expect(try body(text + "\n\n[more]: https://example.org/a_(b) 'A \"T\"'\n[t]: t.md") == bundled)
  }

  @Test func `Definitions stay with what they belong to`() throws {
    #expect(
      try body("<!-- [a]: b\n[a]: b -->\n[a]: b\n\n- [c]: d\n\n  Text [c]\n\n[e]:\n  f\n\n[g] [e]")
        == "<!-- [a]: b\n[a]: b -->\n[t:a]: b\n\n- [t:c]: d\n\n  Text [c](d)\n\n[t:e]:\n  f\n\n[g] [e](f)")
    #expect(
      try body("[a]: t.md\n[a] is it\n\n- [b]: x.md\n  [it] [b]\n\n[c]: x \"no\n[c] d")
        == "[t:a]: t.md\n[a](#t) is it\n\n- [t:b]: x.md\n  [it] [b](x.md)\n\n[c]: x \"no\n[c] d")
    #expect(try body("[wrapped](\nt.md) and [in a\nline](t.md)") == "[wrapped](#t) and [in a\nline](#t)")
    #expect(try body("[it](b.md)", in: "-- tasks/b.md --\n# B\n") == "it")
  }

  @Test(arguments: [
    ("```\ncode", "```\ncode\n```"), ("~~~~ sh\ncode\n~~~\n\n", "~~~~ sh\ncode\n~~~\n~~~~"),
    ("<!-- a\n\nb", "<!-- a\n\nb\n-->"), ("<PRE>\na", "<PRE>\na\n</pre>"), ("<?php\na", "<?php\na\n?>"),
    ("```\ncode\n```", "```\ncode\n```"), ("- ```\n  code", "- ```\n  code"), ("<!-- a -->", "<!-- a -->"),
    ("    ```\n    x", "    ```\n    x"), ("<pre>\na\n</pre>\n\nb", "<pre>\na\n</pre>\n\nb"),
    ("```\na\n```\n\n[a]: b", "```\na\n```\n\n[t:a]: b"), ("```", "```\n```"), ("<prefix>\na", "<prefix>\na"),
  ])
  func `What a text leaves open ends with it`(text: String, bundled: String) throws {
    #expect(try body(text) == bundled)
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

  @Test func `The bundle of a persona holds what its groups perform, use, run and own`() throws {
    let text = try bundle(
      "a",
      of: """
        -- baton.yml --
        groups: {eng: [a]}
        -- personas/a.md --
        # Ann
        -- personas/b.md --
        # Ben
        -- tasks/dig.md --
        # Dig a hole

        **Persona**: eng
        **Uses templates**: plan
        -- templates/plan.md --
        # Plan of the hole
        -- templates/form.md --
        # Form of all

        **Created by**: eng
        -- checklists/run.md --
        # Checks of all

        **Executed by**: all personas
        """)
    for title in ["Dig a hole", "Plan of the hole", "Form of all", "Checks of all"] {
      #expect(text.contains("## \(title)\n"), "\(title)")
    }
    #expect(!text.contains("## Ben"))
  }
}
