import Diagnostics
import Threads

/// Puts together what was found for each document: gives every node its place, sorts the edges, and joins those that
/// several documents declare.
struct GraphBuilder {
  private let meanings: Meanings
  private var resolved: [ResolvedDocument]
  /// The nodes by provisional index: documents, groups, missing documents as they were first named.
  private var nodes: [GraphNode] = []
  /// For each document the provisional nodes of its `missing`.
  private var nodesOfMissing: [[Int]]
  /// For each provisional node its place among the sorted ones, -1 for a group that nothing refers to.
  private var order: [Int] = []

  init(_ meanings: Meanings, _ resolved: [ResolvedDocument]) {
    self.meanings = meanings
    self.resolved = resolved
    nodesOfMissing = Array(repeating: [], count: resolved.count)
    addNodes()
    addMissingNodes()
    sortNodes()
  }

  /// The sorted graph, and what each document's fields and links mean in it.
  consuming func finished(jobs: Int) -> (graph: HandbookGraph, resolutions: Resolutions) {
    let (nodes, documents) = (sortedNodes(), meanings.documents.count)
    let edges = sortedEdges(count: nodes.count, jobs: jobs)
    let graph = Background { HandbookGraph(nodes: nodes, edges: edges, documents: documents) }
    let resolutions = resolutions()
    return (graph.value() ?? HandbookGraph(nodes: nodes, edges: edges, documents: documents), resolutions)
  }

  // MARK: - Nodes

  private mutating func addNodes() {
    nodes.reserveCapacity(meanings.documents.count + meanings.groups.count)
    for (index, document) in meanings.documents.enumerated() {
      nodes.append(GraphNode(document, index))
    }
    for (group, members) in meanings.groups {
      nodes.append(
        GraphNode(id: freeID(group.id), kind: .group, title: group.title, name: group.title, members: members))
    }
  }

  /// The first field that names a missing document decides what it is; those that only texts name are pages.
  private mutating func addMissingNodes() {
    var byID: [String: Int] = [:]
    var isDecided: Set<Int> = []
    for index in resolved.indices where !resolved[index].missing.isEmpty {
      nodesOfMissing[index] = resolved[index].missing.map { missing in
        if let node = byID[missing.id] {
          decide(missing, node, &isDecided)
          return node
        }
        let title = (missing.title ?? missing.id.inWords).cutForOthers
        byID[missing.id] = nodes.count
        let kind = missing.kind ?? .page
        if missing.kind != nil { isDecided.insert(nodes.count) }
        nodes.append(GraphNode(id: freeID(missing.id), kind: .document(kind), title: title, name: title))
        return nodes.count - 1
      }
    }
  }

  private mutating func decide(_ missing: MissingDocument, _ node: Int, _ isDecided: inout Set<Int>) {
    guard let kind = missing.kind, isDecided.insert(node).inserted else { return }
    nodes[node].kind = .document(kind)
    if let title = missing.title?.cutForOthers { (nodes[node].title, nodes[node].name) = (title, title) }
  }

  /// An id that no other node has: names of groups and missing personas become ids, and a task may be called the same.
  private func freeID(_ wanted: String) -> String {
    let groups = nodes.dropFirst(meanings.documents.count).prefix(meanings.groups.count)
    func isTaken(_ id: String) -> Bool {
      if let found = meanings.names.document(id: id), meanings.documents[found].id.value == id { return true }
      return groups.contains { $0.id == id }
    }
    var id = wanted
    while isTaken(id) { id += "~" }
    return id
  }

  private mutating func sortNodes() {
    let groups = meanings.documents.count..<meanings.documents.count + meanings.groups.count
    var isUsed = Array(repeating: false, count: groups.count)
    for index in resolved.indices {
      for edge in resolved[index].edges {
        for end in [edge.from, edge.to] where groups.contains(end) { isUsed[end - groups.lowerBound] = true }
      }
    }
    let sorted = nodes.indices.filter { !groups.contains($0) || isUsed[$0 - groups.lowerBound] }.sorted { a, b in
      let (x, y) = (nodes[a].id, nodes[b].id)
      return x == y ? a < b : x.precedesInUTF8(y)
    }
    order = Array(repeating: -1, count: nodes.count)
    for (new, old) in sorted.enumerated() { order[old] = new }
  }

  private func sortedNodes() -> [GraphNode] {
    var provisional = Array(repeating: -1, count: nodes.count)
    for (old, new) in order.enumerated() where new >= 0 { provisional[new] = old }
    return provisional.prefix { $0 >= 0 }.map { nodes[$0] }
  }

  /// The provisional node behind a number that a document's resolution gave.
  private func node(_ number: Int, of document: Int) -> Int {
    number >= 0 ? number : nodesOfMissing[document][-1 - number]
  }

