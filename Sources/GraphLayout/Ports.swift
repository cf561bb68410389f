/// Where lines leave and enter boxes: spread over the lower and the upper side, in the order of where they lead.
struct Ports: Sendable {
  /// For each edge the distance of where it leaves its upper box from the middle of that box, in px to the right.
  var out: [Double]
  /// The same for its lower box.
  var `in`: [Double]

  init(_ order: LayerOrder) {
    let acyclic = order.layering.acyclic
    out = Array(repeating: 0, count: acyclic.graph.edges.count)
    `in` = out
    var outgoing = [[Int]](repeating: [], count: acyclic.graph.nodes.count), incoming = outgoing
    for (index, strand) in acyclic.strands.enumerated() {
      outgoing[strand.from].append(index)
      incoming[strand.to].append(index)
    }
    for node in acyclic.graph.nodes.indices {
      outgoing[node].sort { (order.place[order.chains[$0][1]], $0) < (order.place[order.chains[$1][1]], $1) }
      incoming[node].sort { a, b in
        let (one, two) = (order.chains[a], order.chains[b])
        return (order.place[one[one.count - 2]], a) < (order.place[two[two.count - 2]], b)
      }
      Self.spread(outgoing[node], acyclic, width: acyclic.graph.nodes[node].width) { out[$0] = $1 }
      Self.spread(incoming[node], acyclic, width: acyclic.graph.nodes[node].width) { `in`[$0] = $1 }
    }
  }

  private static func spread(
    _ strands: [Int], _ acyclic: AcyclicGraph, width: Double, _ store: (Int, Double) -> Void
  ) {
    let edges = strands.flatMap { acyclic.strands[$0].edges }
    let room = max(width - 24, width * 0.6)
    let step = edges.count > 1 ? min(StrandRoom.lineDistance * 1.5, room / Double(edges.count - 1)) : 0
    let first = -step * Double(edges.count - 1) / 2
    for (index, edge) in edges.enumerated() { store(edge, first + step * Double(index)) }
  }

  /// Where the middle of a strand leaves its upper box.
  func out(_ strand: Strand) -> Double { strand.edges.reduce(0) { $0 + out[$1] } / Double(strand.edges.count) }

  /// Where the middle of a strand enters its lower box.
  func `in`(_ strand: Strand) -> Double { strand.edges.reduce(0) { $0 + `in`[$1] } / Double(strand.edges.count) }

  /// For each edge the x of its line at each item of its strand.
  func lines(_ order: LayerOrder, x: [Double]) -> [[Double]] {
    let acyclic = order.layering.acyclic
    var lines = [[Double]](repeating: [], count: acyclic.graph.edges.count)
    for (index, strand) in acyclic.strands.enumerated() {
      let room = StrandRoom(strand, acyclic.graph)
      let chain = order.chains[index]
      for (number, edge) in strand.edges.enumerated() {
        lines[edge] = chain.indices.map { step in
          x[chain[step]] + offset(order.items[chain[step]], edge, number, room, isLast: step > 0)
        }
      }
    }
    return lines
  }

  /// How far right of the middle of an item the line of an edge passes it.
  private func offset(
    _ item: LayerOrder.Kind, _ edge: Int, _ number: Int, _ room: StrandRoom, isLast: Bool
  ) -> Double {
    switch item {
    case .node: isLast ? `in`[edge] : out[edge]
    case .bend: room.lines[number] - room.linesWidth / 2
    case .label: room.middles[number] - room.width / 2
    }
  }

  /// Slides the ports along their sides towards where their lines lead, so that lines are straight where they can be. Their
  /// order stays.
  mutating func slide(_ order: LayerOrder, x: [Double]) {
    let acyclic = order.layering.acyclic
    var outgoing = [[Int]](repeating: [], count: acyclic.graph.nodes.count), incoming = outgoing
    var below = [Double](repeating: 0, count: acyclic.graph.edges.count), above = below
    for (index, strand) in acyclic.strands.enumerated() {
      let room = StrandRoom(strand, acyclic.graph)
      let chain = order.chains[index]
      outgoing[strand.from] += strand.edges
      incoming[strand.to] += strand.edges
      for (number, edge) in strand.edges.enumerated() {
        let (first, last) = (chain[1], chain[chain.count - 2])
        below[edge] = x[first] + offset(order.items[first], edge, number, room, isLast: true) - x[strand.from]
        above[edge] = x[last] + offset(order.items[last], edge, number, room, isLast: false) - x[strand.to]
      }
    }
    for node in acyclic.graph.nodes.indices {
      let width = acyclic.graph.nodes[node].width
      Self.slide(outgoing[node].sorted { (out[$0], $0) < (out[$1], $1) }, to: below, width: width, &out)
    }
    for (index, strand) in acyclic.strands.enumerated() where order.chains[index].count == 2 {
      for edge in strand.edges { above[edge] = x[strand.from] + out[edge] - x[strand.to] }
    }
    for node in acyclic.graph.nodes.indices {
      let width = acyclic.graph.nodes[node].width
      Self.slide(incoming[node].sorted { (`in`[$0], $0) < (`in`[$1], $1) }, to: above, width: width, &`in`)
    }
  }

  /// The places nearest to the wanted ones that keep order, distance and the side: an isotonic regression, by pooling adjacent
  /// violators, then clamped.
  private static func slide(_ edges: [Int], to wanted: [Double], width: Double, _ ports: inout [Double]) {
    guard !edges.isEmpty else { return }
    let reach = max(width / 2 - 8, width * 0.3)
    let step = edges.count > 1 ? min(StrandRoom.lineDistance, 2 * reach / Double(edges.count - 1)) : 0
    var runs: [(sum: Double, count: Int)] = []
    for (index, edge) in edges.enumerated() {
      // Far targets pull no more than near ones: else one line would push all others aside.
      runs.append((min(max(wanted[edge], -reach), reach) - step * Double(index), 1))
      while runs.count > 1 {
        let (last, before) = (runs[runs.count - 1], runs[runs.count - 2])
        if before.sum / Double(before.count) <= last.sum / Double(last.count) { break }
        runs.removeLast(2)
        runs.append((before.sum + last.sum, before.count + last.count))
      }
    }
    var index = 0
    for run in runs {
      for _ in 0..<run.count {
        let (low, high) = (-reach + step * Double(index), reach - step * Double(edges.count - 1 - index))
        ports[edges[index]] = min(max((run.sum / Double(run.count) + step * Double(index)), low), high).rounded()
        index += 1
      }
    }
  }
}
