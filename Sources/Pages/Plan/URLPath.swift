/// Paths of a site, from the site's root: `personas/devops/`.
enum URLPath {
  /// One part of a document's path as it stands in a URL: letters, digits, `-`, `_` and `.` stay, of any script; whatever
  /// else a file's name may hold becomes a hyphen.
  static func slug(_ name: String) -> String {
    // Most names are such already.
    if name.utf8.first != UInt8(ascii: "."), !name.isEmpty, name.utf8.allSatisfy(isPlain) { return name }
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
  static func encoded(_ path: String) -> String {
    encoded(path) { isPlain($0) || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
  }

  /// What stands behind the `#` of a file's address, such as `page=2`, with everything percent-encoded that could end it in a text.
  static func encodedFragment(_ fragment: String) -> String {
    encoded(fragment) { isPlain($0) || "~/=&?,:;@!$*+".utf8.contains($0) }
  }

  private static func encoded(_ text: String, _ stays: (UInt8) -> Bool) -> String {
    guard !text.utf8.allSatisfy(stays) else { return text }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if stays(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The way from the page at `path` up to the site's root: `../../` for `personas/devops/`, `./` for the home page.
  static func root(from path: String) -> String {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    return depth == 0 ? "./" : String(repeating: "../", count: depth)
  }
}
