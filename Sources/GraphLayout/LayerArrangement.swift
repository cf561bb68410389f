/// One order of the layers, which can be made better.
struct LayerArrangement: Sendable {
  let links: LayerLinks
  /// The items of each layer, from left to right.
  private(set) var layers: [[Int]]
  /// For each item its place in its layer.
  private var place: [Int]
  /// How many links cross.
  private(set) var crossings = 0
  /// For each link the place of its other end, sorted for each item; right for the layer that is being changed.
  private var aboveEnds: [Int]
  private var belowEnds: [Int]
  /// For each layer how often its order changed, and at which counts of the layers around its ends and its exchanges were right:
  /// what has not changed since is not looked at again.
  private var version: [Int]
  private var endsVersion: [(above: Int, below: Int)]
  private var settled: [(above: Int, own: Int, below: Int)]
  /// The crossings below each layer, and at which counts they were right.
  private var gaps: [(upper: Int, lower: Int, crossings: Int)]

  init(_ links: LayerLinks, _ layers: [[Int]]) {
    self.links = links
    self.layers = layers
    place = Array(repeating: 0, count: links.aboveStart.count - 1)
    aboveEnds = links.above
    belowEnds = links.below
    version = Array(repeating: 0, count: layers.count)
    endsVersion = Array(repeating: (-1, -1), count: layers.count)
    settled = Array(repeating: (-1, -1, -1), count: layers.count)
    gaps = Array(repeating: (-1, -1, 0), count: layers.count)
    for layer in layers.indices { setPlaces(layer) }
    crossings = countCrossings()
  }

  private mutating func setPlaces(_ layer: Int) {
    version[layer] += 1
    for (index, item) in layers[layer].enumerated() { place[item] = index }
  }

  /// The number of crossings between all layers.
  mutating func countCrossings() -> Int {
    var total = 0
    for layer in layers.indices.dropLast() {
      if gaps[layer].upper != version[layer] || gaps[layer].lower != version[layer + 1] {
        gaps[layer] = (version[layer], version[layer + 1], countCrossings(below: layer))
      }
      total += gaps[layer].crossings
    }
    return total
  }

  /// The number of crossings between a layer and the next.
  ///
  /// Source: Barth, Jünger, Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002). O(e log v).
  private func countCrossings(below layer: Int) -> Int {
    let size = layers[layer + 1].count
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: size + 1) { tree in
      tree.initialize(repeating: 0)
      var total = 0, seen = 0
      for upper in layers[layer] {
        let range = links.belowRange(upper)
        for link in range {
          var index = place[links.below[link]] + 1, notAfter = 0
          while index > 0 {
            notAfter += tree[index]
            index -= index & -index
          }
          total += seen - notAfter
        }
        for link in range {
          var index = place[links.below[link]] + 1
          while index <= size {
            tree[index] += 1
            index += index & -index
          }
        }
        seen += range.count
      }
      return total
    }
  }
}

// MARK: - Starts

extension LayerArrangement {
  /// Orders the layers by a walk that starts at another node for each seed: in breadth for odd seeds, in depth for even ones.
  mutating func startWithWalk(seed: Int) {
    let count = place.count
    var number = [Int](repeating: -1, count: count)
    var next = 0
    let first = seed * 7_919 % count
    for offset in 0..<count {
      var waiting = [(first + offset) % count]
      var head = 0
      while head < waiting.count {
        let item: Int
        if seed.isMultiple(of: 2) {
          item = waiting.removeLast()
        } else {
          item = waiting[head]
          head += 1
        }
        guard number[item] < 0 else { continue }
        number[item] = next
        next += 1
        let up = links.above[links.aboveRange(item)], down = links.below[links.belowRange(item)]
        if seed % 4 < 2 {
          waiting += down
          waiting += up
        } else {
          waiting += up
          waiting += down
        }
      }
    }
    for layer in layers.indices {
      layers[layer].sort { number[$0] < number[$1] }
      setPlaces(layer)
    }
    crossings = countCrossings()
  }
}

// MARK: - Sweeps

