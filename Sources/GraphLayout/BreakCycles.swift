/// A graph without directed cycles: some edges are turned round, loops are set aside, and edges between the same two nodes are
/// gathered into strands.
struct AcyclicGraph: Sendable {
  var graph: Graph
  /// For each edge whether it runs from its `to` to its `from` in the layers.
  var isReversed: [Bool]
  /// All edges that are not loops, each in one strand.
  var strands: [Strand]
  /// For each node, the loops at it.
  var loops: [[Int]]
}

/// All edges between two nodes, in either direction: they are drawn side by side, labels included.
struct Strand: Sendable {
  /// The node in the upper layer.
  var from: Int
  /// The node in the lower layer.
  var to: Int
  /// In input order.
  var edges: [Int]
  var hasLabel: Bool
}

/// How cycles are broken. No way is the best for all graphs: of several, the one is taken whose drawing has fewest crossings.
enum CycleBreaking: CaseIterable, Sendable {
  /// Few edges are turned: the method of Eades, Lin and Smyth, refined.
  case fewest
  /// Edges to nodes that come earlier in the input are turned: who writes a list begins where the work begins.
  case input
  /// The order of the input, refined.
  case inputRefined
  /// The edges are turned that lead back to where a walk in depth came from, nodes and edges taken in input order. Drawings
  /// become longer and narrower.
  case depthFirst
  /// The same, edges taken in reverse.
  case depthFirstReversed
}

/// Chooses the edges to turn round.
///
/// Precondition: a connected graph. Postcondition: the strands, each from its upper to its lower node, have no cycle.
///
/// Edges that are known to run back, and those that lead to an earlier phase, count for the other direction; those between two
/// phases hardly ever run against the phases' order.
func breakCycles(_ graph: Graph, by method: CycleBreaking = .fewest) -> AcyclicGraph {
  breakCycles(graph, Arcs(graph), by: method)
}

/// The same, with the graph's arcs at hand.
func breakCycles(_ graph: Graph, _ arcs: Arcs, by method: CycleBreaking) -> AcyclicGraph {
  let place =
    switch method {
    case .fewest: refined(greedySequence(arcs), arcs)
    case .input: Array(graph.nodes.indices)
    case .inputRefined: refined(Array(graph.nodes.indices), arcs)
    case .depthFirst: depthFirstSequence(arcs, isReversed: false)
    case .depthFirstReversed: depthFirstSequence(arcs, isReversed: true)
    }
  var loops = [[Int]](repeating: [], count: graph.nodes.count)
  var isReversed = [Bool](repeating: false, count: graph.edges.count)
  var strands: [Strand] = []
  var strandOfPair: [Int: Int] = [:]
  for (index, edge) in graph.edges.enumerated() {
    if edge.from == edge.to {
      loops[edge.from].append(index)
      continue
    }
    isReversed[index] = place[edge.from] > place[edge.to]
    let (from, to) = isReversed[index] ? (edge.to, edge.from) : (edge.from, edge.to)
    let pair = from * graph.nodes.count + to
    if let strand = strandOfPair[pair] {
      strands[strand].edges.append(index)
      strands[strand].hasLabel = strands[strand].hasLabel || edge.label != nil
    } else {
      strandOfPair[pair] = strands.count
      strands.append(Strand(from: from, to: to, edges: [index], hasLabel: edge.label != nil))
    }
  }
  return AcyclicGraph(graph: graph, isReversed: isReversed, strands: strands, loops: loops)
}

/// The edges in the direction in which they are wanted, with how much they want it; loops left out.
struct Arcs: Sendable {
  fileprivate var count: Int
  fileprivate var outgoing: [[(node: Int, weight: Int)]]
  fileprivate var incoming: [[(node: Int, weight: Int)]]

  init(_ graph: Graph) {
    count = graph.nodes.count
    outgoing = Array(repeating: [], count: count)
    incoming = outgoing
    for edge in graph.edges where edge.from != edge.to {
      var isTurned = edge.runsBack
      var weight = edge.runsBack ? 3 : 1
      if let phase = graph.nodes[edge.from].phase, let next = graph.nodes[edge.to].phase, phase != next {
        isTurned = phase > next
        weight = 1_000
      }
      let (from, to) = isTurned ? (edge.to, edge.from) : (edge.from, edge.to)
      outgoing[from].append((to, weight))
      incoming[to].append((from, weight))
    }
  }
}

