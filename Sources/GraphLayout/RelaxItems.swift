/// An x for each item such that neighbours in a layer keep their distance, and connected items are near.
///
/// The sum of the weighted squares of distances across is made small by sweeps over the layers: with its neighbours fixed, a
/// layer is an isotonic regression, solved exactly by pooling adjacent violators (Barlow et al. 1972; for layouts: Dwyer,
/// Marriott 2006).
func relaxed(_ order: LayerOrder, _ distances: Distances, rounds: Int) -> [Double] {
  var solver = LayerSolver(order: order, distances: distances)
  for round in 0..<rounds {
    // First by one side only, which spreads order quickly; then by both, which balances.
    let side: LayerSolver.Side = round < 4 ? (round.isMultiple(of: 2) ? .above : .below) : .both
    for step in 0..<order.layerCount {
      solver.solve(round.isMultiple(of: 2) ? step : order.layerCount - 1 - step, side)
    }
  }
  return solver.x
}

/// Moves the items of one layer to where their neighbours pull them.
private struct LayerSolver {
  let order: LayerOrder
  let distances: Distances
  var x: [Double]
  /// Runs of items that touch: where the first one wants to be, how strongly, and how many they are.
  private var runs: [(position: Double, weight: Double, count: Int)] = []
  private var offsets: [Double] = []

  enum Side {
    case above, below, both
  }

  /// Begins with each layer packed around the middle.
  init(order: LayerOrder, distances: Distances) {
    self.order = order
    self.distances = distances
    x = Array(repeating: 0, count: order.items.count)
    for layer in 0..<order.layerCount {
      var position = 0.0
      var before: Int?
      for item in order.layer(layer) {
        if let before { position += distances.between(before, item) }
        x[item] = position
        before = item
      }
      for item in order.layer(layer) { x[item] -= position / 2 }
    }
  }

  mutating func solve(_ layer: Int, _ side: Side) {
    runs.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    var offset = 0.0
    var before: Int?
    for item in order.layer(layer) {
      if let before { offset += distances.between(before, item) }
      before = item
      offsets.append(offset)
      let (wanted, weight) = pull(on: item, side)
      runs.append((wanted - offset, weight, 1))
      while runs.count > 1, runs[runs.count - 2].position > runs[runs.count - 1].position {
        let last = runs.removeLast(), first = runs.removeLast()
        let sum = first.weight + last.weight
        runs.append(
          ((first.position * first.weight + last.position * last.weight) / sum, sum, first.count + last.count))
      }
    }
    var index = 0
    let start = order.bounds[layer]
    for run in runs {
      for _ in 0..<run.count {
        x[order.slots[start + index]] = run.position + offsets[index]
        index += 1
      }
    }
  }

  /// Where an item's neighbours want it, and how strongly. What has none wants to stay, weakly.
  private func pull(on item: Int, _ side: Side) -> (position: Double, weight: Double) {
    var (sum, weights) = (0.0, 0.0)
    let nodes = order.layering.acyclic.graph.nodes.count
    func add(_ links: Links) {
      for link in links.of(item) {
        let other = links.ends[link]
        let weight: Double = item < nodes && other < nodes ? 1 : item < nodes || other < nodes ? 2 : 8
        sum += x[other] * weight
        weights += weight
      }
    }
    if side != .below { add(order.above) }
    if side != .above { add(order.below) }
    return weights > 0 ? (sum / weights, weights) : (x[item], 0.01)
  }
}
