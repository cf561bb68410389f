import Handbook
import Markup

extension Picture {
  /// The picture of a graph that an author wrote down in a code block, in a text of some language.
  public init(of diagram: MarkupText.TextDiagram, language: Language = .english) {
    self.init(title: "Diagram", summary: "", isHorizontal: diagram.isHorizontal, language: language)
    nodes = diagram.nodes.map { Node(title: $0.label, kind: "page") }
    edges = diagram.edges.map { edge in
      let (from, to) = (diagram.nodes[edge.from].label, diagram.nodes[edge.to].label)
      return Edge(
        from: edge.from, to: edge.to, label: edge.label, kind: "mentions",
        sentence: language.arrow(from: from, to: to) + (edge.label.map { ": \($0)" } ?? ""))
    }
    isSummaryEnglish = false
    summary = sentences.joined(separator: "; ")
  }
}
