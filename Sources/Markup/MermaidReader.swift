/// Reads a flowchart in Mermaid's language: `graph TD`, then nodes and chains of arrows. Everything else is refused, and so is what
/// Mermaid would show in another way.
struct MermaidReader {
  private(set) var graph = TextGraph()
  private var scanner: DiagramScanner

  init(_ text: Bytes) { scanner = DiagramScanner(text) }

  mutating func read() throws(UnreadableDiagram) {
    skipToStatement()
    try readHead()
    skipToStatement()
    while scanner.next != nil {
      var from = try node()
      while !isAtEndOfStatement {
        let label = try arrow()
        let to = try node()
        try graph.addEdge(from: from, to: to, label: label)
        from = to
      }
      skipToStatement()
    }
  }

  /// Reads `graph` or `flowchart`, and the direction.
  private mutating func readHead() throws(UnreadableDiagram) {
    if scanner.next == nil { throw .isEmpty }
    let start = scanner.index
    let word = scanner.take(while: \.isWordByte).string
    guard word == "graph" || word == "flowchart" else { throw .line(start) }
    scanner.skipSpaces()
    switch scanner.take(while: \.isASCIILetter).string {
    case "", "TD", "TB": break
    case "LR": graph.isHorizontal = true
    case "BT", "RL": throw .direction(start)
    default: throw .line(start)
    }
    scanner.skipSpaces()
    guard isAtEndOfStatement else { throw .line(start) }
  }

  /// Passes over ends of lines, semicolons and comments.
  private mutating func skipToStatement() {
    while let next = scanner.next {
      if scanner.has("%%") {
        scanner.skipLine()
      } else if next.isASCIISpace || next == UInt8(ascii: ";") {
        scanner.skip()
      } else {
        return
      }
    }
  }

  private var isAtEndOfStatement: Bool {
    guard let next = scanner.next else { return true }
    return next == 10 || next == 13 || next == UInt8(ascii: ";")
  }

  // MARK: - Nodes

  /// Words that begin statements of other kinds, or that end them.
  private static let keywords: Set<String> = [
    "subgraph", "end", "direction", "style", "linkStyle", "class", "classDef", "click", "graph", "flowchart",
  ]

  private static let brackets = ASCIISet("[]{}")
  private static let shapes: [(open: StaticString, close: StaticString)] = [
    ("(((", ")))"), ("[(", ")]"), ("[[", "]]"), ("((", "))"), ("([", "])"), ("{{", "}}"), ("[", "]"), ("(", ")"),
    ("{", "}"),
  ]

