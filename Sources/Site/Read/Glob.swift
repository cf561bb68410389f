/// A pattern of paths: `*` stands for any characters but `/`, `**` for any, `**/` for any folders or none, `?` for one character,
/// `[a-z]` for one of those, `[!a-z]` for one of all others, `{a,b}` for one of those words. A pattern that names a folder covers all below it; one without `/` is tried on every part of a path, one that begins with `/` on the
/// whole path only.
struct Glob: Sendable {
  /// What a pattern is made of.
  private enum Token: Equatable {
    case byte(UInt8)
    /// One character but `/`.
    case character
    /// One character of some, or of all others, but `/`.
    case oneOf([ClosedRange<UInt32>], isOther: Bool)
    /// Characters but `/`, or none.
    case name
    /// Any characters, or none.
    case path
    /// Whole folders, or none.
    case folders

    /// Whether it stands for one character, of however many bytes.
    var isCharacter: Bool {
      switch self {
      case .character, .oneOf: true
      case .byte, .name, .path, .folders: false
      }
    }
  }

  /// What the pattern may be, one of them for each choice of words.
  private let choices: [[Token]]
  /// The most choices of words; where there are more, braces stand for themselves.
  private static let mostChoices = 64
  private let matchesAnyPart: Bool

  init(_ pattern: String) {
    var bytes = Array(pattern.utf8)
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    if bytes.starts(with: "./".utf8) { bytes.removeFirst(2) }
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    choices = Self.choices(bytes).map(Self.tokens)
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

  private func matches(_ path: [UInt8]) -> Bool { choices.contains { Self.matches(path, $0) } }

  /// Whether the file at `path` is meant, or a folder above it.
  func covers(_ path: String) -> Bool {
    path.utf8.indices.contains { path.utf8[$0] == UInt8(ascii: "/") && matches(String(path[..<$0])) } || matches(path)
  }

  /// The patterns that one with words in braces stands for.
  private static func choices(_ pattern: [UInt8]) -> [[UInt8]] {
    var (done, open) = ([[UInt8]](), [pattern])
    while let pattern = open.popLast() {
      guard done.count + open.count < mostChoices else { return [pattern] }
      if let choices = firstChoices(in: pattern) {
        open += choices.reversed()
      } else {
        done.append(pattern)
      }
    }
    return done
  }

  /// A pattern with each of the words that stand in its first braces; `nil` without any.
  private static func firstChoices(in pattern: [UInt8]) -> [[UInt8]]? {
    var (depth, start) = (0, 0)
    var words: [Range<Int>] = []
    for (index, byte) in pattern.enumerated() {
      switch byte {
      case UInt8(ascii: "{"):
        depth += 1
        if depth == 1 { (start, words) = (index + 1, []) }
      case UInt8(ascii: ",") where depth == 1:
        words.append(start..<index)
        start = index + 1
      case UInt8(ascii: "}") where depth > 0:
        depth -= 1
        guard depth == 0, let first = words.first else { continue }
        words.append(start..<index)
        return words.map { word -> [UInt8] in
          var choice = Array(pattern[..<(first.lowerBound - 1)])
          choice += pattern[word]
          choice += pattern[(index + 1)...]
          return choice
        }
      default: break
      }
    }
    return nil
  }

  /// The characters in square brackets at an index of a pattern, and where it goes on; `nil` where they are never closed, or hold a
  /// slash.
  private static func oneOf(_ pattern: ArraySlice<UInt8>) -> (token: Token, end: Int)? {
    guard pattern.first == UInt8(ascii: "[") else { return nil }
    var start = pattern.startIndex + 1
    let isOther = start < pattern.endIndex && "!^".utf8.contains(pattern[start])
    if isOther { start += 1 }
    // A bracket that comes first is one of the characters.
    guard start < pattern.endIndex, let end = pattern[(start + 1)...].firstIndex(of: UInt8(ascii: "]")) else {
      return nil
    }
    let scalars = Array(String(decoding: pattern[start..<end], as: UTF8.self).unicodeScalars).map(\.value)
    guard !scalars.contains(UInt32(UInt8(ascii: "/"))) else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    var index = 0
    while index < scalars.count {
      let isRange = index + 2 < scalars.count && scalars[index + 1] == UInt32(UInt8(ascii: "-"))
      let last = isRange ? scalars[index + 2] : scalars[index]
      if last >= scalars[index] { ranges.append(scalars[index]...last) }
      index += isRange ? 3 : 1
    }
    return (.oneOf(ranges, isOther: isOther), end + 1)
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
      } else if let (token, end) = oneOf(pattern[index...]) {
        tokens.append(token)
        index = end
      } else {
        tokens.append(pattern[index] == UInt8(ascii: "?") ? .character : .byte(pattern[index]))
        index += 1
      }
    }
    return tokens
  }

  /// Walks a path once, with all places in the pattern that may have been reached: O(pattern × path), whatever the stars.
  private static func matches(_ path: [UInt8], _ tokens: [Token]) -> Bool {
    var reached = Array(repeating: false, count: tokens.count + 1)
    reached[0] = true
    var beginsName = true
    for (index, byte) in path.enumerated() {
      passEmpty(&reached, tokens, beginsName)
      var next = Array(repeating: false, count: tokens.count + 1)
      // The bytes of a character behind its first one.
      let goesOn = byte & 0xC0 == 0x80
      for (place, token) in tokens.enumerated() {
        if goesOn, token.isCharacter, reached[place + 1] { next[place + 1] = true }
        guard reached[place] else { continue }
        switch token {
        case .byte(let other): if byte == other { next[place + 1] = true }
        case .character: if byte != UInt8(ascii: "/"), !goesOn { next[place + 1] = true }
        case .oneOf(let ranges, let isOther):
          guard byte != UInt8(ascii: "/"), !goesOn else { continue }
          let scalar = String(decoding: path[index..<min(index + 4, path.count)], as: UTF8.self).unicodeScalars.first
          if let scalar, ranges.contains(where: { $0.contains(scalar.value) }) != isOther { next[place + 1] = true }
        case .name: if byte != UInt8(ascii: "/") { next[place] = true }
        case .path, .folders: next[place] = true
        }
      }
      reached = next
      beginsName = byte == UInt8(ascii: "/")
    }
    passEmpty(&reached, tokens, beginsName)
    return reached[tokens.count]
  }

  /// Goes over what may stand for nothing.
  private static func passEmpty(_ reached: inout [Bool], _ tokens: [Token], _ beginsName: Bool) {
    for (place, token) in tokens.enumerated() where reached[place] {
      if token == .name || token == .path || token == .folders && beginsName { reached[place + 1] = true }
    }
  }
}
