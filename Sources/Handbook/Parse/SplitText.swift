import Diagnostics

/// A part of a text that lists names or phases.
struct TextPart: Equatable {
  /// The part without its remark, trimmed.
  var name: Located<String>
  /// What stood in round brackets behind it.
  var remark: String?
}

/// Where a text may be cut. Nothing is cut inside round brackets.
enum Separators {
  /// At commas.
  case commas
  /// At `,`, `/`, `&` and the word `and`.
  case names
  /// At `→`, `->` and `=>`.
  case arrows
}

extension Located<String> {
  /// The parts of a text, each with its place; empty parts are left out.
  func split(at separators: Separators) -> [Located<String>] {
    let bytes = Array(value.utf8)
    var parts: [Located<String>] = []
    var depth = 0
    var start = 0
    let lastClose = bytes.lastIndex(of: UInt8(ascii: ")")) ?? -1
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
      // A bracket that is never closed is a character like any other.
      if depth == 0 || index > lastClose,
        let length = Self.separatorLength(bytes, at: index, separators)
      {
        append(bytes, start..<index, to: &parts)
        index += length
        start = index
      } else {
        index += 1
      }
    }
    append(bytes, start..<bytes.count, to: &parts)
    return parts
  }

  private static func separatorLength(_ bytes: [UInt8], at index: Int, _ separators: Separators) -> Int? {
    let byte = bytes[index]
    switch separators {
    case .commas: return byte == UInt8(ascii: ",") ? 1 : nil
    case .arrows:
      if bytes[index...].starts(with: "→".utf8) { return "→".utf8.count }
      return bytes[index...].starts(with: "->".utf8) || bytes[index...].starts(with: "=>".utf8) ? 2 : nil
    case .names:
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") { return 1 }
      guard byte == UInt8(ascii: " ") else { return nil }
      let word = bytes[index...].prefix(5)
      return String(decoding: word, as: UTF8.self).lowercased() == " and " ? 5 : nil
    }
  }

  private func append(_ bytes: [UInt8], _ slice: Range<Int>, to parts: inout [Located<String>]) {
    var slice = bytes[slice]
    while let first = slice.first, first == 32 || first == 9 { slice = slice.dropFirst() }
    while let last = slice.last, last == 32 || last == 9 { slice = slice.dropLast() }
    guard !slice.isEmpty else { return }
    var range = range
    // A value of several lines, or one with escapes, has only one place.
    if range.start.line == range.end.line, range.end.column - range.start.column == bytes.count {
      range.end.column = range.start.column + slice.endIndex
      range.start.column += slice.startIndex
    }
    parts.append(Located(String(decoding: slice, as: UTF8.self), at: range))
  }

  /// The text without a remark in round brackets at its end, and the remark.
  var splitRemark: TextPart {
    guard value.hasSuffix(")"), let open = value.lastIndex(of: "("), open > value.startIndex else {
      return TextPart(name: self, remark: nil)
    }
    let name = value[..<open].trimmingSpaces
    guard !name.isEmpty else { return TextPart(name: self, remark: nil) }
    var range = range
    if range.end.column - range.start.column == value.utf8.count {
      range.end.column = range.start.column + name.utf8.count
    }
    let remark = value[value.index(after: open)...].dropLast().trimmingSpaces
    return TextPart(name: Located(name, at: range), remark: remark.isEmpty ? nil : remark)
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    // Most texts begin and end with a letter of ASCII.
    if let first = utf8.first, (33..<127).contains(first), let last = last?.asciiValue, (33..<127).contains(last) {
      return String(self)
    }
    var text = self[...]
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
