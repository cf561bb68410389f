/// Items with coordinates.
struct Placement: Sendable {
  var order: LayerOrder
  /// For each item the room that it takes.
  var extents: [Extent]
  /// For each item the x of its middle; of a node's box, without the room for loops beside it.
  var x: [Double]
  /// For each layer its upper edge.
  var top: [Double]
  /// For each layer its height.
  var height: [Double]
  /// The width of the whole.
  var width: Double
  /// For each node, the loops at it.
  var loops: [[Int]]
  /// The length of the whole.
  var length: Double
  /// The bands that the layers are folded into; none when they all stand below each other.
  var bands: [Band] = []
  /// For each edge that leads from one band to the next its way there, by the first layer of that band.
  var crossings: [Int: [Int: BandCrossing]] = [:]
}

/// The room that an item takes to the left and to the right of its middle, and its height.
struct Extent: Sendable {
  var left: Double
  var right: Double
  var height: Double
}

extension LayerOrder {
  /// The room that each item takes. A node with loops takes more to its right, and is as high as they are.
  func extents(loops: [[Int]]) -> [Extent] {
    let graph = layering.acyclic.graph
    return items.map { item in
      switch item {
      case .node(let node):
        let size = graph.nodes[node]
        if loops[node].isEmpty {
          return Extent(left: size.width / 2, right: size.width / 2, height: size.height)
        }
        let loops = loops[node].map { graph.edges[$0].label }
        let room = Loops(labels: loops, nodeHeight: size.height)
        return Extent(left: size.width / 2, right: size.width / 2 + room.width, height: max(size.height, room.height))
      case .bend: return Extent(left: 1, right: 1, height: 0)
      case .label(let edge):
        let size = graph.edges[edge].label ?? Size(width: 0, height: 0)
        return Extent(left: size.width / 2, right: size.width / 2, height: size.height)
      }
    }
  }
}

/// The measures of the loops at one node: each goes out to the right, round the label of the one before it.
struct Loops: Sendable {
  static let reach = 22.0
  /// For each loop how far right of the box it turns.
  var turns: [Double] = []
  /// For each loop how far above and below the middle it runs.
  var rises: [Double] = []
  /// The room beside the box.
  var width = 0.0
  /// The room that they need in height.
  var height = 0.0

  init(labels: [Size?], nodeHeight: Double) {
    let tallest = labels.compactMap { $0?.height }.max() ?? 0
    for label in labels {
      width += Self.reach
      turns.append(width)
      rises.append(max(tallest / 2 + 4, min(nodeHeight / 4, 12)) + Double(rises.count) * 7)
      if let label { width += label.width + 8 }
    }
    if let last = rises.last { height = last * 2 }
  }
}
