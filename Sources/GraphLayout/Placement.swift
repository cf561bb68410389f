/// Items with coordinates.
struct Placement: Sendable {
  var order: LayerOrder
  /// For each item the x of its middle; of a node's box, without the room for loops beside it.
  var x: [Double]
  /// For each edge the x of its line at each item of its strand.
  var lines: [[Double]]
  /// Where lines turn between layers.
  var tracks: Tracks
  /// For each layer its upper edge.
  var top: [Double]
  /// For each layer its height.
  var height: [Double]
  /// The width of the whole.
  var width: Double
  /// The lower edge of the whole.
  var bottom: Double
  /// For each layer after which the drawing is wrapped, how lines go on.
  var folds: [Int: Fold] = [:]
}

/// The room that an item takes to the left and to the right of its middle, and its height.
struct Extent: Sendable {
  var left: Double
  var right: Double
  var height: Double
}

extension LayerOrder {
  /// The room that each item takes. A node with loops takes more to its right, and is as high as they are.
  func extents() -> [Extent] {
    let acyclic = layering.acyclic
    let graph = acyclic.graph
    let rooms = acyclic.strands.map { StrandRoom($0, graph) }
    return items.map { item in
      switch item {
      case .node(let node):
        let size = graph.nodes[node]
        let room = Loops(labels: acyclic.loops[node].map { graph.edges[$0].label }, nodeHeight: size.height)
        return Extent(left: size.width / 2, right: size.width / 2 + room.width, height: max(size.height, room.height))
      case .bend(let strand):
        let half = rooms[strand].linesWidth / 2
        return Extent(left: half, right: half, height: 0)
      case .label(let strand):
        let half = rooms[strand].width / 2
        return Extent(left: half, right: half, height: rooms[strand].height)
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
