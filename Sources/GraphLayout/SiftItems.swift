extension LayerOrder {
  /// Moves each item of a layer to where it causes the fewest crossings with the layers above and below. Returns by how many
  /// crossings are fewer. With `movesOnTies`, an item goes to another place that is as good, which may lead on.
  ///
  /// Source: Matuszewski, Schönfeld, Molitor, "Using Sifting for k-Layer Straightline Crossing Minimization" (1999). One item
  /// takes as many steps as there are edges at its layer.
  mutating func sift(_ layer: Int, movesOnTies: Bool, _ buffers: inout SiftBuffers, _ work: inout Int) -> Int {
    let range = range(layer)
    guard range.count > 1 else { return 0 }
    var gain = 0
    buffers.items.removeAll(keepingCapacity: true)
    buffers.items.append(contentsOf: slots[range])
    for item in buffers.items {
      buffers.clear(range.count)
      if layer > 0 { addDeltas(item, range, self.range(layer - 1).count, above, &buffers, &work) }
      if layer + 1 < layerCount { addDeltas(item, range, self.range(layer + 1).count, below, &buffers, &work) }
      let here = place[item]
      // From its own place to the right, each item passed changes the crossings by its delta; to the left, by its opposite.
      var best = 0, target = here, cost = 0
      var index = here + 1
      while index < range.count {
        cost += buffers.delta[index]
        if cost < best || cost == best && movesOnTies { (best, target) = (cost, index) }
        index += 1
      }
      cost = 0
      index = here - 1
      while index >= 0 {
        cost -= buffers.delta[index]
        if cost < best { (best, target) = (cost, index) }
        index -= 1
      }
      if target == here { continue }
      gain -= best
      move(item, in: layer, to: target)
    }
    return gain
  }

  /// For each other item of the layer, how many crossings more there are with `item` right of it than with `item` left of it.
  private func addDeltas(
    _ item: Int, _ range: Range<Int>, _ width: Int, _ links: Links, _ buffers: inout SiftBuffers, _ work: inout Int
  ) {
    let own = links.of(item)
    guard let first = own.first else { return }
    work += range.count + (own.count > 1 ? width : 0)
    let start = range.lowerBound
    if own.count == 1 {
      let (end, weight) = (place[links.ends[first]], links.weights[first])
      for slot in range {
        for link in links.of(slots[slot]) {
          let difference = place[links.ends[link]] - end
          buffers.delta[slot - start] += difference.signum() * weight * links.weights[link]
        }
      }
    } else {
      buffers.weigh(width, own.lazy.map { (place: place[links.ends[$0]], weight: links.weights[$0]) })
      for slot in range {
        for link in links.of(slots[slot]) {
          buffers.delta[slot - start] += buffers.bySide[place[links.ends[link]]] * links.weights[link]
        }
      }
    }
    work += own.count
  }

  /// Puts an item elsewhere in its layer.
  mutating func move(_ item: Int, in layer: Int, to target: Int) {
    let start = bounds[layer]
    var index = place[item]
    while index < target {
      let other = slots[start + index + 1]
      slots[start + index] = other
      place[other] = index
      index += 1
    }
    while index > target {
      let other = slots[start + index - 1]
      slots[start + index] = other
      place[other] = index
      index -= 1
    }
    slots[start + target] = item
    place[item] = target
  }
}

/// What `sift` calculates with, kept to spare allocations.
struct SiftBuffers {
  fileprivate var items: [Int] = []
  /// For each place in the layer, what passing it costs.
  fileprivate var delta: [Int] = []
  /// For a line that ends at each place of the other layer: the weight of the item's lines that end left of it less those right.
  fileprivate var bySide: [Int] = []

  fileprivate mutating func clear(_ count: Int) {
    delta.removeAll(keepingCapacity: true)
    delta.append(contentsOf: repeatElement(0, count: count))
  }

  fileprivate mutating func weigh(_ width: Int, _ lines: some Sequence<(place: Int, weight: Int)>) {
    bySide.removeAll(keepingCapacity: true)
    bySide.append(contentsOf: repeatElement(0, count: width))
    var after = 0, before = 0
    for line in lines {
      bySide[line.place] += line.weight
      after += line.weight
    }
    for index in 0..<width {
      let own = bySide[index]
      after -= own
      bySide[index] = before - after
      before += own
    }
  }
}
