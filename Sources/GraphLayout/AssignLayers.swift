/// A graph whose nodes stand in layers, every edge leading at least one layer down.
struct Layering: Sendable {
  var acyclic: AcyclicGraph
  /// For each node its layer, from 0.
  var layer: [Int]
}

/// Gives every node a layer.
///
/// Precondition: no cycles. Postcondition: an edge leads at least one layer down, an edge with a label at least two, so that
/// the label has a layer of its own.
///
/// The start is the longest path from above; then nodes are moved within the room that their neighbours leave them to where the
/// edges are shortest in sum, until nothing moves: the local optimum of what Gansner et al. (1993, section 2) minimize.
func assignLayers(_ acyclic: AcyclicGraph) -> Layering {
  let count = acyclic.graph.nodes.count
  var outgoing = [[(node: Int, length: Int)]](repeating: [], count: count), incoming = outgoing
  for index in acyclic.graph.edges.indices where !acyclic.isLoop[index] {
    let (from, to) = acyclic.ends(index)
    let length = acyclic.graph.edges[index].label == nil ? 1 : 2
    outgoing[from].append((to, length))
    incoming[to].append((from, length))
  }
  var layer = [Int](repeating: 0, count: count)
  var waiting = incoming.map(\.count)
  var queue = waiting.indices.filter { waiting[$0] == 0 }
  var next = 0
  while next < queue.count {
    let node = queue[next]
    next += 1
    for edge in outgoing[node] {
      layer[edge.node] = max(layer[edge.node], layer[node] + edge.length)
      waiting[edge.node] -= 1
      if waiting[edge.node] == 0 { queue.append(edge.node) }
    }
  }
  for round in 0..<24 {
    var hasMoved = false
    for node in round.isMultiple(of: 2) ? queue.reversed() : queue {
      let low = incoming[node].map { layer[$0.node] + $0.length }.max()
      let high = outgoing[node].map { layer[$0.node] - $0.length }.min()
      let pull = outgoing[node].count - incoming[node].count
      let wanted: Int
      switch (low, high) {
      case (let low?, let high?): wanted = pull > 0 ? high : pull < 0 ? low : min(max(layer[node], low), high)
      case (let low?, nil): wanted = low
      case (nil, let high?): wanted = high
      case (nil, nil): wanted = layer[node]
      }
      if wanted != layer[node] {
        layer[node] = wanted
        hasMoved = true
      }
    }
    if !hasMoved { break }
  }
  let top = layer.min() ?? 0
  return Layering(acyclic: acyclic, layer: layer.map { $0 - top })
}
