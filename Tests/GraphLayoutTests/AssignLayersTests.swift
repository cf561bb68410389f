@testable import GraphLayout
import Testing

@Suite struct AssignLayersTests {
  @Test(arguments: Shape.allCases)
  func `Strands lead down, those with labels two layers`(shape: Shape) {
    for seed in 0..<6 {
      for part in components(of: shape.graph(30, seed: seed)) {
        let layering = assignLayers(breakCycles(part.graph))
        #expect(layering.layer.min() == 0)
        for strand in layering.acyclic.strands {
          #expect(layering.layer[strand.to] - layering.layer[strand.from] >= (strand.hasLabel ? 2 : 1))
        }
      }
    }
  }

  /// The least sum of lengths, by trying all ranks.
  private func least(_ count: Int, _ edges: [NetworkSimplex.Edge], ranks: Int) -> Int {
    var best = Int.max
    var rank = [Int](repeating: 0, count: count)
    func place(_ node: Int) {
      if node == count {
        if edges.allSatisfy({ rank[$0.to] - rank[$0.from] >= $0.length }) {
          best = min(best, edges.reduce(0) { $0 + $1.weight * (rank[$1.to] - rank[$1.from]) })
        }
        return
      }
      for value in 0..<ranks {
        rank[node] = value
        place(node + 1)
      }
    }
    place(0)
    return best
  }

  @Test(arguments: 0..<40)
  func `Network simplex finds the shortest edges`(seed: Int) {
    var dice = Dice(state: UInt64(seed))
    var edges = (1..<6).map { NetworkSimplex.Edge(from: dice.roll($0), to: $0, length: 1, weight: 1 + dice.roll(4)) }
    for _ in 0..<5 {
      let to = 1 + dice.roll(5)
      edges.append(NetworkSimplex.Edge(from: dice.roll(to), to: to, length: dice.roll(3), weight: dice.roll(5)))
    }
    var simplex = NetworkSimplex(count: 6, edges: edges, rank: (0..<6).map { $0 * 3 })
    simplex.solve(work: 10_000)
    #expect(edges.allSatisfy { simplex.rank[$0.to] - simplex.rank[$0.from] >= $0.length })
    let sum = edges.reduce(0) { $0 + $1.weight * (simplex.rank[$1.to] - simplex.rank[$1.from]) }
    #expect(sum == least(6, edges, ranks: 7))
  }

  @Test func `Without work to do, ranks stay possible`() {
    let edges = [
      NetworkSimplex.Edge(from: 0, to: 1, length: 2, weight: 1), .init(from: 0, to: 2, length: 1, weight: 9),
    ]
    var simplex = NetworkSimplex(count: 3, edges: edges, rank: [0, 5, 9])
    simplex.solve(work: 0)
    #expect(edges.allSatisfy { simplex.rank[$0.to] - simplex.rank[$0.from] >= $0.length })
  }

  @Test func `A deep chain does not exhaust the stack`() {
    let count = 30_000
    let graph = Graph(
      nodes: Array(repeating: .init(width: 1, height: 1), count: count),
      edges: (1..<count).map { .init(from: $0 - 1, to: $0) })
    #expect(assignLayers(breakCycles(graph)).layer == Array(0..<count))
  }
}
