/// Draws the lines, and puts boxes and labels where they stand.
///
/// Precondition: a placement. Postcondition: a line leaves and enters boxes at their borders; it crosses a layer straight, in
/// a gap between the items of the layer, and bends only between layers; a label lies on its own line, in a layer.
func routeEdges(_ placement: Placement, _ options: LayoutOptions) -> Drawing {
  let router = Router(placement)
  let acyclic = placement.order.layering.acyclic
  let graph = acyclic.graph
  var edges: [Drawing.Edge] = []
  for index in graph.edges.indices {
    if acyclic.isLoop[index] {
      edges.append(router.loop(index))
    } else {
      let path = router.path(index)
      edges.append(
        Drawing.Edge(path: acyclic.isReversed[index] ? path.reversed : path, label: router.label(index)))
    }
  }
  return Drawing(
    size: Size(width: placement.width, height: placement.length + 1), direction: .down,
    nodes: graph.nodes.indices.map(router.box), edges: edges)
}

private struct Router {
  let placement: Placement
  /// For each edge where its line leaves its upper box and enters its lower one.
  private var ports: [(out: Double, in: Double)]
  /// For each item between which x a line that passes it may run.
  private let corridors: [(low: Double, high: Double)]

  private var order: LayerOrder { placement.order }
  private var graph: Graph { placement.order.layering.acyclic.graph }

  init(_ placement: Placement) {
    self.placement = placement
    corridors = Router.corridors(placement)
    ports = Array(repeating: (0, 0), count: placement.order.chains.count)
    var outgoing = [[Int]](repeating: [], count: graph.nodes.count), incoming = outgoing
    for (edge, chain) in placement.order.chains.enumerated() where !chain.isEmpty {
      outgoing[chain[0]].append(edge)
      incoming[chain[chain.count - 1]].append(edge)
    }
    for node in graph.nodes.indices {
      spread(outgoing[node], at: node, towards: { $0[1] }) { ports[$0].out = $1 }
      spread(incoming[node], at: node, towards: { $0[$0.count - 2] }) { ports[$0].in = $1 }
    }
  }

  /// Spreads the ends of edges over one side of a box, in the order of where they come from.
  private func spread(
    _ edges: [Int], at node: Int, towards next: ([Int]) -> Int, _ store: (Int, Double) -> Void
  ) {
    let sorted = edges.sorted { a, b in
      (placement.x[next(order.chains[a])], a) < (placement.x[next(order.chains[b])], b)
    }
    let room = max(graph.nodes[node].width - 24, graph.nodes[node].width * 0.7)
    let step = sorted.count > 1 ? min(22, room / Double(sorted.count - 1)) : 0
    let first = placement.x[node] - step * Double(sorted.count - 1) / 2
    for (index, edge) in sorted.enumerated() { store(edge, first + step * Double(index)) }
  }

  /// The free room at each bend: up to a few px from boxes, and to the middle between it and another line. A line passes its label
  /// near the label's middle.
  private static func corridors(_ placement: Placement) -> [(low: Double, high: Double)] {
    let order = placement.order
    let extents = order.extents(loops: placement.loops)
    func isBend(_ item: Int) -> Bool { if case .bend = order.items[item] { true } else { false } }
    var corridors = placement.x.map { (low: $0, high: $0) }
    for (number, layer) in order.layers.enumerated() {
      let band = placement.bands.first { $0.layers.contains(number) }
      let (left, right) = (band?.left ?? 0, band?.right ?? placement.width)
      for (index, item) in layer.enumerated() {
        let x = placement.x[item]
        if case .label = order.items[item] {
          // A low label, in a drawing to the right, is passed in its very middle.
          let room = extents[item].left > 24 ? min(extents[item].left * 0.4, 14) : 0
          corridors[item] = (x - room, x + room)
        }
        guard isBend(item) else { continue }
        var (low, high) = (x - 200, x + 200)
        if index > 0 {
          let other = layer[index - 1]
          let wall = placement.x[other] + extents[other].right
          low = max(low, isBend(other) ? (placement.x[other] + x) / 2 + 3 : wall + min(8, (x - wall) * 0.7))
        }
        if index + 1 < layer.count {
          let other = layer[index + 1]
          let wall = placement.x[other] - extents[other].left
          high = min(high, isBend(other) ? (placement.x[other] + x) / 2 - 3 : wall - min(8, (wall - x) * 0.7))
        }
        corridors[item] = (min(max(low, left + 3), x), max(min(high, right - 3), x))
      }
    }
    return corridors
  }

  // MARK: - Boxes and labels

  func box(_ node: Int) -> Rectangle {
    let size = graph.nodes[node]
    let layer = order.layerOfItem[node]
    return Rectangle(
      x: placement.x[node] - size.width / 2, y: placement.top[layer] + (placement.height[layer] - size.height) / 2,
      width: size.width, height: size.height)
  }

