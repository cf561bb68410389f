import Diagnostics

/// What a field is to hold that front matter does not give yet.
enum NewValue {
  case text(String)
  case list([ListItem])
}

/// Changes one document's front matter, every other byte of which stays.
///
/// Each change is read again. Authors write YAML in more ways than can be thought of here: where a change would make anything else of
/// what was there before, there is none.
struct FrontMatterEditor {
  let document: Document
  let lines: LineTable
  /// The front matter; nothing, at the text's beginning, where there is none yet.
  let frontMatter: ArraySlice<UInt8>
  let entries: [YAMLEntry]
  let lineEnd: String
  private let hasFrontMatter: Bool

  /// `nil` when there are mistakes in the front matter, which a change could make worse.
  init?(_ document: Document) {
    let split = SplitSource(document.source)
    lines = LineTable(document.source)
    frontMatter = split.frontMatter ?? document.source[lines.starts[0]..<lines.starts[0]]
    let read = parseYAML(frontMatter, file: document.file, firstLine: 2, problem: .invalidFrontMatter)
    guard !split.isUnclosed, !split.hasTextBetweenRules, read.diagnostics.isEmpty else { return nil }
    entries = read.value
    hasFrontMatter = split.frontMatter != nil
    lineEnd = document.source.lineEnd
    self.document = document
  }

  /// Where the front matter gives a field.
  func index(of field: Field) -> Int? { entries.firstIndex { $0.key.value == field.rawValue } }

  /// The edit that gives fields which the front matter lacks, and makes front matter where there is none; `nil` where a bold label gives
  /// one, which would count no longer.
  ///
  /// - Parameter isFirst: whether they stand above all others, rather than below.
  func making(_ fields: [(field: Field, value: NewValue)], isFirst: Bool = false) -> TextEdit? {
    guard fields.allSatisfy({ document.fields[$0.field] == nil }) else { return nil }
    let indentation = entries.first.map { self.indentation(ofLine: $0.key.range.start.line) } ?? ""
    var text = ""
    for (field, value) in fields {
      text += "\(indentation)\(field.rawValue):"
      switch value {
      case .text(let value): text += " \(plainScalar(value))\(lineEnd)"
      case .list(let items):
        text += lineEnd
        for item in items { text += "\(indentation)  - \(item.inBlock)\(lineEnd)" }
      }
    }
    if !hasFrontMatter { text = "---\(lineEnd)\(text)---\(lineEnd)\(lineEnd)" }
    let made = fields.map { YAMLEntry(key: located($0.field.rawValue), value: self.value($0.value)) }
    let offset = isFirst ? frontMatter.startIndex : frontMatter.endIndex
    return change(offset..<offset, to: text, reading: isFirst ? made + entries : entries + made)
  }

  /// The spaces that a line begins with.
  func indentation(ofLine line: Int) -> String {
    String(repeating: " ", count: document.source[lines.bytes(ofLine: line)].prefix { $0 == UInt8(ascii: " ") }.count)
  }

  /// The edit, if the front matter is read as `entries` then.
  func change(_ bytes: Range<Int>, to text: String, reading entries: [YAMLEntry]) -> TextEdit? {
    let edit = TextEdit(file: document.file, bytes: bytes, replacement: text)
    let head = Array(document.source[..<SplitSource(document.source).body.startIndex])
    guard let changed = SplitSource([edit].applied(to: head, of: edit.file)).frontMatter else { return nil }
    let read = parseYAML(changed, file: edit.file, firstLine: 2, problem: .invalidFrontMatter)
    let isRight = read.diagnostics.isEmpty && read.value.elementsEqual(entries) { $0.isSame(as: $1) }
    return isRight ? edit : nil
  }

  // MARK: - Values

  // What is added stands nowhere yet; places are not compared.

  func values(_ items: [ListItem]) -> [YAMLValue] {
    items.map { item in
      let key = located(item.key)
      guard let text = item.text else { return .text(key) }
      return .mapping([YAMLEntry(key: key, value: .text(located(text)))], key.range)
    }
  }

  private func value(_ value: NewValue) -> YAMLValue {
    switch value {
    case .text(let text): .text(located(text))
    case .list(let items): .list(values(items), located("").range)
    }
  }

  private func located(_ text: String) -> Located<String> {
    Located(text, at: SourceRange(file: document.file, line: 1, column: 1))
  }
}
