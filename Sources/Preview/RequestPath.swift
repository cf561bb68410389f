/// Where a request points to, taken apart and decoded once: names of folders and of a file, nothing else.
///
/// Everything that could leave the served folder is refused here, before a file is touched: `.` and `..`, a slash or a
/// backslash that was encoded, NUL and other control bytes, and text that is not UTF-8.
struct RequestPath: Equatable {
  /// The names from the root of the site on, none of them empty.
  var components: [String]
  /// Whether the path ends with a slash, so that it asks for a folder.
  var endsWithSlash: Bool
  /// What follows the `?`, still encoded; `nil` without one.
  var query: String?
  /// The host that an absolute target (`GET http://host/path`) names.
  var authority: String?

  /// Why a target is not served.
  enum Refusal: Error, Equatable {
    /// The target is not what HTTP allows, or tries to name something outside the site.
    case malformed
    /// The target is well formed, and no site has such a page: hidden files and empty names.
    case notServed
  }

  /// The root of the site.
  static let root = RequestPath(components: [], endsWithSlash: true)

  private init(components: [String], endsWithSlash: Bool) {
    self.components = components
    self.endsWithSlash = endsWithSlash
  }

  /// Takes apart the target of a request line, such as `/personas/qa/?print`.
  init(target: String) throws(Refusal) {
    var bytes = Array(target.utf8)[...]
    authority = Self.removeAuthority(from: &bytes)
    guard bytes.first == UInt8(ascii: "/"), !bytes.contains(UInt8(ascii: "#")) else { throw .malformed }
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    query = end < bytes.endIndex ? String(decoding: bytes[(end + 1)...], as: UTF8.self) : nil
    endsWithSlash = bytes[end - 1] == UInt8(ascii: "/")

    var encoded = bytes[..<end].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    if endsWithSlash { encoded.removeLast() }
    components = []
    var isServed = true
    for name in encoded {
      let name = try Self.decoded(name)
      if name == "." || name == ".." { throw .malformed }
      if name.isEmpty || name.utf8.first == UInt8(ascii: ".") { isServed = false }
      components.append(name)
    }
    guard isServed else { throw .notServed }
  }

  /// The path with a slash at its end, encoded, with the query kept: where a folder is sent to.
  var withSlash: String {
    let path = components.map { Self.encoded($0) + "/" }.joined()
    return "/" + path + (query.map { "?" + Self.encoded($0, keeping: Array("!$&'()*+,;=:@/?%".utf8)) } ?? "")
  }

  /// `http://host` at the start of a target is removed and its host returned.
  private static func removeAuthority(from bytes: inout ArraySlice<UInt8>) -> String? {
    let scheme = Array("http://".utf8)
    guard bytes.prefix(scheme.count).map({ $0 | 0x20 }) == scheme.map({ $0 | 0x20 }) else { return nil }
    let rest = bytes.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    let path = rest[end...]
    bytes = path.first == UInt8(ascii: "/") ? path : Array("/".utf8) + path
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  private static func decoded(_ name: ArraySlice<UInt8>) throws(Refusal) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(name.count)
    var index = name.startIndex
    while index < name.endIndex {
      var byte = name[index]
      index += 1
      if byte == UInt8(ascii: "%") {
        guard index + 1 < name.endIndex, let high = hexadecimal(name[index]), let low = hexadecimal(name[index + 1])
        else { throw .malformed }
        byte = high << 4 | low
        index += 2
        if byte == UInt8(ascii: "/") { throw .malformed }
      }
      guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "\\") else { throw .malformed }
      result.append(byte)
    }
    let text = String(decoding: result, as: UTF8.self)
    // Decoding repairs what is no UTF-8, such as an overlong `.`, so a difference means that it was not.
    guard text.utf8.elementsEqual(result) else { throw .malformed }
    return text
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Percent-encoding for a place in a URL: letters, digits, `-._~` and what is to be kept stay as they are.
  private static func encoded(_ text: String, keeping kept: [UInt8] = Array("!$&'()*+,;=:@".utf8)) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.append(byte)
      case _ where kept.contains(byte): result.append(byte)
      default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
