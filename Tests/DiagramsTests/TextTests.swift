import Testing

@testable import Diagrams

@Suite struct TextTests {
  @Test func `Widths are those of the font`() {
    let metrics = TextMetrics(size: 10)
    #expect(metrics.width(of: "A") == 6.67)
    #expect(metrics.width(of: "iii") == 6.66)
    #expect(metrics.width(of: "") == 0)
    #expect(TextMetrics(size: 10, isBold: true).width(of: "A") > metrics.width(of: "A"))
    #expect(metrics.width(of: "日本") == 20)
    #expect(metrics.width(of: "e\u{301}") == metrics.width(of: "e"))
  }

  @Test(arguments: [
    "Infrastructure requirements", "a b c d e f g h i j k l m n o p", "Donaudampfschifffahrtsgesellschaftskapitän",
  ])
  func `Lines fit, and hold all words`(text: String) {
    let block = TextBlock(text, metrics: TextMetrics(size: 12), width: 100)
    #expect(block.lines.count <= 3)
    for line in block.lines { #expect(block.metrics.width(of: line) <= block.width) }
    #expect(block.lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test func `Lines are balanced`() {
    let block = TextBlock("one two three four five six", metrics: TextMetrics(size: 12), width: 130)
    #expect(block.lines == ["one two three", "four five six"])
  }

  @Test func `A word is given room, and cut without a space only where it is three times too wide`() {
    let metrics = TextMetrics(size: 12)
    for word in ["Verfahrensverzeichnis", "Rechtsschutzversicherungsgesellschaften", "Übergabeprotokollführer"] {
      #expect(TextBlock(word, metrics: metrics, width: 100).lines == [word])
    }
    let long = String(repeating: "abcdefghij", count: 10)
    let block = TextBlock(long, metrics: metrics, width: 100)
    #expect(block.lines.count > 1 && block.lines.joined() == long)
    #expect(block.width <= 300)
    let narrow = TextBlock("Rechtsschutzversicherung und mehr", metrics: metrics, width: 100, mayGrow: false)
    #expect(narrow.width <= 100 && narrow.lines.joined().hasPrefix("Rechtsschutzversicherung"))
  }

  @Test func `Chinese and Japanese are broken between characters, without spaces`() {
    let text = "設計書と受け入れ基準の一覧、それからレビューの結果をまとめた説明文"
    let block = TextBlock(text, metrics: TextMetrics(size: 12), width: 150)
    #expect(block.lines.count > 1 && block.lines.joined() == text)
    #expect(block.width <= 150)
    #expect(block.lines.allSatisfy { !"、ー".contains($0.first ?? "x") })
    #expect(TextBlock("API 設計 v2", metrics: TextMetrics(size: 12), width: 150).lines == ["API 設計 v2"])
  }

  @Test func `A text without end is cut, and without words it has no lines`() {
    let block = TextBlock(String(repeating: "word ", count: 5_000), metrics: TextMetrics(size: 12), width: 100)
    #expect(block.lines.count == 3)
    #expect(block.lines.last?.hasSuffix("…") == true)
    #expect(TextBlock("", metrics: TextMetrics(size: 12), width: 100).lines.isEmpty)
    #expect(TextBlock(" \n\u{7} ", metrics: TextMetrics(size: 12), width: 100).lines.isEmpty)
  }
}
