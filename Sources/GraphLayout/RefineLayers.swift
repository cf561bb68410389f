extension LayerArrangement {
  /// Puts each item where it crosses least, layer by layer, until nothing changes.
  func refine(rounds: Int) {
    for round in 0..<rounds {
      let before = crossings
      for index in layers.indices {
        let layer = round.isMultiple(of: 2) ? index : layers.count - 1 - index
        let now = versions(layer)
        guard layers[layer].range.count > 1, layers[layer].refined != now else { continue }
        setEndsAbove(layer)
        setEndsBelow(layer)
        if layers[layer].range.count <= 7 { orderExactly(layer) } else { sift(layer) }
        // When it changed, another look may find more.
        if layers[layer].version == now.own { layers[layer].refined = now }
      }
      if crossings >= before { return }
    }
  }

  /// Moves each item of a layer to its best place among the others.
  private func sift(_ layer: Int) {
    let range = layers[layer].range
    let order = UnsafeMutableBufferPointer(rebasing: order[range])
    let items = UnsafeMutableBufferPointer(rebasing: scratch[..<range.count])
    for index in order.indices { items[index] = order[index] }
    var (total, hasMoved) = (0, false)
    for item in items {
      guard let from = order.firstIndex(of: item) else { continue }
      var (best, bestGain) = (from, 0)
      var gained = 0
      for index in stride(from: from - 1, through: 0, by: -1) {
        gained += gain(order[index], item)
        if gained > bestGain { (best, bestGain) = (index, gained) }
      }
      gained = 0
      for index in (from + 1)..<max(order.count, from + 1) {
        gained += gain(item, order[index])
        if gained > bestGain { (best, bestGain) = (index, gained) }
      }
      guard best != from else { continue }
      let step = best < from ? -1 : 1
      for index in stride(from: from, to: best, by: step) { order[index] = order[index + step] }
      order[best] = item
      total += bestGain
      hasMoved = true
    }
    guard hasMoved else { return }
    crossings -= total
    setPlaces(layer)
  }

  /// Orders a small layer such that no other order of it has fewer crossings: the best order of each subset of its items,
  /// found from those with one item less (Held, Karp 1962).
  private func orderExactly(_ layer: Int) {
    let range = layers[layer].range
    let count = range.count
    let first = range.lowerBound
    // What it costs more to have one item left of another than right of it, seen from the present order.
    withUnsafeTemporaryAllocation(of: Int.self, capacity: count * count) { cost in
      cost.initialize(repeating: 0)
      var canFall = false
      for left in 0..<count {
        for right in (left + 1)..<max(count, left + 1) {
          let gain = gain(order[first + left], order[first + right])
          cost[right * count + left] = -gain
          if gain > 0 { canFall = true }
        }
      }
      // Without a pair that would rather stand the other way round no order is better.
      guard canFall else { return }
      takeBestOrder(layer, UnsafeBufferPointer(cost))
    }
  }

  private func takeBestOrder(_ layer: Int, _ cost: UnsafeBufferPointer<Int>) {
    let range = layers[layer].range
    let count = range.count
    let full = 1 << count
    withUnsafeTemporaryAllocation(of: Int.self, capacity: full * 2) { room in
      // For each set of items the least cost of its orders, and the last item of the best one.
      let least = UnsafeMutableBufferPointer(rebasing: room[..<full])
      let last = UnsafeMutableBufferPointer(rebasing: room[full...])
      least.initialize(repeating: .max)
      last.initialize(repeating: 0)
      least[0] = 0
      for set in 0..<full {
        for item in 0..<count where set & 1 << item == 0 {
          var sum = least[set]
          var others = set
          while others != 0 {
            sum += cost[others.trailingZeroBitCount * count + item]
            others &= others - 1
          }
          let larger = set | 1 << item
          if sum < least[larger] { (least[larger], last[larger]) = (sum, item) }
        }
      }
      guard least[full - 1] < 0 else { return }
      for index in 0..<count { scratch[index] = order[range.lowerBound + index] }
      var set = full - 1
      for index in range.reversed() {
        let item = last[set]
        order[index] = scratch[item]
        set &= ~(1 << item)
      }
      crossings += least[full - 1]
      setPlaces(layer)
    }
  }
}
