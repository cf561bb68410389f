/// Items that stand exactly above each other: a node alone, or dummies of one strand in layers that follow each other.
struct Blocks: Sendable {
  /// For each item its block.
  var ofItem: [Int]
  var count: Int

  /// Joins the dummies of each strand to blocks as long as can be.
  ///
  /// Two blocks that cross could not both be straight, so one of two dummy segments that cross is cut: of those between two
  /// layers, the ones remain that do not cross each other and belong to the longest strands (a heaviest increasing subsequence,
  /// found with a tree of partial maxima in O(n log n)). What stands left of what is then free of cycles, for lines that do not
  /// cross have an order.
  ///
  /// Straight strands can make a drawing far wider than its layers are. While it is wider than `width`, strands are cut on the
  /// longest way from left to right, where it leads from one layer to another.
  init(_ order: LayerOrder, _ distances: Distances, width: (_ widestLayer: Int) -> Int) {
    var isCut = [Bool](repeating: false, count: order.items.count)
    for layer in 0..<max(order.layerCount - 1, 0) { Self.cut(below: layer, order, &isCut) }
    let gaps = order.slots.indices.map { slot in
      order.place[order.slots[slot]] == 0
        ? 0 : Int(distances.between(order.slots[slot - 1], order.slots[slot]).rounded(.up))
    }
    let widest = (0..<order.layerCount).map { order.range($0).reduce(0) { $0 + gaps[$1] } }.max() ?? 0
    let wanted = width(widest)
    ofItem = []
    count = 0
    join(order, isCut)
    for _ in 0..<(80 + 40_000 / order.items.count) {
      let turns = turnsOfLongestWay(order, gaps, wanted)
      if turns.isEmpty { break }
      for turn in turns { isCut[turn] = true }
      join(order, isCut)
    }
  }

  private mutating func join(_ order: LayerOrder, _ isCut: [Bool]) {
    ofItem = Array(repeating: -1, count: order.items.count)
    count = 0
    for node in order.layering.acyclic.graph.nodes.indices {
      ofItem[node] = count
      count += 1
    }
    for chain in order.chains {
      for index in 1..<max(chain.count - 1, 1) {
        if index > 1, !isCut[chain[index - 1]] {
          ofItem[chain[index]] = count - 1
        } else {
          ofItem[chain[index]] = count
          count += 1
        }
      }
    }
  }

  /// The items below which the longest way from left to right should be cut, if it is longer than wanted: where it goes over
  /// the most layers, or nearly as many.
  private func turnsOfLongestWay(_ order: LayerOrder, _ gaps: [Int], _ wanted: Int) -> [Int] {
    var waiting = [Int](repeating: 0, count: count)
    // For each block the first of its items, which stand below each other in the items' order.
    var first = [Int](repeating: -1, count: count), size = waiting
    for (item, block) in ofItem.enumerated() {
      if first[block] < 0 { first[block] = item }
      size[block] += 1
      if order.place[item] > 0 { waiting[block] += 1 }
    }
    var length = [Int](repeating: 0, count: count)
    // For each block, the item of it from whose left neighbour the longest way comes.
    var entry = [Int](repeating: -1, count: count)
    var queue = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    var last = 0
    while next < queue.count {
      let block = queue[next]
      next += 1
      if length[block] > length[last] { last = block }
      for item in first[block]..<(first[block] + size[block]) {
        let slot = order.bounds[order.layerOfItem[item]] + order.place[item] + 1
        guard slot < order.bounds[order.layerOfItem[item] + 1] else { continue }
        let other = ofItem[order.slots[slot]]
        if length[block] + gaps[slot] > length[other] || entry[other] < 0 {
          (length[other], entry[other]) = (max(length[other], length[block] + gaps[slot]), order.slots[slot])
        }
        waiting[other] -= 1
        if waiting[other] == 0 { queue.append(other) }
      }
    }
    guard !queue.isEmpty, length[last] > wanted else { return [] }
    // Back from the right end; where the way leaves a block in another layer than it came, it can be cut.
    var turns: [(span: Int, item: Int)] = []
    var block = last
    while entry[block] >= 0 {
      let item = entry[block]
      let left = order.slots[order.bounds[order.layerOfItem[item]] + order.place[item] - 1]
      block = ofItem[left]
      if entry[block] >= 0, entry[block] != left {
        let (upper, lower) = (min(left, entry[block]), max(left, entry[block]))
        // The cut that leaves the longer piece whole.
        let above = upper - first[block], below = first[block] + size[block] - 1 - lower
        turns.append((lower - upper, above > below ? lower - 1 : upper))
      }
    }
    let most = turns.map(\.span).max() ?? 0
    return turns.filter { $0.span * 2 > most }.map(\.item)
  }

  private static func cut(below layer: Int, _ order: LayerOrder, _ isCut: inout [Bool]) {
    // From left to right by their upper ends, the segments, and for each the best one left of it that it does not cross.
    var segments: [(item: Int, total: Int, before: Int)] = []
    let size = order.range(layer + 1).count
    var tree = [Int](repeating: -1, count: size + 1)
    let nodes = order.layering.acyclic.graph.nodes.count
    for item in order.layer(layer) where item >= nodes {
      let lower = order.below.ends[order.below.start[item]]
      guard lower >= nodes else { continue }
      var before = -1
      var index = order.place[lower]
      while index > 0 {
        if tree[index] >= 0, before < 0 || segments[tree[index]].total > segments[before].total { before = tree[index] }
        index -= index & -index
      }
      let total = (before < 0 ? 0 : segments[before].total) + length(item, order)
      segments.append((item, total, before))
      index = order.place[lower] + 1
      while index <= size {
        if tree[index] < 0 || segments[tree[index]].total < total { tree[index] = segments.count - 1 }
        index += index & -index
      }
      isCut[item] = true
    }
    var best = segments.indices.max { segments[$0].total < segments[$1].total } ?? -1
    while best >= 0 {
      isCut[segments[best].item] = false
      best = segments[best].before
    }
  }

  private static func length(_ item: Int, _ order: LayerOrder) -> Int {
    switch order.items[item] {
    case .node: 0
    case .bend(let strand), .label(let strand): order.chains[strand].count
    }
  }
}
