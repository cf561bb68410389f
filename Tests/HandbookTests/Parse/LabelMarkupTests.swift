import Diagnostics
import Handbook
import Markup
import TestSupport
import Testing

/// Links, images, code and emphasis in the values of bold labels.
@Suite struct LabelMarkupTests {
  private func task(_ labels: String, _ more: String = "") -> Checked<Handbook> {
    handbook(
      "-- personas/a.md --\n# A\n-- templates/brief.md --\n# Brief\n\n## Part\n-- tasks/t.md --\n# T\n\n**Persona**: a\n\(labels)\n"
        + more)
  }

  /// The HTML of some texts, `nil` where they have no markup; an open slot is `{…}`.
  private func html(_ document: Document?, _ texts: [Located<String>]) -> [String?] {
    texts.map { text in
      document?.text.html(ofValueAt: text.range.start).map { value in
        var shown = ""
        var position = 0
        for slot in value.slots {
          shown += String(decoding: value.bytes[position..<slot.offset], as: UTF8.self)
          position = slot.offset
          switch slot.slot {
          case .open(let index): shown += "{\(document?.text.references[index].target ?? "")"
          case .close: shown += "}"
          case .text: shown += ":"
          case .source(let index): shown += document?.text.references[index].target ?? ""
          default: break
          }
        }
        return shown + String(decoding: value.bytes[position...], as: UTF8.self)
      }
    }
  }

  @Test(
    arguments: [
      (
        "[Approved, signed](../templates/brief.md), budget, see [[brief]], **a, b** & c",
        ["Approved, signed", "budget", "see brief", "a, b & c"],
        ["{../templates/brief.md" + "Approved, signed}", nil, "see {brief:}", "<strong>a, b</strong> &amp; c"]
      ),
      (
        "`brief`, <https://x.org/a,b>, https://x.org/a,b, ![i, j](i.png), ![](i.png)",
        ["brief", "https://x.org/a,b", "https://x.org/a,b", "i, j", "i.png"],
        [
          "{brief<code>brief</code>}", "<a class=\"address\" href=\"https://x.org/a,b\">https://x.org/a,b</a>",
          "<a class=\"address\" href=\"https://x.org/a,b\">https://x.org/a,b</a>", "<img src=\"i.png\" alt=\"i, j\" />",
          "<img src=\"i.png\" alt=\"\" />",
        ]
      ),
      (
        "[[brief]][[brief|so, or]], [x](y.md)[z](y.md)", ["briefso, or", "xz"],
        ["{brief:}{briefso, or}", "{y.mdx}{y.mdz}"]
      ),
      ("a <kbd>b, c</kbd>, d", ["a b, c, d"], ["a <kbd>b, c</kbd>, d"]),
      ("plain, \"quoted\" (a, b)", ["plain", "\"quoted\" (a, b)"], [nil, nil]),
    ] as [(String, [String], [String?])])
  func `The markup of each item is kept`(value: String, texts: [String], shown: [String?]) {
    let book = task("**Prerequisites**: \(value)")
    let task = book.document("tasks/t.md")
    let items = task?.texts(.prerequisites) ?? []
    #expect(items.map(\.value) == texts)
    #expect(html(task, items) == shown)
  }

  @Test func `Links in labels are edges, and broken ones are told where they stand`() {
    let book = task(
      "**Prerequisites**: [one](../templates/brief.md#part), [gone](gone.md), ![i](i.png),\n  [[nope]]\n**Tracker**:\n- [w](https://x.org)\n- [x](gone2.md)"
    )
    #expect(book.edges(.mentions).contains("t -> brief"))
    let problems = book.problems.filter { $0.contains("broken") || $0.contains("image") }
    #expect(
      problems == [
        "tasks/t.md:4:55: warning: broken-link", "tasks/t.md:4:72: warning: missing-image",
        "tasks/t.md:5:3: warning: broken-link", "tasks/t.md:8:3: warning: broken-link",
      ])
    let task = book.document("tasks/t.md")
    #expect(
      html(task, task?.unknownFields.flatMap(\.values) ?? []) == ["<a href=\"https://x.org\">w</a>", "{gone2.mdx}"])
  }

  @Test func `Names and texts of core actions keep their own markup`() {
    let book = handbook(
      "-- personas/a.md --\n# A\n\n**Core actions**: **Build**: with [x](https://x.org), `Ship`: it, rest\n**Tagline**:\n  Knows *all*\n"
    )
    let persona = book.document("personas/a.md")
    let actions = persona?.namedTexts(.coreActions) ?? []
    #expect(actions.map(\.name.value) == ["Build", "Ship", "rest"])
    #expect(html(persona, actions.map(\.name)) == ["<strong>Build</strong>", "{Ship<code>Ship</code>}", nil])
    #expect(html(persona, actions.compactMap(\.text)) == ["with <a href=\"https://x.org\">x</a>", nil])
    #expect(html(persona, persona?.text(.tagline).map { [$0] } ?? []) == ["Knows <em>all</em>"])
  }

  @Test func `Names of personas and ids are no text`() {
    let book = task("**Uses templates**: [[brief]], `brief`")
    #expect(book.edges(.fillsIn) == ["t -> brief"])
    #expect(book.document("tasks/t.md")?.text.references.isEmpty == true)
  }

  @Test func `What is struck out across two labels does not break the page`() {
    let task = task("**Prerequisites**: ~~a\n**Own**: b~~ [c](https://x.org)").document("tasks/t.md")
    #expect(task?.text.valuesWithMarkup.isEmpty == true)
  }
}
