extension Drawing.Path {
  /// The path as straight lines that are nowhere further from it than `tolerance` px: its points, ends included.
  ///
  /// Source: a cubic curve cut into n pieces is off by at most the greatest second difference of its control points times 3/4 / n²
  /// (Wang, Forrest: "An efficient algorithm for subdividing Bézier curves", 1984).
  public func flattened(tolerance: Double) -> [Point] {
    var points = [start]
    for segment in segments {
      switch segment {
      case .line(let end): points.append(end)
      case .curve(let a, let b, let end):
        let start = points[points.count - 1]
        func difference(_ p: Point, _ q: Point, _ r: Point) -> Double {
          let (x, y) = (p.x - 2 * q.x + r.x, p.y - 2 * q.y + r.y)
          return (x * x + y * y).squareRoot()
        }
        let bend = max(difference(start, a, b), difference(a, b, end))
        let count = max(1, min(100, Int((bend * 0.75 / max(tolerance, 0.001)).squareRoot().rounded(.up))))
        for step in 1...count {
          let t = Double(step) / Double(count), u = 1 - t
          let (p, q, r, s) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
          points.append(
            Point(
              x: p * start.x + q * a.x + r * b.x + s * end.x, y: p * start.y + q * a.y + r * b.y + s * end.y))
        }
      }
    }
    return points
  }
}
