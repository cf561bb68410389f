/// A part of a handbook's graph: some of its nodes and edges, which keep their order.
public struct GraphSelection: Sendable {
  /// The indices of the nodes, in order.
  public var nodes: [Int]
  /// The indices of the edges, in order; both ends of each are among `nodes`.
  public var edges: [Int]

  /// A part of a graph.
  ///
  /// - Parameters:
  ///   - focus: a node; only what is at most `depth` edges away from it is selected, whatever the edges' direction.
  ///   - depth: how far; `nil` for all that can be reached.
  ///   - kinds: the kinds of nodes to select, groups with personas; `nil` for all. The node in focus is selected whatever its kind, and nothing is
  ///     reached through what is not selected.
  ///   - edgeKinds: the kinds of edges to select and to walk; `nil` for all.
  public init(
    of graph: HandbookGraph, focus: Int? = nil, depth: Int? = nil, kinds: Set<NodeKind>? = nil,
    edgeKinds: Set<EdgeKind>? = nil
  ) {
    // A group stands for personas.
    let kinds = kinds.map { $0.contains(.document(.persona)) ? $0.union([.group]) : $0 }
    var isSelected = graph.nodes.map { kinds?.contains($0.kind) ?? true }
    func isWalked(_ edge: Int) -> Bool { edgeKinds?.contains(graph.edges[edge].kind) ?? true }
    if let focus {
      isSelected[focus] = true
      var isReached = Array(repeating: false, count: graph.nodes.count)
      isReached[focus] = true
      var layer = [focus]
      var distance = 0
      while !layer.isEmpty, distance < depth ?? .max {
        var next: [Int] = []
        for node in layer {
          let neighbors =
            graph.outgoing[node].filter(isWalked).map { graph.edges[$0].to }
            + graph.incoming(node).filter(isWalked).map { graph.edges[$0].from }
          for neighbor in neighbors where isSelected[neighbor] && !isReached[neighbor] {
            isReached[neighbor] = true
            next.append(neighbor)
          }
        }
        layer = next
        distance += 1
      }
      isSelected = isReached
    }
    nodes = isSelected.indices.filter { isSelected[$0] }
    edges = graph.edges.indices.filter {
      isSelected[graph.edges[$0].from] && isSelected[graph.edges[$0].to] && isWalked($0)
    }
  }
}