/// A place for each node such that few edges run backward: sinks are taken to the end, sources to the start, else the node with
/// the most outgoing over incoming weight to the start.
///
/// Source: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993).
private func greedySequence(_ arcs: Arcs) -> [Int] {
  var outWeight = arcs.outgoing.map { $0.reduce(0) { $0 + $1.weight } }
  var inWeight = arcs.incoming.map { $0.reduce(0) { $0 + $1.weight } }
  var isTaken = [Bool](repeating: false, count: arcs.count)
  var head: [Int] = [], tail: [Int] = [], left = Array(0..<arcs.count)
  var ready = Array(left.filter { inWeight[$0] == 0 || outWeight[$0] == 0 }.reversed())
  func take(_ node: Int, atHead: Bool) {
    isTaken[node] = true
    if atHead { head.append(node) } else { tail.append(node) }
    for (other, weight) in arcs.outgoing[node] where !isTaken[other] {
      inWeight[other] -= weight
      if inWeight[other] == 0 { ready.append(other) }
    }
    for (other, weight) in arcs.incoming[node] where !isTaken[other] {
      outWeight[other] -= weight
      if outWeight[other] == 0 { ready.append(other) }
    }
  }
  while head.count + tail.count < arcs.count {
    while let node = ready.popLast() {
      if !isTaken[node] { take(node, atHead: inWeight[node] == 0) }
    }
    left.removeAll { isTaken[$0] }
    var best: Int?
    for node in left {
      if let other = best, outWeight[node] - inWeight[node] <= outWeight[other] - inWeight[other] { continue }
      best = node
    }
    if let best { take(best, atHead: true) }
  }
  return places(of: head + tail.reversed())
}

/// Moves nodes in a sequence to where the fewest edges run backward, until nothing moves.
private func refined(_ place: [Int], _ arcs: Arcs) -> [Int] {
  // Quadratic: left out where it would be felt.
  guard arcs.count <= 2_000 else { return place }
  var place = place
  var sequence = place
  for (node, index) in place.enumerated() { sequence[index] = node }
  var others: [(place: Int, weight: Int)] = []
  for _ in 0..<4 {
    var hasMoved = false
    for node in 0..<arcs.count {
      // Walking over a node that we lead to gains a backward edge, over one that leads to us loses one.
      others.removeAll(keepingCapacity: true)
      for other in arcs.outgoing[node] { others.append((place[other.node], other.weight)) }
      for other in arcs.incoming[node] { others.append((place[other.node], -other.weight)) }
      others.sort { $0.place < $1.place }
      let here = place[node]
      var best = (gain: 0, place: here)
      var cost = 0
      for (index, other) in others.enumerated() where other.place > here {
        cost += other.weight
        // Several edges of one node count together.
        if index + 1 < others.count, others[index + 1].place == other.place { continue }
        if cost < best.gain { best = (cost, other.place) }
      }
      cost = 0
      for (index, other) in others.enumerated().reversed() where other.place < here {
        cost -= other.weight
        if index > 0, others[index - 1].place == other.place { continue }
        if cost < best.gain { best = (cost, other.place) }
      }
      if best.place == here { continue }
      hasMoved = true
      sequence.remove(at: here)
      sequence.insert(node, at: best.place)
      for index in min(here, best.place)...max(here, best.place) { place[sequence[index]] = index }
    }
    if !hasMoved { break }
  }
  return place
}

/// A place for each node: the reverse of the order in which a walk in depth leaves them, so that only edges to nodes that the
/// walk is still in run backward.
private func depthFirstSequence(_ arcs: Arcs, isReversed: Bool) -> [Int] {
  var left: [Int] = []
  var isSeen = [Bool](repeating: false, count: arcs.count)
  for root in 0..<arcs.count where !isSeen[root] {
    isSeen[root] = true
    var stack = [(node: root, next: 0)]
    while let (node, next) = stack.last {
      let outgoing = arcs.outgoing[node]
      if next == outgoing.count {
        left.append(node)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let other = outgoing[isReversed ? outgoing.count - 1 - next : next].node
      if !isSeen[other] {
        isSeen[other] = true
        stack.append((other, 0))
      }
    }
  }
  return places(of: left.reversed())
}

private func places(of sequence: [Int]) -> [Int] {
  var place = sequence
  for (index, node) in sequence.enumerated() { place[node] = index }
  return place
}
