/// Gives every item an x, and every layer a y.
///
/// Precondition: ordered layers. Postcondition: in each layer the items stand in their order with the wanted distances, so
/// nothing overlaps; layers stand apart; long strands are straight but where they cross.
///
/// The x minimize the sum of the weighted lengths of edges across (weights of Gansner et al. 1993, section 4: 1 between nodes, 2
/// at the end of a long strand, 8 inside it), found by network simplex on blocks: see `straightened`. Very large graphs keep the
/// x of `relaxed`.
func placeNodes(_ order: LayerOrder, _ options: LayoutOptions) -> Placement {
  let extents = order.extents()
  var ports = Ports(order)
  let room = Distances(order: order, extents: extents, nodeSpacing: options.nodeSpacing)
  var x = relaxed(order, room, rounds: order.items.count > 20_000 ? 8 : 12)
  if order.items.count <= 20_000 {
    x = straightened(x, order, room, ports) { widest in
      // Straight strands are worth some width, more of it where the page has room.
      max(widest * 23 / 20, min(Int(min(options.preferredWidth, 1e9)), widest * 3 / 2))
    }
  }
  // Whole pixels give crisp lines. Rounding keeps the order; distances shrink by less than a px, which the spacing allows.
  let left = order.items.indices.map { x[$0] - extents[$0].left }.min() ?? 0
  for item in x.indices { x[item] = (x[item] - left).rounded() + 1 }
  ports.slide(order, x: x)
  let width = (order.items.indices.map { x[$0] + extents[$0].right }.max() ?? 0) + 1
  let height = (0..<order.layerCount).map { layer in order.layer(layer).map { extents[$0].height }.max() ?? 0 }
  let lines = ports.lines(order, x: x)
  let tracks = Tracks(order, lines: lines)
  var top: [Double] = []
  var y = 1.0
  for layer in 0..<order.layerCount {
    top.append(y)
    // Room for lines to go across at different heights, within bounds.
    let room = min(Double(tracks.count[layer] - 1) * 5, options.layerSpacing * 0.5)
    y += height[layer] + (options.layerSpacing * 0.6 + room).rounded()
  }
  let bottom = zip(top, height).map(+).max() ?? 0
  return Placement(
    order: order, x: x, lines: lines, tracks: tracks, top: top, height: height, width: width, bottom: bottom)
}

/// The least distances of items of a layer.
struct Distances: Sendable {
  let order: LayerOrder
  let extents: [Extent]
  let nodeSpacing: Double

  /// The least distance between the middles of two neighbours.
  func between(_ left: Int, _ right: Int) -> Double {
    let room: Double =
      switch (order.items[left], order.items[right]) {
      case (.node, .node): nodeSpacing
      case (.bend, .bend): StrandRoom.lineDistance
      case (.node, _), (_, .node): 16
      default: StrandRoom.labelDistance
      }
    return extents[left].right + room + extents[right].left + 1
  }
}
