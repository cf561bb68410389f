/// Gives every item an x, and every layer a y.
///
/// Precondition: ordered layers. Postcondition: in each layer the items stand in their order with the wanted distances, so
/// nothing overlaps; layers stand apart.
///
/// The x minimize the sum of the squared lengths of edges across, each weighted so that long edges run straight (the weights of
/// Gansner et al. 1993, section 4: 1, 2 and 8). It is found by sweeps over the layers: with its neighbours fixed, a layer is an
/// isotonic regression, solved exactly by pooling adjacent violators (Barlow et al. 1972; for layouts: Dwyer, Marriott 2006).
func placeNodes(_ order: LayerOrder, _ options: LayoutOptions) -> Placement {
  let graph = order.layering.acyclic.graph
  var loops = [[Int]](repeating: [], count: graph.nodes.count)
  for index in graph.edges.indices where order.layering.acyclic.isLoop[index] {
    loops[graph.edges[index].from].append(index)
  }
  let extents = order.extents(loops: loops)
  let solver = LayerSolver(order, extents, spacing: options.nodeSpacing)
  let rounds = order.items.count > 20_000 ? 6 : order.items.count > 4_000 ? 16 : order.items.count > 400 ? 30 : 60
  for round in 0..<rounds {
    // First by one side only, which spreads order quickly; then by both, which balances.
    let side: LayerSolver.Side = round < 4 ? (round.isMultiple(of: 2) ? .above : .below) : .both
    let hasMoved = solver.solveAll(side, isDown: round.isMultiple(of: 2))
    if round > 4, !hasMoved { break }
  }
  var x = Array(solver.x)
  // Whole pixels give crisp lines. Rounding keeps the order; distances shrink by less than a px, which the spacing allows.
  var left = x.isEmpty ? 0 : Double.infinity
  for item in x.indices { left = min(left, x[item] - extents[item].left) }
  var width = 0.0
  for item in x.indices {
    x[item] = (x[item] - left).rounded() + 1
    width = max(width, x[item] + extents[item].right)
  }
  width += 1
  let height = order.layers.map { layer in layer.reduce(0) { max($0, extents[$1].height) } }
  var top: [Double] = []
  top.reserveCapacity(order.layers.count)
  var y = 1.0
  for layer in order.layers.indices {
    top.append(y)
    y += height[layer] + gap(below: layer, order, x, options)
  }
  let length = zip(top, height).map(+).max() ?? 0
  var placement = Placement(
    order: order, extents: extents, x: x, top: top, height: height, width: width, loops: loops, length: length)
  if options.wrapLength.isFinite { placement.wrap(at: options.wrapLength) }
  return placement
}

/// The distance to the next layer: more where edges run far across, so that they do not become flat.
private func gap(below layer: Int, _ order: LayerOrder, _ x: [Double], _ options: LayoutOptions) -> Double {
  var across = 0.0
  for item in order.layers[layer] {
    for link in order.links.belowRange(item) { across = max(across, abs(x[order.links.below[link]] - x[item])) }
  }
  // Where only labels and lines stand, half is enough.
  let isLight = order.isLight(layer) || layer + 1 < order.layers.count && order.isLight(layer + 1)
  let room = options.layerSpacing * 0.5 + min(across * 0.05, options.layerSpacing * 0.5)
  return (isLight ? room * 0.8 : room).rounded()
}

extension LayerOrder {
  /// Whether a layer holds no nodes.
  fileprivate func isLight(_ layer: Int) -> Bool {
    layers[layer].allSatisfy { if case .node = items[$0] { false } else { true } }
  }
}
