import Diagnostics
import Yams

/// Reads a YAML mapping: front matter, or `baton.yml`.
///
/// What can't be read is reported, and the rest is kept: when the whole is not YAML, each top-level entry is read on its own.
///
/// - Parameters:
///   - bytes: the YAML, valid UTF-8.
///   - file: the file it stands in.
///   - firstLine: the number of its first line in that file.
///   - problem: the code under which mistakes of syntax are reported.
func parseYAML(
  _ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode
) -> Checked<[YAMLEntry]> {
  let reader = YAMLReader(bytes, file: file, firstLine: firstLine, problem: problem)
  return reader.read()
}

private struct YAMLReader {
  let bytes: ArraySlice<UInt8>
  let file: String
  let firstLine: Int
  let problem: DiagnosticCode
  /// The offsets in `bytes` at which its lines start.
  let lineStarts: [Int]

  /// The most values that aliases may multiply a document to, and the most aliases it may hold.
  private static let mostAliases = 32
  private static let mostValues = 20_000
  private static let largest = 1 << 20

  init(_ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    self.problem = problem
    var starts = [bytes.startIndex]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
    lineStarts = starts
  }

  func read() -> Checked<[YAMLEntry]> {
    guard bytes.count <= Self.largest else {
      return refuse("front matter must be smaller than 1 MB", help: "move long text below the closing ---")
    }
    guard !bytes.contains(UInt8(ascii: "&")) || aliasCount <= Self.mostAliases else {
      return refuse("at most \(Self.mostAliases) aliases are allowed", help: "write the values out")
    }
    do {
      return try compose(bytes, line: 0)
    } catch {
      return recover(from: error)
    }
  }

  private func refuse(_ message: String, help: String) -> Checked<[YAMLEntry]> {
    Checked([], [Diagnostic(problem, message, at: SourceRange(file: file, line: firstLine, column: 1), help: help)])
  }

  /// How many `*name` stand where YAML takes them for an alias (and some more in block scalars).
  private var aliasCount: Int {
    var count = 0
    var previous = UInt8(ascii: "\n")
    for byte in bytes {
      if byte == UInt8(ascii: "*"), " \n\t[,{:-?".utf8.contains(previous) { count += 1 }
      previous = byte
    }
    return count
  }

  // MARK: - Reading

  /// Reads `slice`, whose first line is line `line` (from 0) of the whole.
  private func compose(_ slice: ArraySlice<UInt8>, line: Int) throws -> Checked<[YAMLEntry]> {
    // The basic resolver knows no tags: scalars stay the text that was written, and no regular expression runs.
    let root = try Yams.compose(yaml: String(decoding: slice, as: UTF8.self), .basic, .default, .utf8)
    guard let root else { return Checked([]) }
    var budget = Self.mostValues
    switch convert(root, line: line, budget: &budget) {
    case .mapping(let entries, _): return Checked(entries)
    case .empty: return Checked([])
    case let other:
      let message =
        "\(problem == .invalidFrontMatter ? "front matter" : file) must be a mapping, and this is \(other.description)"
      return Checked([], [Diagnostic(problem, message, at: other.range, help: "write `name: value` on each line")])
    }
  }

