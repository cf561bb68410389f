/// Why a graph can't be drawn.
public enum LayoutError: Error, Hashable, Sendable {
  /// An edge names a node that does not exist.
  case unknownNode(edge: Int)
  /// A width, a height or a spacing is not a number, negative, or larger than ten million px, or the preferred width is not a
  /// number or negative.
  case impossibleSize
}

/// Draws a graph in layers, by the method of Sugiyama, Tagawa and Toda (1981) in the phases that Gansner et al. give it
/// ("A Technique for Drawing Directed Graphs", 1993).
///
/// In the drawing no two boxes or labels overlap, and no edge passes through a box or a label that is not its own: boxes and
/// labels stand in layers, edges cross a layer in a gap of their own, and turn only between layers.
///
/// The same graph gives the same drawing on every machine.
public func drawing(of graph: Graph, options: LayoutOptions = LayoutOptions()) throws(LayoutError) -> Drawing {
  try check(graph, options)
  let parts = components(of: graph).map { ($0, ordered($0.graph)) }
  if let direction = options.direction { return drawing(of: graph, parts, direction, options) }
  let down = drawing(of: graph, parts, .down, options)
  let right = drawing(of: graph, parts, .right, options)
  return cost(right, options) < cost(down, options) ? right : down
}

/// The phases that do not depend on the direction.
private func ordered(_ graph: Graph) -> LayerOrder {
  let arcs = Arcs(graph)
  let fewest = breakCycles(graph, arcs, by: .fewest)
  // Without cycles, all ways are one.
  guard fewest.isReversed.contains(true) else { return orderLayers([assignLayers(fewest)]) }
  let others = CycleBreaking.allCases.dropFirst().map { breakCycles(graph, arcs, by: $0) }
  return orderLayers(([fewest] + others).map(assignLayers))
}

private func drawing(
  of graph: Graph, _ parts: [(Component, LayerOrder)], _ direction: Direction, _ options: LayoutOptions
) -> Drawing {
  // Phases know one direction only: downward. A drawing to the right is one downward of turned boxes, turned back.
  let placed = parts.map { part, order in
    var order = order
    if direction == .right { order.layering.acyclic.graph = part.graph.transposed }
    let placement = placeNodes(order, options)
    var drawing = routeEdges(placement, options)
    if direction == .right, drawing.size.height > options.preferredWidth,
      let wrapped = wrapped(placement, length: options.preferredWidth)
    {
      // Wrapped lines are harder to follow: that must be worth it.
      let other = routeEdges(wrapped, options)
      if cost(other.transposed, options) * 1.5 < cost(drawing.transposed, options) { drawing = other }
    }
    return PlacedComponent(nodes: part.nodes, edges: part.edges, drawing: drawing)
  }
  // Parts stand beside each other in rows. How wide the rows should be is found by trying.
  let widths = placed.map(\.drawing.size.width)
  let widest = widths.max() ?? 0, least = widths.min() ?? 0
  let area = placed.reduce(0) { $0 + $1.drawing.size.width * $1.drawing.size.height }
  var candidates = [
    widest, widest + least + options.nodeSpacing * 1.5 + 1, max(widest, area.squareRoot() * 1.2), .infinity,
  ]
  if direction == .down { candidates.append(max(widest, options.preferredWidth)) }
  if placed.count == 1 { candidates = [.infinity] }
  let drawings = candidates.map { width in
    let whole = packComponents(placed, of: graph, width: width, spacing: options.nodeSpacing * 1.5)
    return direction == .down ? whole : whole.transposed
  }
  return drawings.min { cost($0, options) < cost($1, options) } ?? drawings[0]
}

/// What a drawing costs the reader: its area, and much more where it is wider than wanted.
private func cost(_ drawing: Drawing, _ options: LayoutOptions) -> Double {
  let excess = max(1, drawing.size.width / max(options.preferredWidth, 1))
  return drawing.size.width * drawing.size.height * excess * excess * excess
}

private func check(_ graph: Graph, _ options: LayoutOptions) throws(LayoutError) {
  func isPossible(_ length: Double) -> Bool { length >= 0 && length <= 1e7 }
  guard isPossible(options.nodeSpacing), isPossible(options.layerSpacing), options.preferredWidth >= 0 else {
    throw .impossibleSize
  }
  for node in graph.nodes where !isPossible(node.width) || !isPossible(node.height) { throw .impossibleSize }
  for (index, edge) in graph.edges.enumerated() {
    guard graph.nodes.indices.contains(edge.from), graph.nodes.indices.contains(edge.to) else {
      throw .unknownNode(edge: index)
    }
    if let label = edge.label, !isPossible(label.width) || !isPossible(label.height) { throw .impossibleSize }
  }
}
