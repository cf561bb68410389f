/// Orders every layer so that few edges cross, for each of some layerings, and returns the best.
///
/// Precondition: at least one layering, all of one graph. Postcondition: one of the layerings, dummies put in, and an order for
/// each layer.
///
/// From several starts, sweeps by barycenter and by median give rough orders. The best of them are refined: single items are
/// sifted, long strands rerouted, until neither helps. Then the best is shaken a little and refined again while the budget lasts.
/// The budget counts steps of work, not time, so that the drawing is the same on every machine.
func orderLayers(_ layerings: [Layering]) -> LayerOrder {
  var best = OrderSearch(LayerOrder(layerings[0]))
  best.begin()
  for layering in layerings.dropFirst() {
    // More layers cost paper and longer lines: they must be worth it.
    var other = OrderSearch(LayerOrder(layering))
    other.begin()
    if Double(other.bestCount) * 1.1 < Double(best.bestCount) {
      other.work += best.work
      best = other
    } else {
      best.work += other.work
    }
  }
  return best.finished()
}

/// The search for an order of the layers.
struct OrderSearch {
  private var order: LayerOrder
  /// The best order's `slots`.
  private var bestSlots: [Int]
  private(set) var bestCount: Int
  fileprivate var work = 0
  private let budget: Int
  private var strandSearch = StrandSearch()
  private var siftBuffers = SiftBuffers()

  init(_ order: LayerOrder) {
    self.order = order
    bestSlots = order.slots
    bestCount = order.crossings()
    budget = Self.budget(order.items.count + order.below.ends.count)
  }

  /// The steps that are spent on an order: enough to refine small ones well; the drawing of huge ones must not wait.
  private static func budget(_ size: Int) -> Int { max(size * 60, min(60_000 + size * 320 + size * size / 6, 40_000_000)) }

  /// Finds a good order, with the first start only.
  mutating func begin() {
    guard bestCount > 0 else { return }
    order.start(.depth)
    refine(sweepUntilSettled(mirrored: false))
  }

  /// Finds a better order while the budget lasts.
  mutating func finished() -> LayerOrder {
    let starts: [OrderStart] = [.breadthDown, .breadthUp, .random(1)]
    for (index, start) in starts.enumerated() where bestCount > 0 && work < budget / 2 {
      order.start(start)
      let count = sweepUntilSettled(mirrored: index.isMultiple(of: 2))
      // A rough order that is much worse does not catch up.
      if count < bestCount * 3 / 2 + 3 { refine(count) }
    }
    shake()
    order.slots = bestSlots
    order.number()
    return order
  }

  private mutating func keep(_ count: Int) {
    if count < bestCount { (bestSlots, bestCount) = (order.slots, count) }
  }

  /// Sweeps down and up until that has stopped to help; leaves the best order met.
  private mutating func sweepUntilSettled(mirrored: Bool) -> Int {
    var (settled, settledCount) = (order.slots, order.crossings())
    var sinceBest = 0
    for round in 0..<12 {
      order.sweep(isDown: round.isMultiple(of: 2), byMedian: round / 2 % 3 == 2, mirrored: mirrored)
      let count = order.crossings()
      work += (order.items.count + order.below.ends.count) * 8
      sinceBest += 1
      if count < settledCount { (settled, settledCount, sinceBest) = (order.slots, count, 0) }
      if sinceBest > 2 || count == 0 || work > budget { break }
    }
    order.slots = settled
    order.number()
    keep(settledCount)
    return settledCount
  }

  /// Sifts items and reroutes strands until neither helps.
  private mutating func refine(_ count: Int) {
    var count = count
    for round in 0..<40 where count > 0 {
      var gain = 0
      for step in 0..<order.layerCount where work <= budget {
        let layer = round.isMultiple(of: 2) ? step : order.layerCount - 1 - step
        gain += order.sift(layer, movesOnTies: round % 3 == 1, &siftBuffers, &work)
      }
      for strand in order.chains.indices where order.chains[strand].count > 2 && work <= budget {
        gain += order.reroute(strand, reach: 40, &strandSearch, &work)
      }
      count -= gain
      if gain == 0 && round > 0 || work > budget { break }
    }
    keep(count)
  }

  /// Takes the best order, moves a few of its items at random, refines, and so on.
  private mutating func shake() {
    var seed: UInt64 = 1
    while work < budget, bestCount > 0 {
      order.slots = bestSlots
      order.number()
      for _ in 0..<max(2, order.items.count / 20) {
        let item = Int(nextRandom(&seed) % UInt64(order.items.count))
        let layer = order.layerOfItem[item]
        order.move(item, in: layer, to: Int(nextRandom(&seed) % UInt64(order.range(layer).count)))
      }
      work += order.items.count * 4 + 100
      refine(order.crossings())
    }
  }
}
