/// Reads the text of a diagram from front to back, by bytes.
struct DiagramScanner {
  private let bytes: Bytes
  /// The offset of what comes next.
  private(set) var index = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  /// The next byte, `nil` at the end.
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Whether `text` comes next.
  func has(_ text: StaticString) -> Bool { bytes.has(text, at: index) }

  /// Passes over `text`; gives whether it came next.
  mutating func take(_ text: StaticString) -> Bool {
    guard has(text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  /// Takes the bytes up to the first that `isTaken` refuses.
  @discardableResult
  mutating func take(while isTaken: (UInt8) -> Bool) -> Bytes {
    let start = index
    while index < bytes.count, isTaken(bytes[index]) { index += 1 }
    return bytes.part(start..<index)
  }

  /// Takes what stands before `end` on the same line, but not `end`; `nil` where there is none.
  mutating func takeLine(upTo end: StaticString) -> Bytes? {
    let start = index
    while let byte = next, byte != 10, byte != 13 {
      if has(end) { return bytes.part(start..<index) }
      index += 1
    }
    index = start
    return nil
  }

  /// Passes over what stands before `end`, and `end`; over all that is left where there is none.
  mutating func skip(past end: StaticString) {
    while index < bytes.count, !take(end) { index += 1 }
  }

  /// Whether what comes next is the first of its line.
  var isAtLineStart: Bool { index == 0 || bytes[index - 1] == 10 || bytes[index - 1] == 13 }

  /// Passes over the next byte.
  mutating func skip() { index = min(index + 1, bytes.count) }

  /// Passes over what is left of a line.
  mutating func skipLine() { take { $0 != 10 && $0 != 13 } }

  /// Passes over spaces and tabs.
  mutating func skipSpaces() { take(while: \.isSpaceOrTab) }
}

extension UInt8 {
  /// Whether the byte may stand in a word of any script.
  var isWordByte: Bool { isASCIIAlphanumeric || self == UInt8(ascii: "_") || self >= 0x80 }
}

/// A label with its entities, such as `&amp;`, as the characters that they stand for, and white space as single spaces; `nil` when it
/// holds an entity that is not known here.
///
/// - Parameter signs: the bytes that entities begin with.
func decodedLabel(_ label: [UInt8], entitiesBeginWith signs: StaticString) -> String? {
  let signs = ASCIISet(signs)
  var result: [UInt8] = []
  result.reserveCapacity(label.count)
  var index = 0
  while index < label.count {
    let byte = label[index]
    index += 1
    guard signs.contains(byte), let end = entityEnd(in: label, from: index) else {
      result.append(byte)
      continue
    }
    guard let character = character(ofEntity: label[index..<end]) else { return nil }
    result.append(contentsOf: String(character).utf8)
    index = end + 1
  }
  return collapsed(result)
}

/// The offset of the semicolon of what may be an entity; `nil` where there is none.
private func entityEnd(in label: [UInt8], from start: Int) -> Int? {
  var index = start
  let limit = min(label.count, start + 32)
  while index < limit, label[index].isASCIIAlphanumeric || label[index] == UInt8(ascii: "#") && index == start {
    index += 1
  }
  return index > start && index < limit && label[index] == UInt8(ascii: ";") ? index : nil
}

/// The character that an entity stands for, given without `&` and `;`.
private func character(ofEntity name: ArraySlice<UInt8>) -> Character? {
  var digits = String(decoding: name, as: UTF8.self)
  switch digits {
  case "amp": return "&"
  case "lt": return "<"
  case "gt": return ">"
  case "quot": return "\""
  case "apos": return "'"
  case "nbsp": return " "
  default: break
  }
  if digits.hasPrefix("#") { digits.removeFirst() }
  let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
  if isHexadecimal { digits.removeFirst() }
  guard let number = UInt32(digits, radix: isHexadecimal ? 16 : 10), number >= 32 else { return nil }
  return Unicode.Scalar(number).map { Character($0) }
}
