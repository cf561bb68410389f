import Diagnostics

/// Collects nodes and edges in any order, and sorts them once at the end.
struct GraphBuilder {
  private(set) var nodes: [GraphNode] = []
  private var edges: [GraphEdge] = []
  private var edgeIndex: [EdgeKey: Int] = [:]
  private var missing: [String: Int] = [:]
  private let documentCount: Int

  private struct EdgeKey: Hashable {
    var from: Int
    var to: Int
    var kind: EdgeKind
  }

  /// A graph without edges; documents come first among the nodes, then groups.
  init(documents: [Document], groups: [(group: Configuration.Group, members: [Int])]) {
    documentCount = documents.count
    for (index, document) in documents.enumerated() {
      nodes.append(
        GraphNode(
          id: document.id.value, kind: .document(document.kind), title: document.title.value, name: document.name,
          document: index))
    }
    for (group, members) in groups {
      nodes.append(GraphNode(id: group.id, kind: .group, title: group.title, name: group.title, members: members))
    }
  }

  func node(ofGroup index: Int) -> Int { documentCount + index }

  /// The node for a document that is referred to and does not exist.
  mutating func missingNode(id: String, kind: Kind, title: String? = nil) -> Int {
    if let node = missing[id] { return node }
    let title = title ?? id.inWords
    nodes.append(GraphNode(id: id, kind: .document(kind), title: title, name: title))
    missing[id] = nodes.count - 1
    return nodes.count - 1
  }

  mutating func connect(_ from: Int, to: Int, _ kind: EdgeKind, _ declaration: GraphEdge.Declaration) {
    let key = EdgeKey(from: from, to: to, kind: kind)
    guard let index = edgeIndex[key] else {
      edgeIndex[key] = edges.count
      edges.append(GraphEdge(from: from, to: to, kind: kind, declarations: [declaration]))
      return
    }
    // What the sender says comes before what the receiver says, whichever document was read first.
    if nodes[from].document == declaration.document {
      let place = edges[index].declarations.firstIndex { $0.document != declaration.document }
      edges[index].declarations.insert(declaration, at: place ?? edges[index].declarations.count)
    } else {
      edges[index].declarations.append(declaration)
    }
  }

  /// The sorted graph, and for each node its new index. A group that nothing refers to is left out.
  func finished() -> (graph: HandbookGraph, order: [Int]) {
    var isUsed = nodes.map { $0.kind != .group }
    for edge in edges {
      isUsed[edge.from] = true
      isUsed[edge.to] = true
    }
    let sorted = nodes.indices.filter { isUsed[$0] }.sorted { a, b in
      let (x, y) = (nodes[a].id, nodes[b].id)
      return x == y ? a < b : x.utf8.lexicographicallyPrecedes(y.utf8)
    }
    var order = [Int](repeating: -1, count: nodes.count)
    for (new, old) in sorted.enumerated() { order[old] = new }
    var graph = HandbookGraph()
    graph.nodes = sorted.map { nodes[$0] }
    graph.nodeOfDocument = Array(order.prefix(documentCount))
    graph.edges = edges.map { edge in
      var edge = edge
      edge.from = order[edge.from]
      edge.to = order[edge.to]
      return edge
    }
    graph.edges.sort { ($0.from, $0.to, $0.kind.rawValue) < ($1.from, $1.to, $1.kind.rawValue) }
    graph.outgoing = Array(repeating: [], count: graph.nodes.count)
    graph.incoming = graph.outgoing
    for (index, edge) in graph.edges.enumerated() {
      graph.outgoing[edge.from].append(index)
      graph.incoming[edge.to].append(index)
    }
    for (node, group) in graph.nodes.enumerated() where group.kind == .group {
      for member in group.members { graph.groupsOfDocument[member, default: []].append(node) }
    }
    return (graph, order)
  }
}
