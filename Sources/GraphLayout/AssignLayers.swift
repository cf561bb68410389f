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
  var edges: [NetworkSimplex.Edge] = []
  edges.reserveCapacity(acyclic.graph.edges.count)
  for (index, edge) in acyclic.graph.edges.enumerated() where !acyclic.isLoop[index] {
    let ends = acyclic.ends(index)
    edges.append(NetworkSimplex.Edge(from: ends.from, to: ends.to, length: edge.label == nil ? 1 : 2, weight: 1))
  }
  let count = acyclic.graph.nodes.count
  if edges.count == count - 1 { return Layering(acyclic: acyclic, layer: layersOfTree(nodes: count, edges)) }
  let start = longestPaths(nodes: count, edges)
  // Some thousand exchanges are enough for hundreds of nodes; a bound keeps thousands of them drawable.
  let exchanges = min(20_000, 4_000_000 / max(edges.count, 1))
  var layer = NetworkSimplex(nodes: count, edges: edges, start: start, exchanges: exchanges).values
  balance(&layer, edges, acyclic.graph)
  return Layering(acyclic: acyclic, layer: layer)
}

/// The layers of a tree: only one way makes every edge as short as it may be.
private func layersOfTree(nodes count: Int, _ edges: [NetworkSimplex.Edge]) -> [Int] {
  let outgoing = FlatLists(keys: count, numbers: edges.count) { edges[$0].from }
  let incoming = FlatLists(keys: count, numbers: edges.count) { edges[$0].to }
  var layer = [Int](repeating: .min, count: count)
  layer[0] = 0
  var stack = [0]
  var least = 0
  func set(_ node: Int, _ value: Int) {
    guard layer[node] == .min else { return }
    layer[node] = value
    least = min(least, value)
    stack.append(node)
  }
  while let node = stack.popLast() {
    for link in outgoing.range(node) {
      let edge = edges[outgoing.members[link]]
      set(edge.to, layer[node] + edge.length)
    }
    for link in incoming.range(node) {
      let edge = edges[incoming.members[link]]
      set(edge.from, layer[node] - edge.length)
    }
  }
  for node in layer.indices { layer[node] -= least }
  return layer
}

/// For each node the length of the longest path that leads to it.
private func longestPaths(nodes count: Int, _ edges: [NetworkSimplex.Edge]) -> [Int] {
  let outgoing = FlatLists(keys: count, numbers: edges.count) { edges[$0].from }
  var waiting = [Int](repeating: 0, count: count)
  for edge in edges { waiting[edge.to] += 1 }
  var layer = [Int](repeating: 0, count: count)
  var queue = waiting.indices.filter { waiting[$0] == 0 }
  var next = 0
  while next < queue.count {
    for link in outgoing.range(queue[next]) {
      let edge = edges[outgoing.members[link]]
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
  let last = layer.max() ?? 0
  var width = [Double](repeating: 0, count: last + 1)
  for node in layer.indices { width[layer[node]] += graph.nodes[node].width }
  let above = FlatLists(keys: layer.count, numbers: edges.count) { edges[$0].to }
  let below = FlatLists(keys: layer.count, numbers: edges.count) { edges[$0].from }
  for node in layer.indices where above.range(node).count == below.range(node).count && !above.range(node).isEmpty {
    var (first, end) = (0, last)
    for link in above.range(node) {
      let edge = edges[above.members[link]]
      first = max(first, layer[edge.from] + edge.length)
    }
    for link in below.range(node) {
      let edge = edges[below.members[link]]
      end = min(end, layer[edge.to] - edge.length)
    }
    guard first < end else { continue }
    var best = layer[node]
    width[best] -= graph.nodes[node].width
    for candidate in first...end where width[candidate] < width[best] { best = candidate }
    layer[node] = best
    width[best] += graph.nodes[node].width
  }
}
