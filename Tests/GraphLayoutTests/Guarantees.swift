import GraphLayout

/// What every drawing promises, as a list of broken promises: empty for a good drawing.
func brokenPromises(_ drawing: Drawing, of graph: Graph) -> [String] {
  var broken: [String] = []
  let labels = drawing.edges.indices.compactMap { edge in drawing.edges[edge].label.map { (edge: edge, box: $0) } }
  for (index, box) in drawing.nodes.enumerated() {
    if box.width != graph.nodes[index].width || box.height != graph.nodes[index].height {
      broken.append("node \(index) changed size")
    }
    if !isInside(box, drawing.size) { broken.append("node \(index) is clipped") }
    for other in drawing.nodes.indices where other > index && overlaps(box, drawing.nodes[other]) {
      broken.append("nodes \(index) and \(other) overlap")
    }
    for label in labels where overlaps(box, label.box) { broken.append("label \(label.edge) lies on node \(index)") }
  }
  for (index, label) in labels.enumerated() {
    if !isInside(label.box, drawing.size) { broken.append("label \(label.edge) is clipped") }
    for other in labels[(index + 1)...] where overlaps(label.box, other.box) {
      broken.append("labels \(label.edge) and \(other.edge) overlap")
    }
  }
  for edge in drawing.edges.indices {
    let points = flattened(drawing.edges[edge].path)
    let ends = graph.edges[edge]
    if let first = points.first, !isOnBorder(first, drawing.nodes[ends.from]) {
      broken.append("edge \(edge) begins off its box")
    }
    if let last = points.last, !isOnBorder(last, drawing.nodes[ends.to]) {
      broken.append("edge \(edge) ends off its box")
    }
    for (a, b) in zip(points, points.dropFirst()) {
      for node in drawing.nodes.indices where node != ends.from && node != ends.to && crosses(a, b, drawing.nodes[node])
      {
        broken.append("edge \(edge) runs through node \(node)")
      }
      for label in labels where label.edge != edge && crosses(a, b, label.box) {
        broken.append("edge \(edge) runs through label \(label.edge)")
      }
    }
  }
  return Array(Set(broken)).sorted()
}

/// The points of a path, curves cut into 24 pieces.
func flattened(_ path: Drawing.Path) -> [Point] {
  var points = [path.start]
  for segment in path.segments {
    let start = points[points.count - 1]
    switch segment {
    case .line(let end): points.append(end)
    case .curve(let first, let second, let end):
      for step in 1...24 {
        let t = Double(step) / 24, u = 1 - t
        let (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        points.append(
          Point(
            x: a * start.x + b * first.x + c * second.x + d * end.x,
            y: a * start.y + b * first.y + c * second.y + d * end.y))
      }
    }
  }
  return points
}

private func overlaps(_ a: Rectangle, _ b: Rectangle) -> Bool {
  a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01
}

private func isInside(_ box: Rectangle, _ size: Size) -> Bool {
  box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height
}

private func isOnBorder(_ point: Point, _ box: Rectangle) -> Bool {
  let isWithin =
    point.x >= box.x - 0.6 && point.x <= box.x + box.width + 0.6 && point.y >= box.y - 0.6
    && point.y <= box.y + box.height + 0.6
  let distance = min(
    min(abs(point.x - box.x), abs(point.x - box.x - box.width)),
    min(abs(point.y - box.y), abs(point.y - box.y - box.height)))
  return isWithin && distance <= 0.6
}

/// Whether a line has a part inside a box: clipping by Liang and Barsky (1984).
private func crosses(_ a: Point, _ b: Point, _ box: Rectangle) -> Bool {
  var (low, high) = (0.0, 1.0)
  let (dx, dy) = (b.x - a.x, b.y - a.y)
  let margin = 0.05
  for (p, q) in [
    (-dx, a.x - box.x - margin), (dx, box.x + box.width - margin - a.x), (-dy, a.y - box.y - margin),
    (dy, box.y + box.height - margin - a.y),
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
