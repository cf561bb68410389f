/// How much a problem matters.
public enum Severity: String, CaseIterable, Comparable, Sendable {
  /// Worth knowing; fails nothing.
  case note
  /// Something does not fit together; fails a build with `--strict`.
  case warning
  /// Something could not be read or built as it was written; fails a build.
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// A note is less than a warning, a warning less than an error.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// One problem of the content: what is wrong, where, and what to do.
///
/// Problems are collected, never thrown. The message says what must be true; the help says what to do.
///
/// It is a value. What it holds stands in memory of its own: a large handbook has some hundred thousand notes, which are sorted,
/// filtered and passed on.
public struct Diagnostic: Hashable, Sendable {
  private var storage: Storage

  private struct Values: Hashable, Sendable {
    var code: DiagnosticCode
    var severity: Severity
    var message: String
    var range: SourceRange?
    var suggestion: String?
    var help: String?
    var related: [Related]
    var sourceLine: String?
    var lineCut: LineCut?
  }

  private final class Storage: Sendable {
    let values: Values

    init(_ values: Values) { self.values = values }
  }

  private mutating func change(_ change: (inout Values) -> Void) {
    var values = storage.values
    change(&values)
    storage = Storage(values)
  }

  /// The stable identifier, as `checks` in `baton.yml` names it.
  public var code: DiagnosticCode { storage.values.code }
  /// How much it matters: the code's default unless the configuration says otherwise.
  public var severity: Severity {
    get { storage.values.severity }
    set { change { $0.severity = newValue } }
  }
  /// One sentence without a full stop at its end.
  public var message: String {
    get { storage.values.message }
    set { change { $0.message = newValue } }
  }
  /// Where it is; `nil` when it is about no file.
  public var range: SourceRange? {
    get { storage.values.range }
    set { change { $0.range = newValue } }
  }
  /// What the author probably meant: the text to write instead of what stands at `range`.
  public var suggestion: String? {
    get { storage.values.suggestion }
    set { change { $0.suggestion = newValue } }
  }
  /// What to do about it, one sentence without a full stop at its end.
  public var help: String? {
    get { storage.values.help }
    set { change { $0.help = newValue } }
  }
  /// Other places that belong to the problem.
  public var related: [Related] {
    get { storage.values.related }
    set { change { $0.related = newValue } }
  }
  /// The line of text that `range` starts in, without its line end; filled in by the stage that holds the sources.
  public var sourceLine: String? {
    get { storage.values.sourceLine }
    set { change { $0.sourceLine = newValue } }
  }
  /// What `sourceLine` leaves out of a long line; `nil` when it is whole.
  public var lineCut: LineCut? {
    get { storage.values.lineCut }
    set { change { $0.lineCut = newValue } }
  }

  /// What is left out of a line.
  public struct LineCut: Hashable, Sendable {
    /// How many bytes are left out before what is shown.
    public var bytes = 0
    /// How many characters these are.
    public var characters = 0
    /// How many Unicode code points these are.
    public var codePoints = 0
    /// Whether something is left out behind it.
    public var isCutBehind = false

    /// Nothing is left out.
    public init() {}
  }

  /// Whether two say the same of the same place.
  public static func == (a: Diagnostic, b: Diagnostic) -> Bool {
    a.storage === b.storage || a.storage.values == b.storage.values
  }

  /// Hashes all that it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(storage.values) }

  /// Another place that belongs to a problem, and why.
  public struct Related: Hashable, Sendable {
    /// Why this place matters, such as "first declared here".
    public var message: String
    /// The place.
    public var range: SourceRange

    /// A place and why it matters.
    public init(_ message: String, at range: SourceRange) {
      self.message = message
      self.range = range
    }
  }

  /// A problem of the kind `code`, at its default severity unless `severity` is given.
  public init(
    _ code: DiagnosticCode,
    _ message: String,
    at range: SourceRange? = nil,
    severity: Severity? = nil,
    suggestion: String? = nil,
    help: String? = nil,
    related: [Related] = []
  ) {
    storage = Storage(
      Values(
        code: code, severity: severity ?? code.defaultSeverity, message: message, range: range, suggestion: suggestion,
        help: help, related: related, sourceLine: nil, lineCut: nil))
  }
}

extension Diagnostic {
  /// Whether it only gives advice: a note on how well the handbook is connected. A build leaves it to `check` and the page of
  /// health.
  public var isAdvice: Bool { severity == .note && code.isAboutCoverage }
}

extension Diagnostic: Comparable {
  /// The order in which problems are listed: by file, by place, the graver first, then by code and message.
  public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
    switch (a.range, b.range) {
    case (nil, .some): return true
    case (.some, nil): return false
    case (let first?, let second?) where first != second: return first < second
    default: break
    }
    if a.severity != b.severity { return a.severity > b.severity }
    if a.code != b.code { return a.code.rawValue < b.code.rawValue }
    return a.message < b.message
  }
}

extension Diagnostic {
  /// The column of the range's start in characters, from 1, when the source line is known; else in bytes.
  public var characterColumn: Int? { range.map { characters(upTo: $0.start.column) } }

  /// The column one past the range's end in characters, from 1. A range of several lines ends with its first.
  public var characterEndColumn: Int? { endColumn.map(characters) }

  /// ``characterColumn`` in Unicode code points.
  public var codePointColumn: Int? { range.map { codePoints(upTo: $0.start.column) } }

  /// ``characterEndColumn`` in Unicode code points.
  public var codePointEndColumn: Int? { endColumn.map(codePoints) }

  /// The column one past the range's end on its first line, in bytes.
  private var endColumn: Int? {
    range.map { range in
      let lineEnd = (sourceLine?.utf8.count).map { $0 + 1 + (lineCut?.bytes ?? 0) }
      let end = range.end.line == range.start.line ? range.end.column : lineEnd ?? range.start.column + 1
      return min(end, lineEnd ?? end)
    }
  }

  private func characters(upTo column: Int) -> Int {
    let cut = lineCut ?? LineCut()
    return cut.characters + units(upTo: column - cut.bytes) { $0.count }
  }

  private func codePoints(upTo column: Int) -> Int {
    let cut = lineCut ?? LineCut()
    return cut.codePoints + units(upTo: column - cut.bytes) { $0.unicodeScalars.count }
  }

  /// The column of a byte of `sourceLine` in other units.
  private func units(upTo column: Int, _ count: (String) -> Int) -> Int {
    guard let line = sourceLine?.utf8, column > 1 else { return column }
    let end = line.index(line.startIndex, offsetBy: column - 1, limitedBy: line.endIndex) ?? line.endIndex
    // Letters of ASCII are one of each unit; a carriage return may be part of a line end.
    if line[..<end].allSatisfy({ $0 < 128 && $0 != 13 }) { return line[..<end].count + 1 }
    return count(String(decoding: line[..<end], as: UTF8.self)) + 1
  }
}

/// A result together with the problems found on the way to it.
public struct Checked<Value> {
  /// What could be made of the input.
  public var value: Value
  /// What was wrong with it.
  public var diagnostics: [Diagnostic]

  /// A result and its problems.
  public init(_ value: Value, _ diagnostics: [Diagnostic] = []) {
    self.value = value
    self.diagnostics = diagnostics
  }
}

extension Checked: Sendable where Value: Sendable {}
