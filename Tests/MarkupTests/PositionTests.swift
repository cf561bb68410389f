import Diagnostics
import Markup
import Testing

/// What a text holds knows its line and column. In these texts `«` stands before each thing whose place is asked for.
@Suite struct PositionTests {
  /// A text without its marks, and the places of what stood after them.
  private func unmarked(_ marked: String, firstLine: Int) -> (text: [UInt8], places: [SourcePosition]) {
    var text: [UInt8] = []
    var places: [SourcePosition] = []
    var place = SourcePosition(line: firstLine, column: 1)
    for character in marked {
      if character == "«" {
        places.append(place)
        continue
      }
      let bytes = Array(String(character).utf8)
      text += bytes
      if character.isNewline {
        place = SourcePosition(line: place.line + 1, column: 1)
      } else {
        place.column += bytes.count
      }
    }
    return (text, places)
  }

  private func places(of text: MarkupText) -> [SourcePosition] {
    let cells = text.tables.flatMap { table in
      table.rows.indices.flatMap { row in
        (0..<table.rows[row]).compactMap { table.range(row: row, column: $0)?.start }
      }
    }
    return text.references.map(\.range.start) + text.outline.map(\.range.start) + text.taskItems.map(\.range.start)
      + text.placeholders.map(\.range.start) + cells
  }

  @Test(arguments: [
    "Text «[link](a.md) and «![image](b.png), «`code.md`, «[[wiki]].",
    "A line\nand «[another](a.md)\nand é «[a third](b.md)",
    "> quoted\n> «[link](a.md)\n>> deeper «[link](b.md)",
    "- item\n\n  - «[link](a.md)\n    and «[more](b.md)\n",
    "«## Heading «[link](a.md)\n\n«Setext\n---\n",
    "- «[ ] open «[link](a.md)\n- «[x] done\n  1. «[ ] inner",
    "Fill «[Name here] and «[the date], not \\[this].",
    "| «a | «b |\n|---|---|\n| «c «[l](a.md) | ««`x.md` |\n|«|«**d**|\n",
    "> | «a | «b |\n> |---|---|\n> | «c \\| d | ««[Placeholder text] |\n",
    "- | «a |\n  |---|\n  | ««![i](a.png) |\n\nafter «[link](b.md)\n",
    "| «a |\r\n|-|\r\n| «b |\r\n\r\n«[l](a.md)\r\n",
    "text[^1] «[a](b.md)\n\n[^1]: note «[c](d.md)\n\n«# After\n",
    "> [!NOTE]\n> See «[n](a.md) and «[[zz]].\n>\n> «[m](b.md)\n> and «[[yy]]\n",
    "Run `make\nall` first,\nthen «[[p]] and «[x](a.md).\n",
    "> Run `make\n> all` first,\n> then «[[p]] and «[x](a.md).\n",
    "Text <!-- x\ny --> and «[[p]]\nand <b\nc> «[x](a.md)\n",
    "«[a](u.md \"t\nu\") then «[[p]]\nand «[x](a.md)\nor «[[q]]\n",
    "«[a](\nu.md), and\n«[x](a.md)\nor «[[q]], «[y](b.md)\n",
    "[q]: u\nSee «[[dev]] and «[x](a.md)\n«[[more]]\n",
    "[q]: u\n  \"title\"\n[r]: v\n«[x](a.md)\n«[[more]]\n",
    "> [q]: u\n> See «[[dev]]\n> and «[x](a.md)\n",
    "- [q]: u\n  See «[[dev]]\n  and «[x](a.md)\n",
    "«[q]: u v w «[[dev]]\n«[x](a.md)\n",
    "A «[reason why\nit is] and «[Name of *it*] «[x](a.md)\nor «[the «`id`]\n",
    "See «[[p|the *way* `on`]] and «[[p#a `b`]]\n«[[p|two\nlines]] «[x](a.md)\n",
    "See \\* «[[dev]] and «[[dev]] «[x](a.md)\n\n[dev]: u\n",
    "Run «`make all` or «`all`\n",
    "«[Ünïcode] | «[日本] &amp; \\* «[third one]",
  ]) func `Things stand where they were written`(marked: String) {
    for firstLine in [1, 12] {
      let (source, expected) = unmarked(marked, firstLine: firstLine)
      let options = MarkupOptions(file: "a.md", firstLine: firstLine, marksPlaceholders: true, isForPages: true)
      let text = markupText(of: source, options: options).value
      #expect(places(of: text).sorted() == expected.sorted())
    }
  }

  @Test func `What was included stands in its own file`() {
    let (source, expected) = unmarked(
      "«# Part\n\n| «a | «b |\n|---|---|\n| «[l](x.md) | «[Fill in] |\n\n- «[ ] «[m](y.md)\n", firstLine: 5)
    var options = MarkupOptions(
      file: "a.md", marksPlaceholders: true, isForPages: true,
      include: { $0 == "parts/b.md" ? IncludedText(bytes: source, firstLine: 5) : nil })
    options.features = .handbook
    let text = markupText(of: Array("Before\n\n{{include: parts/b.md}}\n".utf8), options: options).value
    let unique = Set(places(of: text)).sorted()
    #expect(unique == Set(expected).sorted())
    #expect(text.references.allSatisfy { $0.range.file == "parts/b.md" && $0.base == "parts/b.md" })
    #expect(text.tables.map(\.file) == ["parts/b.md"])
    #expect(text.placeholders.map(\.range.file) == ["parts/b.md"])
    #expect(text.taskItems.map(\.range.file) == ["parts/b.md"])
  }

  @Test func `A cell ends where its text ends`() {
    let source = Array("| a  | long | |\n|-|-|-|\n|x|`y`  |\n".utf8)
    let table = markupText(of: source, options: MarkupOptions(file: "a.md")).value.tables.first
    #expect(table?.range(row: 0, column: 1)?.end == SourcePosition(line: 1, column: 12))
    #expect(table?.range(row: 0, column: 2).map { $0.start == $0.end } == true)
    #expect(table?.range(row: 1, column: 1)?.end == SourcePosition(line: 3, column: 7))
    #expect(table?.range(row: 1, column: 2) == nil)
    #expect(table?.range(row: 2, column: 0) == nil)
  }
}
