import GraphLayout

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

/// A graph to compare, and what to call it.
struct Sample {
  var name: String
  var graph: Graph
}

/// Graphs of 5 to 200 nodes and up to 500 edges, of nine shapes, with and without labels.
func samples() -> [Sample] {
  let shapes: [(name: String, sizes: [Int], edges: (Int, inout Dice) -> [(Int, Int)])] = [
    ("tree", [7, 20, 60, 150], tree), ("dag", [6, 15, 40, 90, 200], dag), ("cyclic", [5, 12, 30, 80, 160], cyclic),
    ("dense", [6, 10, 16, 24], dense), ("bipartite", [8, 20, 50, 120], bipartite),
    ("layered", [9, 25, 60, 140, 200], layered), ("handoffs", [6, 10, 16, 25, 40], handoffs),
    ("grid", [9, 25, 64, 144], grid), ("hubs", [10, 30, 80, 180], hubs),
  ]
  var samples: [Sample] = []
  for (number, shape) in shapes.enumerated() {
    for size in shape.sizes {
      for hasLabels in [false, true] {
        var dice = Dice(state: UInt64(number * 1_000 + size * 2 + (hasLabels ? 1 : 0)))
        let ends = Array(shape.edges(size, &dice).prefix(500))
        let nodes = (0..<size).map { _ in
          Graph.Node(width: Double(60 + dice.roll(90)), height: Double(30 + dice.roll(3) * 9))
        }
        let edges = ends.map { ends in
          Graph.Edge(
            from: ends.0, to: ends.1,
            label: hasLabels && dice.roll(10) < 7
              ? Size(width: Double(40 + dice.roll(90)), height: Double(15 * (1 + dice.roll(2)))) : nil)
        }
        samples.append(
          Sample(name: "\(shape.name)-\(size)\(hasLabels ? "-labels" : "")", graph: Graph(nodes: nodes, edges: edges)))
      }
    }
  }
  return samples
}

private func tree(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  (1..<size).map { (max(0, $0 - 1 - dice.roll(min($0, 2 + size / 6))), $0) }
}

private func dag(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  distinct(size * 3 / 2) {
    let from = dice.roll(size - 1)
    return (from, min(size - 1, from + 1 + dice.roll(min(size - 1 - from, 3 + size / 4))))
  }
}

private func cyclic(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  distinct(size * 7 / 5) { (dice.roll(size), dice.roll(size)) }
}

private func dense(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  distinct(size * size / 5) {
    let (a, b) = (dice.roll(size), dice.roll(size))
    return a < b ? (a, b) : (b, a)
  }
}

private func bipartite(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  distinct(size * 8 / 5) { (dice.roll(size / 2), size / 2 + dice.roll(size - size / 2)) }
}

private func layered(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  let width = max(3, size / 8)
  return distinct(size * 8 / 5) {
    let from = dice.roll(size - width)
    let layer = from / width
    return (from, min(size - 1, (layer + 1) * width + dice.roll(width)))
  }
}

/// What teams draw: a main line of work, helpers that many hand to, work that comes back.
private func handoffs(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  var edges = (1..<size).map { ($0 - 1, $0) }
  edges += distinct(size * 6 / 5) {
    let kind = dice.roll(10)
    let from = dice.roll(size)
    if kind < 5 { return (from, min(size - 1, from + 1 + dice.roll(4))) }
    if kind < 8 { return (from, max(0, from - 1 - dice.roll(3))) }
    return (from, dice.roll(min(size, 3)))
  }
  return edges
}

private func grid(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  var side = 1
  while side * side < size { side += 1 }
  return (0..<size).flatMap { node in
    [(node, node + side), (node, node + 1)].filter { $0.1 < size && ($0.1 == node + side || $0.1 % side != 0) }
  }
}

private func hubs(_ size: Int, _ dice: inout Dice) -> [(Int, Int)] {
  let count = max(2, size / 12)
  return distinct(size * 13 / 10) {
    let (hub, other) = (dice.roll(count), count + dice.roll(size - count))
    return dice.roll(3) == 0 ? (other, hub) : (hub, other)
  }
}

/// As many pairs without repetition as `next` gives in ten times as many tries; no loops.
private func distinct(_ count: Int, _ next: () -> (Int, Int)) -> [(Int, Int)] {
  var seen: Set<[Int]> = []
  var pairs: [(Int, Int)] = []
  for _ in 0..<(count * 10) where pairs.count < count {
    let pair = next()
    if pair.0 != pair.1, seen.insert([pair.0, pair.1]).inserted { pairs.append(pair) }
  }
  return pairs
}
