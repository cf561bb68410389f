import Diagnostics

/// The edits that add items to lists in a document's front matter, one for each field, in order; they make the fields, and the front
/// matter, where they are missing, and all fields that are missing share one edit. `nil` for a field that is given in a way that can't
/// be added to without changing it.
func editsAdding(_ additions: [(field: Field, items: [ListItem])], to document: Document) -> [TextEdit?] {
  guard let editor = FrontMatterEditor(document) else { return additions.map { _ in nil } }
  let missing = additions.filter { editor.index(of: $0.field) == nil }
  let making = missing.isEmpty ? nil : editor.making(missing.map { ($0.field, .list($0.items)) })
  return additions.map { field, items in
    guard let index = editor.index(of: field) else { return making }
    return editor.adding(items, to: field, at: index)
  }
}

extension FrontMatterEditor {
  /// The edit that adds items to the list that entry `index` gives.
  func adding(_ items: [ListItem], to field: Field, at index: Int) -> TextEdit? {
    let (key, value) = (entries[index].key, entries[index].value)
    var reader = FieldReader(phases: [])
    // A bold label counts where front matter says nothing, and would count no longer.
    guard document.fields[field] == nil || reader.read(field, value) != nil else { return nil }
    switch value {
    case .empty(let range):
      let expected = reading(.list(values(items), range), at: index)
      if let word = nothing(at: range) { return change(word, to: "[\(inFlow(items))]", reading: expected) }
      let line = key.range.start.line
      return inserting(items, behind: indentation(ofLine: line) + "  - ", below: line, reading: expected)
    case .list(let before, let range):
      let expected = reading(.list(before + values(items), range), at: index)
      let start = lines.offset(of: range.start)
      if start < frontMatter.endIndex, document.source[start] == UInt8(ascii: "[") {
        return adding(items, inBracketsAt: start, isFirst: before.isEmpty, reading: expected)
      }
      return adding(items, behindDashesOf: index, reading: expected)
    case .text(let text):
      // Baton cuts such a text at its commas, so that it can be a list on one line.
      guard field.shape == .texts, items.allSatisfy({ $0.text == nil }) else { return nil }
      return adding(items.map(\.key), to: text, at: index)
    case .mapping: return nil
    }
  }

  /// The entries, one of them with another value.
  private func reading(_ value: YAMLValue, at index: Int) -> [YAMLEntry] {
    var entries = entries
    entries[index].value = value
    return entries
  }

  /// Where a word for nothing is written.
  private func nothing(at range: SourceRange) -> Range<Int>? {
    let bytes = lines.bytes(of: range)
    let word = String(decoding: document.source[bytes], as: UTF8.self)
    return word.isEmpty || !YAMLValue.isNothing(word) ? nil : bytes
  }

  // MARK: - Lists

  private func inFlow(_ items: [ListItem]) -> String { items.map(\.inFlow).joined(separator: ", ") }

  private func adding(
    _ items: [ListItem], inBracketsAt start: Int, isFirst: Bool, reading expected: [YAMLEntry]
  ) -> TextEdit? {
    guard let end = FlowList.end(startingAt: start, in: frontMatter) else { return nil }
    let comma = isFirst ? "" : end.endsWithComma ? " " : ", "
    return change(end.lastItem..<end.lastItem, to: comma + inFlow(items), reading: expected)
  }

  /// The edit that adds lines behind those of a list of dashes.
  private func adding(
    _ items: [ListItem], behindDashesOf index: Int, reading expected: [YAMLEntry]
  ) -> TextEdit? {
    let end = lines.place(of: frontMatter.endIndex).line
    let next = index + 1 < entries.count ? entries[index + 1].key.range.start.line : end
    let first = entries[index].key.range.start.line + 1
    guard first < min(next, end) else { return nil }
    let below = (first..<min(next, end)).filter { !text(ofLine: $0).isEmpty }
    guard let bullet = below.lazy.compactMap({ bullet(ofLine: $0) }).first else { return nil }
    // Comments that follow the last item stand below it; in a text of several lines they are none, and blank lines may belong to it.
    let lasts: [Int?] = [below.last { text(ofLine: $0).first != UInt8(ascii: "#") }, below.last, min(next, end) - 1]
    var tried = 0
    for case let last? in lasts where last > tried {
      tried = last
      if let edit = inserting(items, behind: bullet, below: last, reading: expected) { return edit }
    }
    return nil
  }

