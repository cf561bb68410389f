@testable import GraphLayout
import TestTools
import Testing

@Suite struct LayoutTests {
  private func random(_ seed: Int) -> Graph {
    var random = SeededRandom(seed: UInt64(seed))
    let count = 1 + random.below(24)
    let nodes = (0..<count).map { _ in
      Graph.Node(width: Double(20 + random.below(180)), height: Double(16 + random.below(60)))
    }
    let edges = (0..<random.below(count * 3)).map { _ in
      let label =
        random.below(3) == 0 ? nil : Size(width: Double(10 + random.below(120)), height: Double(12 + random.below(34)))
      return Graph.Edge(
        from: random.below(count), to: random.below(count), label: label, runsBack: random.below(6) == 0)
    }
    return Graph(nodes: nodes, edges: edges)
  }

  @Test(arguments: 0..<300)
  func `No drawing breaks a promise`(seed: Int) throws {
    let graph = random(seed)
    let direction = [Direction.down, .right, nil][seed % 3]
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: direction))
    #expect(brokenPromises(drawing, of: graph) == [])
  }

  @Test(arguments: 0..<200)
  func `What is folded breaks no promise, and keeps its width`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &+ 77)
    let count = 8 + random.below(30)
    let nodes = (0..<count).map { _ in
      Graph.Node(width: Double(30 + random.below(100)), height: Double(16 + random.below(40)))
    }
    // A chain with some edges beside it.
    var edges = (1..<count).map { number in
      Graph.Edge(
        from: number - 1, to: number,
        label: random.below(3) == 0 ? Size(width: Double(20 + random.below(80)), height: 15) : nil)
    }
    for _ in 0..<random.below(12) {
      let from = random.below(count)
      edges.append(Graph.Edge(from: from, to: min(count - 1, from + random.below(6)), runsBack: random.below(4) == 0))
    }
    let graph = Graph(nodes: nodes, edges: edges)
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .right, preferredWidth: 700))
    #expect(brokenPromises(drawing, of: graph) == [])
  }

  @Test func `A long chain to the right is folded to the width that is wanted`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 100, height: 40), count: 30),
      edges: (1..<30).map { .init(from: $0 - 1, to: $0) })
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .right, preferredWidth: 800))
    #expect(drawing.size.width <= 900)
    #expect(drawing.size.height < 600)
    #expect(drawing.nodes[0].y < drawing.nodes[29].y)
  }

  @Test func `The same graph is drawn the same`() throws {
    let graph = random(77)
    #expect(try drawing(of: graph) == drawing(of: graph))
  }

  @Test func `An empty graph is an empty drawing, and one node stands alone`() throws {
    let empty = try drawing(of: Graph(nodes: [], edges: []))
    #expect(empty.nodes.isEmpty)
    let one = try drawing(of: Graph(nodes: [.init(width: 50, height: 20)], edges: []))
    #expect(one.size.width < 60 && one.size.height < 30)
  }

  @Test func `Edges run in the main direction`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 40, height: 20), count: 3),
      edges: [.init(from: 0, to: 1), .init(from: 1, to: 2)])
    let down = try drawing(of: graph, options: LayoutOptions(direction: .down))
    #expect(down.nodes[0].y < down.nodes[1].y && down.nodes[1].y < down.nodes[2].y)
    let right = try drawing(of: graph, options: LayoutOptions(direction: .right))
    #expect(right.nodes[0].x < right.nodes[1].x && right.nodes[1].x < right.nodes[2].x)
  }

  @Test func `An edge that runs back is the one that runs against the direction`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 40, height: 20), count: 2),
      edges: [.init(from: 1, to: 0), .init(from: 0, to: 1, runsBack: true)])
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .down))
    #expect(drawing.nodes[1].y < drawing.nodes[0].y)
  }

  @Test func `A tree has no crossing`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 30, height: 20), count: 31),
      edges: (1..<31).map { .init(from: ($0 - 1) / 2, to: $0) })
    #expect(orderLayers(LayerOrder(assignLayers(breakCycles(graph)[0]))).crossings == 0)
  }

  // MARK: - Bad input

  @Test(arguments: [Double.nan, -1, .infinity, 1e9])
  func `An impossible size is an error`(length: Double) {
    #expect(throws: LayoutError.impossibleSize) {
      try drawing(of: Graph(nodes: [.init(width: length, height: 1)], edges: []))
    }
  }

  @Test(arguments: [-1, 1, Int.max])
  func `An edge to nowhere is an error`(node: Int) {
    #expect(throws: LayoutError.unknownNode(edge: 0)) {
      try drawing(of: Graph(nodes: [.init(width: 1, height: 1)], edges: [.init(from: 0, to: node)]))
    }
  }

  @Test func `Sizes of zero and of a million are drawn`() throws {
    let graph = Graph(
      nodes: [.init(width: 0, height: 0), .init(width: 1_000_000, height: 1_000_000)],
      edges: [.init(from: 0, to: 1, label: Size(width: 0, height: 0)), .init(from: 1, to: 0)])
    #expect(brokenPromises(try drawing(of: graph), of: graph) == [])
  }

  @Test func `A complete graph and many parallel edges are answered`() throws {
    let complete = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 20),
      edges: (0..<20).flatMap { a in (0..<20).filter { $0 != a }.map { .init(from: a, to: $0) } })
    #expect(try drawing(of: complete).nodes.count == 20)
    let parallel = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 2),
      edges: Array(repeating: .init(from: 0, to: 1), count: 2_000))
    #expect(try drawing(of: parallel).edges.count == 2_000)
  }

  private func complete(_ count: Int, label: Size?) -> Graph {
    Graph(
      nodes: (0..<count).map { .init(width: 60 + Double($0 % 5) * 20, height: 30 + Double($0 % 3) * 10) },
      edges: (0..<count).flatMap { a in (0..<count).filter { $0 != a }.map { .init(from: a, to: $0, label: label) } })
  }

  @Test(arguments: [1, 2, 3, 4, 7, 24, 60])
  func `A drawing on a circle has no lines through boxes, and none apart from theirs`(count: Int) {
    var graph = complete(count, label: Size(width: 20, height: 10))
    graph.edges.append(.init(from: 0, to: 0))
    let drawing = drawCircle(graph, LayoutOptions())
    #expect(brokenPromises(drawing, of: graph) == [])
    #expect(drawing == drawCircle(graph, LayoutOptions()))
  }

  @Test func `What has too many lines for layers is drawn on a circle, in time that grows with them`() throws {
    for graph in [complete(100, label: Size(width: 20, height: 10)), complete(200, label: nil)] {
      let time = ContinuousClock().measure {
        let drawing = try? drawing(of: graph)
        #expect(drawing?.edges.allSatisfy { $0.label == nil && $0.path.segments.count == 1 } == true)
      }
      #expect(time < .seconds(20), "\(time)")
    }
    // Others are drawn as ever.
    let few = try drawing(of: complete(12, label: Size(width: 20, height: 10)))
    #expect(few.edges.allSatisfy { $0.label != nil })
  }

  @Test func `Only the part that has too many lines is drawn on a circle`() throws {
    var graph = complete(100, label: Size(width: 20, height: 10))
    graph.nodes += [.init(width: 50, height: 20), .init(width: 50, height: 20)]
    graph.edges.append(.init(from: 100, to: 101, label: Size(width: 20, height: 10)))
    let drawing = try drawing(of: graph)
    #expect(drawing.edges.last?.label != nil && drawing.edges.first?.label == nil)
  }
}
