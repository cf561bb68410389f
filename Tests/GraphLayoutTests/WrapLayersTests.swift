@testable import GraphLayout
import Testing

@Suite struct WrapLayersTests {
  private func chain(_ count: Int, _ more: [(Int, Int)] = [], label: Size? = nil) -> Graph {
    let pairs = (1..<count).map { ($0 - 1, $0) }
    let nodes = (0..<count).map { index -> Graph.Node in
      let (width, height) = (60 + index * 7 % 40, 30 + index * 5 % 30)
      return Graph.Node(width: Double(width), height: Double(height))
    }
    let edges = pairs.map { Graph.Edge(from: $0.0, to: $0.1, label: label) }
    return Graph(nodes: nodes, edges: edges + more.map { Graph.Edge(from: $0.0, to: $0.1) })
  }

  @Test(arguments: [500.0, 800, 1_000, 2_000])
  func `A long chain to the right keeps within the wanted width`(width: Double) throws {
    let graph = chain(60, [(3, 9), (20, 17), (40, 44), (58, 50)], label: Size(width: 40, height: 14))
    let drawing = try drawing(of: graph, options: LayoutOptions(direction: .right, preferredWidth: width))
    #expect(drawing.size.width <= width)
    #expect(brokenPromises(drawing, of: graph) == [])
  }

  @Test func `Rows are read like text`() throws {
    let drawing = try drawing(of: chain(30), options: LayoutOptions(direction: .right, preferredWidth: 700))
    for (one, next) in zip(drawing.nodes, drawing.nodes.dropFirst()) {
      #expect(next.x > one.x || next.y > one.y + one.height)
    }
  }

  @Test func `What fits is not wrapped`() throws {
    let drawing = try drawing(of: chain(5), options: LayoutOptions(direction: .right, preferredWidth: 1_000))
    #expect(Set(drawing.nodes.map { $0.y + $0.height / 2 }.map { ($0 / 10).rounded() }).count == 1)
  }

  @Test(arguments: Shape.allCases)
  func `No shape breaks a promise when wrapped`(shape: Shape) throws {
    for seed in 0..<6 {
      for width in [150.0, 400] {
        let graph = shape.graph(18, seed: seed)
        let options = LayoutOptions(direction: .right, preferredWidth: width)
        #expect(brokenPromises(try drawing(of: graph, options: options), of: graph) == [], "\(shape) \(seed)")
      }
    }
  }

  @Test(arguments: [Shape.pipeline, .tree, .pairs])
  func `Bands are no longer than wanted`(shape: Shape) {
    for seed in 0..<4 {
      for part in components(of: shape.graph(20, seed: seed)) {
        let placement = placeNodes(orderLayers([assignLayers(breakCycles(part.graph))]), LayoutOptions())
        guard let wrapped = wrapped(placement, length: 500) else { continue }
        #expect(wrapped.bottom <= 500)
        #expect(!wrapped.folds.isEmpty)
      }
    }
  }
}
