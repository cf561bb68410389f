import Diagnostics
import Handbook
import TextFormats

/// The cross-linked graph as JSON: nodes sorted by id, edges by their ends, one a line.
///
/// - Parameters:
///   - plan: where the documents' pages stand.
///   - selection: the part of it that is wanted; `nil` for the whole.
///   - findings: the problems of the handbook in order, which are counted by code and file; `nil` to leave that out.
public func graphJSON(
  of handbook: Handbook, plan: SitePlan, _ selection: GraphSelection? = nil, findings: [Diagnostic]? = nil
) -> [UInt8] {
  let export = GraphExport(handbook: handbook, plan: plan, selection ?? GraphSelection(of: handbook.graph))
  var json = JSONWriter()
  json.bytes.reserveCapacity(export.nodes.count * 240 + export.edges.count * 260)
  json.write("{\"nodes\": ")
  json.write(lines: export.nodes) { json, node in
    json.write("{\"id\": ")
    json.write(string: node.id)
    json.write(", \"kind\": ")
    json.write(string: node.kind)
    json.write(", \"title\": ")
    json.write(string: node.title)
    json.write(", \"name\": ")
    json.write(string: node.name)
    json.write(", \"file\": ")
    json.write(string: node.file)
    json.write(", \"url\": ")
    json.write(string: node.url)
    json.write(", \"missing\": ")
    json.write(node.missing ? "true}" : "false}")
  }
  json.write(",\n\"edges\": ")
  json.write(lines: export.edges) { json, edge in
    json.write("{\"from\": ")
    json.write(string: edge.from)
    json.write(", \"to\": ")
    json.write(string: edge.to)
    json.write(", \"kind\": ")
    json.write(string: edge.kind)
    json.write(", \"label\": ")
    json.write(string: edge.label)
    json.write(", \"declared\": [")
    for (number, field) in edge.declared.enumerated() {
      if number > 0 { json.write(", ") }
      json.write(string: field)
    }
    json.write("], \"file\": ")
    json.write(string: edge.file)
    json.write(", \"line\": ")
    json.write(edge.line)
    json.write("}")
  }
  if let findings {
    json.write(",\n\"findings\": ")
    json.write(lines: FindingCount.counts(of: findings)) { json, count in
      json.write("{\"code\": ")
      json.write(string: count.code)
      json.write(", \"severity\": ")
      json.write(string: count.severity)
      json.write(", \"file\": ")
      json.write(string: count.file)
      json.write(", \"count\": ")
      json.write(count.count)
      json.write("}")
    }
  }
  json.write("}\n")
  return json.bytes
}

/// The graph in the form in which it leaves the program.
struct GraphExport {
  struct Node {
    var id: String
    var kind: String
    var title: String
    var name: String
    /// Empty for what has no file.
    var file: String
    /// Relative to the site's root; empty for what has no page.
    var url: String
    var missing: Bool
  }

  struct Edge {
    var from: String
    var to: String
    var kind: String
    var label: String
    var declared: [String]
    var file: String
    var line: Int
  }

  var nodes: [Node]
  var edges: [Edge]

  init(handbook: Handbook, plan: SitePlan, _ selection: GraphSelection) {
    let graph = handbook.graph
    nodes = selection.nodes.map { index in
      let node = graph.nodes[index]
      return Node(
        id: node.id, kind: node.kind.name, title: node.title, name: node.name,
        file: node.document.map { handbook.documents[$0].file } ?? "",
        url: node.document.map { URLPath.encoded(plan.pathOfDocument[$0]) } ?? "", missing: node.isMissing)
    }
    edges = selection.edges.map { index in
      let edge = graph.edges[index]
      let first = edge.declarations.first?.range
      return Edge(
        from: graph.nodes[edge.from].id, to: graph.nodes[edge.to].id, kind: edge.kind.rawValue, label: edge.label ?? "",
        declared: edge.declared, file: first?.file ?? "", line: first?.start.line ?? 0)
    }
  }
}
