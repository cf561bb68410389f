/// Draws the lines, and puts boxes and labels where they stand.
///
/// Precondition: a placement. Postcondition: a line leaves and enters boxes at their borders; it crosses a layer straight, in
/// a gap between the items of the layer, and bends only between layers; a label lies on its own line, in a layer.
func routeEdges(_ placement: Placement, _ options: LayoutOptions) -> Drawing {
  let router = Router(placement)
  let acyclic = placement.order.layering.acyclic
  let graph = acyclic.graph
  var edges: [Drawing.Edge] = []
  edges.reserveCapacity(graph.edges.count)
  var line = Router.Line()
  // For each node with loops their measures, and how many of them are drawn.
  var loops: [Int: (measures: Loops, drawn: Int)] = [:]
  for index in graph.edges.indices {
    if acyclic.isLoop[index] {
      let node = graph.edges[index].from
      let (measures, drawn) = loops[node] ?? (router.loops(at: node), 0)
      loops[node] = (measures, drawn + 1)
      edges.append(router.loop(index, number: drawn, measures))
    } else {
      let path = router.path(index, &line)
      edges.append(
        Drawing.Edge(path: acyclic.isReversed[index] ? path.reversed : path, label: router.label(index)))
    }
  }
  return Drawing(
    size: Size(width: placement.width, height: placement.length + 1), direction: .down,
    nodes: graph.nodes.indices.map { router.box($0) }, edges: edges)
}

private final class Router {
  let placement: Placement
  let order: LayerOrder
  let graph: Graph
  /// For each edge where its line leaves its upper box and enters its lower one.
  private let ports: [Ports]
  /// For each item between which x a line that passes it may run.
  private let corridors: [Corridor]

  struct Ports {
    var out = 0.0
    var `in` = 0.0
  }

  struct Corridor {
    var low: Double
    var high: Double
  }

  /// A line as far as it is drawn: memory that one line after another uses.
  struct Line {
    var corners: [Point] = []
    var gates: [Gate] = []
    /// Where the next part begins.
    var from = Point(x: 0, y: 0)
  }

  init(_ placement: Placement) {
    self.placement = placement
    order = placement.order
    graph = placement.order.layering.acyclic.graph
    corridors = Router.corridors(placement)
    ports = Router.ports(placement)
  }

  private static func ports(_ placement: Placement) -> [Ports] {
    let chains = placement.order.chains
    let nodes = placement.order.layering.acyclic.graph.nodes
    var ports = [Ports](repeating: Ports(), count: chains.count)
    let outgoing = FlatLists(keys: nodes.count, numbers: chains.count) { chains[$0].first ?? -1 }
    let incoming = FlatLists(keys: nodes.count, numbers: chains.count) { chains[$0].last ?? -1 }
    var ends: [(x: Double, edge: Int)] = []
    for (node, size) in nodes.enumerated() {
      let x = placement.x[node]
      ends.removeAll(keepingCapacity: true)
      for edge in outgoing[node] { ends.append((placement.x[chains[edge][1]], edge)) }
      spread(&ends, x, size.width)
      for end in ends { ports[end.edge].out = end.x }
      ends.removeAll(keepingCapacity: true)
      for edge in incoming[node] { ends.append((placement.x[chains[edge][chains[edge].count - 2]], edge)) }
      spread(&ends, x, size.width)
      for end in ends { ports[end.edge].in = end.x }
    }
    return ports
  }

  /// Spreads the ends of edges over one side of a box, in the order of where they come from.
  private static func spread(_ ends: inout [(x: Double, edge: Int)], _ middle: Double, _ width: Double) {
    guard ends.count > 1 else {
      if !ends.isEmpty { ends[0].x = middle }
      return
    }
    ends.sort { $0 < $1 }
    let room = max(width - 24, width * 0.7)
    let step = min(22, room / Double(ends.count - 1))
    let first = middle - step * Double(ends.count - 1) / 2
    for index in ends.indices { ends[index].x = first + step * Double(index) }
  }

