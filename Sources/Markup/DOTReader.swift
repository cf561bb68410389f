/// Reads a `digraph` in graphviz's language: nodes, chains of arrows, labels and the direction. Attributes of looks and places are
/// passed over; what would change what a picture says is refused, as all other statements are.
struct DOTReader {
  private(set) var graph = TextGraph()
  private var scanner: DiagramScanner
  /// Whether an edge is drawn only once between the same nodes.
  private var isStrict = false
  private var strictEdges: [Ends: Int] = [:]
  /// The labels of nodes and edges that have none of their own.
  private var nodeLabel: [UInt8]?
  private var edgeLabel: [UInt8]?

  /// The nodes of an edge.
  private struct Ends: Hashable {
    var from: Int
    var to: Int
  }

  /// An id: a name, a number, or a text in quotes.
  private struct ID {
    var bytes: [UInt8]
    var isQuoted = false
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The word in small letters, where it could be one of the language.
    var keyword: String? { isQuoted ? nil : text.lowercased() }
  }

  /// What attributes belong to.
  private enum Element { case graph, node, edge }

  init(_ text: Bytes) { scanner = DiagramScanner(text) }

  mutating func read() throws(UnreadableDiagram) {
    skipSpace()
    if scanner.next == nil { throw .isEmpty }
    let start = scanner.index
    var head = try id()
    isStrict = head.keyword == "strict"
    if isStrict { head = try id() }
    guard head.keyword == "digraph" else { throw .line(start) }
    if scanner.next != UInt8(ascii: "{") { _ = try id() }
    guard take("{") else { throw .line(scanner.index) }
    while !take("}") { try readStatement() }
    if scanner.next != nil { throw .line(scanner.index) }
  }

  private mutating func readStatement() throws(UnreadableDiagram) {
    if take(";") { return }
    let start = scanner.index
    let first = try id()
    if take("=") {
      try check(first, try id(), of: .graph, at: start)
      return
    }
    switch first.keyword {
    case "graph": _ = try attributes(of: .graph, from: start)
    case "node": nodeLabel = try attributes(of: .node, from: start) ?? nodeLabel
    case "edge": edgeLabel = try attributes(of: .edge, from: start) ?? edgeLabel
    case "subgraph", "digraph", "strict": throw .line(start)
    default: try readChain(from: first, at: start)
    }
  }

  /// Reads a node, or a chain of arrows, with its attributes.
  private mutating func readChain(from first: ID, at start: Int) throws(UnreadableDiagram) {
    var chain = [try node(first, at: start)]
    while take("->") {
      let place = scanner.index
      chain.append(try node(try id(), at: place))
    }
    guard chain.count > 1 else {
      if scanner.next == UInt8(ascii: "["), let own = try attributes(of: .node, from: start) {
        graph.setLabel(try text(of: own, node: first, at: start), ofNode: chain[0])
      }
      return
    }
    let own = scanner.next == UInt8(ascii: "[") ? try attributes(of: .edge, from: start) : nil
    var edgeText: String?
    if let label = own ?? edgeLabel { edgeText = try text(of: label, node: nil, at: start) }
    for (from, to) in zip(chain, chain.dropFirst()) {
      let ends = Ends(from: from, to: to)
      if isStrict, let former = strictEdges[ends] {
        if own != nil, let edgeText { graph.setLabel(edgeText, ofEdge: former) }
        continue
      }
      let edge = try graph.addEdge(from: from, to: to, label: edgeText)
      if isStrict { strictEdges[ends] = edge }
    }
  }

  private static let keywords: Set<String> = ["node", "edge", "graph", "subgraph", "digraph", "strict"]
  /// The label of a node without one: its name.
  private static let name = Array("\\N".utf8)

  /// The index of a node, which gets its label when it is new.
  private mutating func node(_ id: ID, at place: Int) throws(UnreadableDiagram) -> Int {
    if let keyword = id.keyword, Self.keywords.contains(keyword) { throw .line(place) }
    let (index, isNew) = try graph.node(id.text)
    if isNew { graph.setLabel(try text(of: nodeLabel ?? Self.name, node: id, at: place), ofNode: index) }
    return index
  }

  // MARK: - Attributes

