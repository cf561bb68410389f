extension Handbook {
  /// The kinds of edges that lead from a document to what it needs.
  private static let needs: Set<EdgeKind> = [.performs, .uses, .runs, .owns, .fillsIn, .checkedBy]

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
