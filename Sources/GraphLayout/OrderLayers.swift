/// Orders every layer so that few edges cross.
///
/// Precondition: a layering. Postcondition: the same nodes, dummies put in, and an order for each layer.
///
/// From several starts, sweeps by barycenter and by median give rough orders. The best of them are refined: single items are
/// sifted, long strands rerouted, until neither helps. Then the best is shaken a little and refined again while the budget lasts.
/// The budget counts steps of work, not time, so that the drawing is the same on every machine.
func orderLayers(_ layering: Layering) -> LayerOrder {
  var search = OrderSearch(LayerOrder(layering))
  search.run()
  return search.best
}

/// The search for an order of the layers.
struct OrderSearch {
  private(set) var best: LayerOrder
  private(set) var bestCount: Int
  private var order: LayerOrder
  private var work = 0
  private let budget: Int
  private var strandSearch = StrandSearch()

  init(_ order: LayerOrder) {
    self.order = order
    best = order
    bestCount = order.crossings()
    let size = order.items.count + order.below.ends.count
    budget = Self.budget(size)
  }

  /// The steps that are spent on an order: enough to refine small ones well; the drawing of huge ones must not wait.
  private static func budget(_ size: Int) -> Int { max(size * 60, min(300_000 + size * 2_000, 40_000_000)) }

  mutating func run() {
    guard order.layers.count > 1, bestCount > 0 else { return }
    let starts: [OrderStart] = [.depth, .breadthDown, .breadthUp, .random(1), .random(2)]
    var candidates: [(count: Int, order: LayerOrder)] = []
    for (index, start) in starts.enumerated() where index == 0 || work < budget / 4 {
      order.start(start)
      let count = sweepUntilSettled(mirrored: !index.isMultiple(of: 2))
      candidates.append((count, order))
      if count == 0 { break }
    }
    candidates.sort { $0.count < $1.count }
    for (index, candidate) in candidates.prefix(2).enumerated() where index == 0 || work < budget / 2 {
      order = candidate.order
      refine(candidate.count)
    }
    shake()
  }

  private mutating func keep(_ count: Int) {
    if count < bestCount { (best, bestCount) = (order, count) }
  }

  /// Sweeps down and up until that has stopped to help; leaves the best order met.
  private mutating func sweepUntilSettled(mirrored: Bool) -> Int {
    var (settled, settledCount) = (order, Int.max)
    var sinceBest = 0
    for round in 0..<12 {
      order.sweep(isDown: round.isMultiple(of: 2), byMedian: round / 2 % 3 == 2, mirrored: mirrored)
      let count = order.crossings()
      work += (order.items.count + order.below.ends.count) * 8
      sinceBest += 1
      if count < settledCount { (settled, settledCount, sinceBest) = (order, count, 0) }
      if sinceBest > 3 || count == 0 || work > budget { break }
    }
    order = settled
    keep(settledCount)
    return settledCount
  }

  /// Sifts items and reroutes strands until neither helps.
  private mutating func refine(_ count: Int) {
    var count = count
    for round in 0..<40 where count > 0 {
      var gain = 0
      for step in order.layers.indices {
        let layer = round.isMultiple(of: 2) ? step : order.layers.count - 1 - step
        gain += order.sift(layer, movesOnTies: round % 3 == 1, &work)
        if work > budget { break }
      }
      for strand in order.chains.indices where order.chains[strand].count > 2 && work <= budget {
        gain += order.reroute(strand, reach: 40, &strandSearch, &work)
      }
      count -= gain
      keep(count)
      if gain == 0 && round > 1 || work > budget { break }
    }
  }

  /// Takes the best order, moves a few of its items at random, refines, and so on.
  private mutating func shake() {
    var seed: UInt64 = 1
    while work < budget, bestCount > 0 {
      order = best
      for _ in 0..<max(2, order.items.count / 20) {
        let item = Int(nextRandom(&seed) % UInt64(order.items.count))
        let layer = order.layerOfItem[item]
        order.move(item, in: layer, to: Int(nextRandom(&seed) % UInt64(order.layers[layer].count)))
      }
      work += order.items.count
      refine(order.crossings())
    }
  }
}
