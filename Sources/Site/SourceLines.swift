import Diagnostics
import Handbook

/// Finds lines of text. It is asked for places in their order, so that each text is read once, and no further than needed.
struct SourceLines {
  private let handbook: Handbook
  private let root: String
  private var file: FileName?
  /// The file's text, `nil` where Baton did not read it.
  private var text: [UInt8]?
  /// The line that was found last, where it begins, and where it ends once that was asked for.
  private var line = 1
  private var start = 0
  private var end: Int?
  /// What stands before the stretch that was shown last of that line.
  private var cut = Diagnostic.LineCut()

  /// A line that is longer is shown in part: a text of one line with a thousand problems would be kept a thousand times.
  private static let longest = 600
  /// How much of a long line is shown before the place, and behind its beginning.
  private static let (before, behind) = (200, 1_000)

  init(handbook: Handbook, root: String) {
    self.handbook = handbook
    self.root = root
  }

  /// Fills in the line that a diagnostic speaks of, if that is known.
  mutating func fill(_ diagnostic: inout Diagnostic) {
    guard diagnostic.sourceLine == nil, let range = diagnostic.range else { return }
    if range.fileName != file { open(range.file) }
    guard let text else { return }
    if range.start.line < line { begin(line: 1, at: 0) }
    while line < range.start.line, start < text.count { begin(line: line + 1, at: text.lineEnd(from: start).next) }
    guard line == range.start.line else { return }
    let end = end ?? text.lineEnd(from: start).end
    self.end = end
    // A byte order mark is no character of the line.
    let first = start == 0 && text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : start
    if end - first <= Self.longest {
      diagnostic.sourceLine = String(decoding: text[first..<end], as: UTF8.self)
    } else {
      fill(&diagnostic, from: text[first..<end], around: range.start.column - 1)
    }
  }

  /// Fills in the stretch of a long line around a place.
  private mutating func fill(_ diagnostic: inout Diagnostic, from line: ArraySlice<UInt8>, around offset: Int) {
    let from = line.boundary(before: max(0, min(offset, line.count) - Self.before))
    let until = line.boundary(before: min(line.count, from + Self.before + Self.behind))
    if from < cut.bytes { cut = Diagnostic.LineCut() }
    let passed = line.dropFirst(cut.bytes).prefix(from - cut.bytes)
    if passed.allSatisfy({ $0 < 0x80 }) {
      cut.characters += passed.count
      cut.codePoints += passed.count
    } else {
      let passed = String(decoding: passed, as: UTF8.self)
      cut.characters += passed.count
      cut.codePoints += passed.unicodeScalars.count
    }
    cut.bytes = from
    cut.isCutBehind = until < line.count
    diagnostic.sourceLine = String(decoding: line.dropFirst(from).prefix(until - from), as: UTF8.self)
    diagnostic.lineCut = cut
  }

  private mutating func open(_ file: String) {
    self.file = FileName(file)
    begin(line: 1, at: 0)
    text =
      file == configurationFile
      ? (try? configurationBytes(content: root)) ?? nil
      : handbook.document(at: file).map { handbook.documents[$0].source }
  }

  private mutating func begin(line: Int, at start: Int) {
    (self.line, self.start, end) = (line, start, nil)
    cut = Diagnostic.LineCut()
  }
}

extension ArraySlice<UInt8> {
  /// The number of bytes before the last place, at or before that many, where no character is cut: between two of ASCII if there
  /// is one near, else between two code points.
  fileprivate func boundary(before count: Int) -> Int {
    func isASCII(_ offset: Int) -> Bool { self[startIndex + offset] < 0x80 }
    guard count > 0, count < self.count else { return count }
    for offset in stride(from: count, to: Swift.max(0, count - 64), by: -1) where isASCII(offset) && isASCII(offset - 1)
    {
      return offset
    }
    var offset = count
    while offset > 0, self[startIndex + offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }
}
