/// Layers whose nodes are ordered. Besides the graph's own nodes they hold a dummy for every layer that a strand crosses.
struct LayerOrder: Sendable {
  /// What stands in a layer.
  enum Kind: Sendable, Hashable {
    /// A node of the graph.
    case node(Int)
    /// Where a strand crosses a layer.
    case bend(strand: Int)
    /// The labels of a strand.
    case label(strand: Int)
  }

  var layering: Layering
  /// All nodes, then all dummies.
  var items: [Kind]
  /// For each item its layer.
  var layerOfItem: [Int]
  /// For each strand the items it passes, from above to below, ends included.
  var chains: [[Int]]
  /// For each item those it is connected with one layer above and one below.
  var above: Links
  var below: Links
  /// The items of all layers, layer by layer from above, each from left to right.
  var slots: [Int]
  /// Where each layer begins in `slots`; the last one ends at the number that follows.
  var bounds: [Int]
  /// For each item its place in its layer.
  var place: [Int]

  /// The number of layers.
  var layerCount: Int { bounds.count - 1 }

  /// Where the items of a layer stand in `slots`.
  func range(_ layer: Int) -> Range<Int> { bounds[layer]..<bounds[layer + 1] }

  /// The items of a layer, from left to right.
  func layer(_ layer: Int) -> ArraySlice<Int> { slots[range(layer)] }
}

/// For each item its neighbours on one side, and of how many edges the strands to them are.
struct Links: Sendable {
  /// Where the neighbours of an item begin in `ends`; those of the next one begin where they end.
  var start: [Int]
  var ends: [Int]
  var weights: [Int]

  func of(_ item: Int) -> Range<Int> { start[item]..<start[item + 1] }

  /// The neighbours of each item from a list of connections.
  init(count: Int, _ pairs: [(item: Int, end: Int, weight: Int)]) {
    start = Array(repeating: 0, count: count + 1)
    for pair in pairs { start[pair.item + 1] += 1 }
    for item in 0..<count { start[item + 1] += start[item] }
    ends = Array(repeating: 0, count: pairs.count)
    weights = ends
    var next = start
    for pair in pairs {
      ends[next[pair.item]] = pair.end
      weights[next[pair.item]] = pair.weight
      next[pair.item] += 1
    }
  }
}

extension LayerOrder {
  /// The layers with dummies put in, in the order in which nodes and edges come.
  ///
  /// A label stands in the middle of its strand, or one layer beside it where that is less wide.
  init(_ layering: Layering) {
    let (strands, nodes) = (layering.acyclic.strands, layering.acyclic.graph.nodes)
    self.layering = layering
    items = nodes.indices.map(Kind.node)
    layerOfItem = layering.layer
    chains = []
    var width = [Double](repeating: 0, count: (layering.layer.max() ?? -1) + 1)
    for (node, size) in nodes.enumerated() { width[layering.layer[node]] += size.width }
    var pairs: [(item: Int, end: Int, weight: Int)] = []
    for (index, strand) in strands.enumerated() {
      var chain = [strand.from]
      let first = layering.layer[strand.from] + 1, last = layering.layer[strand.to]
      var labelLayer = -1
      if strand.hasLabel {
        let room = StrandRoom(strand, layering.acyclic.graph)
        labelLayer = (first + last) / 2
        for other in [labelLayer - 1, labelLayer + 1] where other >= first && other < last {
          if width[other] < width[labelLayer] - room.width / 2 { labelLayer = other }
        }
        width[labelLayer] += room.width
      }
      for layer in first..<max(first, last) {
        items.append(layer == labelLayer ? .label(strand: index) : .bend(strand: index))
        layerOfItem.append(layer)
        chain.append(items.count - 1)
      }
      chain.append(strand.to)
      for (upper, lower) in zip(chain, chain.dropFirst()) { pairs.append((upper, lower, strand.edges.count)) }
      chains.append(chain)
    }
    below = Links(count: items.count, pairs)
    above = Links(count: items.count, pairs.map { ($0.end, $0.item, $0.weight) })
    bounds = Array(repeating: 0, count: width.count + 1)
    for layer in layerOfItem { bounds[layer + 1] += 1 }
    for layer in width.indices { bounds[layer + 1] += bounds[layer] }
    slots = Array(repeating: 0, count: items.count)
    place = slots
    var next = bounds
    for item in items.indices {
      slots[next[layerOfItem[item]]] = item
      next[layerOfItem[item]] += 1
    }
    number()
  }

  /// Writes the places of all items anew.
  mutating func number() {
    for layer in 0..<layerCount { number(layer) }
  }

  /// Writes the places of the items of a layer anew.
  mutating func number(_ layer: Int) {
    let start = bounds[layer]
    for slot in range(layer) { place[slots[slot]] = slot - start }
  }
}
