/// Why a graph can't be drawn.
public enum LayoutError: Error, Hashable, Sendable {
  /// An edge names a node that does not exist.
  case unknownNode(edge: Int)
  /// A width or a height is not a number, negative, or larger than ten million px.
  case impossibleSize
}

/// Draws a graph in layers, by the method of Sugiyama, Tagawa and Toda (1981) in the phases that Gansner et al. give it
/// ("A Technique for Drawing Directed Graphs", 1993).
///
/// In the drawing no two boxes or labels overlap, and no edge passes through a box or a label that is not its own: boxes and
/// labels stand in layers, edges cross a layer in a gap of their own, and turn only between layers.
///
/// A part that has too many lines for that is drawn on a circle, without labels: see ``drawCircle``.
///
/// The same graph gives the same drawing on every machine.
public func drawing(of graph: Graph, options: LayoutOptions = LayoutOptions()) throws(LayoutError) -> Drawing {
  try check(graph)
  if let direction = options.direction { return drawing(of: graph, direction, options) }
  let down = drawing(of: graph, .down, options)
  let right = drawing(of: graph, .right, options)
  return cost(right, options) < cost(down, options) ? right : down
}

private func drawing(of graph: Graph, _ direction: Direction, _ options: LayoutOptions) -> Drawing {
  // Phases know one direction only: downward. A drawing to the right is one downward of turned boxes, turned back.
  let turned = direction == .down ? graph : graph.transposed
  var options = options
  // Lines to the right have labels beside them, and climb steeply where columns stand close.
  if direction == .right {
    options.layerSpacing *= 1.4
    options.wrapLength = max(options.preferredWidth, 200)
  }
  let parts = components(of: turned).map { part in
    func circle() -> PlacedComponent {
      PlacedComponent(nodes: part.nodes, edges: part.edges, drawing: drawCircle(part.graph, options))
    }
    if LayoutLimits.isTooDense(part.graph) { return circle() }
    let layerings = breakCycles(part.graph).map(assignLayers).filter { !LayoutLimits.isTooDense($0) }
    if layerings.isEmpty { return circle() }
    let start = best(of: layerings.map(LayerOrder.init))
    let placement = placeNodes(orderLayers(start), options)
    return PlacedComponent(nodes: part.nodes, edges: part.edges, drawing: routeEdges(placement, options))
  }
  let wanted = direction == .down ? options.preferredWidth : .infinity
  let whole = packComponents(parts, of: turned, width: wanted, spacing: options.nodeSpacing * 1.5)
  return direction == .down ? whole : whole.transposed()
}

/// The layers whose rough order has the fewest crossings; of equal ones, those with the fewest dummies.
private func best(of starts: [LayerOrder]) -> LayerOrder {
  guard starts.count > 1 else { return starts[0] }
  var best = 0
  var least = (Int.max, Int.max)
  for (index, start) in starts.enumerated() {
    let cost = (orderLayers(start, isQuick: true).crossings, start.items.count)
    if cost < least { (best, least) = (index, cost) }
  }
  return starts[best]
}

/// What a drawing costs the reader: its area, and much more where it is wider than wanted.
private func cost(_ drawing: Drawing, _ options: LayoutOptions) -> Double {
  let excess = max(1, drawing.size.width / max(options.preferredWidth, 1))
  return drawing.size.width * drawing.size.height * excess * excess * excess
}

private func check(_ graph: Graph) throws(LayoutError) {
  func isPossible(_ length: Double) -> Bool { length >= 0 && length <= 1e7 }
  for node in graph.nodes where !isPossible(node.width) || !isPossible(node.height) { throw .impossibleSize }
  for (index, edge) in graph.edges.enumerated() {
    guard graph.nodes.indices.contains(edge.from), graph.nodes.indices.contains(edge.to) else {
      throw .unknownNode(edge: index)
    }
    if let label = edge.label, !isPossible(label.width) || !isPossible(label.height) { throw .impossibleSize }
  }
}
