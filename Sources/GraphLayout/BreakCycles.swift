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

/// Chooses the edges to turn round: one choice or two different ones, to be tried.
///
/// Precondition: a connected graph. Postcondition: without loops, the edges in the direction of the layers have no cycle.
///
/// Edges that are known to run back count for the other direction. The first choice turns few edges. The second follows the
/// order in which nodes and edges were given, which often tells more of what the author means: it turns those that lead back
/// to a node whose descendants are still being walked in depth (Gansner et al. 1993, section 2.1).
func breakCycles(_ graph: Graph) -> [AcyclicGraph] {
  let links = DirectedLinks(graph)
  let few = links.acyclic(place: links.refined(links.greedySequence()))
  guard few.isReversed != graph.edges.map({ $0.runsBack && $0.from != $0.to }) else { return [few] }
  let inOrder = links.acyclic(place: links.depthFirstPlaces())
  return inOrder.isReversed == few.isReversed ? [few] : [few, inOrder]
}

/// The edges of a graph without loops, those that run back turned round.
private struct DirectedLinks {
  let graph: Graph
  var outgoing: [[Int]]
  var incoming: [[Int]]

  init(_ graph: Graph) {
    self.graph = graph
    outgoing = Array(repeating: [], count: graph.nodes.count)
    incoming = outgoing
    for edge in graph.edges where edge.from != edge.to {
      let (from, to) = edge.runsBack ? (edge.to, edge.from) : (edge.from, edge.to)
      outgoing[from].append(to)
      incoming[to].append(from)
    }
  }

  /// Turns the edges that run backward when each node has its place in a sequence.
  func acyclic(place: [Int]) -> AcyclicGraph {
    AcyclicGraph(
      graph: graph, isReversed: graph.edges.map { place[$0.from] > place[$0.to] },
      isLoop: graph.edges.map { $0.from == $0.to })
  }

  /// A sequence in which few edges run backward.
  ///
  /// Source: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993): sinks are taken to
  /// its end, sources to its start, else the node with the most outgoing edges over incoming ones to its start.
  func greedySequence() -> [Int] {
    let count = outgoing.count
    var outDegree = outgoing.map(\.count), inDegree = incoming.map(\.count)
    var isTaken = [Bool](repeating: false, count: count)
    var head: [Int] = [], tail: [Int] = []
    var ready = Array((0..<count).filter { inDegree[$0] == 0 || outDegree[$0] == 0 }.reversed())
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
    return head + tail.reversed()
  }

  /// The places in a sequence after nodes have moved to where fewer edges run backward. Only for graphs of some hundred nodes, as a
  /// move looks at the whole sequence.
  func refined(_ sequence: [Int]) -> [Int] {
    var sequence = sequence
    var place = [Int](repeating: 0, count: sequence.count)
    func number() { for (index, node) in sequence.enumerated() { place[node] = index } }
    number()
    guard sequence.count <= 1_000 else { return place }
    for _ in 0..<4 {
      var hasMoved = false
      for node in sequence.indices {
        var change = [Int: Int]()
        // Before a node that it leads to, an edge runs forward; so it does after one that leads to it.
        for other in outgoing[node] { change[place[other], default: 0] += 1 }
        for other in incoming[node] { change[place[other], default: 0] -= 1 }
        let here = place[node]
        var (best, bestGain) = (here, 0)
        var gain = 0
        for index in change.keys.filter({ $0 > here }).sorted() {
          gain -= change[index] ?? 0
          if gain > bestGain { (best, bestGain) = (index, gain) }
        }
        gain = 0
        for index in change.keys.filter({ $0 < here }).sorted(by: >) {
          gain += change[index] ?? 0
          if gain > bestGain { (best, bestGain) = (index, gain) }
        }
        guard best != here else { continue }
        sequence.remove(at: here)
        sequence.insert(node, at: best)
        number()
        hasMoved = true
      }
      if !hasMoved { break }
    }
    return place
  }

  /// For each node its place when the nodes are ordered by when a walk in depth leaves them, the last one first.
  func depthFirstPlaces() -> [Int] {
    let count = outgoing.count
    var place = [Int](repeating: -1, count: count)
    var isEntered = [Bool](repeating: false, count: count)
    var next = count - 1
    // Nodes that nothing leads to come first.
    for start in (0..<count).filter({ incoming[$0].isEmpty }) + Array(0..<count) where !isEntered[start] {
      var stack = [(node: start, index: 0)]
      isEntered[start] = true
      while let (node, index) = stack.last {
        if index == outgoing[node].count {
          place[node] = next
          next -= 1
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].index += 1
        let other = outgoing[node][index]
        if !isEntered[other] {
          isEntered[other] = true
          stack.append((other, 0))
        }
      }
    }
    return place
  }
}
