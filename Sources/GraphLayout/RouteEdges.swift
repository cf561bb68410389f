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
  let height = zip(placement.top, placement.height).map(+).max() ?? 0
  return Drawing(
    size: Size(width: placement.width, height: height + 1), direction: .down,
    nodes: graph.nodes.indices.map(router.box), edges: edges)
}

private struct Router {
  let placement: Placement
  /// For each edge where its line leaves its upper box and enters its lower one.
  private var ports: [(out: Double, in: Double)]

  private var order: LayerOrder { placement.order }
  private var graph: Graph { placement.order.layering.acyclic.graph }

  init(_ placement: Placement) {
    self.placement = placement
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
    let room = max(graph.nodes[node].width - 24, graph.nodes[node].width * 0.6)
    let step = sorted.count > 1 ? min(22, room / Double(sorted.count - 1)) : 0
    let first = placement.x[node] - step * Double(sorted.count - 1) / 2
    for (index, edge) in sorted.enumerated() { store(edge, first + step * Double(index)) }
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

  /// The line of an edge from its upper box to its lower one.
  func path(_ edge: Int) -> Drawing.Path {
    let chain = order.chains[edge]
    let (upper, lower) = (box(chain[0]), box(chain[chain.count - 1]))
    var path = Drawing.Path(start: Point(x: ports[edge].out, y: upper.y + upper.height), segments: [])
    var here = path.start
    for (index, item) in chain.enumerated() {
      let layer = order.layerOfItem[item]
      let isLast = index == chain.count - 1
      let x = index == 0 ? ports[edge].out : isLast ? ports[edge].in : placement.x[item]
      if index > 0 {
        append(to: Point(x: x, y: placement.top[layer]), from: &here, &path)
      }
      let end = isLast ? lower.y : placement.top[layer] + placement.height[layer]
      append(to: Point(x: x, y: end), from: &here, &path)
    }
    return path
  }

  /// A straight line where both ends have one x, else a curve that begins and ends upright.
  private func append(to end: Point, from here: inout Point, _ path: inout Drawing.Path) {
    if end == here { return }
    if abs(end.x - here.x) < 0.5, case .line? = path.segments.last {
      path.segments[path.segments.count - 1] = .line(to: end)
    } else if abs(end.x - here.x) < 0.5 {
      path.segments.append(.line(to: end))
    } else {
      let half = (end.y - here.y) * 0.55
      path.segments.append(.curve(Point(x: here.x, y: here.y + half), Point(x: end.x, y: end.y - half), to: end))
    }
    here = end
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
