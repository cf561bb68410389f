import Foundation

extension Data {
  /// JSON in which `\ufffd` stands for each escape of one half of a surrogate pair without the other.
  ///
  /// An editor may hold such halves, as for a moment between two keys, and JSON can say so; UTF-8 has none. Places stay what they are,
  /// as both are one code unit of UTF-16.
  var withoutLoneSurrogates: Data {
    var bytes = Array(self)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let unit = bytes.escapedUnit(at: index) else {
        // Another character is escaped, perhaps a backslash.
        index += 2
        continue
      }
      if UTF16.isLeadSurrogate(unit), let next = bytes.escapedUnit(at: index + 6), UTF16.isTrailSurrogate(next) {
        index += 12
        continue
      }
      if UTF16.isSurrogate(unit) { bytes.replaceSubrange(index + 2..<index + 6, with: Array("fffd".utf8)) }
      index += 6
    }
    return Data(bytes)
  }
}

extension [UInt8] {
  /// The code unit that an escape such as `\u00e9` stands for.
  fileprivate func escapedUnit(at index: Int) -> UInt16? {
    guard index + 6 <= count, self[index] == UInt8(ascii: "\\"), self[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    let digits = self[index + 2..<index + 6].compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return digits.count == 4 ? digits.reduce(0) { $0 << 4 | UInt16($1) } : nil
  }
}