  /// The edit that adds a line for each item below a line.
  private func inserting(
    _ items: [ListItem], behind bullet: String, below line: Int, reading expected: [YAMLEntry]
  ) -> TextEdit? {
    let bytes = lines.bytes(ofLine: line)
    let end = document.source[bytes].lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let offset = end.map { $0 + 1 } ?? bytes.lowerBound
    return change(offset..<offset, to: items.map { lineEnd + bullet + $0.inBlock }.joined(), reading: expected)
  }

  /// What stands before an item on its line: spaces, a dash, spaces.
  private func bullet(ofLine line: Int) -> String? {
    let text = text(ofLine: line)
    guard text.first == UInt8(ascii: "-") else { return nil }
    let spaces = text.dropFirst().prefix { $0 == UInt8(ascii: " ") }.count
    let isFilled = spaces > 0 && spaces + 1 < text.count && text[text.startIndex + spaces + 1] != UInt8(ascii: "#")
    return indentation(ofLine: line) + "-" + String(repeating: " ", count: isFilled ? spaces : 1)
  }

  /// A line without the white space around it.
  private func text(ofLine line: Int) -> ArraySlice<UInt8> {
    let bytes = document.source[lines.bytes(ofLine: line)]
    guard let last = bytes.lastIndex(where: { $0 > 32 }) else { return bytes.prefix(0) }
    return bytes[...last].drop { $0 <= 32 }
  }

  // MARK: - Texts

  /// The edit that adds words to a text on one line, behind commas.
  private func adding(_ words: [String], to text: Located<String>, at index: Int) -> TextEdit? {
    let start = lines.offset(of: text.range.start)
    guard text.range.start.line == text.range.end.line, start < frontMatter.endIndex, start > 0,
      !words.contains(where: { $0.contains { ",()".contains($0) } })
    else { return nil }
    // The place is that of the words, behind a quote.
    let quote = document.source[start - 1]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    let canStand = { (word: String) in
      isQuoted ? !word.contains { "\"'\\".contains($0) } : plainScalar(word) == word
    }
    guard words.allSatisfy(canStand) else { return nil }
    let added = words.map { ", " + $0 }.joined()
    let end = lines.offset(of: text.range.end)
    return change(end..<end, to: added, reading: reading(.text(text.map { $0 + added }), at: index))
  }
}

/// A list in square brackets.
private enum FlowList {
  /// Where its last item ends, or its comma; the bracket where it has none. `nil` when the list does not end.
  static func end(startingAt start: Int, in source: ArraySlice<UInt8>) -> (lastItem: Int, endsWithComma: Bool)? {
    var depth = 0
    var last = start + 1
    var isAtWord = true
    var index = start
    while index < source.endIndex {
      let byte = source[index]
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        isAtWord = true
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return (last, source[last - 1] == UInt8(ascii: ",")) }
        isAtWord = false
      case UInt8(ascii: ","), UInt8(ascii: ":"): isAtWord = true
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard isAtWord else { break }
        // A quote that is written twice closes one text and opens the next, which comes to the same.
        let isDouble = byte == UInt8(ascii: "\"")
        repeat {
          index += isDouble && source[index] == UInt8(ascii: "\\") ? 2 : 1
        } while index < source.endIndex && source[index] != byte
        guard index < source.endIndex else { return nil }
      case UInt8(ascii: "#") where source[index - 1] <= 32:
        index = source.lineEnd(from: index).end
        continue
      case 0...32: break
      default: isAtWord = false
      }
      if byte > 32, index > start { last = index + 1 }
      index += 1
    }
    return nil
  }
}
