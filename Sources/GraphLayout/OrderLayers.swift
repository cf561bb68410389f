/// Orders every layer so that few edges cross.
///
/// Precondition: a layering. Postcondition: the same nodes, dummies put in, and an order for each layer.
///
/// Source: Gansner et al. (1993), section 3: sweeps by weighted median and by barycenter, down and up in turn, each followed by
/// exchanges of neighbours that reduce crossings; the best order of all is kept. The starts are the order of the input, a walk in
/// depth, and walks from other nodes.
func orderLayers(_ layering: Layering) -> LayerOrder {
  var best = LayerOrder(layering)
  let size = best.items.count
  guard best.layers.count > 1 else { return best }
  var bestCount = best.crossings(place: places(best))
  // Large graphs get fewer tries: the time stays bounded, the drawing right.
  let starts = size > 6_000 ? 1 : size > 1_500 ? 2 : size > 400 ? 4 : 10
  let rounds = size > 6_000 ? 6 : size > 1_500 ? 10 : 24
  for start in 0..<starts where bestCount > 0 {
    var order = LayerOrder(layering)
    if start > 0 { order.startWithWalk(seed: start) }
    var place = places(order)
    var sinceBest = 0
    for round in 0..<rounds {
      order.sweep(isDown: round.isMultiple(of: 2), byMedian: (round / 2 + start).isMultiple(of: 2), place: &place)
      if size <= 6_000 { order.exchangeNeighbours(place: &place, rounds: size > 1_500 ? 2 : 8) }
      let count = order.crossings(place: place)
      sinceBest += 1
      if count < bestCount {
        (best, bestCount, sinceBest) = (order, count, 0)
      }
      if sinceBest > 8 || bestCount == 0 { break }
    }
  }
  return best
}

/// For each item its place in its layer.
private func places(_ order: LayerOrder) -> [Int] {
  var place = [Int](repeating: 0, count: order.items.count)
  for layer in order.layers {
    for (index, item) in layer.enumerated() { place[item] = index }
  }
  return place
}

extension LayerOrder {
  /// Orders the layers by a walk in depth that starts at another node for each seed.
  fileprivate mutating func startWithWalk(seed: Int) {
    var number = [Int](repeating: -1, count: items.count)
    var next = 0
    let first = seed * 7 % items.count
    for offset in items.indices {
      var stack = [(first + offset) % items.count]
      while let item = stack.popLast() {
        guard number[item] < 0 else { continue }
        number[item] = next
        next += 1
        let others = seed.isMultiple(of: 2) ? above[item] + below[item] : below[item] + above[item]
        stack += seed % 3 == 0 ? others : others.reversed()
      }
    }
    for layer in layers.indices { layers[layer].sort { number[$0] < number[$1] } }
  }

  /// Orders each layer by where its neighbours in the layer before stand; what has none keeps its place.
  fileprivate mutating func sweep(isDown: Bool, byMedian: Bool, place: inout [Int]) {
    for layer in isDown ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed() {
      var keys: [(key: Double, item: Int)] = []
      var fixed: [(index: Int, item: Int)] = []
      for (index, item) in layers[layer].enumerated() {
        let neighbours = (isDown ? above[item] : below[item]).map { place[$0] }.sorted()
        if neighbours.isEmpty {
          fixed.append((index, item))
        } else {
          keys.append(
            (byMedian ? Self.median(neighbours) : Double(neighbours.reduce(0, +)) / Double(neighbours.count), item))
        }
      }
      keys.sort { ($0.key, place[$0.item]) < ($1.key, place[$1.item]) }
      var ordered = keys.map(\.item)
      for (index, item) in fixed { ordered.insert(item, at: min(index, ordered.count)) }
      layers[layer] = ordered
      for (index, item) in ordered.enumerated() { place[item] = index }
    }
  }

  private static func median(_ sorted: [Int]) -> Double {
    let middle = sorted.count / 2
    if !sorted.count.isMultiple(of: 2) { return Double(sorted[middle]) }
    if sorted.count == 2 { return Double(sorted[0] + sorted[1]) / 2 }
    let left = sorted[middle - 1] - sorted[0], right = sorted[sorted.count - 1] - sorted[middle]
    if left + right == 0 { return Double(sorted[middle - 1] + sorted[middle]) / 2 }
    return Double(sorted[middle - 1] * right + sorted[middle] * left) / Double(left + right)
  }

  /// Exchanges neighbours in a layer where that leaves fewer crossings, until nothing changes or the rounds are over.
  fileprivate mutating func exchangeNeighbours(place: inout [Int], rounds: Int) {
    for round in 0..<rounds {
      var hasChanged = false
      for layer in layers.indices {
        guard layers[layer].count > 1 else { continue }
        for index in 0..<(layers[layer].count - 1) {
          let (left, right) = (layers[layer][index], layers[layer][index + 1])
          let now = crossings(left, right, place), then = crossings(right, left, place)
          // Equal ones change in every other round: a plateau may lead on.
          guard then < now || then == now && now > 0 && round == 1 else { continue }
          layers[layer].swapAt(index, index + 1)
          place[left] = index + 1
          place[right] = index
          if then < now { hasChanged = true }
        }
      }
      if !hasChanged, round > 1 { return }
    }
  }

  /// How many edges of two neighbours cross when `left` stands left of `right`.
  private func crossings(_ left: Int, _ right: Int, _ place: [Int]) -> Int {
    var count = 0
    for (a, b) in [(above[left], above[right]), (below[left], below[right])] {
      for x in a { for y in b where place[x] > place[y] { count += 1 } }
    }
    return count
  }
}
