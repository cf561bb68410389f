import NIOCore
import Snapshot

/// The strong entity tag of a representation: equal tags mean equal bytes.
struct EntityTag: Equatable {
  /// The tag with its quotes, as it stands in `ETag`.
  var value: String

  /// The tag of some bytes: their fingerprint.
  init(of bytes: ByteBufferView) {
    value = "\"" + bytes.withUnsafeBytes { Fingerprint($0).hexadecimal } + "\""
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
