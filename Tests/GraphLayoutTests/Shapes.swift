import GraphLayout

/// Graphs of several shapes, for tests of what must hold for all.
enum Shape: String, CaseIterable {
  case tree, star, dag, cyclic, dense, layered, pipeline, pairs, loops, forest, parallel

  /// A graph of about that many nodes, the same for the same seed.
  func graph(_ count: Int, seed: Int) -> Graph {
    var dice = Dice(state: UInt64(seed * 1_000 + count))
    let edges = edges(count, &dice)
    return Graph(
      nodes: (0..<count).map { _ in
        Graph.Node(
          width: Double(20 + dice.roll(160)), height: Double(14 + dice.roll(70)),
          phase: dice.roll(3) == 0 ? dice.roll(4) : nil)
      },
      edges: edges.map { from, to in
        let label = Size(width: Double(dice.roll(130)), height: Double(dice.roll(40)))
        return Graph.Edge(from: from, to: to, label: dice.roll(2) == 0 ? label : nil, runsBack: dice.roll(9) == 0)
      })
  }

  private func edges(_ count: Int, _ dice: inout Dice) -> [(Int, Int)] {
    func some(_ wanted: Int) -> [(Int, Int)] { (0..<wanted).map { _ in (dice.roll(count), dice.roll(count)) } }
    switch self {
    case .tree: return (1..<count).map { (dice.roll($0), $0) }
    case .star: return (1..<count).map { dice.roll(2) == 0 ? (0, $0) : ($0, 0) }
    case .dag: return some(count * 2).filter { $0.0 < $0.1 }
    case .cyclic: return some(count * 2)
    case .dense: return some(count * 4)
    case .layered: return some(count * 8).filter { $0.1 / 5 == $0.0 / 5 + 1 }
    case .pipeline: return (1..<count).map { ($0 - 1, $0) } + some(count / 2)
    case .pairs: return some(count).flatMap { [$0, ($0.1, $0.0)] }
    case .loops: return some(count) + (0..<count).flatMap { Array(repeating: ($0, $0), count: dice.roll(4)) }
    case .forest: return (1..<count).filter { _ in dice.roll(4) > 0 }.map { ($0 / 2, $0) }
    case .parallel: return some(4).flatMap { Array(repeating: $0, count: 9) }
    }
  }
}
