import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ReadLabelTests {
  private let others = """
    -- baton.yml --
    phases: [Plan, Ship]
    -- personas/dev.md --
    # Developer
    -- personas/qa.md --
    # QA
    -- templates/tm.md --
    # Tm
    -- templates/deploy-plan.md --
    # Deploy plan
    -- checklists/c.md --
    # C
    -- checklists/d.md --
    # D

    """

  /// The problems of some codes, each with what it marks in the text.
  private func marks(_ book: Checked<Handbook>) -> [String] {
    let codes: [DiagnosticCode] = [
      .unknownName, .unknownReference, .phaseUnknown, .brokenLink, .checklistCategoryWithoutItems, .wrongKind,
    ]
    return book.diagnostics.filter { codes.contains($0.code) }.map { problem in
      guard let range = problem.range, let source = book.document(range.file)?.source else { return "nowhere" }
      let marked = String(decoding: source[LineTable(source).bytes(of: range)], as: UTF8.self)
      return "\(problem.code.rawValue) \(marked)" + (problem.suggestion.map { ": \($0)" } ?? "")
    }
  }

  @Test func `What labels name is told where it stands, whatever the markup and the lines`() {
    let book = handbook(
      others + """
        -- tasks/a.md --
        # A

        **Persona**: *developer*, deve, `Zed (lead)`
        **Uses templates**: `tm`, `deploy-plam`,
          a\\_b, tn
        **Phase**: *Plan* → `Shpi`
        -- checklists/e.md --
        # E

        **Categories**: Before, `After all`

        ## Before

        - [ ] x
        -- personas/lead.md --
        # Lead

        **Hands off to**: `qb`: Build, dev: `x`
        """)
    #expect(
      marks(book) == [
        "checklist-category-without-items After all", "unknown-reference qb", "unknown-name deve: dev",
        "unknown-name Zed",
        "unknown-reference deploy-plam: deploy-plan", "unknown-reference a\\_b", "unknown-reference tn",
        "phase-unknown Shpi: Ship",
      ])
  }

  @Test func `A name is no part of another word`() {
    let book = handbook(
      others + "-- tasks/a.md --\n---\npersona: >-\n  developer,\n  devel, dev-ops,\n  dev-op\n---\n# A\n")
    #expect(marks(book) == ["unknown-name devel", "unknown-name dev-ops", "unknown-name dev-op"])
    #expect(book.problems.map { $0.prefix(16) } == ["tasks/a.md:4:3: ", "tasks/a.md:4:10:", "tasks/a.md:5:3: "])
  }

  @Test func `A link in a label leads to its file`() {
    let book = handbook(
      others + """
        -- tasks/a.md --
        # A

        **Persona**: [the builder](../personas/dev.md) (lead) and [QA / Tester](../personas/qa.md)
        **Validated by**: [C, and more](../checklists/c.md#top), d
        **Uses templates**: [tm](no.md), [x](../templates/deplyo-plan.md), [y](../personas/dev.md)
        """)
    #expect(
      book.edges(.performs, .checkedBy, .fillsIn) == [
        "a -> c", "a -> d", "a -> deplyo-plan", "a -> tm", "dev -> a", "qa -> a",
      ])
    #expect(book.document("tasks/a.md")?.references(.persona).map(\.remark) == ["lead", nil])
    #expect(
      marks(book) == [
        "broken-link no.md", "broken-link ../templates/deplyo-plan.md: ../templates/deploy-plan.md",
        "wrong-kind ../personas/dev.md",
      ])
  }

  @Test func `A renaming changes what a label names, the path of a link among it`() throws {
    let book = handbook(
      others + "-- checklists/d-list.md --\n---\nid: dl\n---\n# List\n-- tasks/a.md --\n# A\n\n"
        + "**Validated by**: [c](../checklists/c.md#c), `d`, [dl](../checklists/d-list.md)\n")
    let label = "**Validated by**: "
    for (id, names) in [
      ("c", "[c](../checklists/new.md#c), `d`, [dl](../checklists/d-list.md)"),
      ("d", "[c](../checklists/c.md#c), `new`, [dl](../checklists/d-list.md)"),
      ("dl", "[c](../checklists/c.md#c), `d`, [dl](../checklists/d-list.md)"),
    ] {
      let index = try #require(book.value.document(named: id))
      let source = try #require(book.document("tasks/a.md")?.source)
      let edits = try renaming(index, to: "new", in: book.value, configuration: []).edits
      let changed = String(decoding: edits.applied(to: source, of: "tasks/a.md"), as: UTF8.self)
      #expect(changed == "# A\n\n\(label)\(names)\n", "\(id)")
    }
  }

  @Test func `A label given twice is told, and the first is taken`() {
    let book = handbook(
      others + "-- tasks/a.md --\n---\nphase: Plan\n---\n# A\n\n**Persona**: dev\n**Phase**: Ship\n\n**persona**: qa\n")
    #expect(book.edges(.performs) == ["dev -> a"])
    #expect(book.problems == ["tasks/a.md:7:3: note: duplicate-field", "tasks/a.md:9:3: warning: duplicate-field"])
    let told = book.diagnostics.filter { $0.code == .duplicateField }
    #expect(told.map { $0.related.first?.range.start.line } == [2, 6])
  }
}
