/// Orders every layer so that few edges cross.
///
/// Precondition: layers with dummies put in. Postcondition: the same items, and an order for each layer.
///
/// Source: Gansner et al. (1993), section 3: sweeps by weighted median and by barycenter, down and up in turn, each followed by
/// exchanges of neighbours that reduce crossings. The starts are the order of the input, and walks in breadth and in depth; the
/// best order of all is refined by sifting (Matuszewski, Schönfeld, Molitor 1999), small layers exactly.
///
/// - Parameter isQuick: whether a rough order is enough, as when layerings are compared.
func orderLayers(_ start: LayerOrder, isQuick: Bool = false) -> LayerOrder {
  var order = start
  guard order.layers.count > 1 else { return order }
  // Large graphs get fewer tries: the time stays bounded, the drawing right.
  let effort = OrderEffort(size: max(order.items.count, order.links.count), isQuick: isQuick)
  let arrangement = LayerArrangement(order)
  guard arrangement.crossings > 0 else { return order }
  var best = arrangement.snapshot
  // The best tries so far; of equal ones those first that came first.
  var tries = [best]
  let kept = max(effort.refined, 1)
  for start in 0..<effort.starts where best.crossings > 0 {
    if start > 0 { arrangement.startWithWalk(seed: start) }
    arrangement.sweep(
      rounds: effort.rounds, exchanges: effort.exchanges, firstByMedian: start.isMultiple(of: 2),
      bound: best.crossings)
    let found = arrangement.snapshot
    let index = tries.firstIndex { $0.crossings > found.crossings } ?? tries.count
    if index < kept { tries.insert(found, at: index) }
    if tries.count > kept { tries.removeLast() }
    if found.crossings < best.crossings { best = found }
  }
  for (index, candidate) in tries.prefix(effort.refined).enumerated() where best.crossings > 0 {
    // What begins the same ends the same.
    if tries[..<index].contains(candidate) { continue }
    arrangement.restart(from: candidate)
    arrangement.refine(rounds: effort.sifts)
    if arrangement.crossings < best.crossings { best = arrangement.snapshot }
  }
  order.layers = arrangement.layers(of: best)
  order.crossings = best.crossings
  return order
}

/// How much time an order may take.
private struct OrderEffort {
  var starts: Int
  var rounds: Int
  /// How often neighbours are exchanged after each sweep.
  var exchanges: Int
  /// How many of the best tries are refined, and how often.
  var refined: Int
  var sifts: Int

  init(size: Int, isQuick: Bool) {
    switch size {
    case ..<30_000 where isQuick: (starts, rounds, exchanges, refined, sifts) = (1, 6, 3, 0, 0)
    case ..<150: (starts, rounds, exchanges, refined, sifts) = (9, 14, 5, 3, 10)
    case ..<300: (starts, rounds, exchanges, refined, sifts) = (3, 9, 3, 2, 6)
    case ..<600: (starts, rounds, exchanges, refined, sifts) = (3, 9, 3, 1, 6)
    case ..<1_000: (starts, rounds, exchanges, refined, sifts) = (4, 12, 3, 2, 6)
    case ..<2_500: (starts, rounds, exchanges, refined, sifts) = (4, 16, 4, 2, 6)
    case ..<6_000: (starts, rounds, exchanges, refined, sifts) = (2, 10, 2, 1, 3)
    case ..<30_000: (starts, rounds, exchanges, refined, sifts) = (1, 8, 1, 1, 1)
    default: (starts, rounds, exchanges, refined, sifts) = (1, 4, 0, 0, 0)
    }
  }
}
