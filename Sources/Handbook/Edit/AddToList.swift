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
    let bytes = lines.bytes(of: range)
    if source[bytes].first == UInt8(ascii: "[") {
      guard source[bytes].last == UInt8(ascii: "]") else { return nil }
      let words = text.map { "\(quotedScalar(key)): \(quotedScalar($0))" } ?? plainScalar(key)
      return insertion(at: bytes.upperBound - 1, (items.isEmpty ? "" : ", ") + (text == nil ? words : "{\(words)}"))
    }
    guard let last = items.last, let bullet = bullet(of: last, lines, source) else { return nil }
    var offset = min(lines.offset(of: last.range.end), frontMatter.endIndex)
    while offset > 0, source[offset - 1] <= 32 { offset -= 1 }
    return insertion(at: endOfLine(offset, in: source), end + bullet + item.dropFirst(2))
  case .text, .mapping: return nil
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
