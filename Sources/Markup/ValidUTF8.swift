import CMarkup

/// `source` as valid UTF-8 without zero bytes: what is neither becomes U+FFFD, as CommonMark wants it.
///
/// Everything after this step may count on it. So bytes that UTF-8 never holds are free to serve as marks of our own.
func validUTF8(_ source: [UInt8]) -> [UInt8] {
  if isPlainUTF8(source) { return source }
  var result = Array(String(decoding: source, as: UTF8.self).utf8)
  guard result.contains(0) else { return result }
  result = result.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    .joined(separator: [0xEF, 0xBF, 0xBD]).map { $0 }
  return result
}

/// Whether there is no zero and no malformed sequence of UTF-8; table 3-7 of the Unicode Standard.
public func isPlainUTF8(_ source: [UInt8]) -> Bool {
  source.withUnsafeBufferPointer { bytes in
    guard let base = bytes.baseAddress else { return true }
    var index = 0
    while index < bytes.count {
      index = skip_ascii(base, index, bytes.count)
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte < 0x80 {
        if byte == 0 { return false }
        index += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch byte {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return false
      }
      guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return false }
      for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return false }
      index += length
    }
    return true
  }
}
