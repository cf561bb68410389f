extension LayerArrangement {
  /// Sweeps down and up over the layers and keeps the best order that comes by.
  ///
  /// - Parameter bound: the crossings of the best order so far: what is far from it after a few rounds is given up.
  func sweep(rounds: Int, exchanges: Int, firstByMedian: Bool, bound: Int) {
    var best = snapshot
    var sinceBest = 0
    for round in 0..<rounds where best.crossings > 0 {
      let byMedian = (round / 2).isMultiple(of: 2) == firstByMedian
      if round.isMultiple(of: 2) {
        for layer in layers.indices.dropFirst() { arrange(layer, isDown: true, byMedian: byMedian) }
      } else {
        for layer in layers.indices.dropLast().reversed() { arrange(layer, isDown: false, byMedian: byMedian) }
      }
      for number in 0..<exchanges {
        var hasChanged = false
        for layer in layers.indices where exchangeNeighbours(layer, alsoEqual: number == 1) { hasChanged = true }
        if !hasChanged, number > 1 { break }
      }
      countCrossings()
      sinceBest += 1
      if crossings < best.crossings { (best, sinceBest) = (snapshot, 0) }
      if sinceBest > 4 || round == 3 && best.crossings > bound + bound / 4 + 2 { break }
    }
    restart(from: best)
  }

  // MARK: - By the neighbours

  /// Orders a layer by where its neighbours in the layer before stand; what has none keeps its place.
  private func arrange(_ layer: Int, isDown: Bool, byMedian: Bool) {
    let way = layer * 4 + (isDown ? 0 : 1) + (byMedian ? 0 : 2)
    // Twice the same changes nothing.
    var now = versions(layer)
    if isDown { now.below = 0 } else { now.above = 0 }
    guard arranged[way] != now else { return }
    let range = layers[layer].range
    let count = setKeys(range, layer, isDown: isDown, byMedian: byMedian)
    if sortByKeys(count) {
      // Those with neighbours share the places that they have.
      var next = 0
      for index in range where !(isDown ? aboveRange(order[index]) : belowRange(order[index])).isEmpty {
        order[index] = scratch[next]
        next += 1
      }
      setPlaces(layer)
      now.own += 1
    }
    arranged[way] = now
  }

  /// Writes the items of a layer that have neighbours to `scratch`, and to `keys` the mean or the median of where these stand.
  private func setKeys(_ range: Range<Int>, _ layer: Int, isDown: Bool, byMedian: Bool) -> Int {
    if isDown { setEndsAbove(layer) } else { setEndsBelow(layer) }
    let ends = isDown ? aboveEnds : belowEnds
    var count = 0
    for index in range {
      let item = order[index]
      let links = isDown ? aboveRange(item) : belowRange(item)
      if links.isEmpty { continue }
      if links.count == 1 {
        keys[count] = Double(ends[links.lowerBound])
      } else if byMedian {
        keys[count] = median(ends, links)
      } else {
        var sum = 0
        for link in links { sum += ends[link] }
        keys[count] = Double(sum) / Double(links.count)
      }
      scratch[count] = item
      count += 1
    }
    return count
  }

  private func median(_ sorted: UnsafeMutableBufferPointer<Int>, _ range: Range<Int>) -> Double {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let middle = first + range.count / 2
    if !range.count.isMultiple(of: 2) { return Double(sorted[middle]) }
    if range.count == 2 { return Double(sorted[first] + sorted[last]) / 2 }
    let left = sorted[middle - 1] - sorted[first], right = sorted[last] - sorted[middle]
    if left + right == 0 { return Double(sorted[middle - 1] + sorted[middle]) / 2 }
    return Double(sorted[middle - 1] * right + sorted[middle] * left) / Double(left + right)
  }

  /// Sorts the first items of `scratch` by their keys, equal ones as they stand; returns whether that changed anything.
  private func sortByKeys(_ count: Int) -> Bool {
    guard let first = (1..<max(count, 1)).first(where: { keys[$0 - 1] > keys[$0] }) else { return false }
    if count > 40 {
      var sorted = (0..<count).map { (key: keys[$0], place: $0, item: scratch[$0]) }
      sorted.sort { $0.key != $1.key ? $0.key < $1.key : $0.place < $1.place }
      for index in 0..<count { scratch[index] = sorted[index].item }
      return true
    }
    for place in first..<count {
      let (key, item) = (keys[place], scratch[place])
      var index = place
      while index > 0, keys[index - 1] > key {
        keys[index] = keys[index - 1]
        scratch[index] = scratch[index - 1]
        index -= 1
      }
      keys[index] = key
      scratch[index] = item
    }
    return true
  }

  // MARK: - By exchanges

  /// Exchanges neighbours in a layer where that leaves fewer crossings, or as many: a plateau may lead on.
  private func exchangeNeighbours(_ layer: Int, alsoEqual: Bool) -> Bool {
    let range = layers[layer].range
    guard range.count > 1 else { return false }
    let now = versions(layer)
    if layers[layer].settled == now { return false }
    setEndsAbove(layer)
    setEndsBelow(layer)
    var (hasMoved, hasChanged) = (false, false)
    // What was exchanged stands left of the next one, as what was not does.
    var left = order[range.lowerBound]
    var (above, below) = (aboveRange(left), belowRange(left))
    for index in range.dropFirst() {
      let right = order[index]
      let (rightAbove, rightBelow) = (aboveRange(right), belowRange(right))
      let gain = Self.gain(aboveEnds, above, rightAbove) + Self.gain(belowEnds, below, rightBelow)
      if gain > 0 || alsoEqual && gain == 0 {
        order[index - 1] = right
        order[index] = left
        hasMoved = true
        if gain > 0 { hasChanged = true }
      } else {
        (left, above, below) = (right, rightAbove, rightBelow)
      }
    }
    guard hasMoved else {
      layers[layer].settled = now
      return false
    }
    setPlaces(layer)
    return hasChanged
  }

  /// By how many the crossings of two items fall when the one that stands left goes to the right of the other.
  ///
  /// Precondition: the ends of both are right.
  @inline(__always)
  func gain(_ left: Int, _ right: Int) -> Int {
    Self.gain(aboveEnds, aboveRange(left), aboveRange(right))
      + Self.gain(belowEnds, belowRange(left), belowRange(right))
  }

  @inline(__always)
  private static func gain(_ ends: UnsafeMutableBufferPointer<Int>, _ left: Range<Int>, _ right: Range<Int>) -> Int {
    if left.isEmpty || right.isEmpty { return 0 }
    if left.count == 1, right.count == 1 {
      let (a, b) = (ends[left.lowerBound], ends[right.lowerBound])
      return a > b ? 1 : a < b ? -1 : 0
    }
    // Both lists ascend: for each end of the left one, how many of the right one are smaller, and how many larger.
    var (smaller, notLarger, sum) = (right.lowerBound, right.lowerBound, 0)
    for index in left {
      let end = ends[index]
      while smaller < right.upperBound, ends[smaller] < end { smaller += 1 }
      while notLarger < right.upperBound, ends[notLarger] <= end { notLarger += 1 }
      sum += (smaller - right.lowerBound) - (right.upperBound - notLarger)
    }
    return sum
  }
}
