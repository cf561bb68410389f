import Diagnostics

extension BodyWriter {
  /// Leaves a place for the picture of a code block in `mermaid` or `dot` that holds a plain directed graph. Gives `false` for
  /// everything else; what claims to be one and can't be read is noted.
  mutating func writeDiagram(_ code: Bytes, language: String, at block: TreeNode) -> Bool {
    guard options.features.contains(.diagrams), language == "mermaid" || language == "dot" || language == "graphviz"
    else {
      return false
    }
    let fence = source.offset(line: block.startLine, column: block.startColumn)
    let range = source.range(from: fence, to: fence + 3)
    var graph = TextGraph()
    let isRead = language == "mermaid" ? graph.readMermaid(code.string) : graph.readDOT(code.string)
    guard isRead, !graph.nodes.isEmpty, graph.nodes.count <= 120, graph.edges.count <= 240 else {
      diagnostics.append(
        Diagnostic(
          .diagramUnreadable, "only a plain directed graph is drawn, and this is shown as code", at: range,
          help: language == "mermaid"
            ? "begin with `graph TD` or `graph LR`, and write `a[Text] -->|label| b`"
            : "write `digraph { a -> b [label=\"…\"] }`"))
      return false
    }
    beginLine()
    append(slot: .diagram(text.diagrams.count))
    text.diagrams.append(
      MarkupText.TextDiagram(nodes: graph.nodes, edges: graph.edges, isHorizontal: graph.isHorizontal, range: range))
    return true
  }
}

/// A directed graph as it is read from text.
struct TextGraph {
  var nodes: [MarkupText.TextDiagram.Node] = []
  var edges: [MarkupText.TextDiagram.Edge] = []
  var isHorizontal = false
  private var index: [String: Int] = [:]

  /// The index of the node called `name`, made when it is new; a label given later counts.
  mutating func node(_ name: String, label: String? = nil) -> Int {
    if let found = index[name] {
      if let label { nodes[found].label = label }
      return found
    }
    index[name] = nodes.count
    nodes.append(.init(name: name, label: label ?? name))
    return nodes.count - 1
  }

  // MARK: - Mermaid

  /// Reads a flowchart: `graph TD`, then nodes and chains of arrows. Gives `false` at the first line that is anything else.
  mutating func readMermaid(_ text: String) -> Bool {
    var lines = text.split(whereSeparator: { $0 == "\n" || $0 == ";" || $0 == "\r\n" }).map { Scanner($0) }
    lines.removeAll { $0.rest.isEmpty || $0.rest.hasPrefix("%%") }
    guard let head = lines.first?.rest.split(separator: " "), head.count <= 2,
      head.first == "graph" || head.first == "flowchart"
    else { return false }
    switch head.count == 2 ? head[1] : "TD" {
    case "TD", "TB", "BT": isHorizontal = false
    case "LR", "RL": isHorizontal = true
    default: return false
    }
    for var line in lines.dropFirst() {
      guard var from = readMermaidNode(&line) else { return false }
      while !line.rest.isEmpty {
        guard let label = line.takeArrow(), let to = readMermaidNode(&line) else { return false }
        edges.append(.init(from: from, to: to, label: label.isEmpty ? nil : label))
        from = to
      }
    }
    return true
  }

  private mutating func readMermaidNode(_ line: inout Scanner) -> Int? {
    guard let name = line.takeName() else { return nil }
    for (open, close) in [("[(", ")]"), ("((", "))"), ("([", "])"), ("{{", "}}"), ("[", "]"), ("(", ")"), ("{", "}")]
    where line.take(open) {
      guard let label = line.take(upTo: close) else { return nil }
      return node(name, label: Scanner.unquoted(label))
    }
    return node(name)
  }

  // MARK: - Graphviz

