import GraphLayout

/// A graph to be drawn by both programs.
struct Sample {
  var name: String
  var graph: Graph
}

/// Numbers that look random and are the same everywhere (SplitMix64).
struct Dice {
  var state: UInt64

  mutating func roll(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }
}

/// Edges of one shape, for a number of nodes.
enum Shape: String, CaseIterable {
  case tree, binary, dag, sparse, cyclic, dense, bipartite, layered, handoffs, pipeline

  func edges(_ count: Int, _ dice: inout Dice) -> [(Int, Int)] {
    switch self {
    case .tree: return (1..<count).map { (dice.roll(min($0, 1 + $0 / 2 + 2)) % $0, $0) }
    case .binary: return (1..<count).map { (($0 - 1) / 2, $0) }
    case .dag: return distinct(count * 3 / 2, count, &dice) { a, b in a < b }
    case .sparse: return distinct(count * 6 / 5, count, &dice) { a, b in a < b && b - a < 12 }
    case .cyclic: return distinct(count * 8 / 5, count, &dice) { a, b in a != b }
    case .dense: return distinct(count * 5 / 2, count, &dice) { a, b in a < b || (a + b) % 7 == 0 }
    case .bipartite:
      let left = count * 2 / 5
      return distinct(count * 8 / 5, count, &dice) { a, b in a < left && b >= left }
    case .layered:
      let perLayer = max(2, count / 6)
      return distinct(count * 8 / 5, count, &dice) { a, b in b / perLayer - a / perLayer == 1 }
    case .handoffs: return handoffs(count, &dice)
    case .pipeline:
      let line = (1..<count).map { ($0 - 1, $0) }
      return line + distinct(count / 2, count, &dice) { a, b in a != b && abs(a - b) < 8 && b - a != 1 }
    }
  }

  /// People who hand work on to those after them in the process, some of it both ways, much of it to and from a few hubs.
  private func handoffs(_ count: Int, _ dice: inout Dice) -> [(Int, Int)] {
    let hubs = 1 + count / 12
    var edges = distinct(count * 3 / 2, count, &dice) { a, b in a < b && b - a <= max(3, count / 5) }
    for index in 0..<(count / 2) {
      let hub = index % hubs * (count / hubs), other = dice.roll(count)
      if hub != other { edges.append((hub, other)) }
      if hub != other, dice.roll(3) == 0 { edges.append((other, hub)) }
    }
    for edge in edges where dice.roll(6) == 0 { edges.append((edge.1, edge.0)) }
    return edges
  }

  private func distinct(
    _ wanted: Int, _ count: Int, _ dice: inout Dice, where isWanted: (Int, Int) -> Bool
  ) -> [(Int, Int)] {
    var edges: [(Int, Int)] = []
    var seen: Set<Int> = []
    for _ in 0..<(wanted * 40) where edges.count < wanted {
      let (a, b) = (dice.roll(count), dice.roll(count))
      if isWanted(a, b), seen.insert(a * count + b).inserted { edges.append((a, b)) }
    }
    return edges
  }
}

/// A graph of a shape. Boxes and labels have sizes of text of a handbook.
func sample(_ shape: Shape, _ count: Int, hasLabels: Bool) -> Sample {
  var dice = Dice(state: UInt64(count * 31 + (Shape.allCases.firstIndex(of: shape) ?? 0) * 7_919 + (hasLabels ? 1 : 0)))
  let edges = shape.edges(count, &dice)
  let nodes = (0..<count).map { _ in
    Graph.Node(width: Double(60 + dice.roll(90)), height: Double(30 + dice.roll(3) * 9))
  }
  return Sample(
    name: "\(shape)-\(count)\(hasLabels ? "-labels" : "")",
    graph: Graph(
      nodes: nodes,
      edges: edges.map { from, to in
        let label = Size(width: Double(30 + dice.roll(90)), height: Double(14 + dice.roll(3) * 13))
        return Graph.Edge(from: from, to: to, label: hasLabels && dice.roll(5) > 0 ? label : nil)
      }))
}

/// A graph of `HandbookGraphs`.
func handbookSample(_ name: String, _ text: String) -> Sample {
  let edges = text.split(whereSeparator: \.isWhitespace).map { edge in
    let parts = edge.split(whereSeparator: { ">:".contains($0) }).compactMap { Int($0) }
    let lines = parts.count > 2 ? (parts[2] + 21) / 22 : 0
    let label = lines == 0 ? nil : Size(width: Double(parts[2] * 6 / lines + 12), height: Double(lines * 13 + 4))
    return Graph.Edge(from: parts[0], to: parts[1], label: label)
  }
  let count = (edges.map { max($0.from, $0.to) }.max() ?? -1) + 1
  let nodes = (0..<count).map { Graph.Node(width: Double(84 + $0 * 37 % 60), height: 40) }
  return Sample(name: name, graph: Graph(nodes: nodes, edges: edges))
}

/// All graphs of the comparison.
func allSamples() -> [Sample] {
  var samples = [
    handbookSample("handbook-handoffs", HandbookGraphs.handoffs), handbookSample("handbook-work", HandbookGraphs.work),
    handbookSample("handbook-mentions", HandbookGraphs.mentions),
  ]
  for shape in Shape.allCases {
    for count in [5, 12, 25, 50, 100] { samples.append(sample(shape, count, hasLabels: false)) }
    for count in [8, 16, 30, 60] { samples.append(sample(shape, count, hasLabels: true)) }
  }
  for shape in [Shape.tree, .dag, .sparse, .cyclic, .dense, .layered, .pipeline] {
    samples.append(sample(shape, 200, hasLabels: false))
  }
  return samples
}

/// Graphs that no drawing makes readable, and that must be answered.
func hardSamples() -> [Sample] {
  let box = Graph.Node(width: 60, height: 30), label = Size(width: 40, height: 14)
  var dice = Dice(state: 5)
  func graph(_ count: Int, _ edges: [(Int, Int)], hasLabels: Bool = false) -> Graph {
    Graph(
      nodes: Array(repeating: box, count: count),
      edges: edges.map { Graph.Edge(from: $0.0, to: $0.1, label: hasLabels ? label : nil) })
  }
  let complete = (0..<60).flatMap { a in (0..<60).filter { $0 > a }.map { (a, $0) } }
  return [
    Sample(
      name: "2,000 nodes, 4,000 edges",
      graph: graph(2_000, (0..<4_000).map { _ in (dice.roll(2_000), dice.roll(2_000)) })),
    Sample(
      name: "the same, near",
      graph: graph(
        2_000,
        (0..<4_000).map { _ in
          let a = dice.roll(1_990)
          return (a, a + 1 + dice.roll(9))
        })),
    Sample(name: "the same, labels", graph: sample(.sparse, 2_000, hasLabels: true).graph),
    Sample(name: "10,000 parallel edges", graph: graph(2, Array(repeating: (0, 1), count: 10_000))),
    Sample(name: "10,000 parallel labels", graph: graph(2, Array(repeating: (0, 1), count: 10_000), hasLabels: true)),
    Sample(name: "complete, 60 nodes", graph: graph(60, complete)),
    Sample(name: "complete both ways, 60 nodes", graph: graph(60, complete + complete.map { ($0.1, $0.0) })),
    Sample(name: "complete, 60 nodes, labels", graph: graph(60, complete, hasLabels: true)),
    Sample(name: "a chain of 10,000", graph: graph(10_000, (1..<10_000).map { ($0 - 1, $0) })),
    Sample(name: "a star of 10,000", graph: graph(10_000, (1..<10_000).map { (0, $0) })),
  ]
}
