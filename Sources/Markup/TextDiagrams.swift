import CCmark
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
    do {
      let graph = try TextGraph(code, language: language)
      beginLine()
      append(slot: .diagram(text.diagrams.count))
      text.diagrams.append(
        MarkupText.TextDiagram(nodes: graph.nodes, edges: graph.edges, isHorizontal: graph.isHorizontal, range: range))
      return true
    } catch {
      diagnostics.append(diagnostic(for: error, in: code, language: language, at: block, range))
      return false
    }
  }

  /// What is said of a diagram that can't be read. Its place is the fence, which a comment above it can silence.
  private func diagnostic(
    for problem: UnreadableDiagram, in code: Bytes, language: String, at block: TreeNode, _ fence: SourceRange
  ) -> Diagnostic {
    let isMermaid = language == "mermaid"
    var line: DiagramLine?
    var message = "the block holds no node to draw, and is shown as code"
    var help = isMermaid ? "write `a[Text] -->|label| b`" : "write `digraph { a -> b [label=\"…\"] }`"
    switch problem {
    case .isEmpty: break
    case .isTooLarge:
      message =
        "a diagram of more than \(TextGraph.mostNodes) nodes or \(TextGraph.mostEdges) arrows is shown as code"
      help = "draw its parts in blocks of their own"
    case .direction(let offset):
      line = DiagramLine(of: code, at: offset)
      help = isMermaid ? "begin with `graph TD` or `graph LR`" : "write `rankdir=TB` or `rankdir=LR`"
    case .line(let offset):
      line = DiagramLine(of: code, at: offset)
      help =
        "only a plain directed graph is drawn: "
        + (isMermaid ? "begin with `graph TD` or `graph LR`, and write `a[Text] -->|label| b`" : help)
    }
    guard let line else { return Diagnostic(.diagramUnreadable, message, at: fence, help: help) }
    let index = block.startLine + line.index
    let place = source.line(index)
    let end = max(place.upperBound - line.trailing, place.lowerBound)
    let start = max(end - line.text.count, place.lowerBound)
    return Diagnostic(
      .diagramUnreadable, "`\(line.shown)` can't be drawn, and the block is shown as code", at: fence, help: help,
      related: [.init("this line", at: source.range(from: start, to: end, inLine: index))])
  }
}

/// Why a diagram is shown as code.
enum UnreadableDiagram: Error, Equatable {
  /// There is no node in it.
  case isEmpty
  /// It has more nodes or edges than are drawn.
  case isTooLarge
  /// What stands at this offset asks for a direction other than down or right.
  case direction(Int)
  /// What stands at this offset is no part of a plain directed graph.
  case line(Int)
}

/// A directed graph as it is read from text.
struct TextGraph {
  static let mostNodes = 120
  static let mostEdges = 240

  private(set) var nodes: [MarkupText.TextDiagram.Node] = []
  private(set) var edges: [MarkupText.TextDiagram.Edge] = []
  var isHorizontal = false
  private var index: [String: Int] = [:]

  /// A graph without nodes.
  init() {}

  /// Reads a graph in `mermaid`, or else in graphviz's language.
  init(_ code: Bytes, language: String) throws(UnreadableDiagram) {
    if language == "mermaid" {
      var reader = MermaidReader(code)
      try reader.read()
      self = reader.graph
    } else {
      var reader = DOTReader(code)
      try reader.read()
      self = reader.graph
    }
    if nodes.isEmpty { throw .isEmpty }
  }

  /// The index of the node called `name`, made when it is new; then its name is its label.
  mutating func node(_ name: String) throws(UnreadableDiagram) -> (index: Int, isNew: Bool) {
    if let found = index[name] { return (found, false) }
    if nodes.count == Self.mostNodes { throw .isTooLarge }
    index[name] = nodes.count
    nodes.append(.init(name: name, label: name))
    return (nodes.count - 1, true)
  }

  /// Adds an edge; an empty label is none. Gives its index.
  @discardableResult
  mutating func addEdge(from: Int, to: Int, label: String?) throws(UnreadableDiagram) -> Int {
    if edges.count == Self.mostEdges { throw .isTooLarge }
    edges.append(.init(from: from, to: to, label: label?.isEmpty == false ? label : nil))
    return edges.count - 1
  }

  mutating func setLabel(_ label: String, ofNode node: Int) { nodes[node].label = label }

  mutating func setLabel(_ label: String, ofEdge edge: Int) { edges[edge].label = label.isEmpty ? nil : label }
}

/// A line of a diagram that can't be read.
private struct DiagramLine {
  /// Which line of the block it is, from 0.
  var index = 0
  /// Its text, without white space at its ends.
  var text: Bytes
  /// How many bytes of white space stand behind the text.
  var trailing: Int

  /// The line of `code` that holds the byte at `offset`; the last one that is not blank where the code ends.
  init(of code: Bytes, at offset: Int) {
    var last = min(offset, code.count - 1)
    while last > 0, offset >= code.count, code[last].isASCIISpace { last -= 1 }
    var start = 0
    for place in 0..<max(last, 0) where code[place] == 10 || code[place] == 13 && code[place + 1] != 10 {
      index += 1
      start = place + 1
    }
    var end = start
    while end < code.count, code[end] != 10, code[end] != 13 { end += 1 }
    let lineEnd = end
    while start < end, code[start].isASCIISpace { start += 1 }
    while end > start, code[end - 1].isASCIISpace { end -= 1 }
    text = code.part(start..<end)
    trailing = lineEnd - end
  }

  /// The text for a message: a long one is cut.
  var shown: String {
    let text = text.string
    return text.count > 60 ? text.prefix(59) + "…" : text
  }
}
