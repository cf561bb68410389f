import Diagnostics
import Glibc

/// Reads YAML as nearly all front matter has it: a line `name: value` for each entry, lists of dashes or one line of words in square
/// brackets, values that end with their line and have no escapes. That takes a fifth of what libyaml takes.
///
/// It gives up on all else, and on whatever is wrong, so that libyaml alone says what YAML means. What this reads, ``YAMLComposer``
/// would read alike, places included; a test compares both.
struct PlainYAML {
  /// The text is not as plain as that.
  private struct GivenUp: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  private let firstLine: Int

  /// The line that is being read: its number in the text, from 0, its offsets, and that of its first byte that is no space.
  private var number = -1
  private var start = 0
  private var end = -1
  private var text = 0
  private var isAtEnd = false

  /// No text this short holds too many values.
  private static let largest = 16_384
  /// libyaml takes no longer text on one line for a name.
  private static let longestName = 512

  /// The entries of a mapping in valid UTF-8; `nil` when it holds anything that is not plain.
  static func entries(of bytes: ArraySlice<UInt8>, file: String, firstLine: Int) -> [YAMLEntry]? {
    // What may be an alias is counted before libyaml follows it.
    guard bytes.count <= largest, !(bytes.hasByte(UInt8(ascii: "&")) && bytes.hasByte(UInt8(ascii: "*"))) else {
      return nil
    }
    return bytes.withUnsafeBufferPointer { bytes in
      var reader = PlainYAML(bytes, file: file, firstLine: firstLine)
      return try? reader.entries()
    }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, firstLine: Int) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
  }
}

// MARK: - Lines

extension PlainYAML {
  private mutating func entries() throws(GivenUp) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    entries.reserveCapacity(16)
    try nextLine()
    while !isAtEnd { entries.append(try entry()) }
    guard !entries.isEmpty, hasDistinctKeys(entries) else { throw GivenUp() }
    return entries
  }

  /// Goes on to the next line that is neither blank nor a comment.
  private mutating func nextLine() throws(GivenUp) {
    repeat {
      number += 1
      start = end + 1
      guard start < bytes.count, let base = bytes.baseAddress else {
        isAtEnd = true
        return
      }
      end =
        memchr(base + start, 10, bytes.count - start).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
        ?? bytes.count
      guard isPlain(start..<end) else { throw GivenUp() }
      text = skipSpaces(from: start)
    } while text == end || bytes[text] == UInt8(ascii: "#")
  }

  /// Reads an entry of the whole, and goes on to the line after it.
  private mutating func entry() throws(GivenUp) -> YAMLEntry {
    guard text == start, isLetter(bytes[start]) else { throw GivenUp() }
    var nameEnd = start
    while nameEnd < end, isWord(bytes[nameEnd]) { nameEnd += 1 }
    guard nameEnd < end, bytes[nameEnd] == UInt8(ascii: ":") else { throw GivenUp() }
    let name = try name(start..<nameEnd)
    let offset = skipSpaces(from: nameEnd + 1)
    if offset == end {
      let nothing = range(nameEnd + 1..<nameEnd + 2)
      try nextLine()
      return YAMLEntry(key: name, value: !isAtEnd && isDash(text) ? try list() : .empty(nothing))
    }
    guard offset > nameEnd + 1 else { throw GivenUp() }
    let value = bytes[offset] == UInt8(ascii: "[") ? try words(at: offset) : try scalar(at: offset)
    try nextLine()
    return YAMLEntry(key: name, value: value)
  }

  /// Reads the list that begins with this line's dash, and goes on to the line after it.
  private mutating func list() throws(GivenUp) -> YAMLValue {
    let indentation = text - start
    let place = range(text..<text + 1)
    var items: [YAMLValue] = []
    while !isAtEnd, text - start == indentation, isDash(text) {
      let offset = skipSpaces(from: text + 1)
      guard offset < end else { throw GivenUp() }
      items.append(try item(at: offset))
      try nextLine()
    }
    return .list(items, place)
  }

  /// What stands behind a dash: a scalar, or a name and a scalar.
  private func item(at offset: Int) throws(GivenUp) -> YAMLValue {
    let colon = plainEnd(from: offset)
    guard bytes[offset] != UInt8(ascii: "\""), colon < end, bytes[colon] == UInt8(ascii: ":") else {
      return try scalar(at: offset)
    }
    let value = skipSpaces(from: colon + 1)
    guard mayBegin(bytes[offset]), bytes[colon - 1] != UInt8(ascii: " "), value < end else { throw GivenUp() }
    let entry = YAMLEntry(key: try name(offset..<colon), value: try scalar(at: value))
    return .mapping([entry], range(offset..<offset + 1))
  }
}

// MARK: - Values

