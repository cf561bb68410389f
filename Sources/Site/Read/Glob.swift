/// A pattern of paths: `*` stands for any characters but `/`, `**` for any, `**/` for any folders or none, `?` for one character. A
/// pattern that names a folder covers all below it; one without `/` is tried on every part of a path, one that begins with `/` on the
/// whole path only.
struct Glob: Sendable {
  /// What a pattern is made of.
  private enum Token: Equatable {
    case byte(UInt8)
    /// One character but `/`.
    case character
    /// Characters but `/`, or none.
    case name
    /// Any characters, or none.
    case path
    /// Whole folders, or none.
    case folders
  }

  private let tokens: [Token]
  private let matchesAnyPart: Bool

  init(_ pattern: String) {
    var bytes = Array(pattern.utf8)
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    if bytes.starts(with: "./".utf8) { bytes.removeFirst(2) }
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    tokens = Self.tokens(bytes)
    matchesAnyPart = !pattern.dropLast(pattern.hasSuffix("/") ? 1 : 0).contains("/")
  }

  /// Whether the file or folder at `path` is meant.
  func matches(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    if matchesAnyPart {
      return bytes.split(separator: UInt8(ascii: "/")).contains { matches(Array($0)) }
    }
    return matches(bytes)
  }

  /// Whether the file at `path` is meant, or a folder above it.
  func covers(_ path: String) -> Bool {
    path.utf8.indices.contains { path.utf8[$0] == UInt8(ascii: "/") && matches(String(path[..<$0])) } || matches(path)
  }

  private static func tokens(_ pattern: [UInt8]) -> [Token] {
    let (star, slash) = (UInt8(ascii: "*"), UInt8(ascii: "/"))
    var tokens: [Token] = []
    var index = 0
    while index < pattern.count {
      let stars = pattern[index...].prefix { $0 == star }.count
      let beginsName = index == 0 || pattern[index - 1] == slash
      if stars > 1, beginsName, index + stars < pattern.count, pattern[index + stars] == slash {
        tokens.append(.folders)
        index += stars + 1
      } else if stars > 0 {
        tokens.append(stars > 1 ? .path : .name)
        index += stars
      } else {
        tokens.append(pattern[index] == UInt8(ascii: "?") ? .character : .byte(pattern[index]))
        index += 1
      }
    }
    return tokens
  }

  /// Walks a path once, with all places in the pattern that may have been reached: O(pattern × path), whatever the stars.
  private func matches(_ path: [UInt8]) -> Bool {
    var reached = Array(repeating: false, count: tokens.count + 1)
    reached[0] = true
    var beginsName = true
    for byte in path {
      passEmpty(&reached, beginsName)
      var next = Array(repeating: false, count: tokens.count + 1)
      // The bytes of a character behind its first one.
      let goesOn = byte & 0xC0 == 0x80
      for (place, token) in tokens.enumerated() {
        if goesOn, token == .character, reached[place + 1] { next[place + 1] = true }
        guard reached[place] else { continue }
        switch token {
        case .byte(let other): if byte == other { next[place + 1] = true }
        case .character: if byte != UInt8(ascii: "/"), !goesOn { next[place + 1] = true }
        case .name: if byte != UInt8(ascii: "/") { next[place] = true }
        case .path, .folders: next[place] = true
        }
      }
      reached = next
      beginsName = byte == UInt8(ascii: "/")
    }
    passEmpty(&reached, beginsName)
    return reached[tokens.count]
  }

  /// Goes over what may stand for nothing.
  private func passEmpty(_ reached: inout [Bool], _ beginsName: Bool) {
    for (place, token) in tokens.enumerated() where reached[place] {
      if token == .name || token == .path || token == .folders && beginsName { reached[place + 1] = true }
    }
  }
}
