@testable import GraphLayout
import Testing

@Suite struct OrderLayersTests {
  private func order(_ shape: Shape, _ count: Int, seed: Int) -> LayerOrder {
    let parts = components(of: shape.graph(count, seed: seed))
    let part = parts.max { $0.nodes.count < $1.nodes.count } ?? parts[0]
    return LayerOrder(assignLayers(breakCycles(part.graph)))
  }

  /// Crossings, counted pair by pair.
  private func crossings(_ order: LayerOrder) -> Int {
    var lines: [(layer: Int, upper: Int, lower: Int, weight: Int)] = []
    for item in order.items.indices {
      for link in order.below.of(item) {
        let lower = order.below.ends[link]
        lines.append((order.layerOfItem[item], order.place[item], order.place[lower], order.below.weights[link]))
      }
    }
    var count = 0
    for (index, a) in lines.enumerated() {
      for b in lines[(index + 1)...] where a.layer == b.layer && (a.upper - b.upper) * (a.lower - b.lower) < 0 {
        count += a.weight * b.weight
      }
    }
    return count
  }

  private func isConsistent(_ order: LayerOrder) -> Bool {
    order.slots.sorted() == Array(order.items.indices)
      && (0..<order.layerCount).allSatisfy { layer in
        order.layer(layer).enumerated().allSatisfy { order.place[$1] == $0 && order.layerOfItem[$1] == layer }
      }
  }

  @Test(arguments: Shape.allCases)
  func `Crossings are counted as pair by pair`(shape: Shape) {
    for seed in 0..<4 {
      var order = order(shape, 20, seed: seed)
      order.start(.random(UInt64(seed)))
      #expect(order.crossings() == crossings(order))
      #expect(isConsistent(order))
    }
  }

  @Test(arguments: Shape.allCases)
  func `Sifting and rerouting gain what they say`(shape: Shape) {
    for seed in 0..<4 {
      var order = order(shape, 20, seed: seed)
      order.start(.random(UInt64(seed)))
      var buffers = SiftBuffers()
      var search = StrandSearch()
      var work = 0
      for round in 0..<3 {
        for layer in 0..<order.layerCount {
          let before = order.crossings()
          let gain = order.sift(layer, movesOnTies: round == 1, &buffers, &work)
          #expect(gain >= 0)
          #expect(order.crossings() == before - gain)
        }
        for strand in order.chains.indices {
          let before = order.crossings()
          let gain = order.reroute(strand, reach: round == 0 ? 3 : 40, &search, &work)
          #expect(gain >= 0)
          #expect(order.crossings() == before - gain)
        }
        #expect(isConsistent(order))
      }
    }
  }

  @Test(arguments: Shape.allCases)
  func `The order found is no worse than a sweep's, and consistent`(shape: Shape) {
    for seed in 0..<3 {
      var rough = order(shape, 24, seed: seed)
      let found = orderLayers([rough.layering])
      for round in 0..<6 { rough.sweep(isDown: round.isMultiple(of: 2), byMedian: false, mirrored: false) }
      #expect(found.crossings() <= rough.crossings())
      #expect(isConsistent(found))
    }
  }

  @Test func `A tree has no crossing`() {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 30, height: 20), count: 31),
      edges: (1..<31).map { .init(from: ($0 - 1) / 2, to: $0) })
    #expect(orderLayers([assignLayers(breakCycles(graph))]).crossings() == 0)
  }

  @Test func `Two layers of six are ordered as well as can be`() {
    // Trying all orders of both layers finds no fewer crossings.
    var dice = Dice(state: 11)
    for _ in 0..<6 {
      var pairs = (0..<5).map { (0, 5 + $0) } + (1..<5).map { ($0, 5) }
      for _ in 0..<6 { pairs.append((dice.roll(5), 5 + dice.roll(5))) }
      let graph = Graph(
        nodes: Array(repeating: .init(width: 9, height: 9), count: 10), edges: pairs.map { .init(from: $0.0, to: $0.1) }
      )
      var order = orderLayers([assignLayers(breakCycles(graph))])
      let found = order.crossings()
      var best = Int.max
      let orders = permutations([0, 1, 2, 3, 4])
      for upper in orders {
        order.slots.replaceSubrange(order.range(0), with: upper)
        for lower in orders {
          order.slots.replaceSubrange(order.range(1), with: lower.map { $0 + 5 })
          order.number()
          best = min(best, order.crossings())
        }
      }
      #expect(found == best)
    }
  }

  private func permutations(_ values: [Int]) -> [[Int]] {
    if values.isEmpty { return [[]] }
    return values.flatMap { value in permutations(values.filter { $0 != value }).map { [value] + $0 } }
  }
}
