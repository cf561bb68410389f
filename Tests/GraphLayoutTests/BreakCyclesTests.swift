@testable import GraphLayout
import Testing

@Suite struct BreakCyclesTests {
  private func graph(_ count: Int, _ edges: [(Int, Int)]) -> Graph {
    Graph(
      nodes: Array(repeating: .init(width: 1, height: 1), count: count),
      edges: edges.map { .init(from: $0.0, to: $0.1) })
  }

  /// Whether the strands have no cycle: by taking away nodes without incoming strands.
  private func isAcyclic(_ acyclic: AcyclicGraph) -> Bool {
    var waiting = [Int](repeating: 0, count: acyclic.graph.nodes.count)
    for strand in acyclic.strands { waiting[strand.to] += 1 }
    var queue = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < queue.count {
      for strand in acyclic.strands where strand.from == queue[next] {
        waiting[strand.to] -= 1
        if waiting[strand.to] == 0 { queue.append(strand.to) }
      }
      next += 1
    }
    return queue.count == waiting.count
  }

  @Test(arguments: Shape.allCases, CycleBreaking.allCases)
  func `No cycle is left, and every edge is in one strand or a loop`(shape: Shape, method: CycleBreaking) {
    for seed in 0..<6 {
      let graph = shape.graph(24, seed: seed)
      let acyclic = breakCycles(graph, by: method)
      #expect(isAcyclic(acyclic))
      let all = acyclic.strands.flatMap(\.edges) + acyclic.loops.flatMap { $0 }
      #expect(all.sorted() == Array(graph.edges.indices))
      for strand in acyclic.strands {
        for index in strand.edges {
          let edge = graph.edges[index]
          #expect(
            acyclic.isReversed[index]
              ? (edge.to, edge.from) == (strand.from, strand.to) : (edge.from, edge.to) == (strand.from, strand.to))
        }
      }
    }
  }

  @Test func `A graph without cycles stays as it is, but by the order of the input`() {
    let graph = graph(4, [(3, 1), (1, 0), (3, 0), (0, 2)])
    for method in CycleBreaking.allCases where method != .input {
      #expect(!breakCycles(graph, by: method).isReversed.contains(true), "\(method)")
    }
  }

  @Test func `One edge breaks a ring`() {
    let ring = graph(7, (0..<7).map { ($0, ($0 + 1) % 7) })
    for method in CycleBreaking.allCases { #expect(breakCycles(ring, by: method).isReversed.count { $0 } == 1) }
  }

  @Test func `Of two rings that share an edge, the shared one is turned`() {
    let rings = graph(5, [(0, 1), (1, 2), (2, 0), (1, 3), (3, 4), (4, 0)])
    #expect(breakCycles(rings, by: .fewest).isReversed == [true, false, false, false, false, false])
  }

  @Test func `The declared order of phases decides which edges run back`() {
    var graph = graph(3, [(2, 1), (1, 0), (0, 2), (2, 0)])
    for node in 0..<3 { graph.nodes[node].phase = node }
    for method in CycleBreaking.allCases where method != .depthFirst && method != .depthFirstReversed {
      #expect(breakCycles(graph, by: method).isReversed == [true, true, false, true], "\(method)")
    }
  }
}
