import Handbook
import TextFormats

/// The edges of the graph, or of a part of it, as a table: comma-separated values as RFC 4180 has them, with a line of names.
/// A node without edges has a line with nothing but itself at its beginning.
public func graphCSV(of handbook: Handbook, plan: SitePlan, _ selection: GraphSelection) -> String {
  let export = GraphExport(handbook: handbook, plan: plan, selection)
  let nodes = Dictionary(uniqueKeysWithValues: export.nodes.map { ($0.id, $0) })
  var text = "from,from_kind,from_title,kind,to,to_kind,to_title,label,declared,file,line\r\n"
  func line(_ values: [String]) { text += values.map(field).joined(separator: ",") + "\r\n" }
  var connected: Set<String> = []
  for edge in export.edges {
    connected.formUnion([edge.from, edge.to])
    line([
      edge.from, nodes[edge.from]?.kind ?? "", nodes[edge.from]?.title ?? "", edge.kind, edge.to,
      nodes[edge.to]?.kind ?? "", nodes[edge.to]?.title ?? "", edge.label, edge.declared.joined(separator: " "),
      edge.file,
      edge.line > 0 ? String(edge.line) : "",
    ])
  }
  for node in export.nodes where !connected.contains(node.id) {
    line([node.id, node.kind, node.title, "", "", "", "", "", "", node.file, ""])
  }
  return text
}

/// A value of a table. One that a spreadsheet would take for a formula gets an apostrophe before it; control characters but tabs and ends
/// of lines are replaced.
private func field(_ value: String) -> String {
  var value = value
  if value.unicodeScalars.contains(where: \.isControl) {
    value = value.replacingScalars { $0.isControl && !"\t\r\n".unicodeScalars.contains($0) ? "\u{FFFD}" : nil }
  }
  if let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { value = "'" + value }
  guard value.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else {
    return value
  }
  return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
