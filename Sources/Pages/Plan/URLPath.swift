import Buffers

/// Paths of a site, from the site's root: `personas/devops/`.
enum URLPath {
  /// One part of a document's path as it stands in a URL: letters, digits, `-`, `_` and `.` stay, of any script; whatever
  /// else a file's name may hold becomes a hyphen.
  static func slug(_ name: String) -> String {
    // Most names are such already.
    if name.utf8.first != UInt8(ascii: "."), !name.isEmpty, isPlain(name, ofName) { return name }
    var slug = ""
    var pendingHyphen = false
    for scalar in name.unicodeScalars {
      let stays =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark || scalar == "_" || scalar == "." || scalar == "-"
      if stays {
        if pendingHyphen, !slug.isEmpty { slug.append("-") }
        pendingHyphen = false
        slug.unicodeScalars.append(scalar)
      } else {
        pendingHyphen = true
      }
    }
    // A name of dots only would climb or hide.
    while slug.hasPrefix(".") { slug.removeFirst() }
    return slug.isEmpty ? "document" : slug
  }

  /// `path` with everything percent-encoded that is not plain in a URL's path.
  static func encoded(_ path: String) -> String { encoded(path, ofPath) }

  /// What stands behind the `#` of a file's address, such as `page=2`, with everything percent-encoded that could end it in a text.
  static func encodedFragment(_ fragment: String) -> String { encoded(fragment, ofFragment) }

  private static func encoded(_ text: String, _ plain: ByteSet) -> String {
    guard !isPlain(text, plain) else { return text }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if plain.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPlain(_ text: String, _ plain: ByteSet) -> Bool {
    var isPlain = true
    OutputBuffer.withBytes(of: text) { bytes in
      for byte in bytes where !plain.contains(byte) {
        isPlain = false
        break
      }
    }
    return isPlain
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
  private static let ofName = ByteSet(letters)
  private static let ofPath = ByteSet(letters + "~/")
  private static let ofFragment = ByteSet(letters + "~/=&?,:;@!$*+")

  /// Some characters of ASCII.
  private struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ characters: String) {
      for byte in characters.utf8 {
        if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte - 64) }
      }
    }

    @inline(__always) func contains(_ byte: UInt8) -> Bool {
      byte < 64 ? low >> byte & 1 == 1 : byte < 128 && high >> (byte - 64) & 1 == 1
    }
  }

  /// The way from the page at `path` up to the site's root: `../../` for `personas/devops/`, `./` for the home page.
  static func root(from path: String) -> String {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    return depth == 0 ? "./" : String(repeating: "../", count: depth)
  }
}
