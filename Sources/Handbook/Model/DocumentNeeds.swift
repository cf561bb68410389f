extension Handbook {
  /// The kinds of edges that lead from a document to what it needs.
  private static let needs: Set<EdgeKind> = [.performs, .uses, .runs, .owns, .fillsIn, .checkedBy]

  /// The documents that need one of `documents`, themselves among them: those whose ``documents(neededBy:depth:)`` hold one.
  public func documents(needing documents: [Int]) -> Set<Int> {
    var found = Set(documents)
    var rest = documents
    while let needed = rest.popLast() {
      for edge in graph.incoming(graph.nodeOfDocument[needed]) where Self.needs.contains(graph.edges[edge].kind) {
        guard let needing = graph.nodes[graph.edges[edge].from].document, found.insert(needing).inserted else {
          continue
        }
        rest.append(needing)
      }
    }
    return found
  }

  /// A document and all that it needs, each once: a persona's tasks, templates and checklists, a task's templates and checklists, a
  /// template's checklists. The nearest come first, equally near ones in the graph's order.
  ///
  /// - Parameter depth: how many edges away at most; `nil` for all.
  public func documents(neededBy document: Int, depth: Int? = nil) -> [Int] {
    var found = [document]
    var known: Set<Int> = [document]
    var layer = [document]
    var distance = 0
    while !layer.isEmpty, distance < depth ?? .max {
      var next: [Int] = []
      for needing in layer {
        for edge in graph.outgoing[graph.nodeOfDocument[needing]] where Self.needs.contains(graph.edges[edge].kind) {
          guard let needed = graph.nodes[graph.edges[edge].to].document, known.insert(needed).inserted else { continue }
          next.append(needed)
        }
      }
      next.sort { graph.nodeOfDocument[$0] < graph.nodeOfDocument[$1] }
      found += next
      layer = next
      distance += 1
    }
    return found
  }
}