  /// What each document's fields and links mean, with the places of sorted nodes.
  private mutating func resolutions() -> Resolutions {
    var resolutions: [Handbook.Resolution] = []
    resolutions.reserveCapacity(resolved.count)
    for document in resolved.indices {
      // The fields are taken out, so that they are changed where they are.
      var resolution = Handbook.Resolution()
      swap(&resolution, &resolved[document].resolution)
      resolution.fields.changeValues { references in
        for index in references.indices {
          references[index].node = order[node(references[index].node, of: document)]
        }
      }
      resolutions.append(resolution)
    }
    return Resolutions(resolutions)
  }

  // MARK: - Edges

  /// A wanted edge in the order in which it will stand.
  private struct EdgeKey: Comparable {
    var from: Int32
    var to: Int32
    var kind: UInt8
    var document: Int32
    /// Its place among the document's wanted edges.
    var place: Int32

    func joins(_ other: EdgeKey) -> Bool { to == other.to && kind == other.kind && from == other.from }

    static func < (a: EdgeKey, b: EdgeKey) -> Bool {
      if a.from != b.from { return a.from < b.from }
      if a.to != b.to { return a.to < b.to }
      if a.kind != b.kind { return a.kind < b.kind }
      return (a.document, a.place) < (b.document, b.place)
    }
  }

  /// All edges, sorted by their ends and kind.
  private func sortedEdges(count: Int, jobs: Int) -> [GraphEdge] {
    let keys = edgeKeys(count: count)
    // Nodes are taken in runs, so that each thread sorts and joins the edges that leave some of them.
    let run = 256
    let (resolved, nodes, kinds) = (resolved, sortedDocuments(count: count), EdgeKind.sorted)
    let runs = concurrentMap(count: (count + run - 1) / run, jobs: jobs) { number in
      let nodesOfRun = number * run..<min(count, (number + 1) * run)
      let sorted = keys.keys[keys.starts[nodesOfRun.lowerBound]..<keys.starts[nodesOfRun.upperBound]].sorted()
      var edges: [GraphEdge] = []
      edges.reserveCapacity(sorted.count)
      var start = 0
      while start < sorted.count {
        let first = sorted[start]
        var end = start + 1
        while end < sorted.count, sorted[end].joins(first) { end += 1 }
        let sender = nodes[Int(first.from)]
        edges.append(
          GraphEdge(
            from: Int(first.from), to: Int(first.to), kind: kinds[Int(first.kind)],
            declarations: Self.declarations(sorted[start..<end], sender: sender, resolved)))
        start = end
      }
      return edges
    }
    return Array(runs.joined())
  }

  /// What the sender says comes before what the receiver says, whichever document was read first.
  private static func declarations(
    _ keys: ArraySlice<EdgeKey>, sender: Int?, _ resolved: [ResolvedDocument]
  ) -> [GraphEdge.Declaration] {
    func declaration(_ key: EdgeKey) -> GraphEdge.Declaration {
      resolved[Int(key.document)].edges[Int(key.place)].declaration
    }
    guard keys.count > 1, let sender else { return keys.map(declaration) }
    return keys.filter { $0.document == sender }.map(declaration)
      + keys.filter { $0.document != sender }.map(declaration)
  }

  /// For each sorted node its document.
  private func sortedDocuments(count: Int) -> [Int?] {
    var documents: [Int?] = Array(repeating: nil, count: count)
    for index in meanings.documents.indices { documents[order[index]] = index }
    return documents
  }

  /// The keys of all edges that are drawn, those that leave one node together, and where those of each node begin.
  private func edgeKeys(count: Int) -> (keys: [EdgeKey], starts: [Int]) {
    var found: [EdgeKey] = []
    found.reserveCapacity(resolved.reduce(0) { $0 + $1.edges.count })
    var starts = Array(repeating: 0, count: count + 1)
    for document in resolved.indices {
      for (place, edge) in resolved[document].edges.enumerated() {
        let (from, to) = (node(edge.from, of: document), node(edge.to, of: document))
        found.append(
          EdgeKey(
            from: Int32(order[from]), to: Int32(order[to]), kind: edge.kind.rank, document: Int32(document),
            place: Int32(place)))
        starts[order[from] + 1] += 1
      }
    }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var next = starts
    var keys = found
    for key in found {
      keys[next[Int(key.from)]] = key
      next[Int(key.from)] += 1
    }
    return (keys, starts)
  }
}

extension EdgeKind {
  /// All kinds in the order in which edges between the same two nodes stand: by name.
  fileprivate static let sorted: [EdgeKind] = [
    .checkedBy, .fillsIn, .handoff, .mentions, .owns, .performs, .runs, .uses,
  ]

  /// The kind's place in that order.
  fileprivate var rank: UInt8 {
    switch self {
    case .checkedBy: 0
    case .fillsIn: 1
    case .handoff: 2
    case .mentions: 3
    case .owns: 4
    case .performs: 5
    case .runs: 6
    case .uses: 7
    }
  }
}
