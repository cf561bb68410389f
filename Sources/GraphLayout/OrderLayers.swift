/// Orders every layer so that few edges cross, for each of some layerings of one graph, and returns the best.
///
/// Precondition: at least one layering. Postcondition: one of the layerings, dummies put in, and an order for each layer.
///
/// Sweeps by barycenter and by median give a rough order of each layering. The best two are refined: single items are sifted,
/// long strands rerouted, until neither helps. The best one is searched on from other starts, and then shaken a little and
/// refined again and again while the budget lasts. The budget counts steps of work, not time, so that the drawing is the same
/// on every machine.
func orderLayers(_ layerings: [Layering]) -> LayerOrder {
  let first = OrderSearch(layerings[0])
  var searches = [first]
  for layering in layerings.dropFirst() {
    let other = OrderSearch(layering)
    // Far more dummies are more work than fewer crossings would be worth.
    if other.size < 3_000 || other.size < first.size * 3 { searches.append(other) }
  }
  var work = 0
  for index in searches.indices where index == 0 || work < searches[index].budget / 2 {
    searches[index].begin(rounds: searches.count > 1 ? 8 : 12)
    work += searches[index].work
  }
  searches.sort { $0.score < $1.score }
  searches = Array(searches.prefix(2))
  for index in searches.indices where index == 0 || work < searches[index].budget / 2 {
    let before = searches[index].work
    searches[index].refineBest()
    work += searches[index].work - before
  }
  var best = searches.min { $0.score < $1.score } ?? first
  best.work = work
  return best.finished()
}

/// The search for an order of the layers.
struct OrderSearch {
  private var order: LayerOrder
  /// The best order's `slots`.
  private var bestSlots: [Int]
  private(set) var bestCount: Int
  /// The steps taken so far.
  var work = 0
  /// The steps that are allowed.
  let budget: Int
  /// The number of items and of connections between them.
  let size: Int
  /// How many edges run back.
  private let reversed: Int
  private var strandSearch = StrandSearch()
  private var siftBuffers = SiftBuffers()

  init(_ layering: Layering) {
    order = LayerOrder(layering)
    bestSlots = order.slots
    bestCount = order.crossings()
    size = order.items.count + order.below.ends.count
    reversed = layering.acyclic.isReversed.count { $0 }
    // Enough to refine small ones well; the drawing of huge ones must not wait.
    budget = max(size * 60, min(60_000 + size * 160 + size * size / 11, 40_000_000))
  }

  /// What the order is worth, less being better: an edge that runs back costs the reader too.
  var score: Double { Double(bestCount) + 0.5 * Double(reversed) }

  /// Finds a rough order.
  mutating func begin(rounds: Int) {
    guard bestCount > 0 else { return }
    order.start(.depth)
    _ = sweepUntilSettled(mirrored: false, rounds: rounds)
  }

  /// Refines the best order so far.
  mutating func refineBest() {
    order.slots = bestSlots
    order.number()
    refine(bestCount)
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
  private mutating func sweepUntilSettled(mirrored: Bool, rounds: Int = 12) -> Int {
    var (settled, settledCount) = (order.slots, order.crossings())
    var sinceBest = 0
    for round in 0..<rounds {
      order.sweep(isDown: round.isMultiple(of: 2), byMedian: round / 2 % 3 == 2, mirrored: mirrored)
      let count = order.crossings()
      work += size * 6
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
    var sinceBest = 0
    while work < budget, bestCount > 0, sinceBest < 40 {
      let before = bestCount
      order.slots = bestSlots
      order.number()
      for _ in 0..<max(2, order.items.count / 20) {
        let item = Int(nextRandom(&seed) % UInt64(order.items.count))
        let layer = order.layerOfItem[item]
        order.move(item, in: layer, to: Int(nextRandom(&seed) % UInt64(order.range(layer).count)))
      }
      work += order.items.count * 4 + 100
      refine(order.crossings())
      sinceBest = bestCount < before ? 0 : sinceBest + 1
    }
  }
}