  private func convert(_ node: Node, line: Int, budget: inout Int) -> YAMLValue {
    budget -= 1
    let start = SourceRange(file: file, line: firstLine + line, column: 1)
    guard budget > 0 else { return .empty(start) }
    switch node {
    case .scalar(let scalar):
      let range = self.range(of: scalar, line: line)
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .empty(range) }
      return .text(Located(scalar.string, at: range))
    case .sequence(let sequence):
      return .list(sequence.map { convert($0, line: line, budget: &budget) }, place(sequence.mark, line: line))
    case .mapping(let mapping):
      var entries: [YAMLEntry] = []
      for (key, value) in mapping {
        let name: Located<String>
        switch convert(key, line: line, budget: &budget) {
        case .text(let text): name = text
        case let other: name = Located(other.lines(limit: 1).first ?? "", at: other.range)
        }
        entries.append(YAMLEntry(key: name, value: convert(value, line: line, budget: &budget)))
      }
      return .mapping(entries, place(mapping.mark, line: line))
    case .alias: return .empty(start)
    }
  }

  // MARK: - Places

  private func place(_ mark: Mark?, line: Int, length: Int = 1) -> SourceRange {
    let index = line + (mark?.line ?? 1) - 1
    let column = byteColumn(scalars: (mark?.column ?? 1) - 1, line: index)
    return SourceRange(file: file, line: firstLine + index, column: column + 1, length: length)
  }

  /// The offset in bytes of the character with index `scalars` in line `index`; libyaml counts Unicode scalars.
  private func byteColumn(scalars: Int, line index: Int) -> Int {
    guard lineStarts.indices.contains(index) else { return scalars }
    var left = scalars
    var offset = lineStarts[index]
    while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "\n") {
      if bytes[offset] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      offset += 1
    }
    return offset - lineStarts[index]
  }

  /// Where a scalar stands: for a quoted one, what is between the quotes.
  private func range(of scalar: Node.Scalar, line: Int) -> SourceRange {
    var range = place(scalar.mark, line: line)
    let index = range.start.line - firstLine
    guard lineStarts.indices.contains(index) else { return range }
    let start = lineStarts[index] + range.start.column - 1
    let rest = bytes[min(start, bytes.endIndex)...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    switch scalar.style {
    case .doubleQuoted, .singleQuoted:
      guard let quote = rest.first else { break }
      let inner = rest.dropFirst().prefix { $0 != quote }
      range.start.column += 1
      range.end.column = range.start.column + max(inner.count, 1)
    default:
      let text = scalar.string.utf8
      range.end.column = range.start.column + (rest.starts(with: text) ? max(text.count, 1) : max(rest.count, 1))
    }
    return range
  }

  // MARK: - Recovering

  /// Reads each top-level entry on its own, and reports those that can't be read.
  private func recover(from error: any Error) -> Checked<[YAMLEntry]> {
    var result = Checked<[YAMLEntry]>([])
    let chunks = topLevelChunks
    guard chunks.count > 1 else { return Checked([], [diagnostic(error, line: 0)]) }
    var seen: [String: SourceRange] = [:]
    for (line, slice) in chunks {
      do {
        let part = try compose(slice, line: line)
        result.diagnostics += part.diagnostics
        for entry in part.value {
          if let first = seen[entry.key.value] {
            result.diagnostics.append(
              Diagnostic(
                .duplicateField, "`\(entry.key.value)` can only be given once", at: entry.key.range,
                help: "the first one counts; remove or merge this one", related: [.init("first given here", at: first)])
            )
          } else {
            seen[entry.key.value] = entry.key.range
            result.value.append(entry)
          }
        }
      } catch {
        result.diagnostics.append(diagnostic(error, line: line))
      }
    }
    if result.diagnostics.isEmpty { result.diagnostics.append(diagnostic(error, line: 0)) }
    return result
  }

  /// The text cut before each line that begins a top-level entry, with the number (from 0) of its first line.
  private var topLevelChunks: [(line: Int, slice: ArraySlice<UInt8>)] {
    let starts = lineStarts.indices.filter { index in
      let line = bytes[lineStarts[index]...].prefix { $0 != UInt8(ascii: "\n") }
      guard let first = line.first, !" \t-#]}\r".utf8.contains(first) else { return false }
      return line.contains(UInt8(ascii: ":"))
    }
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? lineStarts[starts[index + 1]] : bytes.endIndex
      return (starts[index], bytes[lineStarts[starts[index]]..<end])
    }
  }

  private func diagnostic(_ error: any Error, line: Int) -> Diagnostic {
    var mark: Mark?
    var reason = "this can't be read as YAML"
    switch error {
    case YamlError.scanner(_, let problem, let place, _), YamlError.parser(_, let problem, let place, _),
      YamlError.composer(_, let problem, let place, _):
      mark = place
      reason = problem
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      mark = context.mark
      reason = "`\(keys.first ?? "")` is given twice"
    case YamlError.reader(let problem, _, _, _): reason = problem
    default: break
    }
    return Diagnostic(
      problem, "\(problem == .invalidFrontMatter ? "front matter" : file) must be YAML: \(reason)",
      at: place(mark, line: line), help: Self.help(for: reason))
  }

  private static func help(for reason: String) -> String {
    if reason.contains("mapping values are not allowed") { return "put a text that holds `: ` into quotes" }
    if reason.contains("tab") || reason.contains("cannot start any token") {
      return "indent with spaces, and put a text that begins with a special character into quotes"
    }
    if reason.contains("alias") { return "put a text that begins with `*` into quotes" }
    return "check the indentation and the quotes; other fields are still read"
  }
}
