import TestTools
import Testing

@testable import GraphLayout

/// Each phase keeps its promise, and finds the best where the best is known.
@Suite struct PhaseTests {
  private func graph(_ random: inout SeededRandom, nodes: Int, edges: Int, labels: Bool = false) -> Graph {
    Graph(
      nodes: (0..<nodes).map { _ in .init(width: Double(20 + random.below(60)), height: 20) },
      edges: (0..<edges).map { _ in
        .init(
          from: random.below(nodes), to: random.below(nodes),
          label: labels && random.below(2) == 0 ? Size(width: 30, height: 12) : nil)
      })
  }

  // MARK: - Cycles

  @Test(arguments: 0..<60) func `Without cycles, whatever was turned`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let graph = graph(&random, nodes: 2 + random.below(12), edges: random.below(40))
    for acyclic in breakCycles(graph) {
      // Every edge leads on in the order in which nodes without incoming edges are taken away.
      var left = Set(graph.edges.indices.filter { !acyclic.isLoop[$0] })
      while !left.isEmpty {
        let entered = Set(left.map { acyclic.ends($0).to })
        let free = left.filter { !entered.contains(acyclic.ends($0).from) }
        guard !free.isEmpty else {
          Issue.record("a cycle is left")
          break
        }
        left.subtract(free)
      }
    }
  }

  @Test(arguments: 0..<60) func `A graph without cycles keeps all its edges`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var graph = graph(&random, nodes: 12, edges: 30)
    graph.edges = graph.edges.filter { $0.from < $0.to }
    #expect(breakCycles(graph).map(\.isReversed) == [graph.edges.map { _ in false }])
  }

  @Test(arguments: 0..<40) func `Few edges are turned`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let graph = graph(&random, nodes: 6, edges: 12)
    // The least number over all orders of six nodes.
    var least = Int.max
    func permute(_ order: [Int], _ rest: [Int]) {
      if rest.isEmpty {
        var place = [Int](repeating: 0, count: 6)
        for (index, node) in order.enumerated() { place[node] = index }
        least = min(least, graph.edges.count { place[$0.from] > place[$0.to] })
      }
      for node in rest { permute(order + [node], rest.filter { $0 != node }) }
    }
    permute([], Array(0..<6))
    #expect(breakCycles(graph)[0].isReversed.count { $0 } <= least + 1)
  }

  // MARK: - Layers

  /// The length of all edges in layers found by trying all.
  private func leastLength(_ edges: [NetworkSimplex.Edge], nodes: Int, layers: Int) -> Int {
    var least = Int.max
    var value = [Int](repeating: 0, count: nodes)
    func assign(_ node: Int) {
      if node == nodes {
        var sum = 0
        for edge in edges {
          let length = value[edge.to] - value[edge.from]
          if length < edge.length { return }
          sum += length * edge.weight
        }
        least = min(least, sum)
        return
      }
      for layer in 0..<layers {
        value[node] = layer
        assign(node + 1)
      }
    }
    assign(0)
    return least
  }

  @Test(arguments: 0..<40) func `No other layers make the edges shorter`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let count = 5
    // A path through all nodes keeps the graph in one piece.
    var edges = (1..<count).map {
      NetworkSimplex.Edge(from: $0 - 1, to: $0, length: random.below(2), weight: 1 + random.below(3))
    }
    for _ in 0..<(2 + random.below(4)) {
      let (a, b) = (random.below(count), random.below(count))
      guard a != b else { continue }
      edges.append(.init(from: min(a, b), to: max(a, b), length: 1 + random.below(2), weight: 1 + random.below(3)))
    }
    var start = [Int](repeating: 0, count: count)
    for _ in 0..<count {
      for edge in edges { start[edge.to] = max(start[edge.to], start[edge.from] + edge.length) }
    }
    let found = NetworkSimplex(nodes: count, edges: edges, start: start, exchanges: 1_000).values
    #expect(edges.allSatisfy { found[$0.to] - found[$0.from] >= $0.length })
    let sum = edges.reduce(0) { $0 + (found[$1.to] - found[$1.from]) * $1.weight }
    #expect(sum == leastLength(edges, nodes: count, layers: 8))
  }

  @Test(arguments: 0..<60) func `Labels have a layer of their own`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let nodes = 2 + random.below(20)
    let graph = graph(&random, nodes: nodes, edges: 2 * nodes, labels: true)
    for part in components(of: graph) {
      for acyclic in breakCycles(part.graph) {
        let layering = assignLayers(acyclic)
        for edge in part.graph.edges.indices where !acyclic.isLoop[edge] {
          let ends = acyclic.ends(edge)
          let length = layering.layer[ends.to] - layering.layer[ends.from]
          #expect(length >= (part.graph.edges[edge].label == nil ? 1 : 2))
        }
      }
    }
  }

  // MARK: - Order

  /// The crossings of links between neighbouring layers, each pair looked at.
  private func crossings(_ order: LayerOrder) -> Int {
    var place = [Int](repeating: 0, count: order.items.count)
    for layer in order.layers { for (index, item) in layer.enumerated() { place[item] = index } }
    var links: [(layer: Int, from: Int, to: Int)] = []
    for chain in order.chains {
      for (upper, lower) in zip(chain, chain.dropFirst()) {
        links.append((order.layerOfItem[upper], place[upper], place[lower]))
      }
    }
    var count = 0
    for (index, a) in links.enumerated() {
      for b in links[(index + 1)...] where a.layer == b.layer && (a.from - b.from) * (a.to - b.to) < 0 { count += 1 }
    }
    return count
  }

  @Test(arguments: 0..<60) func `Crossings are counted right, and nothing is lost`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let nodes = 2 + random.below(25)
    for part in components(of: graph(&random, nodes: nodes, edges: 2 * nodes, labels: true)) {
      let order = orderLayers(LayerOrder(assignLayers(breakCycles(part.graph)[0])))
      #expect(order.crossings == crossings(order))
      #expect(order.layers.joined().sorted() == Array(order.items.indices))
      for (layer, items) in order.layers.enumerated() { #expect(items.allSatisfy { order.layerOfItem[$0] == layer }) }
    }
  }

  @Test(arguments: 0..<30) func `Two small layers cross as little as they can`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var edges: [Graph.Edge] = (0..<5).map { .init(from: $0, to: 5 + $0) }
    for _ in 0..<6 { edges.append(.init(from: random.below(5), to: 5 + random.below(5))) }
    let graph = Graph(nodes: Array(repeating: .init(width: 20, height: 20), count: 10), edges: edges)
    let layering = Layering(
      acyclic: breakCycles(graph)[0], layer: Array(repeating: 0, count: 5) + Array(repeating: 1, count: 5))
    var least = Int.max
    var orders: [[Int]] = []
    func permute(_ order: [Int], _ rest: [Int]) {
      if rest.isEmpty { orders.append(order) }
      for node in rest { permute(order + [node], rest.filter { $0 != node }) }
    }
    permute([], Array(0..<5))
    for upper in orders {
      for lower in orders {
        var count = 0
        for (index, a) in edges.enumerated() {
          for b in edges[(index + 1)...] where (upper[a.from] - upper[b.from]) * (lower[a.to - 5] - lower[b.to - 5]) < 0
          {
            count += 1
          }
          if count >= least { break }
        }
        least = min(least, count)
      }
    }
    #expect(orderLayers(LayerOrder(layering)).crossings <= least + 1)
  }
}
