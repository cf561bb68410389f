extension EdgeKind {
  /// Whether such edges lead from a document to what it needs.
  fileprivate var isNeed: Bool {
    switch self {
    case .performs, .uses, .runs, .owns, .fillsIn, .checkedBy: true
    case .handoff, .mentions: false
    }
  }
}

extension Handbook {
  /// The documents that need one of `documents`, themselves among them: those whose ``documents(neededBy:depth:)`` hold one.
  public func documents(needing documents: [Int]) -> Set<Int> {
    var found = Set(documents)
    var rest = documents
    while let needed = rest.popLast() {
      for edge in graph.incoming(graph.nodeOfDocument[needed]) where graph.edges[edge].kind.isNeed {
        let node = graph.nodes[graph.edges[edge].from]
        for needing in node.document.map({ [$0] }) ?? node.members where found.insert(needing).inserted {
          rest.append(needing)
        }
      }
    }
    return found
  }

  /// A document and all that it needs, each once: a persona's tasks, templates and checklists, those of its groups among them, a
  /// task's templates and checklists, a template's checklists. The nearest come first, equally near ones in the graph's order.
  ///
  /// - Parameter depth: how many edges away at most; `nil` for all.
  public func documents(neededBy document: Int, depth: Int? = nil) -> [Int] {
    let nodeOfDocument = graph.nodeOfDocument
    var found = [document]
    var known = NodeMap()
    _ = known.number(adding: document)
    func add(_ edges: Range<Int>) {
      for edge in edges where graph.edges[edge].kind.isNeed {
        guard let needed = graph.nodes[graph.edges[edge].to].document, known.number(adding: needed) == found.count
        else { continue }
        found.append(needed)
      }
    }
    var layer = 0..<1
    var distance = 0
    while !layer.isEmpty, distance < depth ?? .max {
      for place in layer {
        let node = nodeOfDocument[found[place]]
        add(graph.outgoing[node])
        for group in graph.groups(ofNode: node) { add(graph.outgoing[group]) }
      }
      layer = layer.upperBound..<found.count
      found[layer].sort { nodeOfDocument[$0] < nodeOfDocument[$1] }
      distance += 1
    }
    return found
  }
}
