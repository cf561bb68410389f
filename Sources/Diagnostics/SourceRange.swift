/// A place in a text. Lines and columns count from 1; a column counts UTF-8 bytes, as libcmark and the
/// parsers do. What people read (``Diagnostic/characterColumn``) is converted when a diagnostic is shown.
public struct SourcePosition: Hashable, Comparable, Sendable {
  // A handbook holds some hundred places a document: they take half the room as 32 bits.
  private var lineNumber: UInt32
  private var columnNumber: UInt32

  /// The line, from 1.
  public var line: Int {
    get { Int(lineNumber) }
    set { lineNumber = UInt32(clamping: newValue) }
  }
  /// The column in UTF-8 bytes, from 1.
  public var column: Int {
    get { Int(columnNumber) }
    set { columnNumber = UInt32(clamping: newValue) }
  }

  /// A place at `line` and `column`, both from 1; what does not fit in 32 bits is the last number that does.
  public init(line: Int, column: Int) {
    lineNumber = UInt32(clamping: line)
    columnNumber = UInt32(clamping: column)
  }

  /// Orders places as they stand in the text.
  public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    a.lineNumber == b.lineNumber ? a.columnNumber < b.columnNumber : a.lineNumber < b.lineNumber
  }
}

/// A stretch of a file: where something that an author wrote begins, and where it ends.
public struct SourceRange: Hashable, Sendable {
  /// The file's path, relative to the content folder, with `/` between its parts.
  public var file: String
  /// The first byte.
  public var start: SourcePosition
  /// One past the last byte.
  public var end: SourcePosition

  /// A stretch of `file` from `start` up to, not including, `end`.
  public init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// A stretch within one line: `length` bytes from `line` and `column`.
  public init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.start = SourcePosition(line: line, column: column)
    self.end = SourcePosition(line: line, column: column + max(length, 0))
  }
}

extension SourceRange {
  /// The file's name, by which files are told apart.
  public var fileName: FileName { FileName(file) }

  /// Whether it is a stretch of this file.
  public func isIn(_ file: String) -> Bool { self.file.isSameInUTF8(as: file) }

  /// Whether two are the same stretch of the same file.
  public static func == (a: SourceRange, b: SourceRange) -> Bool {
    a.start == b.start && a.end == b.end && a.isIn(b.file)
  }

  /// Feeds the file's bytes and the places to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(fileName)
    hasher.combine(start)
    hasher.combine(end)
  }
}

extension SourceRange: Comparable {
  /// Orders by file (by its UTF-8 bytes), then by place.
  public static func < (a: SourceRange, b: SourceRange) -> Bool {
    if !a.isIn(b.file) { return a.file.precedesInUTF8(b.file) }
    return (a.start, a.end) < (b.start, b.end)
  }
}

/// A value together with the place where an author wrote it.
public struct Located<Value> {
  /// What was written.
  public var value: Value
  /// Where.
  public var range: SourceRange

  /// `value`, written at `range`.
  public init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }

  /// The same place with another value.
  public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Located<Other> {
    Located<Other>(try transform(value), at: range)
  }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
