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
    items = acyclic.graph.nodes.indices.map(Kind.node)
    layerOfItem = layering.layer
    chains = []
    for index in acyclic.graph.edges.indices {
      guard !acyclic.isLoop[index] else {
        chains.append([])
        continue
      }
      let (from, to) = acyclic.ends(index)
      var chain = [from]
      let first = layering.layer[from] + 1, last = layering.layer[to]
      let middle = (layering.layer[from] + last) / 2
      for layer in first..<max(first, last) {
        let isLabel = acyclic.graph.edges[index].label != nil && layer == middle
        items.append(isLabel ? .label(edge: index) : .bend(edge: index))
        layerOfItem.append(layer)
        chain.append(items.count - 1)
      }
      chains.append(chain + [to])
    }
    links = LayerLinks(chains, items: items.count)
    layers = Array(repeating: [], count: (layerOfItem.max() ?? -1) + 1)
    for item in items.indices { layers[layerOfItem[item]].append(item) }
  }
}
