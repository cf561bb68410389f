/// Orders every layer so that few edges cross.
///
/// Precondition: a layering. Postcondition: the same nodes, dummies put in, and an order for each layer.
///
/// Source: Gansner et al. (1993), section 3: sweeps by weighted median and by barycenter, down and up in turn, each followed by
/// exchanges of neighbours that reduce crossings. The starts are the order of the input, and walks in breadth and in depth; the
/// best order of all is refined by sifting (Matuszewski, Schönfeld, Molitor 1999), small layers exactly.
func orderLayers(_ layering: Layering) -> LayerOrder {
  var order = LayerOrder(layering)
  guard order.layers.count > 1 else { return order }
  let links = LayerLinks(order)
  // Large graphs get fewer tries: the time stays bounded, the drawing right.
  let effort = OrderEffort(items: order.items.count, links: links.count)
  var best = LayerArrangement(links, order.layers)
  var tries = [best]
  for start in 0..<effort.starts where best.crossings > 0 {
    var arrangement = LayerArrangement(links, order.layers)
    if start > 0 { arrangement.startWithWalk(seed: start) }
    arrangement.sweep(rounds: effort.rounds, exchanges: effort.exchanges, firstByMedian: start.isMultiple(of: 2))
    tries.append(arrangement)
    if arrangement.crossings < best.crossings { best = arrangement }
  }
  tries.sort { $0.crossings < $1.crossings }
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

  init(items: Int, links: Int) {
    switch max(items, links) {
    case ..<150: (starts, rounds, exchanges, refined, sifts) = (16, 24, 6, 8, 12)
    case ..<500: (starts, rounds, exchanges, refined, sifts) = (12, 20, 4, 5, 10)
    case ..<1_500: (starts, rounds, exchanges, refined, sifts) = (6, 16, 4, 3, 8)
    case ..<6_000: (starts, rounds, exchanges, refined, sifts) = (2, 10, 2, 1, 3)
    case ..<30_000: (starts, rounds, exchanges, refined, sifts) = (1, 8, 1, 1, 1)
    default: (starts, rounds, exchanges, refined, sifts) = (1, 4, 0, 0, 0)
    }
  }
}
