/// Where a search for an order begins.
enum OrderStart: Sendable {
  /// A walk in depth over all connections, items taken in input order.
  case depth
  /// A walk in breadth from the sources down.
  case breadthDown
  /// A walk in breadth from the sinks up.
  case breadthUp
  /// A random order, the same for the same seed.
  case random(UInt64)
}

extension LayerOrder {
  /// Orders the layers by one of the starts.
  mutating func start(_ start: OrderStart) {
    var number = [Int](repeating: -1, count: items.count)
    var next = 0
    switch start {
    case .depth:
      for root in items.indices where number[root] < 0 {
        var stack = [root]
        while let item = stack.popLast() {
          guard number[item] < 0 else { continue }
          number[item] = next
          next += 1
          for link in above.of(item).reversed() where number[above.ends[link]] < 0 { stack.append(above.ends[link]) }
          for link in below.of(item).reversed() where number[below.ends[link]] < 0 { stack.append(below.ends[link]) }
        }
      }
    case .breadthDown, .breadthUp:
      var (forward, back) = (below, above)
      if case .breadthUp = start { swap(&forward, &back) }
      var queue = items.indices.filter { back.of($0).isEmpty }
      for item in queue { number[item] = 0 }
      while next < queue.count {
        let item = queue[next]
        number[item] = next
        next += 1
        for link in forward.of(item) where number[forward.ends[link]] < 0 {
          number[forward.ends[link]] = 0
          queue.append(forward.ends[link])
        }
      }
    case .random(let seed):
      var state = seed
      for item in items.indices { number[item] = Int(truncatingIfNeeded: nextRandom(&state) >> 2) }
    }
    for layer in 0..<layerCount { slots[range(layer)].sort { (number[$0], $0) < (number[$1], $1) } }
    self.number()
  }

  /// Orders each layer by where its neighbours in the layer before stand, by barycenter or by weighted median; what has none
  /// keeps its place.
  ///
  /// Source: Sugiyama, Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981); Gansner et al.
  /// (1993), section 3.
  mutating func sweep(isDown: Bool, byMedian: Bool, mirrored: Bool) {
    for step in 1..<max(layerCount, 1) {
      let layer = isDown ? step : layerCount - 1 - step
      var keys: [(key: Double, tie: Int, item: Int)] = []
      var fixed: [Int] = []
      keys.reserveCapacity(range(layer).count)
      for item in self.layer(layer) {
        let key = byMedian ? median(of: item, isDown ? above : below) : barycenter(of: item, isDown ? above : below)
        if let key { keys.append((key, mirrored ? -place[item] : place[item], item)) } else { fixed.append(item) }
      }
      keys.sort { $0.key != $1.key ? $0.key < $1.key : $0.tie < $1.tie }
      var ordered = keys.map(\.item)
      for item in fixed { ordered.insert(item, at: min(place[item], ordered.count)) }
      slots.replaceSubrange(range(layer), with: ordered)
      number(layer)
    }
  }

  private func barycenter(of item: Int, _ links: Links) -> Double? {
    var sum = 0, weights = 0
    for link in links.of(item) {
      sum += place[links.ends[link]] * links.weights[link]
      weights += links.weights[link]
    }
    return weights == 0 ? nil : Double(sum) / Double(weights)
  }

  private func median(of item: Int, _ links: Links) -> Double? {
    let range = links.of(item)
    switch range.count {
    case 0: return nil
    case 1: return Double(place[links.ends[range.lowerBound]])
    case 2: return Double(place[links.ends[range.lowerBound]] + place[links.ends[range.lowerBound + 1]]) / 2
    default: break
    }
    let sorted = range.map { place[links.ends[$0]] }.sorted()
    let middle = sorted.count / 2
    if !sorted.count.isMultiple(of: 2) { return Double(sorted[middle]) }
    let left = sorted[middle - 1] - sorted[0], right = sorted[sorted.count - 1] - sorted[middle]
    if left + right == 0 { return Double(sorted[middle - 1] + sorted[middle]) / 2 }
    return Double(sorted[middle - 1] * right + sorted[middle] * left) / Double(left + right)
  }
}

/// The next of numbers that look random and are the same everywhere (SplitMix64).
func nextRandom(_ state: inout UInt64) -> UInt64 {
  state &+= 0x9E37_79B9_7F4A_7C15
  var z = state
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