  /// Reads lists of `name=value` in square brackets. Gives the label.
  private mutating func attributes(of element: Element, from start: Int) throws(UnreadableDiagram) -> [UInt8]? {
    guard scanner.next == UInt8(ascii: "[") else { throw .line(start) }
    var label: [UInt8]?
    while take("[") {
      while !take("]") {
        if take(",") || take(";") { continue }
        let place = scanner.index
        let name = try id()
        guard take("=") else { throw .line(place) }
        let value = try id()
        try check(name, value, of: element, at: place)
        if name.text == "label" { label = value.bytes }
      }
    }
    return label
  }

  /// Refuses an attribute that changes what a picture says; takes the direction of the graph.
  private mutating func check(
    _ name: ID, _ value: ID, of element: Element, at place: Int
  ) throws(UnreadableDiagram) {
    let value = value.text
    let isRefused =
      switch name.text {
      case "label": element == .graph && !value.isEmpty
      case "xlabel", "headlabel", "taillabel": !value.isEmpty
      case "shape": ["record", "Mrecord", "point"].contains(value)
      case "style": value.contains("invis")
      case "dir": value != "forward"
      case "arrowhead": value == "none"
      case "rotate", "landscape", "orientation": element == .graph && !["0", "false", "portrait"].contains(value)
      default: false
      }
    if isRefused { throw .line(place) }
    guard element == .graph, name.text == "rankdir" else { return }
    if value == "BT" || value == "RL" { throw .direction(place) }
    graph.isHorizontal = value == "LR"
  }

  /// What stands for other names behind a backslash.
  private static let otherNames = ASCIISet("EGHLT")

  /// A label as it reads: escapes and entities are understood.
  ///
  /// - Parameter node: whose label it is, and which `\N` stands for; `nil` for an edge.
  private func text(of label: [UInt8], node: ID?, at place: Int) throws(UnreadableDiagram) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(label.count)
    var name = node?.bytes
    var text = label[...]
    while let byte = text.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = text.popFirst() else {
        result.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"), UInt8(ascii: "l"), UInt8(ascii: "r"): result.append(32)
      case UInt8(ascii: "N"):
        // A name may hold escapes of its own.
        guard let inserted = name else { throw .line(place) }
        name = nil
        text = (inserted + text)[...]
      case _ where Self.otherNames.contains(escaped): throw .line(place)
      default: result.append(escaped)
      }
    }
    guard let decoded = decodedLabel(result, entitiesBeginWith: "&") else { throw .line(place) }
    return decoded
  }

  // MARK: - Tokens

  /// Passes over white space and comments.
  private mutating func skipSpace() {
    while let next = scanner.next {
      if next.isASCIISpace {
        scanner.skip()
      } else if scanner.has("//") || scanner.isAtLineStart && next == UInt8(ascii: "#") {
        scanner.skipLine()
      } else if scanner.take("/*") {
        scanner.skip(past: "*/")
      } else {
        return
      }
    }
  }

  private mutating func take(_ token: StaticString) -> Bool {
    guard scanner.take(token) else { return false }
    skipSpace()
    return true
  }

  private mutating func id() throws(UnreadableDiagram) -> ID {
    let start = scanner.index
    var id = ID(bytes: [])
    if scanner.take("\"") {
      id.isQuoted = true
      id.bytes = try quoted(from: start)
    } else if let next = scanner.next, next.isWordByte, !next.isASCIIDigit {
      id.bytes = Array(scanner.take(while: \.isWordByte))
    } else {
      id.bytes = scanner.take("-") ? [UInt8(ascii: "-")] : []
      id.bytes += scanner.take { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
      // Graphviz takes `1a` for two ids.
      guard id.bytes.contains(where: \.isASCIIDigit), id.bytes.count(where: { $0 == UInt8(ascii: ".") }) < 2,
        scanner.next?.isWordByte != true
      else { throw .line(start) }
    }
    skipSpace()
    return id
  }

  /// The text behind a quote up to the next one. A backslash stays, but for `\"` and at the end of a line.
  private mutating func quoted(from start: Int) throws(UnreadableDiagram) -> [UInt8] {
    var text: [UInt8] = []
    while true {
      text += scanner.take { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
      if scanner.take("\"") { return text }
      if scanner.take("\\\"") {
        text.append(UInt8(ascii: "\""))
      } else if scanner.take("\\\\") {
        text += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
      } else if scanner.take("\\") {
        if !scanner.take("\r\n"), !scanner.take("\n"), !scanner.take("\r") { text.append(UInt8(ascii: "\\")) }
      } else {
        throw .line(start)
      }
    }
  }
}