  /// The free room at each bend: up to a few px from boxes, and to the middle between it and another line. A line passes its label
  /// near the label's middle.
  private static func corridors(_ placement: Placement) -> [Corridor] {
    let (order, extents) = (placement.order, placement.extents)
    func isBend(_ item: Int) -> Bool { if case .bend = order.items[item] { true } else { false } }
    var corridors = placement.x.map { Corridor(low: $0, high: $0) }
    for (number, layer) in order.layers.enumerated() {
      let band = placement.bands.first { $0.layers.contains(number) }
      let (left, right) = (band?.left ?? 0, band?.right ?? placement.width)
      for (index, item) in layer.enumerated() {
        let x = placement.x[item]
        if case .label = order.items[item] {
          // A low label, in a drawing to the right, is passed in its very middle.
          let room = extents[item].left > 24 ? min(extents[item].left * 0.4, 14) : 0
          corridors[item] = Corridor(low: x - room, high: x + room)
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
        corridors[item] = Corridor(low: min(max(low, left + 3), x), high: max(min(high, right - 3), x))
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
      let item = order.chains[edge].first(where: { if case .label = order.items[$0] { true } else { false } })
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
  func path(_ edge: Int, _ line: inout Line) -> Drawing.Path {
    let chain = order.chains[edge]
    let (upper, lower) = (box(chain[0]), box(chain[chain.count - 1]))
    let start = Point(x: ports[edge].out, y: upper.y + upper.height)
    let end = Point(x: ports[edge].in, y: lower.y)
    // It leaves its layer upright, and enters the last one so.
    let first = order.layerOfItem[chain[0]], last = order.layerOfItem[chain[chain.count - 1]]
    let bottom = placement.top[first] + placement.height[first]
    let enter = Point(x: end.x, y: min(end.y - Self.approach, placement.top[last]))
    line.corners.removeAll(keepingCapacity: true)
    line.gates.removeAll(keepingCapacity: true)
    line.corners.append(start)
    line.from = Point(x: start.x, y: bottom + Self.departure)
    let goesRound = placement.bands.isEmpty ? nil : placement.crossings[edge]
    for index in 1..<chain.count {
      let item = chain[index]
      let layer = order.layerOfItem[item]
      if let crossing = goesRound?[layer] {
        let before = chain[index - 1]
        goRound(
          crossing, from: before, to: item, x: (index == 1 ? start.x : nil, index == chain.count - 1 ? end.x : nil),
          &line)
      }
      guard index < chain.count - 1 else { break }
      let corridor = corridors[item]
      // Flat lines keep away from what they pass above and below, too.
      line.gates.append(Gate(y: placement.top[layer] - 3, low: corridor.low, high: corridor.high))
      line.gates.append(
        Gate(y: placement.top[layer] + placement.height[layer] + 3, low: corridor.low, high: corridor.high))
    }
    pullTight(from: line.from, through: line.gates, to: enter, &line.corners)
    line.corners.append(end)
    return rounded(&line.corners, deviation: Self.deviation)
  }

  /// Ends the line at the end of its band, leads it through the margins, and begins anew before the next one.
  ///
  /// - Parameter x: where it leaves its box and where it enters one, when these stand at the cut.
  private func goRound(
    _ crossing: BandCrossing, from upper: Int, to lower: Int, x: (Double?, Double?), _ line: inout Line
  ) {
    let (out, into) = (x.0 ?? placement.x[upper], x.1 ?? placement.x[lower])
    let layer = order.layerOfItem[upper]
    let bottom = placement.top[layer] + placement.height[layer] + 3
    if bottom > line.from.y + 0.01 {
      line.gates.removeAll { $0.y >= bottom }
      pullTight(from: line.from, through: line.gates, to: Point(x: out, y: bottom), &line.corners)
    } else {
      line.corners.append(line.from)
    }
    line.corners += [
      Point(x: out, y: crossing.exit), Point(x: crossing.channel, y: crossing.exit),
      Point(x: crossing.channel, y: crossing.entry), Point(x: into, y: crossing.entry),
    ]
    // The last piece enters its box from where its arrow begins.
    line.from = Point(x: into, y: placement.top[order.layerOfItem[lower]] - (x.1 == nil ? 3 : 13))
    line.gates.removeAll(keepingCapacity: true)
  }

  // MARK: - Loops

  func loops(at node: Int) -> Loops {
    Loops(labels: placement.loops[node].map { graph.edges[$0].label }, nodeHeight: graph.nodes[node].height)
  }

  /// The loop with a number among those at its node, in the order of edges.
  func loop(_ edge: Int, number: Int, _ loops: Loops) -> Drawing.Edge {
    let box = box(graph.edges[edge].from)
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
