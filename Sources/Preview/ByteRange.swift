/// What a `Range` header asks of a content of known length (RFC 9110, section 14).
enum ByteRange: Equatable {
  /// All of it: no range was asked for, several were, or the header says nothing that we understand.
  case whole
  /// These bytes; never empty.
  case part(Range<Int>)
  /// Nothing that exists: the answer is 416.
  case unsatisfiable

  /// Reads the value of a `Range` header for a content of `length` bytes.
  init(header: String?, length: Int) {
    self = .whole
    let prefix = "bytes="
    guard let header, header.prefix(prefix.count).lowercased() == prefix else { return }
    let value = header.dropFirst(prefix.count).utf8.drop { Self.isSpace($0) }
    guard let dash = value.firstIndex(of: UInt8(ascii: "-")) else { return }
    let before = value[..<dash]
    var after = value[value.index(after: dash)...]
    while let last = after.last, Self.isSpace(last) { after.removeLast() }
    guard let first = Self.number(before), let last = Self.number(after) else { return }

    switch (first, last) {
    case (nil, nil): return
    case (nil, let suffix?):
      self = suffix == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - suffix)..<length)
    case (let first?, nil):
      self = first < length ? .part(first..<length) : .unsatisfiable
    case (let first?, let last?):
      guard first <= last else { return }
      self = first < length ? .part(first..<min(last, length - 1) + 1) : .unsatisfiable
    }
  }

  /// The number that digits write, as large as `Int` goes; `.some(nil)` for no digits at all, `nil` for anything else.
  private static func number(_ digits: Substring.UTF8View) -> Int?? {
    if digits.isEmpty { return .some(nil) }
    var result = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (product, tooLarge) = result.multipliedReportingOverflow(by: 10)
      let (sum, stillTooLarge) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      result = tooLarge || stillTooLarge || result == .max ? .max : sum
    }
    return result
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
