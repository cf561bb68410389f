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
  var unread: [String] = []
  return parseYAML(bytes, file: file, firstLine: firstLine, problem: problem, unread: &unread)
}

/// Reads a YAML mapping, and tells the names of the top-level entries that could not be read, or not as a whole; `*` stands for all.
func parseYAML(
  _ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode, unread: inout [String]
) -> Checked<[YAMLEntry]> {
  if let entries = PlainYAML.entries(of: bytes, file: file, firstLine: firstLine) { return Checked(entries) }
  var reader = YAMLReader(bytes, file: file, firstLine: firstLine, problem: problem)
  let read = reader.read()
  unread = reader.unread
  return read
}

/// Reads a YAML mapping by libyaml.
func parseAnyYAML(
  _ bytes: ArraySlice<UInt8>, file: String, firstLine: Int, problem: DiagnosticCode
) -> Checked<[YAMLEntry]> {
  var reader = YAMLReader(bytes, file: file, firstLine: firstLine, problem: problem)
  return reader.read()
}

struct YAMLReader {
  let bytes: ArraySlice<UInt8>
  let file: String
  let firstLine: Int
  let problem: DiagnosticCode
  let places: YAMLPlaces
  /// The names of the entries that could not be read as a whole.
  var unread: [String] = []

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

  mutating func read() -> Checked<[YAMLEntry]> {
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

  private mutating func refuse(_ message: String, help: String) -> Checked<[YAMLEntry]> {
    unread = ["*"]
    return Checked(
      [], [Diagnostic(problem, message, at: SourceRange(file: file, line: firstLine, column: 1), help: help)])
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
  func compose(_ slice: ArraySlice<UInt8>, line: Int) throws(YAMLEvents.Problem) -> Checked<[YAMLEntry]> {
    let root = try composeValue(slice, line: line)
    switch root.value {
    case nil, .empty: return Checked([])
    case .mapping(let entries, _): return Checked(entries, root.diagnostics)
    case let other?:
      let message =
        "\(problem == .invalidFrontMatter ? "front matter" : file) must be a mapping, and this is \(other.description)"
      return Checked([], [Diagnostic(problem, message, at: other.range, help: "write `name: value` on each line")])
    }
  }

  /// Reads whatever value `slice` holds, whose first line is line `line` of the whole.
  func composeValue(_ slice: ArraySlice<UInt8>, line: Int) throws(YAMLEvents.Problem) -> Checked<YAMLValue?> {
    let places = places.part(fromLine: line)
    // Errors with a type do not come out of the standard library's closures.
    let composed = slice.withUnsafeBufferPointer { bytes in
      Result { () throws(YAMLEvents.Problem) in
        var composer = YAMLComposer(bytes, places: places, most: Self.mostValues)
        return Checked(try composer.compose(), composer.diagnostics)
      }
    }
    return try composed.get()
  }

  func diagnostic(_ error: YAMLEvents.Problem, line: Int) -> Diagnostic {
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
    case "did not find expected '-' indicator":
      return (
        "a line of this list does not begin with a dash as the others do, or goes on behind closing quotes",
        "begin it with a dash, or put all of a text that begins with quotes into others"
      )
    case "did not find expected <block end>", "did not find expected key":
      return (
        "this line goes on behind closing quotes, or is indented otherwise than those above",
        "put all of a text that begins with quotes into others, or correct the indentation"
      )
    case "but found another document":
      return ("a line `---` begins another document", "remove the line")
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
