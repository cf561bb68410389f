import TextFormats

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
    let path = components.map { percentEncoded($0) + "/" }.joined()
    return "/" + path + (query.map { "?" + percentEncoded($0, keeping: "!$&'()*+,;=:@?%") } ?? "")
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
    let isEncoded = name.indices.allSatisfy { index in
      let digits = name[(index + 1)...].prefix(2).map { Character(Unicode.Scalar($0)) }
      return name[index] != UInt8(ascii: "%") || digits.count == 2 && digits.allSatisfy(\.isHexDigit)
    }
    // What is no UTF-8, such as an overlong `.`, is not decoded.
    guard isEncoded, let text = percentDecoded(String(decoding: name, as: UTF8.self)),
      text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "/") })
    else { throw .malformed }
    return text
  }
}
