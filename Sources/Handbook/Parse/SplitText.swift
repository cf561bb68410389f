import Diagnostics

/// A part of a text that lists names or phases.
struct TextPart: Equatable {
  /// The part without its remark, trimmed.
  var name: Located<String>
  /// What stood in round brackets behind it.
  var remark: String?
}

/// Where a text may be cut. Nothing is cut inside round brackets.
public enum Separators: Sendable {
  /// At commas.
  case commas
  /// At `,`, `/`, `&` and the word `and`.
  case names
  /// At `→`, `->` and `=>`.
  case arrows

  /// Whether a byte may be the first of what a text is cut at.
  fileprivate func mayBegin(_ byte: UInt8) -> Bool {
    switch self {
    case .commas: byte == UInt8(ascii: ",")
    case .names:
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: " ")
    case .arrows: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "=") || byte == 0xE2
    }
  }

  /// How many bytes of a text at an index it is cut at; `nil` where it is not cut.
  public func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    let byte = bytes[index]
    switch self {
    case .commas: return byte == UInt8(ascii: ",") ? 1 : nil
    case .arrows:
      if bytes[index...].starts(with: "→".utf8) { return "→".utf8.count }
      return bytes[index...].starts(with: "->".utf8) || bytes[index...].starts(with: "=>".utf8) ? 2 : nil
    case .names:
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") { return 1 }
      guard byte == UInt8(ascii: " ") else { return nil }
      guard index + 5 <= bytes.count, bytes[index + 4] == UInt8(ascii: " ") else { return nil }
      let isAnd =
        bytes[index + 1] | 0x20 == UInt8(ascii: "a") && bytes[index + 2] | 0x20 == UInt8(ascii: "n")
        && bytes[index + 3] | 0x20 == UInt8(ascii: "d")
      return isAnd ? 5 : nil
    }
  }
}

extension Located<String> {
  /// The parts of a text, each with its place; empty parts are left out.
  func split(at separators: Separators) -> [Located<String>] {
    var text = value
    return text.withUTF8 { split($0, at: separators) }
  }

  /// Where the parts of a text stand in its bytes, white space at their ends among them.
  func pieces(at separators: Separators) -> [Range<Int>] {
    var text = value
    return text.withUTF8 { bytes in
      bytes.contains(where: separators.mayBegin) ? pieces(bytes, at: separators) : [0..<bytes.count]
    }
  }

  /// What stands between two offsets of the text, without spaces and tabs at its ends; `nil` when nothing is left.
  func part(_ offsets: Range<Int>) -> Located<String>? {
    var text = value
    return text.withUTF8 { part($0, offsets) }
  }

  private func split(_ bytes: UnsafeBufferPointer<UInt8>, at separators: Separators) -> [Located<String>] {
    // Most texts have one part.
    guard bytes.contains(where: { separators.mayBegin($0) }) else {
      return part(bytes, 0..<bytes.count).map { [$0] } ?? []
    }
    return pieces(bytes, at: separators).compactMap { part(bytes, $0) }
  }

  private func pieces(_ bytes: UnsafeBufferPointer<UInt8>, at separators: Separators) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var depth = 0
    var start = 0
    let lastClose = bytes.lastIndex(of: UInt8(ascii: ")")) ?? -1
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
      // A bracket that is never closed is a character like any other.
      if depth == 0 || index > lastClose,
        separators.mayBegin(bytes[index]), let length = separators.length(in: bytes, at: index)
      {
        pieces.append(start..<index)
        index += length
        start = index
      } else {
        index += 1
      }
    }
    pieces.append(start..<bytes.count)
    return pieces
  }

  /// The bytes from one offset to another without spaces and tabs at their ends; `nil` when none are left.
  private func part(_ bytes: UnsafeBufferPointer<UInt8>, _ offsets: Range<Int>) -> Located<String>? {
    var (start, end) = (offsets.lowerBound, offsets.upperBound)
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    if start == end { return nil }
    if end - start == bytes.count { return self }
    var range = range
    // A value of several lines, or one with escapes, has only one place.
    if range.start.line == range.end.line, range.end.column - range.start.column == bytes.count {
      range.end.column = range.start.column + end
      range.start.column += start
    }
    return Located(String(decoding: bytes[start..<end], as: UTF8.self), at: range)
  }

  /// What stands before the first colon with a space behind it, and what behind both; `nil` where there is no such colon.
  var splitAtColon: (name: Located<String>, text: Located<String>?)? {
    var text = value
    return text.withUTF8 { bytes in
      guard
        let colon = bytes.indices.dropLast().first(where: { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == 32 }),
        let name = part(bytes, 0..<colon)
      else { return nil }
      return (name, part(bytes, colon + 2..<bytes.count))
    }
  }

  /// The text without a remark in round brackets at its end, and the remark.
  var splitRemark: TextPart {
    guard value.utf8.last == UInt8(ascii: ")"), value.hasSuffix(")"), let open = value.lastIndex(of: "("),
      open > value.startIndex
    else {
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

extension String {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    isVisible(utf8.first) && isVisible(utf8.last) ? self : self[...].withoutSpaces
  }
}

extension Substring {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    isVisible(utf8.first) && isVisible(utf8.last) ? String(self) : withoutSpaces
  }

  fileprivate var withoutSpaces: String {
    var text = self
    // Spaces of ASCII that other ASCII stands beside are characters of their own.
    while isSpace(text.utf8.first), text.utf8.dropFirst().first ?? 0 < 0x80 {
      text = text[text.utf8.index(after: text.startIndex)...]
    }
    if isVisible(text.utf8.first), isVisible(text.utf8.last) { return String(text) }
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}

private func isSpace(_ byte: UInt8?) -> Bool { byte.map { $0 == 32 || (9...13).contains($0) } ?? false }

/// Whether a byte is a visible character of ASCII. Most texts begin and end with one, and what else belongs to the same character is
/// no white space either.
private func isVisible(_ byte: UInt8?) -> Bool { byte.map { (33..<127).contains($0) } ?? false }
