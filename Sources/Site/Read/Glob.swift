/// A pattern of paths: `*` stands for any characters but `/`, `**` for any, `?` for one. A pattern that names a folder
/// covers all below it; one without `/` is tried on every part of a path, one that begins with `/` on the whole path only.
struct Glob: Sendable {
  private let pattern: [UInt8]
  private let matchesAnyPart: Bool

  init(_ pattern: String) {
    var bytes = Array(pattern.utf8)
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    if bytes.starts(with: "./".utf8) { bytes.removeFirst(2) }
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    self.pattern = bytes
    matchesAnyPart = !pattern.dropLast(pattern.hasSuffix("/") ? 1 : 0).contains("/")
  }

  /// Whether the file or folder at `path` is meant.
  func matches(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    if matchesAnyPart {
      return bytes.split(separator: UInt8(ascii: "/")).contains { Self.match(pattern, Array($0)) }
    }
    return Self.match(pattern, bytes)
  }

  /// Whether the file at `path` is meant, or a folder above it.
  func covers(_ path: String) -> Bool {
    path.utf8.indices.contains { path.utf8[$0] == UInt8(ascii: "/") && matches(String(path[..<$0])) } || matches(path)
  }

  /// Walks pattern and path once, and goes back only to the last star: O(pattern × path) at worst.
  private static func match(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
    var (p, t) = (0, 0)
    var star: (pattern: Int, path: Int, isDeep: Bool)?
    while t < path.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        let isDeep = p + 1 < pattern.count && pattern[p + 1] == UInt8(ascii: "*")
        p += isDeep ? 2 : 1
        // `**/` also stands for no folder at all.
        if isDeep, p < pattern.count, pattern[p] == UInt8(ascii: "/"), t == 0 || path[t - 1] == UInt8(ascii: "/") {
          p += 1
        }
        star = (p, t, isDeep)
      } else if p < pattern.count,
        pattern[p] == path[t] || pattern[p] == UInt8(ascii: "?") && path[t] != UInt8(ascii: "/")
      {
        p += 1
        t += 1
      } else if let last = star, last.isDeep || path[last.path] != UInt8(ascii: "/") {
        star = (last.pattern, last.path + 1, last.isDeep)
        (p, t) = (last.pattern, last.path + 1)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }
}
