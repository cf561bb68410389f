/// Layers whose nodes are ordered. Besides the graph's own nodes they hold a dummy for every layer that an edge crosses.
struct LayerOrder: Sendable {
  /// What stands in a layer.
  enum Kind: Sendable, Hashable {
    /// A node of the graph.
    case node(Int)
    /// A bend of an edge.
    case bend(edge: Int)
    /// The label of an edge.
    case label(edge: Int)
  }

  var layering: Layering
  /// All nodes and dummies.
  var items: [Kind]
  /// For each item its layer.
  var layerOfItem: [Int]
  /// The items of each layer, from left to right.
  var layers: [[Int]]
  /// For each edge the items it passes, from above to below, ends included; empty for loops.
  var chains: [[Int]]
  /// Which items are connected with which one layer above and one below.
  var links: LayerLinks
  /// How many links between layers cross.
  var crossings = 0
}

extension LayerOrder {
  /// The layers with dummies put in, in the order in which nodes and edges come.
  init(_ layering: Layering) {
    let acyclic = layering.acyclic
    self.layering = layering
    let count = acyclic.graph.nodes.count
    items = []
    items.reserveCapacity(count + 2 * acyclic.graph.edges.count)
    for node in 0..<count { items.append(.node(node)) }
    layerOfItem = layering.layer
    layerOfItem.reserveCapacity(count + 2 * acyclic.graph.edges.count)
    chains = []
    chains.reserveCapacity(acyclic.graph.edges.count)
    for (index, edge) in acyclic.graph.edges.enumerated() {
      guard !acyclic.isLoop[index] else {
        chains.append([])
        continue
      }
      let (from, to) = acyclic.ends(index)
      let first = layering.layer[from] + 1, last = layering.layer[to]
      let middle = (layering.layer[from] + last) / 2
      var chain: [Int] = []
      chain.reserveCapacity(max(first, last) - first + 2)
      chain.append(from)
      for layer in first..<max(first, last) {
        let isLabel = edge.label != nil && layer == middle
        chain.append(items.count)
        items.append(isLabel ? .label(edge: index) : .bend(edge: index))
        layerOfItem.append(layer)
      }
      chain.append(to)
      chains.append(chain)
    }
    links = LayerLinks(chains, items: items.count)
    layers = Array(repeating: [], count: (layerOfItem.max() ?? -1) + 1)
    for (item, layer) in layerOfItem.enumerated() { layers[layer].append(item) }
  }
}
