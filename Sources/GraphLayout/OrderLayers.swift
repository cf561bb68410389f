/// Orders every layer so that few edges cross.
///
/// Precondition: a layering. Postcondition: the same nodes, dummies put in, and an order for each layer.
///
/// Source: Gansner et al. (1993), section 3: sweeps by weighted median and by barycenter, down and up in turn, each followed by
/// exchanges of neighbours that reduce crossings. The starts are the order of the input, and walks in breadth and in depth; the
/// best order of all is refined by sifting (Matuszewski, Schönfeld, Molitor 1999), small layers exactly.
///
/// - Parameter isQuick: whether a rough order is enough, as when layerings are compared.
func orderLayers(_ layering: Layering, isQuick: Bool = false) -> LayerOrder {
  var order = LayerOrder(layering)
  guard order.layers.count > 1 else { return order }
  let links = order.links
  // Large graphs get fewer tries: the time stays bounded, the drawing right.
  let effort = OrderEffort(size: max(order.items.count, links.count), isQuick: isQuick)
  var best = LayerArrangement(links, order.layers)
  var tries = [best]
  // A try takes as much memory as the links; only small ones are kept until the end.
  let kept = max(effort.refined, 1)
  for start in 0..<effort.starts where best.crossings > 0 {
    var arrangement = LayerArrangement(links, order.layers)
    if start > 0 { arrangement.startWithWalk(seed: start) }
    arrangement.sweep(
      rounds: effort.rounds, exchanges: effort.exchanges, firstByMedian: start.isMultiple(of: 2),
      bound: best.crossings)
    tries.append(arrangement)
    tries.sort { $0.crossings < $1.crossings }
    if tries.count > kept { tries.removeLast() }
    if arrangement.crossings < best.crossings { best = arrangement }
  }
  for var candidate in tries.prefix(effort.refined) where best.crossings > 0 {
    candidate.refine(rounds: effort.sifts)
    if candidate.crossings < best.crossings { best = candidate }
  }
  order.layers = best.layers
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
