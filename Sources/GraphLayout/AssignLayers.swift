/// A graph whose nodes stand in layers, every strand leading at least one layer down.
struct Layering: Sendable {
  var acyclic: AcyclicGraph
  /// For each node its layer, from 0.
  var layer: [Int]
}

/// Gives every node a layer.
///
/// Precondition: a connected graph, no cycles. Postcondition: a strand leads at least one layer down, a strand with a label at
/// least two, so that the label has a layer of its own; the edges are as short in sum as they can be.
///
/// The start is the longest path from above. Nodes that could stand in several layers at no cost go where there is most room
/// (Gansner et al. 1993, section 2.4).
func assignLayers(_ acyclic: AcyclicGraph) -> Layering {
  let count = acyclic.graph.nodes.count
  let edges = acyclic.strands.map {
    NetworkSimplex.Edge(from: $0.from, to: $0.to, length: $0.hasLabel ? 2 : 1, weight: $0.edges.count)
  }
  var simplex = NetworkSimplex(count: count, edges: edges, rank: longestPaths(count, edges))
  // Far more than common graphs need; huge ones give up some length, never correctness.
  simplex.solve(work: min(100_000 + 4 * count * count, 20_000_000))
  let top = simplex.rank.min() ?? 0
  let layer = balanced(simplex.rank.map { $0 - top }, edges, acyclic.graph.nodes)
  return Layering(acyclic: acyclic, layer: layer)
}

/// For each node the length of the longest path to it; sources stand as low as their first target allows.
private func longestPaths(_ count: Int, _ edges: [NetworkSimplex.Edge]) -> [Int] {
  var outgoing = [[Int]](repeating: [], count: count)
  var waiting = [Int](repeating: 0, count: count)
  for (index, edge) in edges.enumerated() {
    outgoing[edge.from].append(index)
    waiting[edge.to] += 1
  }
  let sources = waiting.indices.filter { waiting[$0] == 0 }
  var rank = [Int](repeating: 0, count: count)
  var queue = sources
  var next = 0
  while next < queue.count {
    let node = queue[next]
    next += 1
    for index in outgoing[node] {
      let edge = edges[index]
      rank[edge.to] = max(rank[edge.to], rank[node] + edge.length)
      waiting[edge.to] -= 1
      if waiting[edge.to] == 0 { queue.append(edge.to) }
    }
  }
  for node in sources { rank[node] = outgoing[node].map { rank[edges[$0].to] - edges[$0].length }.min() ?? rank[node] }
  return rank
}

/// Moves nodes that pull as much up as down to the layer, of those that they may stand in, that is least wide.
private func balanced(_ layer: [Int], _ edges: [NetworkSimplex.Edge], _ nodes: [Graph.Node]) -> [Int] {
  var layer = layer
  let last = layer.max() ?? 0
  var pull = [Int](repeating: 0, count: nodes.count)
  var low = [Int](repeating: 0, count: nodes.count), high = [Int](repeating: last, count: nodes.count)
  var width = [Double](repeating: 0, count: last + 1)
  var incident = [[Int]](repeating: [], count: nodes.count)
  for (index, edge) in edges.enumerated() {
    pull[edge.from] += edge.weight
    pull[edge.to] -= edge.weight
    incident[edge.from].append(index)
    incident[edge.to].append(index)
  }
  for (node, size) in nodes.enumerated() { width[layer[node]] += size.width }
  for node in nodes.indices where pull[node] == 0 && !incident[node].isEmpty {
    (low[node], high[node]) = (0, last)
    for edge in incident[node].map({ edges[$0] }) {
      if edge.to == node {
        low[node] = max(low[node], layer[edge.from] + edge.length)
      } else {
        high[node] = min(high[node], layer[edge.to] - edge.length)
      }
    }
    let own = nodes[node].width
    var best = layer[node]
    for other in low[node]...max(low[node], high[node]) {
      if width[other] + (other == layer[node] ? 0 : own) < width[best] + (best == layer[node] ? 0 : own) {
        best = other
      }
    }
    width[layer[node]] -= nodes[node].width
    layer[node] = best
    width[best] += nodes[node].width
  }
  return layer
}
