import NIOCore

/// The strong entity tag of a representation: equal tags mean equal bytes.
struct EntityTag: Equatable {
  /// The tag with its quotes, as it stands in `ETag`.
  var value: String

  /// The tag of some bytes: 128 bits over their content and length.
  init(of bytes: ByteBufferView) {
    value = "\"" + hashed(bytes) + "\""
  }

  /// The tag of a file too large to read for its tag: which file it is, its length, and when it last changed.
  init(of file: OpenFile) {
    value = "\"" + file.identity + "\""
  }

  private init(value: String) { self.value = value }

  /// The tag of the same content in another encoding, which has other bytes.
  func encoded(as coding: String) -> EntityTag { EntityTag(value: value.dropLast() + "-" + coding + "\"") }

  /// Whether the values of `If-None-Match` name this tag. The comparison is the weak one (RFC 9110, section 13.1.2).
  func matches(anyOf headers: [String]) -> Bool {
    headers.contains { header in
      header.split(separator: ",").contains { entry in
        let entry = entry.drop { $0 == " " || $0 == "\t" }
        let tag = entry.hasPrefix("W/") ? entry.dropFirst(2) : entry
        let end = tag.lastIndex { $0 != " " && $0 != "\t" }.map { tag.index(after: $0) } ?? tag.startIndex
        return tag[..<end] == "*" || tag[..<end] == value
      }
    }
  }
}

/// 128 bits of hash as hexadecimal digits. Two lanes of multiply and fold over words of eight bytes, as in the wyhash
/// family; it tells versions of a file apart and resists nobody who wants to find two files with one tag.
private func hashed(_ bytes: ByteBufferView) -> String {
  bytes.withUnsafeBytes { bytes in
    var low: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var high: UInt64 = 0xC2B2_AE3D_27D4_EB4F &+ UInt64(bytes.count)
    func mix(_ word: UInt64) {
      let product = (low ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      low = product.high ^ product.low &+ word
      let other = (high &+ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
      high = other.high ^ other.low ^ (word << 32 | word >> 32)
    }
    var offset = 0
    while offset + 8 <= bytes.count {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    mix(rest)
    mix(low ^ high)
    return hexadecimal(low) + hexadecimal(high)
  }
}

/// Sixteen lower case digits.
func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
