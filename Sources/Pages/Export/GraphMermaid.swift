import Handbook
import TextFormats

/// The cross-linked graph, or a part of it, as a Mermaid flowchart: what code hosts draw in a Markdown text.
public func graphMermaid(of handbook: Handbook, _ selection: GraphSelection) -> String {
  let graph = handbook.graph
  var text = "flowchart LR\n"
  // Ids of authors may be words of the language, so nodes are numbered.
  let numbers = Dictionary(uniqueKeysWithValues: selection.nodes.enumerated().map { ($1, "n\($0)") })
  for index in selection.nodes {
    let node = graph.nodes[index]
    let (open, close) =
      switch node.kind {
      case .document(.persona): ("([", "])")
      case .document(.template): ("[/", "/]")
      case .document(.checklist): ("{{", "}}")
      case .group: ("[[", "]]")
      case .document: ("[", "]")
      }
    text +=
      "  \(numbers[index] ?? "")\(open)\"\(escaped(node.name))\"\(close):::\(node.isMissing ? "missing" : node.kind.name)\n"
  }
  for edge in selection.edges.lazy.map({ graph.edges[$0] }) {
    let label = edge.kind == .handoff ? edge.label ?? "hands off" : edge.kind.rawValue
    let arrow = edge.kind == .mentions ? "-.->" : "-->"
    text += "  \(numbers[edge.from] ?? "") \(arrow)|\"\(escaped(label))\"| \(numbers[edge.to] ?? "")\n"
  }
  let colors = [
    ("persona", "#f49b7f"), ("task", "#92bff0"), ("template", "#dfb663"), ("checklist", "#8bcb9b"), ("page", "#c0b7aa"),
    ("group", "#d0a9e4"),
  ]
  for (kind, color) in colors { text += "  classDef \(kind) fill:\(color)33,stroke:\(color)\n" }
  return text + "  classDef missing fill:none,stroke-dasharray:4\n"
}

/// A text for a label in quotes: the language writes characters that could end it by their numbers.
private func escaped(_ text: String) -> String {
  text.replacingScalars { scalar in
    switch scalar {
    case "\"", "#", "<", ">", "&", "`", "\\", "|", ";": "#\(scalar.value);"
    default: scalar.isControl ? " " : nil
    }
  }
}
