/// How lines go on from the end of one band of layers at the beginning of the next: below the band, up beside it, and in again
/// from above.
struct Fold: Sendable {
  /// The distance of two lines.
  static let distance = 9.0
  /// For each edge that goes through, how many do so left of it.
  var number: [Int: Int] = [:]
  /// The x of the first line that goes up.
  var columns = 0.0
  /// The y of the first line below the band.
  var below = 0.0
  /// The y of the last line above the next band.
  var above = 0.0

  /// The corners of a line; the order of lines stays, so that none cross that need not.
  func corners(_ edge: Int, from: Double, to: Double) -> [Point] {
    let own = number[edge] ?? 0
    let inner = Double(number.count - 1 - own) * Self.distance, outer = Double(own) * Self.distance
    return [
      Point(x: from, y: below + inner), Point(x: columns + inner, y: below + inner),
      Point(x: columns + inner, y: above - outer), Point(x: to, y: above - outer),
    ]
  }
}

/// The placement cut into bands of layers that stand beside each other, none longer than wanted: as text is wrapped. `nil` where
/// that can't be done with few lines from band to band.
///
/// Precondition: a placement that is not wrapped. Postcondition: the layers of each band keep their places relative to each
/// other; lines between bands have room of their own.
func wrapped(_ placement: Placement, length: Double) -> Placement? {
  let order = placement.order
  let crossing = edgesBelowLayers(placement)
  guard let ends = bandEnds(placement, crossing.map(\.count), length) else { return nil }
  var wrapped = placement
  let most = Double(ends.dropLast().map { crossing[$0].count }.max() ?? 0) * Fold.distance + Fold.distance
  let extents = order.extents()
  var left = 0.0
  var first = 0
  for (band, end) in ends.enumerated() {
    let items = (first...end).flatMap { order.layer($0) }
    let low = items.map { placement.x[$0] - extents[$0].left }.min() ?? 0
    let high = items.map { placement.x[$0] + extents[$0].right }.max() ?? 0
    let (across, down) = (left - low + 1, most + 1 - placement.top[first])
    for item in items { wrapped.x[item] += across }
    for layer in first...end { wrapped.top[layer] += down }
    left += high - low + 2
    if band + 1 < ends.count {
      var fold = Fold()
      for edge in crossing[end] { fold.number[edge] = fold.number.count }
      fold.columns = left + Fold.distance
      fold.below = wrapped.top[end] + placement.height[end] + Fold.distance
      fold.above = most - Fold.distance + 1
      wrapped.folds[end] = fold
      left += Double(crossing[end].count + 1) * Fold.distance
    }
    first = end + 1
  }
  wrapped.width = left
  for (strand, chain) in order.chains.enumerated() {
    for edge in order.layering.acyclic.strands[strand].edges {
      for (step, item) in chain.enumerated() { wrapped.lines[edge][step] += wrapped.x[item] - placement.x[item] }
    }
  }
  // Below the longest band its lines need room too.
  wrapped.bottom =
    ends.map { end in
      let lines = end == ends[ends.count - 1] ? 0 : Double(crossing[end].count + 1) * Fold.distance
      return wrapped.top[end] + placement.height[end] + lines
    }.max() ?? 0
  return wrapped
}

/// For each layer the edges that lead from it to the next, from left to right.
private func edgesBelowLayers(_ placement: Placement) -> [[Int]] {
  let order = placement.order
  var edges = [[(x: Double, edge: Int)]](repeating: [], count: order.layerCount)
  for (strand, chain) in order.chains.enumerated() {
    for edge in order.layering.acyclic.strands[strand].edges {
      for step in 0..<(chain.count - 1) {
        edges[order.layerOfItem[chain[step]]].append((placement.lines[edge][step], edge))
      }
    }
  }
  return edges.map { $0.sorted { ($0.x, $0.edge) < ($1.x, $1.edge) }.map(\.edge) }
}

/// The last layer of each band, such that few lines lead from band to band and none is too long.
private func bandEnds(_ placement: Placement, _ lines: [Int], _ length: Double) -> [Int]? {
  let count = placement.order.layerCount
  func reach(_ first: Int, _ last: Int) -> Double {
    placement.top[last] + placement.height[last] - placement.top[first] + Double(lines[last] + 6) * Fold.distance
  }
  // For each layer the least cost of bands that end with it, and where the last of them begins.
  var best = [(cost: Double, first: Int)](repeating: (.infinity, 0), count: count)
  for last in 0..<count where last == count - 1 || lines[last] <= 5 {
    for first in stride(from: last, through: 0, by: -1) {
      guard reach(first, last) <= length else { break }
      let before = first == 0 ? 0 : best[first - 1].cost
      let free = (length - reach(first, last)) / length
      let cost = before + 4 + Double(lines[last] * lines[last]) + (last == count - 1 ? 0 : free * 4)
      if cost < best[last].cost { best[last] = (cost, first) }
    }
  }
  guard count > 0, best[count - 1].cost.isFinite, best[count - 1].first > 0 else { return nil }
  var ends = [count - 1]
  while best[ends[0]].first > 0 { ends.insert(best[ends[0]].first - 1, at: 0) }
  return ends
}
