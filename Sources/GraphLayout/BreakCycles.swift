/// A graph without directed cycles: some edges are turned round, and loops are set aside.
struct AcyclicGraph: Sendable {
  var graph: Graph
  /// For each edge whether it runs from its `to` to its `from` in the layers.
  var isReversed: [Bool]
  /// For each edge whether both of its ends are one node.
  var isLoop: [Bool]

  /// The ends of an edge in the direction of the layers.
  func ends(_ edge: Int) -> (from: Int, to: Int) {
    let edge = (isReversed[edge], graph.edges[edge])
    return edge.0 ? (edge.1.to, edge.1.from) : (edge.1.from, edge.1.to)
  }
}

/// Chooses the edges to turn round.
///
/// Precondition: a connected graph. Postcondition: without loops, the edges in the direction of the layers have no cycle.
///
/// Source: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993): nodes are taken from
/// the two ends of a sequence, sinks to its end, sources to its start, else the node with the most outgoing edges over incoming
/// ones to its start; edges that run backward in the sequence are turned. Edges known to run back count for the other direction.
func breakCycles(_ graph: Graph) -> AcyclicGraph {
  let count = graph.nodes.count
  var outgoing = [[Int]](repeating: [], count: count), incoming = outgoing
  var isLoop = [Bool](repeating: false, count: graph.edges.count)
  for (index, edge) in graph.edges.enumerated() {
    if edge.from == edge.to {
      isLoop[index] = true
      continue
    }
    let (from, to) = edge.runsBack ? (edge.to, edge.from) : (edge.from, edge.to)
    outgoing[from].append(to)
    incoming[to].append(from)
  }
  var outDegree = outgoing.map(\.count), inDegree = incoming.map(\.count)
  var isTaken = [Bool](repeating: false, count: count)
  var head: [Int] = [], tail: [Int] = []
  var ready: [Int] = []
  func take(_ node: Int, atHead: Bool) {
    isTaken[node] = true
    if atHead { head.append(node) } else { tail.append(node) }
    for other in outgoing[node] where !isTaken[other] {
      inDegree[other] -= 1
      if inDegree[other] == 0 { ready.append(other) }
    }
    for other in incoming[node] where !isTaken[other] {
      outDegree[other] -= 1
      if outDegree[other] == 0 { ready.append(other) }
    }
  }
  ready = Array(graph.nodes.indices.filter { inDegree[$0] == 0 || outDegree[$0] == 0 }.reversed())
  while head.count + tail.count < count {
    while let node = ready.popLast() {
      if !isTaken[node] { take(node, atHead: inDegree[node] == 0) }
    }
    var best: Int?
    for node in 0..<count where !isTaken[node] {
      if let other = best, outDegree[node] - inDegree[node] <= outDegree[other] - inDegree[other] { continue }
      best = node
    }
    if let best { take(best, atHead: true) }
  }
  var place = [Int](repeating: 0, count: count)
  for (index, node) in (head + tail.reversed()).enumerated() { place[node] = index }
  let isReversed = graph.edges.map { place[$0.from] > place[$0.to] }
  return AcyclicGraph(graph: graph, isReversed: isReversed, isLoop: isLoop)
}
