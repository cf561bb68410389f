@testable import GraphLayout
import Testing

@Suite struct PlaceNodesTests {
  private func order(_ shape: Shape, seed: Int, count: Int = 24) -> LayerOrder {
    let parts = components(of: shape.graph(count, seed: seed))
    let part = parts.max { $0.nodes.count < $1.nodes.count } ?? parts[0]
    return orderLayers([assignLayers(breakCycles(part.graph))])
  }

  @Test(arguments: Shape.allCases)
  func `Neighbours keep order and distance, layers stand apart`(shape: Shape) {
    for seed in 0..<5 {
      let order = order(shape, seed: seed)
      let placement = placeNodes(order, LayoutOptions())
      let distances = Distances(order: order, extents: order.extents(), nodeSpacing: LayoutOptions().nodeSpacing)
      for layer in 0..<order.layerCount {
        for (left, right) in zip(order.layer(layer), order.layer(layer).dropFirst()) {
          #expect(placement.x[right] - placement.x[left] >= distances.between(left, right) - 1)
        }
        if layer > 0 { #expect(placement.top[layer] > placement.top[layer - 1] + placement.height[layer - 1] + 10) }
      }
    }
  }

  @Test(arguments: Shape.allCases)
  func `The items of a block stand exactly above each other`(shape: Shape) {
    for seed in 0..<5 {
      let order = order(shape, seed: seed)
      let distances = Distances(order: order, extents: order.extents(), nodeSpacing: 20)
      let relaxed = relaxed(order, distances, rounds: 8)
      let x = straightened(relaxed, order, distances, Ports(order), width: { $0 * 2 })
      let blocks = Blocks(order, distances, width: { $0 * 2 })
      var place = [Double?](repeating: nil, count: blocks.count)
      for item in order.items.indices {
        #expect(place[blocks.ofItem[item]] ?? x[item] == x[item])
        place[blocks.ofItem[item]] = x[item]
      }
    }
  }

  @Test func `A long edge that nothing crosses is one straight line`() throws {
    let graph = Graph(
      nodes: Array(repeating: .init(width: 60, height: 30), count: 6),
      edges: (1..<6).map { .init(from: $0 - 1, to: $0) } + [.init(from: 0, to: 5)])
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .down))
    let points = flattened(drawing.edges[5].path)
    #expect(Set(points.map(\.x)).count < points.count)
    let straight = zip(points, points.dropFirst()).filter { $0.x == $1.x }.map { $1.y - $0.y }.max() ?? 0
    #expect(straight > drawing.size.height / 2)
  }

  @Test func `Boxes above each other are connected by an upright line`() throws {
    let graph = Graph(
      nodes: [.init(width: 100, height: 30), .init(width: 40, height: 30)], edges: [.init(from: 0, to: 1)])
    let path = try drawing(of: graph, options: LayoutOptions(direction: .down)).edges[0].path
    #expect(path.segments.count == 1)
    #expect(Set(flattened(path).map(\.x)).count == 1)
  }

  @Test func `A two-way pair is drawn as two lines side by side, labels too`() throws {
    let label = Size(width: 50, height: 14)
    let graph = Graph(
      nodes: Array(repeating: .init(width: 80, height: 30), count: 2),
      edges: [.init(from: 0, to: 1, label: label), .init(from: 1, to: 0, label: label)])
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .down))
    #expect(drawing.edges[0].label?.y == drawing.edges[1].label?.y)
    #expect(drawing.edges[0].path.start.y < drawing.edges[1].path.start.y)
    #expect(brokenPromises(drawing, of: graph) == [])
  }

  @Test(arguments: Shape.allCases)
  func `Between two layers, lines that need not cross do not`(shape: Shape) throws {
    for seed in 0..<2 {
      let order = order(shape, seed: seed, count: 14)
      let drawing = routeEdges(placeNodes(order, LayoutOptions()), LayoutOptions())
      let acyclic = order.layering.acyclic
      let lines = drawing.edges.map { flattened($0.path) }
      var count = 0
      let edges = acyclic.strands.flatMap(\.edges)
      for (index, a) in edges.enumerated() {
        for b in edges[(index + 1)...] { count += crossings(lines[a], lines[b]) }
      }
      // Pieces of curves may touch where they run close beside each other.
      #expect(count <= order.crossings() + order.crossings() / 20 + 1, "\(shape) \(seed)")
    }
  }

  private func crossings(_ one: [Point], _ two: [Point]) -> Int {
    func side(_ p: Point, _ q: Point, _ r: Point) -> Double { (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) }
    var count = 0
    for (a, b) in zip(one, one.dropFirst()) {
      for (c, d) in zip(two, two.dropFirst()) where max(c.y, d.y) >= min(a.y, b.y) && max(a.y, b.y) >= min(c.y, d.y) {
        if (side(a, b, c) >= 0) != (side(a, b, d) >= 0), (side(c, d, a) >= 0) != (side(c, d, b) >= 0) { count += 1 }
      }
    }
    return count
  }
}
