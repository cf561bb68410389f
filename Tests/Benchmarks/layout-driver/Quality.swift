import GraphLayout

/// A drawing as both programs give it: boxes, lines of many short pieces, and label boxes.
struct Picture {
  var size: Size
  var nodes: [Rectangle]
  var lines: [[Point]]
  var labels: [Rectangle?]
}

/// What is counted in a picture.
struct Quality {
  var crossings = 0
  var struckBoxes = 0
  var struckLabels = 0
  var overlaps = 0
  var area = 0.0
  var length = 0.0

  init() {}

  init(_ picture: Picture, of graph: Graph) {
    area = picture.size.width * picture.size.height
    for line in picture.lines { for (a, b) in zip(line, line.dropFirst()) { length += distance(a, b) } }
    crossings = countCrossings(picture, graph)
    let boxes = picture.nodes + picture.labels.compactMap { $0 }
    for index in boxes.indices { overlaps += boxes[(index + 1)...].count { overlap(boxes[index], $0) } }
    for (edge, line) in picture.lines.enumerated() {
      let ends = graph.edges[edge], extent = bounds(line)
      struckBoxes += picture.nodes.indices.count {
        $0 != ends.from && $0 != ends.to && overlap(extent, picture.nodes[$0]) && strikes(line, picture.nodes[$0])
      }
      struckLabels += picture.labels.indices.count { other in
        guard other != edge, let label = picture.labels[other] else { return false }
        return overlap(extent, label) && strikes(line, label)
      }
    }
  }

  static func + (a: Quality, b: Quality) -> Quality {
    var sum = a
    sum.crossings += b.crossings
    sum.struckBoxes += b.struckBoxes
    sum.struckLabels += b.struckLabels
    sum.overlaps += b.overlaps
    sum.area += b.area
    sum.length += b.length
    return sum
  }
}

/// The points at which lines cross: each pair of lines, points less than 2 px apart taken as one. Where two lines share a node,
/// what happens within 2 px of its box is no crossing: there they meet.
private func countCrossings(_ picture: Picture, _ graph: Graph) -> Int {
  struct Piece {
    var a: Point, b: Point, edge: Int, low: Double, high: Double
  }
  var pieces: [Piece] = []
  for (edge, line) in picture.lines.enumerated() {
    for (a, b) in zip(line, line.dropFirst()) where a != b {
      pieces.append(Piece(a: a, b: b, edge: edge, low: min(a.y, b.y), high: max(a.y, b.y)))
    }
  }
  pieces.sort { ($0.low, $0.edge) < ($1.low, $1.edge) }
  var found: [Int: [Point]] = [:]
  var count = 0
  var active: [Int] = []
  for (index, piece) in pieces.enumerated() {
    active.removeAll { pieces[$0].high < piece.low }
    for other in active where pieces[other].edge != piece.edge {
      guard let point = crossing(piece.a, piece.b, pieces[other].a, pieces[other].b) else { continue }
      let (low, high) = (min(piece.edge, pieces[other].edge), max(piece.edge, pieces[other].edge))
      let (one, two) = (graph.edges[low], graph.edges[high])
      let shared = [one.from, one.to].filter { $0 == two.from || $0 == two.to }
      if shared.contains(where: { isNear(point, picture.nodes[$0]) }) { continue }
      let key = low * graph.edges.count + high
      if found[key, default: []].contains(where: { distance($0, point) < 2 }) { continue }
      found[key, default: []].append(point)
      count += 1
    }
    active.append(index)
  }
  return count
}

private func crossing(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Point? {
  if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return nil }
  func side(_ p: Point, _ q: Point, _ r: Point) -> Double { (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) }
  let (s, t) = (side(a, b, c), side(a, b, d)), (u, v) = (side(c, d, a), side(c, d, b))
  // A point on the other line counts on one side of it only, so that a crossing in a joint is found once.
  guard (s >= 0) != (t >= 0), (u >= 0) != (v >= 0), s != t else { return nil }
  let share = s / (s - t)
  return Point(x: c.x + (d.x - c.x) * share, y: c.y + (d.y - c.y) * share)
}

private func distance(_ a: Point, _ b: Point) -> Double {
  let (dx, dy) = (a.x - b.x, a.y - b.y)
  return (dx * dx + dy * dy).squareRoot()
}

private func isNear(_ point: Point, _ box: Rectangle) -> Bool {
  point.x > box.x - 2 && point.x < box.x + box.width + 2 && point.y > box.y - 2 && point.y < box.y + box.height + 2
}

private func bounds(_ line: [Point]) -> Rectangle {
  let (xs, ys) = (line.map(\.x), line.map(\.y))
  let (x, y) = (xs.min() ?? 0, ys.min() ?? 0)
  return Rectangle(x: x - 1, y: y - 1, width: (xs.max() ?? 0) - x + 2, height: (ys.max() ?? 0) - y + 2)
}

/// Whether boxes share more than half a px: coordinates of `dot` are rounded.
private func overlap(_ a: Rectangle, _ b: Rectangle) -> Bool {
  a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5
}

/// Whether a line enters a box by more than half a px: clipping by Liang and Barsky (1984).
private func strikes(_ line: [Point], _ box: Rectangle) -> Bool {
  zip(line, line.dropFirst()).contains { a, b in
    var (low, high) = (0.0, 1.0)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for (p, q) in [
      (-dx, a.x - box.x - 0.5), (dx, box.x + box.width - 0.5 - a.x), (-dy, a.y - box.y - 0.5),
      (dy, box.y + box.height - 0.5 - a.y),
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

/// The points of a path, curves cut into 24 pieces.
func flattened(_ path: Drawing.Path) -> [Point] {
  var points = [path.start]
  for segment in path.segments {
    switch segment {
    case .line(let end): points.append(end)
    case .curve(let first, let second, let end): points += curve(points[points.count - 1], first, second, end)
    }
  }
  return points
}

/// 24 points of a cubic Bézier curve, its start left out.
func curve(_ start: Point, _ first: Point, _ second: Point, _ end: Point) -> [Point] {
  (1...24).map { step in
    let t = Double(step) / 24, u = 1 - t
    let (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return Point(
      x: a * start.x + b * first.x + c * second.x + d * end.x, y: a * start.y + b * first.y + c * second.y + d * end.y)
  }
}
