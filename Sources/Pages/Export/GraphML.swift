import Handbook
import TextFormats

/// The cross-linked graph, or a part of it, as GraphML: XML that yEd, Gephi and NetworkX read.
public func graphML(of handbook: Handbook, plan: SitePlan, _ selection: GraphSelection) -> String {
  let export = GraphExport(handbook: handbook, plan: plan, selection)
  var text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <key id="kind" for="node" attr.name="kind" attr.type="string"/>
      <key id="title" for="node" attr.name="title" attr.type="string"/>
      <key id="name" for="node" attr.name="name" attr.type="string"/>
      <key id="file" for="node" attr.name="file" attr.type="string"/>
      <key id="url" for="node" attr.name="url" attr.type="string"/>
      <key id="missing" for="node" attr.name="missing" attr.type="boolean"/>
      <key id="edge-kind" for="edge" attr.name="kind" attr.type="string"/>
      <key id="label" for="edge" attr.name="label" attr.type="string"/>
      <key id="declared" for="edge" attr.name="declared" attr.type="string"/>
      <graph id="handbook" edgedefault="directed">

    """
  func data(_ key: String, _ value: String) -> String { "<data key=\"\(key)\">\(escaped(value))</data>" }
  for node in export.nodes {
    text += "    <node id=\"\(identifier(node.id))\">" + data("kind", node.kind) + data("title", node.title)
    text += data("name", node.name) + data("file", node.file) + data("url", node.url)
    text += data("missing", node.missing ? "true" : "false") + "</node>\n"
  }
  for (number, edge) in export.edges.enumerated() {
    text += "    <edge id=\"e\(number)\" source=\"\(identifier(edge.from))\" target=\"\(identifier(edge.to))\">"
    text += data("edge-kind", edge.kind) + data("label", edge.label)
    text += data("declared", edge.declared.joined(separator: " ")) + "</edge>\n"
  }
  return text + "  </graph>\n</graphml>\n"
}

/// An id for XML: what XML does not allow is percent-encoded, and so is `%`, as ids that differ must go on differing.
private func identifier(_ id: String) -> String {
  escaped(id.replacingScalars { $0 == "%" || !isAllowed($0) ? percentEncoded(String($0)) : nil })
}

/// Whether XML allows a character.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 32 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || "\t\n\r".unicodeScalars.contains(scalar)
}

/// A text for XML; what XML does not allow is replaced.
private func escaped(_ text: String) -> String {
  text.replacingScalars { scalar in
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "\t", "\n", "\r": "&#\(scalar.value);"
    default: isAllowed(scalar) ? nil : "\u{FFFD}"
    }
  }
}
