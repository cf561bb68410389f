/// Gives every item an x, and every layer a y.
///
/// Precondition: ordered layers. Postcondition: in each layer the items stand in their order with the wanted distances, so
/// nothing overlaps; layers stand apart.
///
/// The x minimize the sum of the squared lengths of edges across, each weighted so that long edges run straight (the weights of
/// Gansner et al. 1993, section 4: 1, 2 and 8). It is found by sweeps over the layers: with its neighbours fixed, a layer is an
/// isotonic regression, solved exactly by pooling adjacent violators (Barlow et al. 1972; for layouts: Dwyer, Marriott 2006).
func placeNodes(_ order: LayerOrder, _ options: LayoutOptions) -> Placement {
  let extents = order.extents()
  let solver = LayerSolver(order: order, extents: extents, spacing: options.nodeSpacing)
  var x = solver.packed()
  let rounds = order.items.count > 20_000 ? 6 : order.items.count > 4_000 ? 16 : 60
  for round in 0..<rounds {
    let layers = 0..<order.layerCount
    // First by one side only, which spreads order quickly; then by both, which balances.
    let side: LayerSolver.Side = round < 4 ? (round.isMultiple(of: 2) ? .above : .below) : .both
    for layer in round.isMultiple(of: 2) ? Array(layers) : layers.reversed() { solver.solve(layer, side, &x) }
  }
  // Whole pixels give crisp lines. Rounding keeps the order; distances shrink by less than a px, which the spacing allows.
  let left = order.items.indices.map { x[$0] - extents[$0].left }.min() ?? 0
  for item in x.indices { x[item] = (x[item] - left).rounded() + 1 }
  let width = (order.items.indices.map { x[$0] + extents[$0].right }.max() ?? 0) + 1
  let height = (0..<order.layerCount).map { layer in order.layer(layer).map { extents[$0].height }.max() ?? 0 }
  var top: [Double] = []
  var y = 1.0
  for layer in 0..<order.layerCount {
    top.append(y)
    y += height[layer] + gap(below: layer, order, x, options)
  }
  return Placement(order: order, x: x, top: top, height: height, width: width)
}

/// The distance to the next layer: more where edges run far across, so that they do not become flat.
private func gap(below layer: Int, _ order: LayerOrder, _ x: [Double], _ options: LayoutOptions) -> Double {
  var across = 0.0
  for item in order.layer(layer) {
    for other in order.below.ends[order.below.of(item)] { across = max(across, abs(x[other] - x[item])) }
  }
  return (options.layerSpacing * 0.55 + min(across * 0.11, options.layerSpacing * 1.2)).rounded()
}

/// Moves the items of one layer to where their neighbours pull them.
private struct LayerSolver {
  let order: LayerOrder
  let extents: [Extent]
  let spacing: Double

  enum Side {
    case above, below, both
  }

  /// A first placement: each layer packed from the left.
  func packed() -> [Double] {
    var x = [Double](repeating: 0, count: order.items.count)
    for index in 0..<order.layerCount {
      let layer = Array(order.layer(index))
      var position = 0.0
      for (index, item) in layer.enumerated() {
        if index > 0 { position += distance(layer[index - 1], item) }
        x[item] = position
      }
      for item in layer { x[item] -= position / 2 }
    }
    return x
  }

  /// The least distance between the middles of two neighbours.
  private func distance(_ left: Int, _ right: Int) -> Double {
    let room: Double =
      switch (order.items[left], order.items[right]) {
      case (.node, .node): spacing
      case (.bend, .bend): 13
      case (.node, _), (_, .node): 18
      default: 12
      }
    return extents[left].right + room + extents[right].left + 1
  }

  private func weight(_ a: Int, _ b: Int) -> Double {
    switch (order.items[a], order.items[b]) {
    case (.node, .node): 1
    case (.node, _), (_, .node): 2
    default: 8
    }
  }

  func solve(_ layer: Int, _ side: Side, _ x: inout [Double]) {
    let items = Array(order.layer(layer))
    guard !items.isEmpty else { return }
    var blocks: [(position: Double, weight: Double, count: Int)] = []
    var offset = 0.0
    var offsets: [Double] = []
    for (index, item) in items.enumerated() {
      if index > 0 { offset += distance(items[index - 1], item) }
      offsets.append(offset)
      let (wanted, weight) = pull(on: item, side, x)
      blocks.append((wanted - offset, weight, 1))
      while blocks.count > 1, blocks[blocks.count - 2].position > blocks[blocks.count - 1].position {
        let last = blocks.removeLast(), before = blocks.removeLast()
        let sum = before.weight + last.weight
        let position = (before.position * before.weight + last.position * last.weight) / sum
        blocks.append((position, sum, before.count + last.count))
      }
    }
    var index = 0
    for block in blocks {
      for _ in 0..<block.count {
        x[items[index]] = block.position + offsets[index]
        index += 1
      }
    }
  }

  /// Where an item's neighbours want it, and how strongly. What has none wants to stay, weakly.
  private func pull(on item: Int, _ side: Side, _ x: [Double]) -> (position: Double, weight: Double) {
    var (sum, weights) = (0.0, 0.0)
    if side != .below {
      for other in order.above.ends[order.above.of(item)] {
        let weight = weight(item, other)
        sum += x[other] * weight
        weights += weight
      }
    }
    if side != .above {
      for other in order.below.ends[order.below.of(item)] {
        let weight = weight(item, other)
        sum += x[other] * weight
        weights += weight
      }
    }
    return weights > 0 ? (sum / weights, weights) : (x[item], 0.01)
  }
}
