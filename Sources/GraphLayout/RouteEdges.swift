/// Draws the lines, and puts boxes and labels where they stand.
///
/// Precondition: a placement. Postcondition: a line leaves and enters boxes at their borders; it crosses a layer straight, in
/// a gap between the items of the layer, and bends only between layers; a label lies on its own line, in a layer.
func routeEdges(_ placement: Placement, _ options: LayoutOptions) -> Drawing {
  let router = Router(placement: placement)
  let acyclic = placement.order.layering.acyclic
  let graph = acyclic.graph
  var edges = [Drawing.Edge](
    repeating: Drawing.Edge(path: Drawing.Path(start: Point(x: 0, y: 0), segments: []), label: nil),
    count: graph.edges.count)
  for (index, strand) in acyclic.strands.enumerated() {
    let room = StrandRoom(strand, graph)
    for (number, edge) in strand.edges.enumerated() {
      let path = router.path(index, edge)
      edges[edge] = Drawing.Edge(
        path: acyclic.isReversed[edge] ? path.reversed : path, label: router.label(index, number, room))
    }
  }
  for (node, loops) in acyclic.loops.enumerated() where !loops.isEmpty {
    let measures = Loops(labels: loops.map { graph.edges[$0].label }, nodeHeight: graph.nodes[node].height)
    for (number, edge) in loops.enumerated() { edges[edge] = router.loop(edge, number, measures) }
  }
  return Drawing(
    size: Size(width: placement.width, height: placement.bottom + 1), direction: .down,
    nodes: graph.nodes.indices.map(router.box), edges: edges)
}

private struct Router {
  let placement: Placement
  /// The length of the straight pieces in which lines leave and enter layers.
  private static let lead = 5.0

  private var order: LayerOrder { placement.order }
  private var graph: Graph { placement.order.layering.acyclic.graph }

  // MARK: - Boxes and labels

  func box(_ node: Int) -> Rectangle {
    let size = graph.nodes[node]
    let layer = order.layerOfItem[node]
    return Rectangle(
      x: placement.x[node] - size.width / 2, y: placement.top[layer] + (placement.height[layer] - size.height) / 2,
      width: size.width, height: size.height)
  }

  /// The label of one of a strand's edges.
  func label(_ strand: Int, _ number: Int, _ room: StrandRoom) -> Rectangle? {
    guard let size = graph.edges[order.layering.acyclic.strands[strand].edges[number]].label,
      let item = order.chains[strand].first(where: { order.items[$0] == .label(strand: strand) })
    else { return nil }
    let layer = order.layerOfItem[item]
    return Rectangle(
      x: placement.x[item] - room.width / 2 + room.middles[number] - size.width / 2,
      y: placement.top[layer] + (placement.height[layer] - size.height) / 2, width: size.width, height: size.height)
  }

  // MARK: - Lines

  /// The line of an edge of a strand from its upper box to its lower one.
  func path(_ strand: Int, _ edge: Int) -> Drawing.Path {
    let chain = order.chains[strand]
    let (upper, lower) = (box(chain[0]), box(chain[chain.count - 1]))
    let lines = placement.lines[edge]
    var path = Drawing.Path(start: Point(x: lines[0], y: upper.y + upper.height), segments: [])
    var here = path.start
    for (index, item) in chain.enumerated() {
      let layer = order.layerOfItem[item]
      if index > 0 {
        let track = placement.tracks.ofStep[edge][index - 1], count = placement.tracks.count[layer - 1]
        let end = Point(x: lines[index], y: placement.top[layer])
        if let fold = placement.folds[layer - 1] {
          goRound(fold.corners(edge, from: here.x, to: end.x) + [end], from: &here, &path)
        } else {
          turn(to: end, track, of: count, from: &here, &path)
        }
      }
      let end = index == chain.count - 1 ? lower.y : placement.top[layer] + placement.height[layer]
      append(to: Point(x: lines[index], y: end), from: &here, &path)
    }
    return path
  }

  /// Goes from one layer to the next: in its track a line turns, before and after it goes straight down.
  private func turn(to end: Point, _ track: Int, of count: Int, from here: inout Point, _ path: inout Drawing.Path) {
    // Arrows end in a straight piece. Half of the rest, if need be, is for the tracks; all turns are equally high.
    let lead = min(Self.lead, (end.y - here.y) / 4)
    let room = end.y - here.y - 2 * lead
    let shift = count > 1 ? min(5, room * 0.55 / Double(count - 1)) : 0
    let height = room - shift * Double(count - 1)
    let start = here.y + lead + shift * Double(track)
    append(to: Point(x: here.x, y: start), from: &here, &path)
    append(to: Point(x: end.x, y: start + height), from: &here, &path)
    append(to: end, from: &here, &path)
  }

  /// Goes along straight lines with rounded corners.
  private func goRound(_ corners: [Point], from here: inout Point, _ path: inout Drawing.Path) {
    func toward(_ a: Point, _ b: Point, _ length: Double) -> Point {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let distance = max(abs(dx), abs(dy))
      return distance == 0 ? a : Point(x: a.x + dx / distance * length, y: a.y + dy / distance * length)
    }
    for (index, corner) in corners.enumerated() {
      guard index + 1 < corners.count else {
        path.segments.append(.line(to: corner))
        here = corner
        return
      }
      let next = corners[index + 1]
      let before = max(abs(corner.x - here.x), abs(corner.y - here.y))
      let after = max(abs(next.x - corner.x), abs(next.y - corner.y))
      let radius = min(6, before / 2, after / 2)
      let start = toward(corner, here, radius), end = toward(corner, next, radius)
      path.segments.append(.line(to: start))
      path.segments.append(.curve(toward(start, corner, radius * 0.55), toward(end, corner, radius * 0.55), to: end))
      here = end
    }
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

  func loop(_ edge: Int, _ number: Int, _ loops: Loops) -> Drawing.Edge {
    let node = graph.edges[edge].from
    let box = box(node)
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