extension LayerArrangement {
  /// Sweeps down and up over the layers and keeps the best order that comes by.
  ///
  /// - Parameter bound: the crossings of the best order so far: what is far from it after a few rounds is given up.
  mutating func sweep(rounds: Int, exchanges: Int, firstByMedian: Bool, bound: Int) {
    var best = (layers: layers, crossings: crossings)
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
      crossings = countCrossings()
      sinceBest += 1
      if crossings < best.crossings { (best, sinceBest) = ((layers, crossings), 0) }
      if sinceBest > 4 || round == 3 && best.crossings > bound + bound / 4 + 2 { break }
    }
    (layers, crossings) = best
    for layer in layers.indices { setPlaces(layer) }
  }

  /// Orders a layer by where its neighbours in the layer before stand; what has none keeps its place.
  private mutating func arrange(_ layer: Int, isDown: Bool, byMedian: Bool) {
    var keys: [(key: Double, place: Int, item: Int)] = []
    keys.reserveCapacity(layers[layer].count)
    var fixed: [(index: Int, item: Int)] = []
    var ends: [Int] = []
    for (index, item) in layers[layer].enumerated() {
      let range = isDown ? links.aboveRange(item) : links.belowRange(item)
      if range.isEmpty {
        fixed.append((index, item))
        continue
      }
      ends.removeAll(keepingCapacity: true)
      for link in range { ends.append(place[isDown ? links.above[link] : links.below[link]]) }
      ends.sort()
      keys.append(
        (byMedian ? Self.median(ends) : Double(ends.reduce(0, +)) / Double(ends.count), index, item))
    }
    keys.sort { $0.key != $1.key ? $0.key < $1.key : $0.place < $1.place }
    var ordered = keys.map(\.item)
    for (index, item) in fixed { ordered.insert(item, at: min(index, ordered.count)) }
    guard ordered != layers[layer] else { return }
    layers[layer] = ordered
    setPlaces(layer)
  }

  private static func median(_ sorted: [Int]) -> Double {
    let middle = sorted.count / 2
    if !sorted.count.isMultiple(of: 2) { return Double(sorted[middle]) }
    if sorted.count == 2 { return Double(sorted[0] + sorted[1]) / 2 }
    let left = sorted[middle - 1] - sorted[0], right = sorted[sorted.count - 1] - sorted[middle]
    if left + right == 0 { return Double(sorted[middle - 1] + sorted[middle]) / 2 }
    return Double(sorted[middle - 1] * right + sorted[middle] * left) / Double(left + right)
  }
}

// MARK: - Changes within one layer

extension LayerArrangement {
  private func versionAbove(_ layer: Int) -> Int { layer > 0 ? version[layer - 1] : 0 }
  private func versionBelow(_ layer: Int) -> Int { layer + 1 < version.count ? version[layer + 1] : 0 }

  /// Sorts the places of the neighbours of all items in a layer.
  private mutating func setEnds(_ layer: Int) {
    let (above, below) = (versionAbove(layer), versionBelow(layer))
    if endsVersion[layer].above != above {
      for item in layers[layer] { Self.setEnds(&aboveEnds, links.aboveRange(item), links.above, place) }
    }
    if endsVersion[layer].below != below {
      for item in layers[layer] { Self.setEnds(&belowEnds, links.belowRange(item), links.below, place) }
    }
    endsVersion[layer] = (above, below)
  }

  private static func setEnds(_ ends: inout [Int], _ range: Range<Int>, _ items: [Int], _ place: [Int]) {
    if range.count == 1 {
      ends[range.lowerBound] = place[items[range.lowerBound]]
      return
    }
    for link in range {
      // Few neighbours: insertion is fastest.
      let end = place[items[link]]
      var index = link
      while index > range.lowerBound, ends[index - 1] > end {
        ends[index] = ends[index - 1]
        index -= 1
      }
      ends[index] = end
    }
  }

