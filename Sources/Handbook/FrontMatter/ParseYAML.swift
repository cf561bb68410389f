import Diagnostics

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
  if let entries = PlainYAML.entries(of: bytes, file: file, firstLine: firstLine) { return Checked(entries) }
  return parseAnyYAML(bytes, file: file, firstLine: firstLine, problem: problem)
}

/// Reads a YAML mapping by libyaml.
func parseAnyYAML(
  _ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode
) -> Checked<[YAMLEntry]> {
  YAMLReader(bytes, file: file, firstLine: firstLine, problem: problem).read()
}

private struct YAMLReader {
  let bytes: ArraySlice<UInt8>
  let file: String
  let firstLine: Int
  let problem: DiagnosticCode
  let places: YAMLPlaces

  /// The most values that aliases may multiply a document to, and the most aliases it may hold.
  private static let mostAliases = 32
  private static let mostValues = 20_000
  private static let largest = 1 << 20

  init(_ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    self.problem = problem
    places = YAMLPlaces(bytes, file: file, firstLine: firstLine)
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
      if byte == UInt8(ascii: "*"), " \n\r\t[,{:-?".utf8.contains(previous) { count += 1 }
      previous = byte
    }
    return count
  }

  // MARK: - Reading

  /// Reads `slice`, whose first line is line `line` (from 0) of the whole.
  private func compose(_ slice: ArraySlice<UInt8>, line: Int) throws(YAMLEvents.Problem) -> Checked<[YAMLEntry]> {
    let places = places.part(fromLine: line)
    // Errors with a type do not come out of the standard library's closures.
    let composed = slice.withUnsafeBufferPointer { bytes in
      Result { () throws(YAMLEvents.Problem) in
        var composer = YAMLComposer(bytes, places: places, most: Self.mostValues)
        return Checked(try composer.compose(), composer.diagnostics)
      }
    }
    let root = try composed.get()
    switch root.value {
    case nil, .empty: return Checked([])
    case .mapping(let entries, _): return Checked(entries, root.diagnostics)
    case let other?:
      let message =
        "\(problem == .invalidFrontMatter ? "front matter" : file) must be a mapping, and this is \(other.description)"
      return Checked([], [Diagnostic(problem, message, at: other.range, help: "write `name: value` on each line")])
    }
  }

  // MARK: - Recovering

  /// Some lines of the text: those of a top-level entry, or those above the first one.
  private struct Part {
    /// The lines, from 0.
    var lines: Range<Int>
    /// The first of them that begins where entries do, and has no colon.
    var stray: Int?
  }

  /// Reads each top-level entry on its own, and reports those that can't be read.
  private func recover(from error: YAMLEvents.Problem) -> Checked<[YAMLEntry]> {
    var result = Checked<[YAMLEntry]>([])
    var seen: [String: SourceRange] = [:]
    for part in parts {
      let read = read(part)
      result.diagnostics += read.diagnostics
      for entry in read.value {
        if let first = seen[entry.key.value] {
          result.diagnostics.append(.duplicateKey(entry.key, first: first))
        } else {
          seen[entry.key.value] = entry.key.range
          result.value.append(entry)
        }
      }
    }
    if result.diagnostics.isEmpty { result.diagnostics.append(diagnostic(error, line: 0)) }
    return result
  }

  private func read(_ part: Part) -> Checked<[YAMLEntry]> {
    let first = part.lines.lowerBound
    if part.stray == first { return Checked([], [missingColon(inLine: first)]) }
    do {
      return try compose(bytes(of: part.lines), line: first)
    } catch {
      // A text in quotes or brackets may go on in such a line: that is what is wrong only if all above can be read.
      guard let stray = part.stray, var above = try? compose(bytes(of: first..<stray), line: first) else {
        return Checked([], [diagnostic(error, line: first)])
      }
      above.diagnostics.append(missingColon(inLine: stray))
      return above
    }
  }

  /// The text cut before each line that begins a top-level entry.
  private var parts: [Part] {
    var parts: [Part] = []
    for line in places.lineStarts.indices {
      let text = bytes(of: line..<line + 1)
      guard let first = text.first, !" \t-#]}\r\n".utf8.contains(first) else { continue }
      let hasColon = text.hasByte(UInt8(ascii: ":"))
      guard hasColon || !"[{?!&%".utf8.contains(first) else { continue }
      if hasColon || parts.isEmpty {
        parts.append(Part(lines: line..<places.lineStarts.count, stray: hasColon ? nil : line))
      } else if parts[parts.count - 1].stray == nil {
        parts[parts.count - 1].stray = line
      }
    }
    for index in parts.indices.dropLast() {
      parts[index].lines = parts[index].lines.lowerBound..<parts[index + 1].lines.lowerBound
    }
    return parts
  }

  private func bytes(of lines: Range<Int>) -> ArraySlice<UInt8> {
    let starts = places.lineStarts
    let end = lines.upperBound < starts.count ? starts[lines.upperBound] : bytes.endIndex
    return bytes[starts[lines.lowerBound]..<end]
  }

  private func missingColon(inLine line: Int) -> Diagnostic {
    let text = bytes(of: line..<line + 1)
    let length = (text.lastIndex { $0 > 32 } ?? text.startIndex) - text.startIndex + 1
    return Diagnostic(
      problem, "\(problem == .invalidFrontMatter ? "front matter" : file) must be YAML: this line has no colon",
      at: SourceRange(file: file, line: firstLine + line, column: 1, length: length),
      help: "write `name: value`, or indent the line where it goes on with the one above")
  }

  private func diagnostic(_ error: YAMLEvents.Problem, line: Int) -> Diagnostic {
    var places = places.part(fromLine: line)
    let (reason, help) = Self.inPlainWords(error.reason)
    return Diagnostic(
      problem, "\(problem == .invalidFrontMatter ? "front matter" : file) must be YAML: \(reason)",
      at: error.range ?? error.byte.map(places.place(ofByte:)) ?? places.place(error.mark), help: help)
  }

  /// What libyaml means by a reason that authors meet often, and what to do.
  private static func inPlainWords(_ reason: String) -> (reason: String, help: String) {
    switch reason {
    case "mapping values are not allowed in this context":
      return (
        "a colon and a space begin a value, and this line has one already",
        "put a text that holds `: ` into quotes"
      )
    case "found character that cannot start any token":
      return (
        "no value can begin with this character",
        "indent with spaces, and put a text that begins with a special character into quotes"
      )
    case "did not find expected alphabetic or numeric character", "found undefined alias":
      return (
        "this begins the name of a value that is given nowhere",
        "put a text that begins with `*` or `&` into quotes"
      )
    case "control characters are not allowed": return (reason, "delete the character, which most editors do not show")
    case "did not find expected ',' or ']'":
      return ("this list is never closed", "add a `]` at its end, or put a text that begins with `[` into quotes")
    case "did not find expected ',' or '}'":
      return ("this mapping is never closed", "add a `}` at its end, or put a text that begins with `{` into quotes")
    case "found unexpected end of stream":
      return ("the quotes that begin here are never closed", "add the closing quotes")
    default: return (reason, "check the indentation and the quotes; other fields are still read")
    }
  }
}