extension PlainYAML {
  /// A scalar that goes on to the end of the line, or to a comment.
  private func scalar(at offset: Int) throws(GivenUp) -> YAMLValue {
    if bytes[offset] == UInt8(ascii: "\"") { return try quoted(at: offset) }
    guard mayBegin(bytes[offset]) else { throw GivenUp() }
    var stop = plainEnd(from: offset)
    // A colon would begin a mapping.
    if stop < end, bytes[stop] == UInt8(ascii: ":") { throw GivenUp() }
    while stop > offset, bytes[stop - 1] == UInt8(ascii: " ") { stop -= 1 }
    return plain(offset..<stop)
  }

  private func quoted(at offset: Int) throws(GivenUp) -> YAMLValue {
    var close = offset + 1
    while close < end, bytes[close] != UInt8(ascii: "\"") {
      if bytes[close] == UInt8(ascii: "\\") { throw GivenUp() }
      close += 1
    }
    guard close < end, isRestEmpty(from: close + 1) else { throw GivenUp() }
    return .text(Located(string(offset + 1..<close), at: range(offset + 1..<max(close, offset + 2))))
  }

  /// `[some, words]`
  private func words(at offset: Int) throws(GivenUp) -> YAMLValue {
    var items: [YAMLValue] = []
    var index = skipSpaces(from: offset + 1)
    while index < end, items.isEmpty ? bytes[index] != UInt8(ascii: "]") : true {
      let first = index
      guard isAlphanumeric(bytes[first]) else { throw GivenUp() }
      while index < end, isWord(bytes[index]) || bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: ".")
      {
        index += 1
      }
      var last = index
      while bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
      items.append(plain(first..<last))
      guard index < end else { throw GivenUp() }
      if bytes[index] == UInt8(ascii: "]") { break }
      guard bytes[index] == UInt8(ascii: ",") else { throw GivenUp() }
      index = skipSpaces(from: index + 1)
    }
    guard index < end, isRestEmpty(from: index + 1) else { throw GivenUp() }
    return .list(items, range(offset..<offset + 1))
  }

  /// A scalar without quotes, which may stand for nothing.
  private func plain(_ offsets: Range<Int>) -> YAMLValue {
    let text = string(offsets)
    return YAMLValue.isNothing(text) ? .empty(range(offsets)) : .text(Located(text, at: range(offsets)))
  }

  private func name(_ offsets: Range<Int>) throws(GivenUp) -> Located<String> {
    let name = string(offsets)
    guard offsets.count <= Self.longestName, !YAMLValue.isNothing(name) else { throw GivenUp() }
    return Located(name, at: range(offsets))
  }

  private func string(_ offsets: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[offsets]), as: UTF8.self)
  }

  private func range(_ offsets: Range<Int>) -> SourceRange {
    SourceRange(
      file: file, line: firstLine + number, column: offsets.lowerBound - start + 1, length: offsets.count)
  }
}

// MARK: - Bytes

extension PlainYAML {
  /// Whether a line holds no control character, and nothing that YAML takes for the end of a line or refuses.
  private func isPlain(_ line: Range<Int>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    var index = line.lowerBound
    // Eight bytes at once, while they are visible characters of ASCII.
    while index + 8 <= line.upperBound {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let (controls, isDelete) = ((word &- ones &* 0x20) & ~word, word ^ (ones &* 0x7F))
      guard (word | controls | (isDelete &- ones) & ~isDelete) & highs == 0 else { break }
      index += 8
    }
    while index < line.upperBound {
      let byte = bytes[index]
      // U+0080 to U+00BF and U+F000 to U+FFFF
      if byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xEF { return false }
      // U+2028 and U+2029
      if byte == 0xE2 {
        guard index + 2 < line.upperBound else { return false }
        if bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 { return false }
      }
      index += 1
    }
    return true
  }

  private func skipSpaces(from offset: Int) -> Int {
    var index = offset
    while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
    return index
  }

  /// The offset of the colon that ends a name, or of the `#` of a comment, or the line's end.
  private func plainEnd(from offset: Int) -> Int {
    for index in offset..<end {
      switch bytes[index] {
      case UInt8(ascii: ":"): if index + 1 == end || bytes[index + 1] == UInt8(ascii: " ") { return index }
      case UInt8(ascii: "#"): if index > offset, bytes[index - 1] == UInt8(ascii: " ") { return index }
      default: break
      }
    }
    return end
  }

  /// Whether nothing but a comment follows.
  private func isRestEmpty(from offset: Int) -> Bool {
    let rest = skipSpaces(from: offset)
    return rest == end || rest > offset && bytes[rest] == UInt8(ascii: "#")
  }

  /// Whether the dash of a list's item stands at `offset`, within the line.
  private func isDash(_ offset: Int) -> Bool {
    bytes[offset] == UInt8(ascii: "-") && offset + 1 < end && bytes[offset + 1] == UInt8(ascii: " ")
  }

  /// Whether a scalar without quotes may begin with a byte; some more may.
  private func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "_"): true
    default: isAlphanumeric(byte) || byte >= 0x80
    }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
}
