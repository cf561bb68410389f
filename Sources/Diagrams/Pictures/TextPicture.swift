import Markup

extension Picture {
  /// The picture of a graph that an author wrote down in a code block.
  public init(of diagram: MarkupText.TextDiagram) {
    self.init(title: "Diagram", summary: "", isHorizontal: diagram.isHorizontal)
    nodes = diagram.nodes.map { Node(title: $0.label, kind: "page") }
    edges = diagram.edges.map { edge in
      let (from, to) = (diagram.nodes[edge.from].label, diagram.nodes[edge.to].label)
      return Edge(
        from: edge.from, to: edge.to, label: edge.label, kind: "mentions",
        sentence: "\(from) → \(to)" + (edge.label.map { ": \($0)" } ?? ""))
    }
    summary = edges.map(\.sentence).joined(separator: "; ")
  }
}
