import Diagnostics
import Glibc
import Markup
import Snapshot

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

  /// Nothing is silenced.
  public init() {}

  /// Reads the comments of a file; what stands in code, or in a value of front matter, is none. Takes hardly any time for a file
  /// without them.
  public init(of source: [UInt8], file: String) {
    let marks = source.places(of: Self.mark)
    guard let last = marks.last else { return }
    let split = SplitSource(source)
    let isComment = Self.areComments(marks, in: source, split)
    // A byte order mark is no character of the first line.
    var (line, start, next) = (1, source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 0)
    source.withUnsafeBytes { bytes in
      while start <= last {
        let (end, following) = bytes.lineEnd(from: start)
        while next < marks.count, marks[next] < end {
          let isYAML = split.frontMatter?.indices.contains(marks[next]) == true
          if isComment[next] { read(bytes, line: (start, end, line), mark: marks[next], file: file, isYAML: isYAML) }
          next += 1
        }
        line += 1
        start = following
      }
    }
  }

  /// Whether each of some marks may stand in a comment: in raw HTML of the text, or in no value of front matter. That is left to those
  /// who read Markdown and YAML: each mark gets a number in its place, and these are looked for in what was read.
  private static func areComments(_ marks: [Int], in source: [UInt8], _ split: SplitSource) -> [Bool] {
    var numbered = source
    for (number, mark) in marks.enumerated() {
      let digits = String(number).utf8
      let text = Array("baton-".utf8) + Array(repeating: UInt8(ascii: "0"), count: max(0, 7 - digits.count)) + digits
      numbered.replaceSubrange(mark..<mark + Self.mark.count, with: text.prefix(Self.mark.count))
    }
    var areComments = Array(repeating: false, count: marks.count)
    func find(in text: some Collection<UInt8>, areComments isComment: Bool) {
      let text = Array(text)
      for place in text.places(of: Array("baton-".utf8)) {
        let digits = text[place + 6..<min(place + 13, text.count)]
        guard let number = Int(String(decoding: digits, as: UTF8.self)), marks.indices.contains(number) else {
          continue
        }
        areComments[number] = isComment
      }
    }
    if let frontMatter = split.frontMatter, marks.contains(where: frontMatter.indices.contains) {
      for (number, mark) in marks.enumerated() where frontMatter.indices.contains(mark) { areComments[number] = true }
      let yaml = parseYAML(
        numbered[frontMatter.indices], file: "", firstLine: 1, problem: DiagnosticCode.invalidFrontMatter)
      for entry in yaml.value { entry.forEachText { find(in: $0.utf8, areComments: false) } }
    }
    if marks.last.map(split.body.indices.contains) == true {
      for html in rawHTML(in: Array(numbered[split.body.indices])) { find(in: html, areComments: true) }
    }
    return areComments
  }

  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, line: (start: Int, end: Int, number: Int), mark: Int, file: String, isYAML: Bool
  ) {
    let sign = Array((isYAML ? "#" : "<!--").utf8)
    let before = bytes[line.start..<mark].lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? line.start
    guard bytes[line.start..<before].suffix(sign.count).elementsEqual(sign) else { return }
    var position = mark + Self.mark.count
    let isNext = bytes[position..<line.end].starts(with: Self.nextLine)
    if isNext { position += Self.nextLine.count }
    var isAlone = !bytes[line.start..<before - sign.count].contains { !Self.isSpace($0) }
    var end = line.end
    if !isYAML {
      // Comments are short, and a line may hold many that never end.
      let near = bytes[position..<min(line.end, position + 4096)]
      guard let close = near.firstRange(of: Array("-->".utf8)) else { return }
      end = close.lowerBound
      isAlone = isAlone && bytes[close.upperBound..<line.end].allSatisfy(Self.isSpace)
    }
    let scope: Int? = isNext ? line.number + 1 : isAlone ? nil : line.number
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
        let range = SourceRange(
          file: file, line: line.number, column: position - line.start + 1, length: last - position)
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
        help: didYouMean(suggestion, or: "the guide lists all checks"))
    }
  }
}

extension DisableComments: Snapshotable {
  /// Writes what is silenced, in order.
  public func write(to writer: inout SnapshotWriter) {
    let scopes = scopes.map { (line: $0.line ?? 0, code: $0.code?.rawValue ?? "") }.sorted { $0 < $1 }
    writer.write(scopes.count)
    for scope in scopes {
      writer.write(scope.line)
      writer.write(scope.code)
    }
    writer.write(unknownCodes)
  }

  /// Reads it back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    for _ in 0..<(try reader.count()) {
      let line = try reader.number()
      let name = try reader.text()
      let code = DiagnosticCode(rawValue: name)
      guard code != nil || name.isEmpty else { throw SnapshotError() }
      scopes.insert(Scope(line: line > 0 ? line : nil, code: code))
    }
    unknownCodes = try reader.array()
  }
}

extension YAMLEntry {
  /// Gives each text in it, names among them.
  fileprivate func forEachText(_ body: (String) -> Void) {
    body(key.value)
    value.forEachText(body)
  }
}

extension YAMLValue {
  fileprivate func forEachText(_ body: (String) -> Void) {
    switch self {
    case .text(let text): body(text.value)
    case .list(let items, _): for item in items { item.forEachText(body) }
    case .mapping(let entries, _): for entry in entries { entry.forEachText(body) }
    case .empty: break
    }
  }
}

extension [UInt8] {
  /// Where a word stands, each place once, in order.
  fileprivate func places(of word: [UInt8]) -> [Int] {
    var found: [Int] = []
    withUnsafeBytes { bytes in
      var start = 0
      while start + word.count <= bytes.count, let base = bytes.baseAddress,
        let place = memchr(base + start, Int32(word[0]), bytes.count - word.count + 1 - start)
      {
        start = base.distance(to: UnsafeRawPointer(place)) + 1
        if memcmp(place, word, word.count) == 0 { found.append(start - 1) }
      }
    }
    return found
  }
}