  /// Runs `body` with what tells by how many the crossings of two items fall when the one that stands left goes to the right
  /// of the other.
  private func withGain<Result>(_ body: ((_ left: Int, _ right: Int) -> Int) -> Result) -> Result {
    aboveEnds.withUnsafeBufferPointer { above in
      belowEnds.withUnsafeBufferPointer { below in
        links.aboveStart.withUnsafeBufferPointer { aboveStart in
          links.belowStart.withUnsafeBufferPointer { belowStart in
            body { left, right in
              Self.gain(above, aboveStart[left]..<aboveStart[left + 1], aboveStart[right]..<aboveStart[right + 1])
                + Self.gain(below, belowStart[left]..<belowStart[left + 1], belowStart[right]..<belowStart[right + 1])
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func gain(_ ends: UnsafeBufferPointer<Int>, _ left: Range<Int>, _ right: Range<Int>) -> Int {
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

  /// Exchanges neighbours in a layer where that leaves fewer crossings, or as many: a plateau may lead on.
  private mutating func exchangeNeighbours(_ layer: Int, alsoEqual: Bool) -> Bool {
    guard layers[layer].count > 1 else { return false }
    let now = (versionAbove(layer), version[layer], versionBelow(layer))
    if settled[layer] == now { return false }
    setEnds(layer)
    var order = layers[layer]
    let (hasMoved, hasChanged) = withGain { gain in
      var (hasMoved, hasChanged) = (false, false)
      for index in 0..<(order.count - 1) {
        let gain = gain(order[index], order[index + 1])
        guard gain > 0 || alsoEqual && gain == 0 else { continue }
        order.swapAt(index, index + 1)
        hasMoved = true
        if gain > 0 { hasChanged = true }
      }
      return (hasMoved, hasChanged)
    }
    guard hasMoved else {
      settled[layer] = now
      return false
    }
    layers[layer] = order
    setPlaces(layer)
    return hasChanged
  }

  /// Puts each item where it crosses least, layer by layer, until nothing changes.
  mutating func refine(rounds: Int) {
    for round in 0..<rounds {
      let before = crossings
      for layer in round.isMultiple(of: 2) ? Array(layers.indices) : layers.indices.reversed() {
        if layers[layer].count <= 7 { orderExactly(layer) } else { sift(layer) }
      }
      if crossings >= before { return }
    }
  }

  /// Moves each item of a layer to its best place among the others.
  private mutating func sift(_ layer: Int) {
    setEnds(layer)
    let items = layers[layer]
    var order = items
    let gained = withGain { gain in
      var total = 0
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
        order.remove(at: from)
        order.insert(item, at: best)
        total += bestGain
      }
      return total
    }
    crossings -= gained
    guard order != items else { return }
    layers[layer] = order
    setPlaces(layer)
  }

  /// Orders a small layer such that no other order of it has fewer crossings: the best order of each subset of its items,
  /// found from those with one item less (Held, Karp 1962).
  private mutating func orderExactly(_ layer: Int) {
    let items = layers[layer]
    guard items.count > 1 else { return }
    setEnds(layer)
    // What it costs more to have `a` left of `b` than right of it, seen from the present order.
    var cost = [[Int]](repeating: Array(repeating: 0, count: items.count), count: items.count)
    withGain { gain in
      for left in items.indices {
        for right in items.indices where right > left { cost[right][left] = -gain(items[left], items[right]) }
      }
    }
    let full = 1 << items.count
    var least = [Int](repeating: .max, count: full)
    var last = [Int](repeating: 0, count: full)
    least[0] = 0
    for set in 0..<full {
      for item in items.indices where set & 1 << item == 0 {
        var sum = least[set]
        for other in items.indices where set & 1 << other != 0 { sum += cost[other][item] }
        let larger = set | 1 << item
        if sum < least[larger] { (least[larger], last[larger]) = (sum, item) }
      }
    }
    guard least[full - 1] < 0 else { return }
    var order: [Int] = []
    var set = full - 1
    while set != 0 {
      order.append(items[last[set]])
      set &= ~(1 << last[set])
    }
    layers[layer] = order.reversed()
    crossings += least[full - 1]
    setPlaces(layer)
  }
}
