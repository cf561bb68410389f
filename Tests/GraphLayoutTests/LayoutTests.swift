@testable import GraphLayout
import Testing

@Suite struct LayoutTests {
  private func random(_ seed: Int) -> Graph {
    var dice = Dice(state: UInt64(seed))
    let count = 1 + dice.roll(24)
    let nodes = (0..<count).map { _ in
      Graph.Node(width: Double(20 + dice.roll(180)), height: Double(16 + dice.roll(60)))
    }
    let edges = (0..<dice.roll(count * 3)).map { _ in
      let label = dice.roll(3) == 0 ? nil : Size(width: Double(10 + dice.roll(120)), height: Double(12 + dice.roll(34)))
      return Graph.Edge(from: dice.roll(count), to: dice.roll(count), label: label, runsBack: dice.roll(6) == 0)
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

  @Test(arguments: Shape.allCases, [Direction.down, .right, nil])
  func `No shape breaks a promise`(shape: Shape, direction: Direction?) throws {
    for (count, seed) in [(2, 1), (7, 2), (16, 3), (40, 4)] {
      let graph = shape.graph(count, seed: seed)
      let drawing = try drawing(of: graph, options: LayoutOptions(direction: direction))
      #expect(brokenPromises(drawing, of: graph) == [], "\(shape) \(count) \(seed)")
    }
  }

  @Test(arguments: [0.0, 1, 5, 300])
  func `No spacing breaks a promise`(spacing: Double) throws {
    for shape in Shape.allCases {
      let graph = shape.graph(14, seed: 9)
      let options = LayoutOptions(preferredWidth: 0, nodeSpacing: spacing, layerSpacing: spacing)
      let broken = brokenPromises(try drawing(of: graph, options: options), of: graph)
      #expect(broken == [], "\(shape)")
    }
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

  @Test func `A complete graph of 60 nodes is answered`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 60),
      edges: (0..<60).flatMap { a in (a + 1..<60).map { .init(from: a, to: $0) } })
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .down))
    #expect(drawing.nodes.count == 60 && drawing.edges.count == 1_770)
    #expect(drawing.size.width.isFinite && drawing.size.height.isFinite)
  }

  @Test(arguments: [nil, Size(width: 30, height: 12)])
  func `10,000 parallel edges are answered`(label: Size?) throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 2),
      edges: (0..<10_000).map { .init(from: $0 % 2, to: 1 - $0 % 2, label: label) })
    let drawing = try drawing(of: graph)
    #expect(drawing.edges.count == 10_000)
    #expect(drawing.edges.allSatisfy { ($0.label == nil) == (label == nil) })
  }

  @Test func `10,000 loops at a node are answered`() throws {
    let graph = Graph(
      nodes: [.init(width: 60, height: 30)], edges: Array(repeating: .init(from: 0, to: 0), count: 10_000))
    #expect(try drawing(of: graph).edges.count == 10_000)
  }

  @Test func `A large graph is answered`() throws {
    var dice = Dice(state: 3)
    let graph = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 300),
      edges: (0..<450).map { _ in .init(from: dice.roll(300), to: dice.roll(300)) })
    let drawing = try drawing(of: graph)
    #expect(drawing.nodes.allSatisfy { $0.x >= 0 && $0.y >= 0 })
  }

  @Test(arguments: [Double.nan, -1, .infinity])
  func `An impossible spacing or width is an error`(length: Double) {
    let graph = Graph(nodes: [.init(width: 9, height: 9)], edges: [])
    #expect(throws: LayoutError.impossibleSize) { try drawing(of: graph, options: LayoutOptions(nodeSpacing: length)) }
    #expect(throws: LayoutError.impossibleSize) { try drawing(of: graph, options: LayoutOptions(layerSpacing: length)) }
  }

  @Test(arguments: [0.0, 1, 1e300, .infinity])
  func `Any width may be wanted`(width: Double) throws {
    let graph = Shape.pairs.graph(12, seed: 1)
    #expect(brokenPromises(try drawing(of: graph, options: LayoutOptions(preferredWidth: width)), of: graph) == [])
  }

  @Test(arguments: [Double.nan, -1])
  func `An impossible width is an error`(width: Double) {
    let graph = Graph(nodes: [.init(width: 9, height: 9)], edges: [])
    #expect(throws: LayoutError.impossibleSize) {
      try drawing(of: graph, options: LayoutOptions(preferredWidth: width))
    }
  }
}