  /// Reads a name, with the text of a node behind it or without.
  private mutating func node() throws(UnreadableDiagram) -> Int {
    let start = scanner.index
    let name = scanner.take(while: \.isWordByte).string
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), !Self.keywords.contains(name)
    else { throw .line(start) }
    let index = try graph.node(name).index
    scanner.skipSpaces()
    for (open, close) in Self.shapes where scanner.take(open) {
      graph.setLabel(try nodeLabel(upTo: close), ofNode: index)
      break
    }
    scanner.skipSpaces()
    return index
  }

  private mutating func nodeLabel(upTo close: StaticString) throws(UnreadableDiagram) -> String {
    let start = scanner.index
    let text: Bytes
    scanner.skipSpaces()
    if let quoted = try quotedText() {
      text = quoted
    } else {
      guard let plain = scanner.takeLine(upTo: close) else { throw .line(start) }
      text = close.description == "]" ? withoutSlashes(plain) : plain
      if text.contains(where: Self.brackets.contains) { throw .line(start) }
    }
    guard scanner.take(close), let label = label(text) else { throw .line(start) }
    return label
  }

  /// The text of `[/a parallelogram/]`, and of its like, without the slashes that give the shape; text in quotes may stand between them.
  private func withoutSlashes(_ text: Bytes) -> Bytes {
    func isSlash(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
    guard text.count > 2, isSlash(text.first), isSlash(text.last) else { return text }
    var (start, end) = (1, text.count - 1)
    while start < end, text[start].isSpaceOrTab { start += 1 }
    while end > start, text[end - 1].isSpaceOrTab { end -= 1 }
    let isQuoted = end - start > 1 && text[start] == UInt8(ascii: "\"") && text[end - 1] == UInt8(ascii: "\"")
    return isQuoted ? text.part(start + 1..<end - 1) : text.part(start..<end)
  }

  // MARK: - Arrows

  /// What may begin an arrow: in `go--> B`, the `o` is a circle.
  private static let arrowStarts = ASCIISet("xo<-=.")
  /// What makes an arrow of the `--` before it, or a line.
  private static let arrowEnds = ASCIISet("xo>-=.")

  /// Reads an arrow with its label, if it has one: `-->|label|` or `-- label -->`, and the same with thick and dotted arrows.
  private mutating func arrow() throws(UnreadableDiagram) -> String? {
    let start = scanner.index
    for arrow: StaticString in ["-->", "==>", "-.->"] where scanner.take(arrow) {
      scanner.skipSpaces()
      guard scanner.take("|") else { return nil }
      scanner.skipSpaces()
      guard let text = try pipedText(), scanner.take("|"), let label = label(text) else {
        throw .line(start)
      }
      scanner.skipSpaces()
      return label
    }
    for (open, stop, arrow): (StaticString, StaticString, StaticString) in [
      ("--", "--", "-->"), ("==", "==", "==>"), ("-.", ".-", ".->"),
    ] where scanner.take(open) {
      if let next = scanner.next, Self.arrowEnds.contains(next) { throw .line(start) }
      scanner.skipSpaces()
      guard let text = try arrowText(upTo: stop), scanner.take(arrow), let label = label(text) else {
        throw .line(start)
      }
      scanner.skipSpaces()
      return label
    }
    throw .line(start)
  }

  private mutating func pipedText() throws(UnreadableDiagram) -> Bytes? {
    if let quoted = try quotedText() { return quoted }
    return scanner.takeLine(upTo: "|")
  }

  /// The text of an arrow before the `--` or its like that follows. What could be another arrow, or belong to one, is refused.
  private mutating func arrowText(upTo stop: StaticString) throws(UnreadableDiagram) -> Bytes? {
    if let quoted = try quotedText() { return quoted }
    guard let text = scanner.takeLine(upTo: stop), let last = text.last, !Self.arrowStarts.contains(last) else {
      return nil
    }
    for index in text.indices where text.has("--", at: index) || text.has("==", at: index) || text.has("-.", at: index)
    {
      return nil
    }
    return text
  }

  // MARK: - Texts

  /// The text in the quotes that come next, with the white space behind them; `nil` where none begin.
  private mutating func quotedText() throws(UnreadableDiagram) -> Bytes? {
    let start = scanner.index
    guard scanner.take("\"") else { return nil }
    guard let text = scanner.takeLine(upTo: "\""), scanner.take("\"") else { throw .line(start) }
    scanner.skipSpaces()
    return text
  }

  /// A label as it reads: Mermaid takes it for HTML, of which line breaks and entities are understood. `nil` when it holds other markup.
  private func label(_ text: Bytes) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "`") || text.has("$$", at: index) || text.has(":fa-", at: index) { return nil }
      if text.has("\\n", at: index) {
        result.append(32)
        index += 2
      } else if byte == UInt8(ascii: "<"), index + 1 < text.count, startsTag(text[index + 1]) {
        guard let end = lineBreakEnd(in: text, at: index) else { return nil }
        result.append(32)
        index = end
      } else {
        result.append(byte)
        index += 1
      }
    }
    return decodedLabel(result, entitiesBeginWith: "&#")
  }

  /// Whether a byte behind `<` begins a tag of HTML, or what is read as one.
  private func startsTag(_ byte: UInt8) -> Bool { byte.isASCIILetter || ASCIISet("/!?").contains(byte) }

  /// The offset behind `<br>` or `<br/>`.
  private func lineBreakEnd(in text: Bytes, at start: Int) -> Int? {
    var tag = DiagramScanner(text.part(start..<text.count))
    guard tag.take("<"), tag.take("br") || tag.take("BR") else { return nil }
    tag.skipSpaces()
    _ = tag.take("/")
    return tag.take(">") ? start + tag.index : nil
  }
}
