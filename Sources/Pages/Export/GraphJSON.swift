import Buffers
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
  json.write(export, findings: findings) { _ in }
  return json.bytes
}

extension JSONWriter {
  /// Writes a graph; see ``graphJSON(of:plan:_:findings:)``.
  ///
  /// - Parameter next: called with what is written now and then; may empty it, so that a large graph is never held whole.
  mutating func write<Failure: Error>(
    _ export: GraphExport, findings: [Diagnostic]?, next: (inout OutputBuffer) throws(Failure) -> Void
  ) throws(Failure) {
    write("{\"nodes\": ")
    try write(lines: export.selection.nodes, { $0.write(export.node($1)) }, next: next)
    write(",\n\"edges\": ")
    try write(lines: export.selection.edges, { $0.write(edge: $1, of: export.graph) }, next: next)
    if let findings {
      write(",\n\"findings\": ")
      write(lines: FindingCount.counts(of: findings)) { $0.write($1) }
    }
    write("}\n")
  }

  private mutating func write(_ node: GraphExport.Node) {
    write("{\"id\": ")
    write(string: node.id)
    write(", \"kind\": ")
    write(string: node.kind)
    write(", \"title\": ")
    write(string: node.title)
    write(", \"name\": ")
    write(string: node.name)
    write(", \"file\": ")
    write(string: node.file)
    write(", \"url\": ")
    write(string: node.url)
    write(", \"missing\": ")
    write(node.missing ? "true" : "false")
    if !node.members.isEmpty {
      write(", \"members\": [")
      for (number, member) in node.members.enumerated() {
        if number > 0 { write(", ") }
        write(string: member)
      }
      write("]")
    }
    write("}")
  }

  /// The same as ``GraphExport/edge(_:)`` tells; there are so many that nothing is put together first.
  private mutating func write(edge index: Int, of graph: HandbookGraph) {
    let edge = graph.edges[index]
    write("{\"from\": ")
    write(string: graph.nodes[edge.from].id)
    write(", \"to\": ")
    write(string: graph.nodes[edge.to].id)
    write(", \"kind\": ")
    write(string: edge.kind.rawValue)
    write(", \"label\": ")
    write(string: edge.label ?? "")
    write(", \"declared\": [")
    for (number, declaration) in edge.declarations.enumerated()
    where !edge.declarations[..<number].contains(where: { $0.field == declaration.field }) {
      if number > 0 { write(", ") }
      write(string: declaration.field)
    }
    write("], \"file\": ")
    let place = edge.declarations.first?.range
    write(string: place?.file ?? "")
    write(", \"line\": ")
    write(place?.start.line ?? 0)
    write("}")
  }

  private mutating func write(_ count: FindingCount) {
    write("{\"code\": ")
    write(string: count.code)
    write(", \"severity\": ")
    write(string: count.severity)
    write(", \"file\": ")
    write(string: count.file)
    write(", \"count\": ")
    write(count.count)
    write("}")
  }
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
    /// The ids of a group's personas.
    var members: [String] = []
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

  let selection: GraphSelection
  private let handbook: Handbook
  private let plan: SitePlan

  var graph: HandbookGraph {
    _read { yield handbook.graph }
  }

  init(handbook: Handbook, plan: SitePlan, _ selection: GraphSelection) {
    self.handbook = handbook
    self.plan = plan
    self.selection = selection
  }

  var nodes: [Node] { selection.nodes.map(node) }
  var edges: [Edge] { selection.edges.map(edge) }

  /// The node with an index.
  func node(_ index: Int) -> Node {
    let node = handbook.graph.nodes[index]
    return Node(
      id: node.id, kind: node.kind.name, title: node.title, name: node.name,
      file: node.document.map { handbook.documents[$0].file } ?? "",
      url: node.document.map { URLPath.encoded(plan.pathOfDocument[$0]) } ?? "", missing: node.isMissing,
      members: node.members.map { handbook.documents[$0].id.value })
  }

  /// The edge with an index.
  func edge(_ index: Int) -> Edge {
    let graph = handbook.graph
    let edge = graph.edges[index]
    let first = edge.declarations.first?.range
    return Edge(
      from: graph.nodes[edge.from].id, to: graph.nodes[edge.to].id, kind: edge.kind.rawValue, label: edge.label ?? "",
      declared: edge.declared, file: first?.file ?? "", line: first?.start.line ?? 0)
  }
}