  func label(_ edge: Int) -> Rectangle? {
    guard let size = graph.edges[edge].label,
      let item = order.chains[edge].first(where: { order.items[$0] == .label(edge: edge) })
    else { return nil }
    let layer = order.layerOfItem[item]
    return Rectangle(
      x: placement.x[item] - size.width / 2, y: placement.top[layer] + (placement.height[layer] - size.height) / 2,
      width: size.width, height: size.height)
  }

  // MARK: - Lines

  /// How far a line runs upright before the box that it enters, so that an arrow fits, and after the one that it leaves.
  private static let (approach, departure) = (10.0, 3.0)
  /// How far a rounded corner may leave its line: less than what corridors keep from their walls.
  private static let deviation = 2.5

  /// The line of an edge from its upper box to its lower one: pulled tight in the corridors that it has in the layers.
  func path(_ edge: Int) -> Drawing.Path {
    let chain = order.chains[edge]
    let (upper, lower) = (box(chain[0]), box(chain[chain.count - 1]))
    let start = Point(x: ports[edge].out, y: upper.y + upper.height)
    let end = Point(x: ports[edge].in, y: lower.y)
    // It leaves its layer upright, and enters the last one so.
    let first = order.layerOfItem[chain[0]], last = order.layerOfItem[chain[chain.count - 1]]
    let bottom = placement.top[first] + placement.height[first]
    let leave = Point(x: start.x, y: bottom + Self.departure)
    let enter = Point(x: end.x, y: min(end.y - Self.approach, placement.top[last]))
    var corners = [start]
    var from = leave
    var gates: [Gate] = []
    gates.reserveCapacity(chain.count * 2)
    for (index, item) in chain.enumerated() where index > 0 {
      let layer = order.layerOfItem[item]
      if let crossing = placement.crossings[edge]?[layer] {
        let before = chain[index - 1]
        goRound(
          crossing, from: before, to: item, x: (index == 1 ? start.x : nil, index == chain.count - 1 ? end.x : nil),
          &corners, &from, &gates)
      }
      guard index < chain.count - 1 else { break }
      let (low, high) = corridors[item]
      // Flat lines keep away from what they pass above and below, too.
      gates.append(Gate(y: placement.top[layer] - 3, low: low, high: high))
      gates.append(Gate(y: placement.top[layer] + placement.height[layer] + 3, low: low, high: high))
    }
    corners += pulledTight(from: from, through: gates, to: enter) + [end]
    return rounded(corners, deviation: Self.deviation)
  }

  /// Ends the line at the end of its band, leads it through the margins, and begins anew before the next one.
  ///
  /// - Parameter x: where it leaves its box and where it enters one, when these stand at the cut.
  private func goRound(
    _ crossing: BandCrossing, from upper: Int, to lower: Int, x: (Double?, Double?), _ corners: inout [Point],
    _ from: inout Point, _ gates: inout [Gate]
  ) {
    let (out, into) = (x.0 ?? placement.x[upper], x.1 ?? placement.x[lower])
    let layer = order.layerOfItem[upper]
    let bottom = placement.top[layer] + placement.height[layer] + 3
    if bottom > from.y + 0.01 {
      corners += pulledTight(from: from, through: gates.filter { $0.y < bottom }, to: Point(x: out, y: bottom))
    } else {
      corners.append(from)
    }
    corners += [
      Point(x: out, y: crossing.exit), Point(x: crossing.channel, y: crossing.exit),
      Point(x: crossing.channel, y: crossing.entry), Point(x: into, y: crossing.entry),
    ]
    // The last piece enters its box from where its arrow begins.
    from = Point(x: into, y: placement.top[order.layerOfItem[lower]] - (x.1 == nil ? 3 : 13))
    gates = []
  }

  // MARK: - Loops

  func loop(_ edge: Int) -> Drawing.Edge {
    let node = graph.edges[edge].from
    let box = box(node)
    let all = placement.loops[node]
    let loops = Loops(labels: all.map { graph.edges[$0].label }, nodeHeight: box.height)
    let number = all.firstIndex(of: edge) ?? 0
    let right = box.x + box.width, middle = box.y + box.height / 2
    let turn = right + loops.turns[number], rise = loops.rises[number]
    let port = min(box.height / 2, 5 + Double(number)) * 0.8
    let corner = min(8, loops.turns[number] / 2)
    let path = Drawing.Path(
      start: Point(x: right, y: middle - port),
      segments: [
        .line(to: Point(x: right + corner, y: middle - rise)),
        .line(to: Point(x: turn - corner, y: middle - rise)),
        .curve(Point(x: turn, y: middle - rise), Point(x: turn, y: middle - rise), to: Point(x: turn, y: middle)),
        .curve(
          Point(x: turn, y: middle + rise), Point(x: turn, y: middle + rise),
          to: Point(x: turn - corner, y: middle + rise)),
        .line(to: Point(x: right + corner, y: middle + rise)),
        .line(to: Point(x: right, y: middle + port)),
      ])
    let label = graph.edges[edge].label.map { size in
      Rectangle(x: turn + 4, y: middle - size.height / 2, width: size.width, height: size.height)
    }
    return Drawing.Edge(path: path, label: label)
  }
}
