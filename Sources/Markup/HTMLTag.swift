/// A start or end tag in raw HTML, taken apart by that part of CommonMark's grammar (0.30, section 6.6) which browsers read
/// alike: a vertical tab is white space for CommonMark, but part of a name or value for them, so a tag that holds one is none.
public struct HTMLTag {
  /// One attribute: where its name and its value (without quotes) stand; no value when there is no `=`.
  public struct Attribute {
    /// Where the name stands.
    public var name: Range<Int>
    /// Where the value stands, without quotes.
    public var value: Range<Int>?
    /// The whole attribute with the white space before it.
    var whole: Range<Int>
  }

  /// The whole tag, `<` to `>`.
  public var range: Range<Int>
  /// The element's name in lower case.
  public var name: String
  /// Whether it is an end tag.
  public var isEnd: Bool
  /// Whether it ends with `/>`.
  var isSelfClosing = false
  /// Its attributes, in order.
  public var attributes: [Attribute] = []

  /// The tag that begins with the `<` at `start`; `nil` when there is none.
  public init?(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    var index = start + 1
    isEnd = index < bytes.count && bytes[index] == UInt8(ascii: "/")
    if isEnd { index += 1 }
    let nameStart = index
    guard index < bytes.count, bytes[index].isASCIILetter else { return nil }
    while index < bytes.count, bytes[index].isASCIIAlphanumeric || bytes[index] == UInt8(ascii: "-") { index += 1 }
    name = String(decoding: bytes.part(nameStart..<index).map(\.asciiLowercased), as: UTF8.self)
    range = start..<index
    while true {
      let spaceStart = index
      while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: ">") { break }
      if bytes.has("/>", at: index), !isEnd {
        isSelfClosing = true
        index += 1
        break
      }
      guard !isEnd, index > spaceStart, let attribute = HTMLTag.attribute(bytes, at: index, from: spaceStart) else {
        return nil
      }
      attributes.append(attribute)
      index = attribute.whole.upperBound
    }
    range = start..<index + 1
  }

  private static func attribute(_ bytes: Bytes, at start: Int, from spaceStart: Int) -> Attribute? {
    var index = start
    guard bytes[index].isASCIILetter || bytes[index] == UInt8(ascii: "_") || bytes[index] == UInt8(ascii: ":") else {
      return nil
    }
    func isName(_ byte: UInt8) -> Bool {
      byte.isASCIIAlphanumeric || byte == 95 || byte == 58 || byte == 46 || byte == 45
    }
    while index < bytes.count, isName(bytes[index]) { index += 1 }
    var attribute = Attribute(name: start..<index, value: nil, whole: spaceStart..<index)
    while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return attribute }
    index += 1
    while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let valueStart = index + 1
      index = valueStart
      while index < bytes.count, bytes[index] != quote { index += 1 }
      guard index < bytes.count else { return nil }
      attribute.value = valueStart..<index
      index += 1
    } else {
      let valueStart = index
      while index < bytes.count, !isUnquotedEnd(bytes[index]) { index += 1 }
      guard index > valueStart else { return nil }
      attribute.value = valueStart..<index
    }
    attribute.whole = spaceStart..<index
    return attribute
  }

  private static func isUnquotedEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "`"):
      true
    default: byte <= 32 || byte == 127
    }
  }
}

extension UInt8 {
  /// What browsers take for white space in a tag: space, tab, line feed, form feed, carriage return.
  fileprivate var isHTMLSpace: Bool { self == 32 || self == 9 || self == 10 || self == 12 || self == 13 }
}

/// The value of an attribute with those character references decoded that matter for where a URL leads: numeric ones, and
/// the names of ASCII characters. Others are left as they are; none of them can make a scheme.
func decodedAttribute(_ bytes: Bytes) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = characterReference(bytes, at: index) {
      result.append(contentsOf: String(scalar).utf8)
      index = end
    } else {
      result.append(bytes[index])
      index += 1
    }
  }
  return result
}

private func characterReference(_ bytes: Bytes, at start: Int) -> (Unicode.Scalar, Int)? {
  var index = start + 1
  if index < bytes.count, bytes[index] == UInt8(ascii: "#") {
    index += 1
    let isHexadecimal = index < bytes.count && bytes[index] | 32 == UInt8(ascii: "x")
    if isHexadecimal { index += 1 }
    let digits = index
    var value: UInt32 = 0
    while index < bytes.count, let digit = hexValue(bytes[index]), isHexadecimal || digit < 10 {
      value = min(value * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
      index += 1
    }
    guard index > digits else { return nil }
    if index < bytes.count, bytes[index] == UInt8(ascii: ";") { index += 1 }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", index)
  }
  while index < bytes.count, bytes[index].isASCIIAlphanumeric, index < start + 12 { index += 1 }
  guard index < bytes.count, bytes[index] == UInt8(ascii: ";") else { return nil }
  let scalar: Unicode.Scalar
  switch bytes.part(start + 1..<index).string {
  case "amp", "AMP": scalar = "&"
  case "lt", "LT": scalar = "<"
  case "gt", "GT": scalar = ">"
  case "quot", "QUOT": scalar = "\""
  case "apos": scalar = "'"
  case "colon": scalar = ":"
  case "Tab": scalar = "\t"
  case "NewLine": scalar = "\n"
  case "sol": scalar = "/"
  case "bsol": scalar = "\\"
  case "num": scalar = "#"
  case "quest": scalar = "?"
  case "period": scalar = "."
  case "commat": scalar = "@"
  case "percnt": scalar = "%"
  case "equals": scalar = "="
  case "lowbar", "UnderBar": scalar = "_"
  default: return nil
  }
  return (scalar, index + 1)
}
