/// Byte by byte what libcmark's HTML writer does with text and with URLs.
extension [UInt8] {
  /// Appends the bytes of a literal.
  mutating func append(_ literal: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends text with `&`, `<`, `>` and `"` escaped: right in HTML text and in double-quoted attributes.
  mutating func append(escaping bytes: Bytes) {
    var start = 0
    for index in bytes.indices {
      guard let entity = entity(for: bytes[index]) else { continue }
      append(contentsOf: bytes.part(start..<index))
      append(entity)
      start = index + 1
    }
    append(contentsOf: bytes.part(start..<bytes.count))
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
func percentDecoded(_ text: some Collection<UInt8>) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(text.count)
  var index = text.startIndex
  while index != text.endIndex {
    let next = text.index(after: index)
    if text[index] == UInt8(ascii: "%"), next != text.endIndex {
      let last = text.index(after: next)
      if last != text.endIndex, let high = hexValue(text[next]), let low = hexValue(text[last]) {
        result.append(high << 4 | low)
        index = text.index(after: last)
        continue
      }
    }
    result.append(text[index])
    index = next
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
