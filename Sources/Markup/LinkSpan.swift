/// Where the parts of a link or an image stand in a source, as far as the bytes after its bracket tell.
public struct LinkSpan: Equatable {
  /// What stands between its first two brackets.
  public var text: Range<Int>
  /// The offset after it.
  public var end: Int
  /// Where its address stands, with the angle brackets around it, when it says itself where it leads, in round brackets; else the
  /// definition of a label does.
  public var destination: Range<Int>?

  /// Whether it says itself where it leads.
  public var isInline: Bool { destination != nil }

  /// The link whose `[` stands at `start`; `nil` when no `]` belongs to it.
  public init?(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    guard let close = Self.closingBracket(bytes, after: start) else { return nil }
    text = start + 1..<close
    if let inline = Self.inlineEnd(bytes, from: close + 1) {
      (end, destination) = (inline.end, inline.destination)
    } else {
      end = Self.labelEnd(bytes, from: close + 1) ?? close + 1
    }
  }

  /// How many bytes a link may have: whoever writes thousands of brackets must not make reading slow.
  private static let limit = 4000

  private static func closingBracket(_ bytes: Bytes, after start: Int) -> Int? {
    guard start >= 0, start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
    let end = min(bytes.count, start + limit)
    var index = start + 1
    var depth = 1
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "`"):
        index = codeEnd(bytes, from: index, limit: end)
        continue
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The offset after a code span, or after its backticks when it has no end.
  private static func codeEnd(_ bytes: Bytes, from start: Int, limit: Int) -> Int {
    func run(_ index: Int) -> Int {
      var end = index
      while end < limit, bytes[end] == UInt8(ascii: "`") { end += 1 }
      return end
    }
    let opened = run(start)
    var index = opened
    while index < limit {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let closed = run(index)
      if closed - index == opened - start { return closed }
      index = closed
    }
    return opened
  }

  /// The offset after `[label]`.
  private static func labelEnd(_ bytes: Bytes, from start: Int) -> Int? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
    let end = min(bytes.count, start + 1001)
    var index = start + 1
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "]"): return index + 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The offset after `(destination "title")`, and where the destination stands.
  private static func inlineEnd(_ bytes: Bytes, from start: Int) -> (end: Int, destination: Range<Int>)? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "(") else { return nil }
    let limit = min(bytes.count, start + limit)
    var index = spaceEnd(bytes, from: start + 1, limit)
    let destination = index
    if index < limit, bytes[index] == UInt8(ascii: "<") {
      guard let end = end(of: UInt8(ascii: ">"), bytes, from: index + 1, limit) else { return nil }
      index = end
    } else {
      var depth = 0
      while index < limit, bytes[index] > 32 {
        if bytes[index] == UInt8(ascii: "\\") {
          index += 1
        } else if bytes[index] == UInt8(ascii: "(") {
          depth += 1
        } else if bytes[index] == UInt8(ascii: ")") {
          if depth == 0 { break }
          depth -= 1
        }
        index += 1
      }
    }
    let address = destination..<min(index, limit)
    let title = spaceEnd(bytes, from: address.upperBound, limit)
    if title > index, index > destination, title < limit, let quote = closingQuote(bytes[title]) {
      guard let end = end(of: quote, bytes, from: title + 1, limit) else { return nil }
      index = spaceEnd(bytes, from: end, limit)
    } else {
      index = title
    }
    return index < limit && bytes[index] == UInt8(ascii: ")") ? (index + 1, address) : nil
  }

  private static func closingQuote(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): byte
    case UInt8(ascii: "("): UInt8(ascii: ")")
    default: nil
    }
  }

  /// The offset after the first `mark` that is not escaped.
  private static func end(of mark: UInt8, _ bytes: Bytes, from start: Int, _ limit: Int) -> Int? {
    var index = start
    while index < limit, bytes[index] != mark { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
    return index < limit ? index + 1 : nil
  }

  private static func spaceEnd(_ bytes: Bytes, from start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit, bytes[index] <= 32 { index += 1 }
    return index
  }
}
