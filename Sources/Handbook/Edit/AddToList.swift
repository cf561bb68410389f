import Diagnostics
import TextFormats

/// The edit that adds an item to a list in a document's front matter; makes the field, and the front matter, where they are missing.
/// `nil` where the field is given in a way that can't be added to without changing it.
///
/// - Parameters:
///   - key: the id or name that the item consists of.
///   - text: what the item says of it, if anything.
func editAdding(_ key: String, _ text: String?, to field: Field, of document: Document) -> TextEdit? {
  let source = document.source
  let split = SplitSource(source)
  let end = source.lineEnd
  func insertion(at offset: Int, _ text: String) -> TextEdit {
    TextEdit(file: document.file, bytes: offset..<offset, replacement: text)
  }
  let item = "- " + plainScalar(key) + (text.map { ": " + plainScalar($0) } ?? "")
  guard let frontMatter = split.frontMatter else {
    guard !split.isUnclosed, document.fields[field] == nil else { return nil }
    let start = LineTable(source).starts[0]
    return insertion(at: start, ["---", "\(field.rawValue):", "  " + item, "---", "", ""].joined(separator: end))
  }
  let lines = LineTable(source)
  let entries = parseYAML(frontMatter, file: document.file, firstLine: 2, problem: .invalidFrontMatter)
  guard entries.diagnostics.isEmpty else { return nil }
  guard let entry = entries.value.first(where: { $0.key.value == field.rawValue }) else {
    guard document.fields[field] == nil else { return nil }
    return insertion(at: frontMatter.endIndex, "\(field.rawValue):\(end)  \(item)\(end)")
  }
  switch entry.value {
  case .empty:
    let lineEnd = endOfLine(lines.offset(of: entry.key.range.end), in: source)
    return insertion(at: lineEnd, "\(end)  \(item)")
  case .list(let items, let range):
    let start = lines.offset(of: range.start)
    if start < frontMatter.endIndex, source[start] == UInt8(ascii: "[") {
      guard let end = FlowList.end(startingAt: start, in: frontMatter) else { return nil }
      let words = text.map { "{\(quotedScalar(key)): \(quotedScalar($0))}" } ?? flowScalar(key)
      let comma = items.isEmpty ? "" : end.endsWithComma ? " " : ", "
      return insertion(at: end.lastItem, comma + words).adding(1, to: field, of: document)
    }
    guard let last = items.last, let bullet = bullet(of: last, lines, source) else { return nil }
    var offset = min(lines.offset(of: last.range.end), frontMatter.endIndex)
    while offset > 0, source[offset - 1] <= 32 { offset -= 1 }
    return insertion(at: endOfLine(offset, in: source), end + bullet + item.dropFirst(2))
  case .text(let value):
    // Baton cuts such a text at its commas, so that it can be a list on one line.
    guard field.shape == .texts, text == nil, !key.contains(where: { ",()".contains($0) }) else { return nil }
    let start = lines.offset(of: value.range.start)
    guard value.range.start.line == value.range.end.line, start < frontMatter.endIndex else { return nil }
    let end = endOfLine(start, in: source)
    // The place is that of the words, behind a quote.
    let quote = source[start - 1]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    guard isQuoted ? !key.contains(where: { "\"'\\".contains($0) }) : plainScalar(key) == key else { return nil }
    // What stands behind the value on its line is a comment; the value itself can be written with escapes.
    let ends =
      isQuoted
      ? source[start..<end].indices.reversed().filter { source[$0] == quote }
      : [
        source[start..<end].ranges(of: Array(" #".utf8)).first?.lowerBound ?? end
      ]
    for var offset in ends {
      while !isQuoted, offset > start, source[offset - 1] <= 32 { offset -= 1 }
      if let edit = insertion(at: offset, ", " + key).adding(1, to: field, of: document) { return edit }
    }
    return nil
  case .mapping: return nil
  }
}

extension TextEdit {
  /// The edit, if it makes a list that many items longer, and leaves all else in the front matter as it is. Where an author writes YAML
  /// in a way that was not thought of, this tells.
  fileprivate func adding(_ count: Int, to field: Field, of document: Document) -> TextEdit? {
    func entries(_ source: [UInt8]) -> [YAMLEntry]? {
      guard let frontMatter = SplitSource(source).frontMatter else { return nil }
      let read = parseYAML(frontMatter, file: file, firstLine: 2, problem: .invalidFrontMatter)
      return read.diagnostics.isEmpty ? read.value : nil
    }
    func texts(_ entry: YAMLEntry) -> [String] { entry.value.lines(limit: .max) }
    func length(_ entry: YAMLEntry) -> Int {
      switch entry.value {
      case .list(let items, _): items.count
      case .text(let text): text.split(at: .commas).count
      case .empty, .mapping: 0
      }
    }
    guard let before = entries(document.source), let after = entries([self].applied(to: document.source, of: file)),
      before.map(\.key.value) == after.map(\.key.value)
    else { return nil }
    let isRight = zip(before, after).allSatisfy { old, new in
      old.key.value == field.rawValue ? length(new) == length(old) + count : texts(old) == texts(new)
    }
    return isRight ? self : nil
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
        index = source[index...].firstIndex(of: UInt8(ascii: "\n")) ?? source.endIndex
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

/// What stands before an item on its line: spaces, a dash, spaces.
private func bullet(of item: YAMLValue, _ lines: LineTable, _ source: [UInt8]) -> String? {
  let start = lines.bytes(ofLine: item.range.start.line).lowerBound
  let before = source[start..<max(start, min(lines.offset(of: item.range.start), source.count))]
  guard before.contains(UInt8(ascii: "-")), before.allSatisfy({ $0 == 32 || $0 == 9 || $0 == UInt8(ascii: "-") }) else {
    return nil
  }
  return String(decoding: before, as: UTF8.self)
}

/// The offset of the line end behind `offset`, before a carriage return.
private func endOfLine(_ offset: Int, in source: [UInt8]) -> Int {
  let end = source[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
  return end > offset && source[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
}

/// A text as YAML has it in a list on one line, where commas part the items.
private func flowScalar(_ text: String) -> String { text.contains(",") ? quotedScalar(text) : plainScalar(text) }

/// A text as YAML has it in a block: as it is where that is safe, else in quotes.
func plainScalar(_ text: String) -> String {
  let isPlain = { (byte: UInt8) in
    byte >= 128 || byte == 32 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.,/()'+;".utf8.contains(byte)
  }
  guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || ("0"..."9").contains(first),
    text.last != " ", text.utf8.allSatisfy(isPlain),
    !["null", "true", "false", "yes", "no"].contains(text.lowercased())
  else { return quotedScalar(text) }
  return text
}

/// A text as YAML has it in double quotes.
func quotedScalar(_ text: String) -> String {
  let escaped = text.replacingScalars { scalar in
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    default: scalar.value < 32 ? " " : nil
    }
  }
  return "\"\(escaped)\""
}
