/// A graph whose nodes stand in layers, every edge leading at least one layer down.
struct Layering: Sendable {
  var acyclic: AcyclicGraph
  /// For each node its layer, from 0.
  var layer: [Int]
}

/// Gives every node a layer, such that the edges are as short as can be in sum.
///
/// Precondition: a connected graph without cycles. Postcondition: an edge leads at least one layer down, an edge with a label at
/// least two, so that the label has a layer of its own.
///
/// Source: Gansner et al. (1993), section 2: the longest path from above is the start of the network simplex method; then nodes
/// that could stand in several layers at no cost move to the one that holds least.
func assignLayers(_ acyclic: AcyclicGraph) -> Layering {
  let edges = acyclic.graph.edges.indices.filter { !acyclic.isLoop[$0] }.map { index in
    let ends = acyclic.ends(index)
    return NetworkSimplex.Edge(
      from: ends.from, to: ends.to, length: acyclic.graph.edges[index].label == nil ? 1 : 2, weight: 1)
  }
  let count = acyclic.graph.nodes.count
  let start = longestPaths(nodes: count, edges)
  // Some thousand exchanges are enough for hundreds of nodes; a bound keeps thousands of them drawable.
  let exchanges = min(20_000, 4_000_000 / max(edges.count, 1))
  var layer = NetworkSimplex(nodes: count, edges: edges, start: start, exchanges: exchanges).values
  balance(&layer, edges, acyclic.graph)
  return Layering(acyclic: acyclic, layer: layer)
}

/// For each node the length of the longest path that leads to it.
private func longestPaths(nodes count: Int, _ edges: [NetworkSimplex.Edge]) -> [Int] {
  var outgoing = [[Int]](repeating: [], count: count)
  var waiting = [Int](repeating: 0, count: count)
  for (index, edge) in edges.enumerated() {
    outgoing[edge.from].append(index)
    waiting[edge.to] += 1
  }
  var layer = [Int](repeating: 0, count: count)
  var queue = waiting.indices.filter { waiting[$0] == 0 }
  var next = 0
  while next < queue.count {
    for index in outgoing[queue[next]] {
      let edge = edges[index]
      layer[edge.to] = max(layer[edge.to], layer[edge.from] + edge.length)
      waiting[edge.to] -= 1
      if waiting[edge.to] == 0 { queue.append(edge.to) }
    }
    next += 1
  }
  return layer
}

/// Moves nodes with as many edges above as below to the narrowest of the layers that they could stand in.
private func balance(_ layer: inout [Int], _ edges: [NetworkSimplex.Edge], _ graph: Graph) {
  var weight = [Int](repeating: 0, count: layer.count)
  var first = [Int](repeating: 0, count: layer.count)
  let last = layer.max() ?? 0
  var width = [Double](repeating: 0, count: last + 1)
  for node in layer.indices { width[layer[node]] += graph.nodes[node].width }
  var above = [[Int]](repeating: [], count: layer.count), below = above
  for (index, edge) in edges.enumerated() {
    weight[edge.from] -= 1
    weight[edge.to] += 1
    below[edge.from].append(index)
    above[edge.to].append(index)
  }
  for node in layer.indices where weight[node] == 0 && !above[node].isEmpty {
    first[node] = above[node].map { layer[edges[$0].from] + edges[$0].length }.max() ?? 0
    let end = below[node].map { layer[edges[$0].to] - edges[$0].length }.min() ?? last
    guard first[node] < end else { continue }
    var best = layer[node]
    width[best] -= graph.nodes[node].width
    for candidate in first[node]...end where width[candidate] < width[best] { best = candidate }
    layer[node] = best
    width[best] += graph.nodes[node].width
  }
}
