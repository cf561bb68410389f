import Snapshot

extension SourceRange: Snapshotable {
  /// Writes the range; its file is often the common text.
  public func write(to writer: inout SnapshotWriter) {
    if writer.omitsPlaces { return }
    writer.write(common: file)
    writer.write(start.line)
    writer.write(start.column)
    writer.write(end.line)
    writer.write(end.column)
  }

  /// Reads a range back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let file = try reader.commonText()
    let start = SourcePosition(line: try reader.number(), column: try reader.number())
    self.init(file: file, start: start, end: SourcePosition(line: try reader.number(), column: try reader.number()))
  }
}

extension Located<String>: Snapshotable {
  /// Writes the text and its place.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(value)
    writer.write(range)
  }

  /// Reads a text and its place back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(try reader.text(), at: try reader.value())
  }
}

extension Diagnostic.Related: Snapshotable {
  /// Writes the place and why it matters.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(message)
    writer.write(range)
  }

  /// Reads a place back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(try reader.text(), at: try reader.value())
  }
}

extension Diagnostic.LineCut: Snapshotable {
  /// Writes what is left out.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(bytes)
    writer.write(characters)
    writer.write(codePoints)
    writer.write(isCutBehind)
  }

  /// Reads back what is left out.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init()
    (bytes, characters, codePoints) = (try reader.number(), try reader.number(), try reader.number())
    isCutBehind = try reader.truth()
  }
}

extension Diagnostic: Snapshotable {
  /// Writes the diagnostic.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(code.rawValue)
    writer.write(severity.rawValue)
    writer.write(message)
    writer.write(range)
    writer.write(suggestion)
    writer.write(help)
    writer.write(related)
    writer.write(sourceLine)
    writer.write(lineCut)
  }

  /// Reads a diagnostic back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    guard let code = DiagnosticCode(rawValue: try reader.text()), let severity = Severity(rawValue: try reader.text())
    else { throw SnapshotError() }
    self.init(
      code, try reader.text(), at: try reader.optional(), severity: severity, suggestion: try reader.optionalText(),
      help: try reader.optionalText(), related: try reader.array())
    sourceLine = try reader.optionalText()
    lineCut = try reader.optional()
  }
}
