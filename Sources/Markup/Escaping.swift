import Buffers
import CMarkup

/// Text and URLs are escaped byte by byte as libcmark's HTML writer does it.
extension OutputBuffer {
  /// Appends text with `&`, `<`, `>` and `"` escaped: right in HTML text and in double-quoted attributes.
  mutating func append(escaping bytes: Bytes) {
    let marks = ASCIISet.markup
    var start = 0
    while true {
      let index = marks.first(in: bytes, from: start, to: bytes.count)
      if index > start { append(contentsOf: bytes.part(start..<index)) }
      guard index < bytes.count, let entity = entity(for: bytes[index]) else { return }
      append(entity)
      start = index + 1
    }
  }

  /// Appends a string with `&`, `<`, `>`, `"` and `'` escaped: right in HTML text and in quoted attributes.
  public mutating func append(escapingAll string: String) {
    Self.withBytes(of: string) { bytes in
      let marks = ASCIISet.markupAndApostrophe
      var start = 0
      while true {
        let index = marks.first(in: bytes, from: start, to: bytes.count)
        if index > start { append(contentsOf: bytes.part(start..<index)) }
        guard index < bytes.count else { return }
        append(bytes[index] == UInt8(ascii: "'") ? "&#39;" : entity(for: bytes[index]) ?? "")
        start = index + 1
      }
    }
  }

  /// Appends a URL for a double-quoted attribute: what may not stand in a URL is percent-encoded.
  mutating func append(escapingURL bytes: Bytes) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "&"): append("&amp;")
      case UInt8(ascii: "'"): append("&#x27;")
      case _ where isSafeInURL(byte): append(byte)
      default:
        append(UInt8(ascii: "%"))
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
      }
    }
  }
}

/// A set of ASCII bytes that is asked for every byte of a text.
struct ASCIISet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The bytes of a literal.
  init(_ bytes: StaticString) {
    for index in 0..<bytes.utf8CodeUnitCount { insert(bytes.utf8Start[index]) }
  }

  /// `&`, `<`, `>`, `"`; a constant, since short texts take less time than a set that is made for each.
  @inline(__always)
  static var markup: ASCIISet { ASCIISet(low: 0x5000_0044_0000_0000, high: 0) }
  /// The same and `'`.
  @inline(__always)
  static var markupAndApostrophe: ASCIISet { ASCIISet(low: 0x5000_00C4_0000_0000, high: 0) }

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Adds a byte below 128.
  @inline(__always)
  mutating func insert(_ byte: UInt8) {
    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
  }

  /// Whether all in the set are bytes that ``first_mark`` looks for.
  @inline(__always)
  private var isOfMarks: Bool {
    low & ~0x5000_00C4_0000_0000 == 0 && high & ~0x4000_0000_2800_0001 == 0
  }

  /// Whether the set holds `byte`.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
  }

  /// The offset of the first byte of `bytes` from `start` up to `end` that the set holds; `end` when there is none.
  @inline(__always)
  func first(in bytes: Bytes, from start: Int, to end: Int) -> Int {
    var index = start
    if isOfMarks, let base = bytes.baseAddress {
      while end - index >= 16 {
        index = first_mark(base, index, end)
        // It may be a mark that the set does not hold.
        if index == end || contains(bytes[index]) { return index }
        index += 1
      }
      // Most names and titles are so short, and hold none.
      if end - index >= 8, holds_mark(base + index, end - index) == 0 { return end }
    }
    while index < end, !contains(bytes[index]) { index += 1 }
    return index
  }
}

/// The entity that stands for `byte` in HTML, if it needs one.
@inline(__always)
func entity(for byte: UInt8) -> StaticString? {
  guard byte <= UInt8(ascii: ">") else { return nil }
  switch byte {
  case UInt8(ascii: "&"): return "&amp;"
  case UInt8(ascii: "<"): return "&lt;"
  case UInt8(ascii: ">"): return "&gt;"
  case UInt8(ascii: "\""): return "&quot;"
  default: return nil
  }
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

private func isSafeInURL(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  case 33, 35, 36, 37, 40...47, 58, 59, 61, 63, 64, 95, 126: true
  default: false
  }
}

/// `text` with `%41` decoded to `A`; a malformed sequence stays as it is.
func percentDecoded(_ text: Bytes) -> String {
  if !text.contains(UInt8(ascii: "%")) { return String(decoding: text, as: UTF8.self) }
  var result: [UInt8] = []
  result.reserveCapacity(text.count)
  var index = 0
  while index < text.count {
    if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = hexValue(text[index + 1]),
      let low = hexValue(text[index + 2])
    {
      result.append(high << 4 | low)
      index += 3
      continue
    }
    result.append(text[index])
    index += 1
  }
  return String(decoding: result, as: UTF8.self)
}

/// The value of a hexadecimal digit.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
  default: nil
  }
}

extension UInt8 {
  var isSpaceOrTab: Bool { self == 32 || self == 9 }
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  var isASCIISpace: Bool { self == 32 || (9...13).contains(self) }
  var isASCIIDigit: Bool { (48...57).contains(self) }
  var isASCIILetter: Bool { (97...122).contains(self | 32) }
  var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
  var isASCIIPunctuation: Bool {
    (33...47).contains(self) || (58...64).contains(self) || (91...96).contains(self) || (123...126).contains(self)
  }
  /// The lower-case form of an ASCII letter, else itself.
  var asciiLowercased: UInt8 { (65...90).contains(self) ? self | 32 : self }
}
