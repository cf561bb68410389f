/// A stretch of layers that are drawn below each other. A drawing longer than wanted has several, side by side.
struct Band: Sendable {
  /// Its layers.
  var layers: Range<Int>
  /// Where it stands across.
  var left = 0.0
  var right = 0.0
  /// Where its last layer ends.
  var end = 0.0
}

/// The way of an edge from one band to the next, in the margins: along the end of the one, between both, along the start of
/// the other.
struct BandCrossing: Sendable {
  /// How far along it turns at the end of the band that it leaves.
  var exit: Double
  /// Where it runs between the two bands.
  var channel: Double
  /// How far along it turns before the band that it enters.
  var entry: Double
}

extension Placement {
  private static let (margin, lane) = (14.0, 8.0)

  /// Folds the layers into bands that are no longer than `limit` where few edges are cut by that.
  ///
  /// The margins around a band are free of boxes, so the edges between two bands run there, in lanes of their own.
  mutating func wrap(at limit: Double) {
    guard let last = top.indices.last, top[last] + height[last] > limit * 1.15, let cuts = cuts(limit) else { return }
    var starts = [0] + cuts
    starts.append(top.count)
    bands = zip(starts, starts.dropFirst()).map { Band(layers: $0..<$1) }
    var left = 1.0
    for index in bands.indices {
      let cutBefore = index > 0 ? order.links(before: bands[index].layers.lowerBound) : []
      let cutAfter = index + 1 < bands.count ? order.links(before: bands[index].layers.upperBound) : []
      // The lanes that lead here stand above its first layer.
      let start = index == 0 ? 1 : Self.margin + Double(cutBefore.count) * Self.lane + 6
      let items = bands[index].layers.flatMap { order.layers[$0] }
      let low = items.map { x[$0] - extents[$0].left }.min() ?? 0
      let high = items.map { x[$0] + extents[$0].right }.max() ?? 0
      for item in items { x[item] += left - low }
      let shift = start - top[bands[index].layers.lowerBound]
      for layer in bands[index].layers { top[layer] += shift }
      bands[index].left = left
      bands[index].right = left + high - low
      bands[index].end = bands[index].layers.map { top[$0] + height[$0] }.max() ?? start
      left = bands[index].right + Self.margin * 2 + Double(cutAfter.count) * Self.lane
    }
    for index in bands.indices.dropFirst() { cross(from: bands[index - 1], to: bands[index]) }
    width = (bands.map(\.right).max() ?? 0) + 1
    length =
      bands.indices.map { index in
        let count = index + 1 < bands.count ? order.links(before: bands[index].layers.upperBound).count : 0
        return bands[index].end + (count > 0 ? Self.margin + Double(count) * Self.lane : 0)
      }.max() ?? length
  }

  /// Gives each edge from one band to the next its lanes. Those that leave first turn last, so that they do not cross.
  private mutating func cross(from before: Band, to after: Band) {
    let links = order.links(before: after.layers.lowerBound).sorted { (x[$0.upper], $0.edge) < (x[$1.upper], $1.edge) }
    let entries = links.indices.sorted { (x[links[$0].lower], $0) < (x[links[$1].lower], $1) }
    var entryOf = [Int](repeating: 0, count: links.count)
    for (place, index) in entries.enumerated() { entryOf[index] = place }
    for (index, link) in links.enumerated() {
      let outer = Double(links.count - 1 - index) * Self.lane
      crossings[link.edge, default: [:]][after.layers.lowerBound] = BandCrossing(
        exit: before.end + Self.margin + outer, channel: before.right + Self.margin + outer,
        entry: top[after.layers.lowerBound] - Self.margin - Double(entryOf[index]) * Self.lane)
    }
  }

  /// The layers that begin further bands; `nil` when too many edges would have to go round.
  private func cuts(_ length: Double) -> [Int]? {
    var cuts: [Int] = []
    var start = 0
    while let end = top.indices.last, top[end] + height[end] - top[start] > length {
      var best: (cost: Double, layer: Int)?
      for layer in (start + 1)..<top.count {
        let used = top[layer - 1] + height[layer - 1] - top[start]
        guard used <= length || best == nil else { break }
        guard used >= length * 0.5 || layer + 1 == top.count || top[layer] + height[layer] - top[start] > length else {
          continue
        }
        let count = order.links(before: layer).count
        let cost = Double(count) + (length - used) / length * 3
        if best.map({ cost < $0.cost }) ?? true { best = (cost, layer) }
      }
      guard let best, order.links(before: best.layer).count <= 8 else { return nil }
      cuts.append(best.layer)
      start = best.layer
    }
    return cuts.isEmpty ? nil : cuts
  }
}

extension LayerOrder {
  /// The edges that lead into a layer from the one before, and the items at both ends.
  fileprivate func links(before layer: Int) -> [(edge: Int, upper: Int, lower: Int)] {
    chains.indices.compactMap { edge in
      guard let first = chains[edge].first else { return nil }
      let index = layer - layerOfItem[first]
      guard index > 0, index < chains[edge].count else { return nil }
      return (edge, chains[edge][index - 1], chains[edge][index])
    }
  }
}
