/// A horizontal gate that a line passes on its way down.
struct Gate {
  var y: Double
  var low: Double
  var high: Double
}

/// Appends the shortest line from `start` to `end` through gates that lie between them in y: its corners, ends included.
///
/// Source: the funnel algorithm of Lee and Preparata, "Euclidean shortest paths in the presence of rectilinear barriers" (1984).
/// O(gates) for nearly all inputs: a corner starts the search anew behind it.
func pullTight(from start: Point, through gates: [Gate], to end: Point, _ corners: inout [Point]) {
  corners.append(start)
  var apex = start
  var next = 0
  while next <= gates.count {
    // The funnel: the steepest ways to the left and to the right that pass all gates seen so far, as x per y.
    var (low, high) = (-Double.infinity, Double.infinity)
    var (lowGate, highGate) = (next, next)
    var index = next
    var corner: (point: Point, gate: Int)?
    while index <= gates.count {
      let gate = index < gates.count ? gates[index] : Gate(y: end.y, low: end.x, high: end.x)
      let height = gate.y - apex.y
      guard height > 1e-9 else {
        index += 1
        continue
      }
      let (toLow, toHigh) = ((gate.low - apex.x) / height, (gate.high - apex.x) / height)
      if toLow > high {
        corner = (Point(x: gates[highGate].high, y: gates[highGate].y), highGate)
        break
      }
      if toHigh < low {
        corner = (Point(x: gates[lowGate].low, y: gates[lowGate].y), lowGate)
        break
      }
      if toLow > low { (low, lowGate) = (toLow, index) }
      if toHigh < high { (high, highGate) = (toHigh, index) }
      index += 1
    }
    guard let corner else { break }
    corners.append(corner.point)
    apex = corner.point
    next = corner.gate + 1
  }
  corners.append(end)
}

/// A line through corners as a path whose corners are rounded: none by more than `deviation` px, but those next to its ends, which
/// stand between layers where there is room, by more.
///
/// - Parameter points: two corners at least; those that are too near to others are taken out.
func rounded(_ points: inout [Point], deviation: Double) -> Drawing.Path {
  let last = points[points.count - 1]
  var kept = 0
  for index in points.indices {
    let corner = points[index]
    // Corners closer than half a px are one.
    if kept > 1, abs(points[kept - 1].x - corner.x) < 0.5, abs(points[kept - 1].y - corner.y) < 0.5 { continue }
    points[kept] = corner
    kept += 1
  }
  points.removeSubrange(kept...)
  points[kept - 1] = last
  var path = Drawing.Path(start: points[0], segments: [])
  path.segments.reserveCapacity(2 * points.count - 3)
  for index in 1..<(points.count - 1) {
    let (before, here, after) = (points[index - 1], points[index], points[index + 1])
    let (ax, ay, bx, by) = (before.x - here.x, before.y - here.y, after.x - here.x, after.y - here.y)
    let (a, b) = ((ax * ax + ay * ay).squareRoot(), (bx * bx + by * by).squareRoot())
    guard a > 0.1, b > 0.1 else { continue }
    // A curve that begins `reach` before the corner passes it in a distance of a quarter of what both ends are from it in sum.
    let (sx, sy) = (ax / a + bx / b, ay / a + by / b)
    let bend = (sx * sx + sy * sy).squareRoot() / 4
    // A corner that is not seen is none.
    let (dx, dy) = (after.x - before.x, after.y - before.y)
    guard abs(ax * dy - ay * dx) > 0.1 * (dx * dx + dy * dy).squareRoot() else { continue }
    let isEnd = index == 1 || index == points.count - 2
    let reach = min((isEnd ? 4 * deviation : deviation) / bend, a * 0.5, b * 0.5)
    let enter = Point(x: here.x + ax / a * reach, y: here.y + ay / a * reach)
    let leave = Point(x: here.x + bx / b * reach, y: here.y + by / b * reach)
    path.segments.append(.line(to: enter))
    // A quadratic curve, written as a cubic one.
    path.segments.append(
      .curve(
        Point(x: enter.x + (here.x - enter.x) * 2 / 3, y: enter.y + (here.y - enter.y) * 2 / 3),
        Point(x: leave.x + (here.x - leave.x) * 2 / 3, y: leave.y + (here.y - leave.y) * 2 / 3), to: leave))
  }
  path.segments.append(.line(to: points[points.count - 1]))
  return path
}
