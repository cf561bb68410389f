/// How large a graph may be to be drawn in layers. Of a complete graph each new box adds more lines, longer ones, and more layers.
enum LayoutLimits {
  /// The most bends and labels in layers; a hundred thousand take a second, and as many megabytes.
  static let mostDummies = 100_000
  /// The most edges, where a node has many: nobody follows a line among that many.
  static let mostEdges = 20_000
  static let mostEdgesOfNode = 20

  /// Whether a connected graph has too many edges to look for layers at all.
  static func isTooDense(_ graph: Graph) -> Bool {
    graph.edges.count > mostEdges && graph.edges.count / mostEdgesOfNode > graph.nodes.count
  }

  /// Whether a connected graph would have too many dummies in these layers.
  static func isTooDense(_ layering: Layering) -> Bool {
    let acyclic = layering.acyclic
    var dummies = 0
    for index in acyclic.graph.edges.indices where !acyclic.isLoop[index] {
      let ends = acyclic.ends(index)
      dummies += max(0, layering.layer[ends.to] - layering.layer[ends.from] - 1)
    }
    return dummies > mostDummies
  }
}

/// Draws a connected graph with its boxes on a circle, in their order, and its edges as curves through the inside, without labels: what is
/// left of a drawing where the lines are too many for one in layers. Takes time and room for each box and edge once.
///
/// Postcondition: no two boxes overlap; a curve leaves and enters boxes toward the middle, at their borders.
func drawCircle(_ graph: Graph, _ options: LayoutOptions) -> Drawing {
  let count = graph.nodes.count
  let extent = graph.nodes.reduce(0) { max($0, ($1.width * $1.width + $1.height * $1.height).squareRoot()) }
  let distance = extent + options.nodeSpacing
  let turns = unitCircle(count)
  // The chord between two neighbours is as long as they must stand apart.
  let chord = count > 1 ? length(turns[0].x - turns[1].x, turns[0].y - turns[1].y) : 1
  let radius = count > 1 ? distance / chord : 0
  // Loops are as wide as that.
  let margin = 1 + extent / 2 + loopSize
  let middle = Point(x: radius + margin, y: radius + margin)
  let centres = turns.map { turn in
    Point(x: (middle.x + radius * turn.x).rounded(), y: (middle.y + radius * turn.y).rounded())
  }
  let boxes = zip(graph.nodes, centres).map { node, centre in
    Rectangle(x: centre.x - node.width / 2, y: centre.y - node.height / 2, width: node.width, height: node.height)
  }
  let gates = zip(graph.nodes, centres).map { border(of: $0, at: $1, toward: middle) }
  let edges = graph.edges.map { edge in
    let path =
      edge.from == edge.to ? loop(at: boxes[edge.from]) : curve(gates[edge.from], gates[edge.to], around: middle)
    return Drawing.Edge(path: path, label: nil)
  }
  let side = 2 * (radius + margin)
  return Drawing(size: Size(width: side, height: side), direction: .down, nodes: boxes, edges: edges)
}

private let loopSize = 18.0

private func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

/// Points at equal distances on a circle of radius 1, from the top to the right.
private func unitCircle(_ count: Int) -> [Point] {
  let turn = sineAndCosine(2 * Double.pi / Double(max(count, 1)))
  var points: [Point] = []
  points.reserveCapacity(count)
  var point = Point(x: 0, y: -1)
  for _ in 0..<count {
    points.append(point)
    let next = Point(x: point.x * turn.cosine - point.y * turn.sine, y: point.x * turn.sine + point.y * turn.cosine)
    let size = length(next.x, next.y)
    point = Point(x: next.x / size, y: next.y / size)
  }
  return points
}

/// Sine and cosine of an angle between 0 and a whole turn, by their series after the angle was halved until it is small: made of additions and
/// multiplications alone, which give the same on every machine.
private func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
  var (small, halvings) = (angle, 0)
  while small > 0.1 { (small, halvings) = (small / 2, halvings + 1) }
  let square = small * small
  var sine = small * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)))
  var cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
  for _ in 0..<halvings { (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine) }
  return (sine, cosine)
}

/// Where the line from the middle of a box to a point crosses the box's border.
private func border(of node: Graph.Node, at centre: Point, toward middle: Point) -> Point {
  let (x, y) = (middle.x - centre.x, middle.y - centre.y)
  let scale = max(abs(x) / max(node.width / 2, 1e-9), abs(y) / max(node.height / 2, 1e-9))
  guard scale > 1 else { return centre }
  return Point(x: centre.x + x / scale, y: centre.y + y / scale)
}

private func curve(_ start: Point, _ end: Point, around middle: Point) -> Drawing.Path {
  func inward(_ point: Point) -> Point {
    Point(x: point.x + (middle.x - point.x) * 0.6, y: point.y + (middle.y - point.y) * 0.6)
  }
  return Drawing.Path(start: start, segments: [.curve(inward(start), inward(end), to: end)])
}

/// A line from the right side of a box back to it.
private func loop(at box: Rectangle) -> Drawing.Path {
  let (x, y, height) = (box.x + box.width, box.y + box.height / 2, box.height / 4)
  return Drawing.Path(
    start: Point(x: x, y: y - height),
    segments: [
      .curve(
        Point(x: x + loopSize, y: y - height), Point(x: x + loopSize, y: y + height), to: Point(x: x, y: y + height))
    ])
}
