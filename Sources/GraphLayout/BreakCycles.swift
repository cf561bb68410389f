/// A graph without directed cycles: some edges are turned round, and loops are set aside.
struct AcyclicGraph: Sendable {
  var graph: Graph
  /// For each edge whether it runs from its `to` to its `from` in the layers.
  var isReversed: [Bool]
  /// For each edge whether both of its ends are one node.
  var isLoop: [Bool]

  /// A graph of which some edges are turned round.
  init(graph: Graph, isReversed: (Graph.Edge) -> Bool) {
    self.graph = graph
    self.isReversed = graph.edges.map(isReversed)
    isLoop = graph.edges.map { $0.from == $0.to }
  }

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
  // Without cycles nothing else is turned than what runs back: a sequence in which no edge runs backward is not refined further.
  let asGiven = AcyclicGraph(graph: graph, isReversed: { $0.runsBack && $0.from != $0.to })
  if graph.edges.allSatisfy({ $0.runsBack ? $0.to <= $0.from : $0.from <= $0.to }) { return [asGiven] }
  let links = DirectedLinks(graph)
  let sequence = links.greedySequence()
  if sequence.isWithoutCycles { return [asGiven] }
  let few = links.acyclic(place: links.refined(sequence.nodes))
  guard few.isReversed != asGiven.isReversed else { return [few] }
  let inOrder = links.acyclic(place: links.depthFirstPlaces())
  return inOrder.isReversed == few.isReversed ? [few] : [few, inOrder]
}

/// The edges of a graph without loops, those that run back turned round.
private struct DirectedLinks {
  let graph: Graph
  let outgoing: FlatLists
  let incoming: FlatLists

  init(_ graph: Graph) {
    self.graph = graph
    func ends(_ number: Int) -> (from: Int, to: Int) {
      let edge = graph.edges[number]
      return edge.runsBack ? (edge.to, edge.from) : (edge.from, edge.to)
    }
    func isLoop(_ number: Int) -> Bool { graph.edges[number].from == graph.edges[number].to }
    outgoing = FlatLists(
      keys: graph.nodes.count, numbers: graph.edges.count, key: { isLoop($0) ? -1 : ends($0).from },
      member: { ends($0).to })
    incoming = FlatLists(
      keys: graph.nodes.count, numbers: graph.edges.count, key: { isLoop($0) ? -1 : ends($0).to },
      member: { ends($0).from })
  }

  /// Turns the edges that run backward when each node has its place in a sequence.
  func acyclic(place: [Int]) -> AcyclicGraph {
    AcyclicGraph(graph: graph, isReversed: { place[$0.from] > place[$0.to] })
  }

  /// A sequence in which few edges run backward.
  ///
  /// Source: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993): sinks are taken to
  /// its end, sources to its start, else the node with the most outgoing edges over incoming ones to its start.
  ///
  /// Where there are no cycles, no edge runs backward: then a source or a sink is always left.
  func greedySequence() -> (nodes: [Int], isWithoutCycles: Bool) {
    let count = graph.nodes.count
    var outDegree = (0..<count).map { outgoing.range($0).count }
    var inDegree = (0..<count).map { incoming.range($0).count }
    var isWithoutCycles = true
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
      if let best {
        isWithoutCycles = false
        take(best, atHead: true)
      }
    }
    return (head + tail.reversed(), isWithoutCycles)
  }

  /// The places in a sequence after nodes have moved to where fewer edges run backward. Only for graphs of some hundred nodes, as a
  /// move looks at the whole sequence.
  func refined(_ sequence: [Int]) -> [Int] {
    var sequence = sequence
    var place = [Int](repeating: 0, count: sequence.count)
    func number() { for (index, node) in sequence.enumerated() { place[node] = index } }
    number()
    guard sequence.count <= 1_000 else { return place }
    var changes: [(place: Int, change: Int)] = []
    for _ in 0..<4 {
      var hasMoved = false
      for node in sequence.indices {
        changes.removeAll(keepingCapacity: true)
        // Before a node that it leads to, an edge runs forward; so it does after one that leads to it.
        for link in outgoing.range(node) { changes.append((place[outgoing.members[link]], 1)) }
        for link in incoming.range(node) { changes.append((place[incoming.members[link]], -1)) }
        changes.sort { $0.place < $1.place }
        let here = place[node]
        var (best, bestGain) = (here, 0)
        var gain = 0
        let after = changes.firstIndex { $0.place > here } ?? changes.count
        for index in after..<changes.count {
          gain -= changes[index].change
          // Several edges may lead to one node.
          if index + 1 < changes.count, changes[index + 1].place == changes[index].place { continue }
          if gain > bestGain { (best, bestGain) = (changes[index].place, gain) }
        }
        gain = 0
        for index in (0..<after).reversed() {
          gain += changes[index].change
          if index > 0, changes[index - 1].place == changes[index].place { continue }
          if gain > bestGain { (best, bestGain) = (changes[index].place, gain) }
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
    let count = graph.nodes.count
    var place = [Int](repeating: -1, count: count)
    var isEntered = [Bool](repeating: false, count: count)
    var next = count - 1
    // Nodes that nothing leads to come first.
    for start in (0..<count).filter({ incoming.range($0).isEmpty }) + Array(0..<count) where !isEntered[start] {
      var stack = [(node: start, index: 0)]
      isEntered[start] = true
      while let (node, index) = stack.last {
        if index == outgoing.range(node).count {
          place[node] = next
          next -= 1
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].index += 1
        let other = outgoing.members[outgoing.start[node] + index]
        if !isEntered[other] {
          isEntered[other] = true
          stack.append((other, 0))
        }
      }
    }
    return place
  }
}