  /// Reads a `digraph` of nodes, chains of arrows, labels and `rankdir`; other attributes are passed over, anything else is refused.
  mutating func readDOT(_ text: String) -> Bool {
    var all = Scanner(text[...])
    _ = all.take("strict")
    guard all.take("digraph") else { return false }
    if !all.rest.hasPrefix("{"), all.takeWord() == nil { return false }
    guard all.take("{"), let body = all.take(upTo: "}", last: true), all.rest.isEmpty else { return false }
    var line = Scanner(body[...])
    while !line.rest.isEmpty {
      if line.take(";") { continue }
      guard let first = line.takeWord() else { return false }
      if line.take("=") {
        guard let value = line.takeWord() else { return false }
        if first == "rankdir" { isHorizontal = value == "LR" || value == "RL" }
        continue
      }
      if ["node", "edge", "graph"].contains(first), line.rest.hasPrefix("[") {
        guard line.takeAttributes() != nil else { return false }
        continue
      }
      if first == "subgraph" { return false }
      var chain = [first]
      while line.take("->") {
        guard let next = line.takeWord() else { return false }
        chain.append(next)
      }
      var label: String?
      if line.rest.hasPrefix("[") {
        guard let attributes = line.takeAttributes() else { return false }
        label = attributes["label"]
      }
      if chain.count == 1 {
        _ = node(first, label: label)
      } else {
        for (from, to) in zip(chain, chain.dropFirst()) {
          edges.append(.init(from: node(from), to: node(to), label: label))
        }
      }
    }
    return true
  }
}

/// Takes pieces from the beginning of a text; white space before them is passed over.
private struct Scanner {
  var rest: Substring

  init(_ text: Substring) {
    rest = text
    skipSpaces()
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
  }

  private mutating func skipSpaces() { rest = rest.drop(while: \.isWhitespace) }

  mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    skipSpaces()
    return true
  }

  /// What stands before `end`, which is taken too.
  mutating func take(upTo end: String, last: Bool = false) -> String? {
    guard
      let range = last
        ? rest.lastIndex(of: Character(end)).map({ $0..<rest.index(after: $0) }) : rest.firstRange(of: end)
    else { return nil }
    let text = String(rest[..<range.lowerBound])
    rest = rest[range.upperBound...]
    skipSpaces()
    return text
  }

  mutating func takeName() -> String? {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !name.isEmpty else { return nil }
    rest = rest[name.endIndex...]
    skipSpaces()
    return String(name)
  }

  /// A name, or a text in double quotes.
  mutating func takeWord() -> String? {
    guard rest.first == "\"" else { return takeName() }
    var text = ""
    var isEscaped = false
    for index in rest.indices.dropFirst() {
      let character = rest[index]
      if isEscaped {
        text.append(character == "n" ? " " : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        rest = rest[rest.index(after: index)...]
        skipSpaces()
        return text
      } else {
        text.append(character)
      }
    }
    return nil
  }

  /// An arrow with its label, which may be empty.
  mutating func takeArrow() -> String? {
    for arrow in ["-->", "==>", "-.->"] where take(arrow) {
      return take("|") ? take(upTo: "|").map(Self.unquoted) : ""
    }
    for (open, close) in [("-- ", "-->"), ("== ", "==>"), ("-. ", ".->")] where take(open) {
      return take(upTo: close).map(Self.unquoted)
    }
    return nil
  }

  /// A list of `name=value` in square brackets.
  mutating func takeAttributes() -> [String: String]? {
    guard take("[") else { return nil }
    var attributes: [String: String] = [:]
    while !take("]") {
      if take(",") || take(";") { continue }
      guard let name = takeWord(), take("="), let value = takeWord() else { return nil }
      attributes[name] = value
    }
    return attributes
  }

  static func unquoted(_ text: String) -> String {
    let trimmed = Scanner(text[...]).rest
    return trimmed.count > 1 && trimmed.hasPrefix("\"") && trimmed.hasSuffix("\"")
      ? String(trimmed.dropFirst().dropLast()) : String(trimmed)
  }
}
