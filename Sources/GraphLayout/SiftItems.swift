extension LayerOrder {
  /// Moves each item of a layer to where it causes the fewest crossings with the layers above and below. Returns by how many
  /// crossings are fewer. With `movesOnTies`, an item goes to another place that is as good, which may lead on.
  ///
  /// Source: Matuszewski, Schönfeld, Molitor, "Using Sifting for k-Layer Straightline Crossing Minimization" (1999). One item
  /// takes as many steps as there are edges at its layer.
  mutating func sift(_ layer: Int, movesOnTies: Bool, _ work: inout Int) -> Int {
    let count = layers[layer].count
    guard count > 1 else { return 0 }
    var gain = 0
    var delta = [Int](repeating: 0, count: count)
    var bySide = [Int]()
    for item in layers[layer] {
      for index in delta.indices { delta[index] = 0 }
      if layer > 0 { addDeltas(item, layer, layers[layer - 1].count, above, &delta, &bySide, &work) }
      if layer + 1 < layers.count { addDeltas(item, layer, layers[layer + 1].count, below, &delta, &bySide, &work) }
      let here = place[item]
      // From its own place to the right, each item passed changes the crossings by its delta; to the left, by its opposite.
      var best = 0, target = here, cost = 0
      var index = here + 1
      while index < count {
        cost += delta[index]
        if cost < best || cost == best && movesOnTies { (best, target) = (cost, index) }
        index += 1
      }
      cost = 0
      index = here - 1
      while index >= 0 {
        cost -= delta[index]
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
    _ item: Int, _ layer: Int, _ width: Int, _ links: Links, _ delta: inout [Int], _ bySide: inout [Int],
    _ work: inout Int
  ) {
    let range = links.of(item)
    guard let first = range.first else { return }
    work += layers[layer].count + (range.count > 1 ? width : 0)
    if range.count == 1 {
      let (end, weight) = (place[links.ends[first]], links.weights[first])
      for (index, other) in layers[layer].enumerated() {
        for link in links.of(other) {
          let place = place[links.ends[link]]
          if place > end { delta[index] += weight * links.weights[link] }
          if place < end { delta[index] -= weight * links.weights[link] }
        }
      }
    } else {
      // For a line that ends at each place: the weight of the item's lines that end left of it less those right of it.
      bySide.removeAll(keepingCapacity: true)
      bySide.append(contentsOf: repeatElement(0, count: width + 1))
      var total = 0
      for link in range {
        bySide[place[links.ends[link]]] += links.weights[link]
        total += links.weights[link]
      }
      var before = 0
      for index in 0..<width {
        let own = bySide[index]
        bySide[index] = before - (total - before - own)
        before += own
      }
      for (index, other) in layers[layer].enumerated() {
        for link in links.of(other) { delta[index] += bySide[place[links.ends[link]]] * links.weights[link] }
      }
    }
    work += range.count
  }

  /// Puts an item elsewhere in its layer.
  mutating func move(_ item: Int, in layer: Int, to target: Int) {
    var index = place[item]
    while index < target {
      layers[layer][index] = layers[layer][index + 1]
      place[layers[layer][index]] = index
      index += 1
    }
    while index > target {
      layers[layer][index] = layers[layer][index - 1]
      place[layers[layer][index]] = index
      index -= 1
    }
    layers[layer][target] = item
    place[item] = target
  }
}
