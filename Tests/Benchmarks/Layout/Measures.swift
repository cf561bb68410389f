import GraphLayout

/// A drawing in lines only, whoever made it.
struct Plan {
  var size: Size
  var nodes: [Rectangle]
  var edges: [(from: Int, to: Int, points: [Point], label: Rectangle?)]

  init(size: Size, nodes: [Rectangle], edges: [(from: Int, to: Int, points: [Point], label: Rectangle?)]) {
    (self.size, self.nodes, self.edges) = (size, nodes, edges)
  }

  init(_ drawing: Drawing, of graph: Graph) {
    size = drawing.size
    nodes = drawing.nodes
    edges = drawing.edges.enumerated().map { index, edge in
      var points = [edge.path.start]
      for segment in edge.path.segments {
        switch segment {
        case .line(let end): points.append(end)
        case .curve(let a, let b, let end): points += bezier(points[points.count - 1], a, b, end)
        }
      }
      return (graph.edges[index].from, graph.edges[index].to, points, edge.label)
    }
  }
}

/// A cubic curve in sixteen lines, without its start.
func bezier(_ start: Point, _ a: Point, _ b: Point, _ end: Point) -> [Point] {
  (1...16).map { step in
    let t = Double(step) / 16, u = 1 - t
    let (p, q, r, s) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return Point(
      x: p * start.x + q * a.x + r * b.x + s * end.x, y: p * start.y + q * a.y + r * b.y + s * end.y)
  }
}

/// What is counted in a drawing.
struct Measures {
  var crossings = 0
  var throughBoxes = 0
  var throughLabels = 0
  var overlaps = 0
  var area = 0.0
  var length = 0.0

  init() {}

  init(_ plan: Plan) {
    area = plan.size.width * plan.size.height
    let bounds = plan.edges.map { bound($0.points) }
    for (index, edge) in plan.edges.enumerated() {
      for (a, b) in zip(edge.points, edge.points.dropFirst()) {
        length += ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
      }
      for (node, box) in plan.nodes.enumerated() where node != edge.from && node != edge.to {
        if overlap(bounds[index], box), passes(edge.points, box) { throughBoxes += 1 }
      }
      for (other, labelled) in plan.edges.enumerated() where other != index {
        guard let box = labelled.label else { continue }
        if overlap(bounds[index], box), passes(edge.points, box) { throughLabels += 1 }
      }
      for other in plan.edges.indices where other > index && overlap(bounds[index], bounds[other]) {
        let ends = [edge.from, edge.to].filter { [plan.edges[other].from, plan.edges[other].to].contains($0) }
        crossings += crossingCount(edge.points, plan.edges[other].points, except: ends.map { plan.nodes[$0] })
      }
    }
    let boxes = plan.nodes + plan.edges.compactMap(\.label)
    for index in boxes.indices {
      for other in boxes.indices where other > index && overlap(inset(boxes[index], 0.6), inset(boxes[other], 0.6)) {
        overlaps += 1
      }
    }
  }

  static func += (sum: inout Measures, one: Measures) {
    sum.crossings += one.crossings
    sum.throughBoxes += one.throughBoxes
    sum.throughLabels += one.throughLabels
    sum.overlaps += one.overlaps
    sum.area += one.area
    sum.length += one.length
  }
}

private func bound(_ points: [Point]) -> Rectangle {
  let x = points.map(\.x), y = points.map(\.y)
  let (left, top) = (x.min() ?? 0, y.min() ?? 0)
  return Rectangle(x: left, y: top, width: (x.max() ?? 0) - left, height: (y.max() ?? 0) - top)
}

private func inset(_ box: Rectangle, _ by: Double) -> Rectangle {
  Rectangle(x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by)
}

private func overlap(_ a: Rectangle, _ b: Rectangle) -> Bool {
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

/// How often two lines cross, not counting what happens at a box that both of them end at.
private func crossingCount(_ a: [Point], _ b: [Point], except shared: [Rectangle]) -> Int {
  var count = 0
  for (p, q) in zip(a, a.dropFirst()) {
    for (r, s) in zip(b, b.dropFirst()) {
      guard let point = crossing(p, q, r, s) else { continue }
      let isAtEnd = shared.contains { box in
        let wide = inset(box, -6)
        return point.x > wide.x && point.x < wide.x + wide.width && point.y > wide.y && point.y < wide.y + wide.height
      }
      if !isAtEnd { count += 1 }
    }
  }
  return count
}

private func crossing(_ p: Point, _ q: Point, _ r: Point, _ s: Point) -> Point? {
  let (ax, ay, bx, by) = (q.x - p.x, q.y - p.y, s.x - r.x, s.y - r.y)
  let d = ax * by - ay * bx
  guard abs(d) > 1e-9 else { return nil }
  let t = ((r.x - p.x) * by - (r.y - p.y) * bx) / d
  let u = ((r.x - p.x) * ay - (r.y - p.y) * ax) / d
  // Half open, so that a crossing at a joint counts once.
  guard t >= 0, t < 1, u >= 0, u < 1 else { return nil }
  return Point(x: p.x + t * ax, y: p.y + t * ay)
}

/// Whether a line has a part more than a px inside of a box (Liang and Barsky 1984).
private func passes(_ points: [Point], _ box: Rectangle) -> Bool {
  let box = inset(box, 1)
  guard box.width > 0, box.height > 0 else { return false }
  return zip(points, points.dropFirst()).contains { a, b in
    var (low, high) = (0.0, 1.0)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for (p, q) in [
      (-dx, a.x - box.x), (dx, box.x + box.width - a.x), (-dy, a.y - box.y), (dy, box.y + box.height - a.y),
    ] {
      if p == 0 {
        if q <= 0 { return false }
      } else if p < 0 {
        low = max(low, q / p)
      } else {
        high = min(high, q / p)
      }
    }
    return low < high
  }
}
