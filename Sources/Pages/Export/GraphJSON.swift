import Diagnostics
import Handbook

/// The cross-linked graph as JSON: nodes sorted by id, edges by their ends, keys in alphabetical order.
///
/// - Parameters:
///   - plan: where the documents' pages stand.
///   - selection: the part of it that is wanted; `nil` for the whole.
/// - Throws: what the encoder throws; with these types it has no reason to.
public func graphJSON(of handbook: Handbook, plan: SitePlan, _ selection: GraphSelection? = nil) throws -> [UInt8] {
  let export = GraphExport(handbook: handbook, plan: plan, selection ?? GraphSelection(of: handbook.graph))
  return try encodedJSON(export)
}

/// The graph in the form in which it leaves the program.
struct GraphExport: Encodable {
  struct Node: Encodable {
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

  struct Edge: Encodable {
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
