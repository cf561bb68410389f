/// The x of all items at which the sum of weighted lengths across is least, if every block is to be straight.
///
/// Source: Gansner et al. (1993), section 4.2: x are ranks in an auxiliary graph, in which neighbours of a layer are connected by
/// edges as long as their distance, and each pull is a node of its own with an edge to either end. Blocks instead of items make
/// the graph small. `x` is where the search begins; its order is kept.
func straightened(
  _ x: [Double], _ order: LayerOrder, _ distances: Distances, _ ports: Ports, width: (_ widestLayer: Int) -> Int
) -> [Double] {
  let problem = BlockProblem(order, distances, ports, width: width)
  var edges = problem.separations
  var rank = problem.feasible(x)
  let count = rank.count
  for (index, pull) in problem.pulls.enumerated() {
    // |a - b - distance| is the slack of the two edges together.
    let (first, second) = (max(0, pull.distance), max(0, -pull.distance))
    edges.append(NetworkSimplex.Edge(from: count + index, to: pull.a, length: first, weight: pull.weight))
    edges.append(NetworkSimplex.Edge(from: count + index, to: pull.b, length: second, weight: pull.weight))
    rank.append(min(rank[pull.a] - first, rank[pull.b] - second))
  }
  // Two more nodes are the sides of the drawing, which pull each other.
  let (left, right) = (rank.count, rank.count + 1)
  let (least, most) = (rank.prefix(count).min() ?? 0, rank.prefix(count).max() ?? 0)
  rank += [least, most]
  for block in problem.first { edges.append(NetworkSimplex.Edge(from: left, to: block, length: 0, weight: 0)) }
  for block in problem.last { edges.append(NetworkSimplex.Edge(from: block, to: right, length: 0, weight: 0)) }
  edges.append(NetworkSimplex.Edge(from: left, to: right, length: 0, weight: 1 + order.layerCount / 4))
  let size = rank.count
  var simplex = NetworkSimplex(count: size, edges: edges, rank: rank)
  simplex.solve(work: 20_000 + size * 100 + size * size / 5)
  rank = Array(simplex.rank.prefix(count))
  problem.center(&rank)
  return problem.blocks.ofItem.map { Double(rank[$0]) }
}

/// The blocks, how far they must stand apart, and who pulls whom.
private struct BlockProblem {
  /// Blocks `a` and `b` are best when a - b is the distance.
  struct Pull {
    var a: Int
    var b: Int
    var distance: Int
    var weight: Int
  }

  let blocks: Blocks
  var separations: [NetworkSimplex.Edge] = []
  var pulls: [Pull] = []
  /// The first and the last block of each layer.
  let first: [Int]
  let last: [Int]

  init(_ order: LayerOrder, _ distances: Distances, _ ports: Ports, width: (Int) -> Int) {
    let blocks = Blocks(order, distances, width: width)
    self.blocks = blocks
    first = (0..<order.layerCount).map { blocks.ofItem[order.slots[order.bounds[$0]]] }
    last = (0..<order.layerCount).map { blocks.ofItem[order.slots[order.bounds[$0 + 1] - 1]] }
    var known: [Int: Int] = [:]
    for layer in 0..<order.layerCount {
      for (left, right) in zip(order.layer(layer), order.layer(layer).dropFirst()) {
        let (a, b) = (blocks.ofItem[left], blocks.ofItem[right])
        let length = Int(distances.between(left, right).rounded(.up))
        if let edge = known[a * blocks.count + b] {
          separations[edge].length = max(separations[edge].length, length)
        } else {
          known[a * blocks.count + b] = separations.count
          separations.append(NetworkSimplex.Edge(from: a, to: b, length: length, weight: 0))
        }
      }
    }
    let nodes = order.layering.acyclic.graph.nodes.count
    for (index, strand) in order.layering.acyclic.strands.enumerated() {
      let chain = order.chains[index]
      for (upper, lower) in zip(chain, chain.dropFirst()) where blocks.ofItem[upper] != blocks.ofItem[lower] {
        let weight = upper < nodes && lower < nodes ? 1 : upper < nodes || lower < nodes ? 2 : 8
        let distance = (lower < nodes ? ports.in(strand) : 0) - (upper < nodes ? ports.out(strand) : 0)
        pulls.append(
          Pull(
            a: blocks.ofItem[upper], b: blocks.ofItem[lower], distance: Int(distance.rounded()),
            weight: weight * min(strand.edges.count, 4)))
      }
    }
  }

  /// Whole x near the given ones that keep all distances.
  func feasible(_ x: [Double]) -> [Int] {
    var sum = [Double](repeating: 0, count: blocks.count), items = sum
    for (item, block) in blocks.ofItem.enumerated() {
      sum[block] += x[item]
      items[block] += 1
    }
    var position = zip(sum, items).map { Int(($0 / $1).rounded()) }
    var waiting = [Int](repeating: 0, count: blocks.count)
    var outgoing = [[Int]](repeating: [], count: blocks.count)
    for (index, edge) in separations.enumerated() {
      waiting[edge.to] += 1
      outgoing[edge.from].append(index)
    }
    var queue = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < queue.count {
      let block = queue[next]
      next += 1
      for index in outgoing[block] {
        let edge = separations[index]
        position[edge.to] = max(position[edge.to], position[block] + edge.length)
        waiting[edge.to] -= 1
        if waiting[edge.to] == 0 { queue.append(edge.to) }
      }
    }
    return position
  }

  /// Moves blocks that could stand in several places at no cost to the middle of these.
  func center(_ rank: inout [Int]) {
    var wishes = [[(pull: Int, isA: Bool)]](repeating: [], count: blocks.count)
    for (index, pull) in pulls.enumerated() {
      wishes[pull.a].append((index, true))
      wishes[pull.b].append((index, false))
    }
    var left = [[Int]](repeating: [], count: blocks.count), right = left
    for (index, edge) in separations.enumerated() {
      right[edge.from].append(index)
      left[edge.to].append(index)
    }
    for round in 0..<4 {
      for step in 0..<blocks.count {
        let block = round.isMultiple(of: 2) ? step : blocks.count - 1 - step
        var wanted: [(place: Int, weight: Int)] = wishes[block].map { index, isA in
          let pull = pulls[index]
          return (isA ? rank[pull.b] + pull.distance : rank[pull.a] - pull.distance, pull.weight)
        }
        wanted.sort { $0.place < $1.place }
        let total = wanted.reduce(0) { $0 + $1.weight }
        guard total > 0 else { continue }
        var before = 0
        var low = wanted[0].place, high = low
        for (place, weight) in wanted {
          if before * 2 < total { low = place }
          if before * 2 <= total { high = place }
          before += weight
        }
        let least = left[block].map { rank[separations[$0].from] + separations[$0].length }.max() ?? low
        let most = right[block].map { rank[separations[$0].to] - separations[$0].length }.min() ?? high
        if least <= most {
          rank[block] = min(max((max(low, min(least, high)) + min(high, max(most, low))) / 2, least), most)
        }
      }
    }
  }
}
