import Handbook
import TextFormats

/// The cross-linked graph, or a part of it, in graphviz's language.
public func graphDOT(of handbook: Handbook, _ selection: GraphSelection) -> String {
  let graph = handbook.graph
  var text = "digraph handbook {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n"
  for node in selection.nodes.lazy.map({ graph.nodes[$0] }) {
    let style = node.isMissing ? ", style=dashed" : ""
    text += "  \(quoted(node.id)) [label=\(quoted(node.name)), class=\(quoted(node.kind.name))\(style)];\n"
  }
  for edge in selection.edges.lazy.map({ graph.edges[$0] }) {
    let label = edge.kind == .handoff ? edge.label ?? "" : edge.kind.rawValue
    let style = edge.kind == .mentions ? ", style=dotted" : ""
    text += "  \(quoted(graph.nodes[edge.from].id)) -> \(quoted(graph.nodes[edge.to].id)) [label=\(quoted(label)), "
    text += "class=\(quoted(edge.kind.rawValue))\(style)];\n"
  }
  return text + "}\n"
}

/// A string of the language: quotes and backslashes are escaped, line ends become spaces.
private func quoted(_ text: String) -> String {
  let escaped = text.replacingScalars { $0 == "\"" ? "\\\"" : $0 == "\\" ? "\\\\" : $0.isControl ? " " : nil }
  return "\"\(escaped)\""
}
