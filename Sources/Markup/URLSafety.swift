/// What a URL in a text leads to, as far as its first bytes tell.
enum URLClass {
  /// No scheme and no host: a path in the handbook, or an anchor.
  case relative
  /// Another site, or a scheme that is handed to another program.
  case external
  /// A scheme that could run a script or read the reader's files.
  case unsafe
}

/// Whether a URL can stand in a link: it neither runs a script nor reads the reader's files.
public func isSafeURL(_ url: String) -> Bool {
  var url = url
  return url.withUTF8 { classifyURL($0, isImage: false) != .unsafe }
}

/// Classifies a URL the way browsers read it: leading control characters and spaces, and tabs and line ends anywhere, are
/// skipped (WHATWG URL Standard, section 4.4), so that no disguise gets past.
///
/// - Parameter isImage: whether it is shown as a picture; only then may it be `data:` with a bitmap in it.
func classifyURL(_ url: Bytes, isImage: Bool) -> URLClass {
  if isPlainPath(url) { return .relative }
  var scheme: [UInt8] = []
  var end: Int?
  scan: for (index, byte) in url.enumerated() {
    switch byte {
    case 0...32, 127: if byte == 32 && !scheme.isEmpty { break scan }
    case UInt8(ascii: ":"):
      end = index
      break scan
    case UInt8(ascii: "/"), UInt8(ascii: "\\"):
      // `//host` and, for browsers, `\\host` and `/\host`.
      return scheme.isEmpty && isAuthority(url.part(index..<url.count)) ? .external : .relative
    case _ where byte.isASCIIAlphanumeric || byte == 43 || byte == 45 || byte == 46:
      if scheme.count > 40 { break scan }
      scheme.append(byte.asciiLowercased)
    default: break scan
    }
  }
  guard let end, let first = scheme.first, first.isASCIILetter else { return .relative }
  switch String(decoding: scheme, as: UTF8.self) {
  case "javascript", "vbscript", "livescript", "mocha", "file", "jar", "view-source", "feed", "blob", "filesystem",
    "about":
    return .unsafe
  case "data": return isImage && isBitmap(url.part(end + 1..<url.count)) ? .external : .unsafe
  // No scheme has one letter: it is a drive, and its path is no address.
  case _ where scheme.count == 1: return .relative
  default: return .external
  }
}

/// Whether the URL begins with a word and then anything but a colon or what browsers skip, as most paths do.
private func isPlainPath(_ url: Bytes) -> Bool {
  for (index, byte) in url.enumerated() {
    if byte.isASCIIAlphanumeric || byte == 43 || byte == 45 || byte == 46 || byte == 95 { continue }
    return index > 0 && byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#")
  }
  return true
}

private func isAuthority(_ bytes: Bytes) -> Bool {
  var slashes = 0
  for byte in bytes {
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
      slashes += 1
      if slashes == 2 { return true }
    } else if byte > 32 {
      return false
    }
  }
  return false
}

/// Whether what follows `data:` is a kind of picture that cannot hold a script; SVG can.
private func isBitmap(_ bytes: Bytes) -> Bool {
  let start = bytes.prefix(24).map(\.asciiLowercased)
  return ["image/png", "image/gif", "image/jpeg", "image/webp", "image/avif"].contains { type in
    start.starts(with: type.utf8) && start.count > type.utf8.count
      && [UInt8(ascii: ";"), UInt8(ascii: ",")].contains(start[type.utf8.count])
  }
}
