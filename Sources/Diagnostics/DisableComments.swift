import Glibc

/// What a document's own comments silence: `<!-- baton-disable code … -->`, and `# baton-disable code …` in front matter.
///
/// A comment alone on its line silences the whole file, one behind other text its line, and `baton-disable-next-line` the line
/// below it. Without a code, everything is silenced.
public struct DisableComments: Sendable {
  private static let mark = Array("baton-disable".utf8)
  private static let nextLine = Array("-next-line".utf8)

  /// A silenced stretch: a line, or the whole file.
  private struct Scope: Hashable, Sendable {
    var line: Int?
    /// `nil` for every code.
    var code: DiagnosticCode?
  }

  private var scopes: Set<Scope> = []
  /// Words in comments that are no codes.
  public private(set) var unknownCodes: [Located<String>] = []

  /// Whether nothing is silenced, and nothing was meant to be.
  public var isEmpty: Bool { scopes.isEmpty && unknownCodes.isEmpty }

  /// What is silenced, to be compared and kept: codes in order, the empty text for all of them, and behind a colon the line where
  /// it is a single one. `nil` when words are no codes: then it counts where the comments stand.
  public var silenced: [String]? {
    guard unknownCodes.isEmpty else { return nil }
    return scopes.map { ($0.code?.rawValue ?? "") + ($0.line.map { ":\($0)" } ?? "") }.sorted()
  }

  /// The last single line that is silenced, 0 without any.
  public var lastLine: Int { scopes.reduce(0) { max($0, $1.line ?? 0) } }

  /// Reads the comments of a file; what stands in code is none. Takes hardly any time for a file without them.
  public init(of source: [UInt8], file: String) {
    source.withUnsafeBytes { bytes in
      let marks = bytes.firstRanges(of: Self.mark)
      guard let last = marks.last else { return }
      // A byte order mark is no character of the first line.
      var (line, start, next) = (1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 0)
      var place = Place.text
      while start <= last {
        let (end, following) = bytes.lineEnd(from: start)
        place.enter(line: bytes[start..<end], number: line)
        while next < marks.count, marks[next] < end {
          if !place.isCode {
            read(bytes, lineStart: start, mark: marks[next], line: line, file: file, isYAML: place == .frontMatter)
          }
          next += 1
        }
        line += 1
        start = following
      }
    }
  }

  /// What the lines of a file are read as.
  private enum Place: Equatable {
    case frontMatter, text
    /// A block of code, which ends with as many of the marks that it began with.
    case code(mark: UInt8, count: Int)

    var isCode: Bool { if case .code = self { true } else { false } }

    mutating func enter(line: Slice<UnsafeRawBufferPointer>, number: Int) {
      switch self {
      case .text where number == 1 && Self.isDelimiter(line, "---"): self = .frontMatter
      case .frontMatter: if Self.isDelimiter(line, "---") || Self.isDelimiter(line, "...") { self = .text }
      case .text: if let fence = Self.fence(line), fence.mayOpen { self = .code(mark: fence.mark, count: fence.count) }
      case .code(let mark, let count):
        if let fence = Self.fence(line), fence.mayClose, fence.mark == mark, fence.count >= count { self = .text }
      }
    }

    private static func isDelimiter(_ line: Slice<UnsafeRawBufferPointer>, _ mark: String) -> Bool {
      line.starts(with: mark.utf8) && line.dropFirst(3).allSatisfy(DisableComments.isSpace)
    }

    private static func fence(
      _ line: Slice<UnsafeRawBufferPointer>
    ) -> (mark: UInt8, count: Int, mayOpen: Bool, mayClose: Bool)? {
      let indented = line.drop { $0 == 32 }
      guard let mark = indented.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
      let rest = indented.drop { $0 == mark }
      guard indented.count - rest.count >= 3 else { return nil }
      // Backticks behind the first ones make it a code span.
      let mayOpen = mark == UInt8(ascii: "~") || !rest.contains(mark)
      return (mark, indented.count - rest.count, mayOpen, rest.allSatisfy(DisableComments.isSpace))
    }
  }

  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, lineStart: Int, mark: Int, line: Int, file: String, isYAML: Bool
  ) {
    let lineEnd = bytes.lineEnd(from: mark).end
    let before = bytes[lineStart..<mark].filter { !Self.isSpace($0) }
    let isComment = !isYAML && before.suffix(4) == Array("<!--".utf8)
    // A code span that shows a comment begins with a backtick.
    guard isComment ? before.dropLast(4).last != UInt8(ascii: "`") : isYAML && before.last == UInt8(ascii: "#") else {
      return
    }
    var position = mark + Self.mark.count
    let isNext = bytes[position..<lineEnd].starts(with: Self.nextLine)
    if isNext { position += Self.nextLine.count }
    var isAlone = before.count == (isComment ? 4 : 1)
    var end = lineEnd
    if isComment {
      guard let close = bytes[position..<lineEnd].firstRange(of: Array("-->".utf8)) else { return }
      end = close.lowerBound
      isAlone = isAlone && bytes[close.upperBound..<lineEnd].allSatisfy(Self.isSpace)
    }
    let scope: Int? = isNext ? line + 1 : isAlone ? nil : line
    var hasWord = false
    while position < end {
      guard !Self.isSpace(bytes[position]), bytes[position] != UInt8(ascii: ",") else {
        position += 1
        continue
      }
      let last = bytes[position..<end].firstIndex { Self.isSpace($0) || $0 == UInt8(ascii: ",") } ?? end
      let word = String(decoding: bytes[position..<last], as: UTF8.self)
      hasWord = true
      if let code = DiagnosticCode(rawValue: word) {
        scopes.insert(Scope(line: scope, code: code))
      } else {
        let range = SourceRange(file: file, line: line, column: position - lineStart + 1, length: last - position)
        unknownCodes.append(Located(word, at: range))
      }
      position = last
    }
    if !hasWord { scopes.insert(Scope(line: scope, code: nil)) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  /// Whether a problem is silenced.
  public func silence(_ diagnostic: Diagnostic) -> Bool {
    let line = diagnostic.range?.start.line
    for code in [diagnostic.code, nil] {
      if scopes.contains(Scope(line: nil, code: code)) || scopes.contains(Scope(line: line, code: code)) { return true }
    }
    return false
  }

  /// Problems about the comments themselves.
  public var problems: [Diagnostic] {
    unknownCodes.map { word in
      let suggestion = nearest(to: word.value, among: DiagnosticCode.allCases.map(\.rawValue))
      return Diagnostic(
        .unknownCheck, "there is no check `\(word.value)`", at: word.range, suggestion: suggestion,
        help: suggestion.map { "did you mean `\($0)`?" } ?? "the guide lists all checks")
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Where a word stands, each place once, in order.
  fileprivate func firstRanges(of word: [UInt8]) -> [Int] {
    var found: [Int] = []
    var start = 0
    while start + word.count <= count, let base = baseAddress,
      let place = memchr(base + start, Int32(word[0]), count - word.count + 1 - start)
    {
      start = base.distance(to: UnsafeRawPointer(place)) + 1
      if memcmp(place, word, word.count) == 0 { found.append(start - 1) }
    }
    return found
  }
}
