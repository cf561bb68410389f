extension LayerOrder {
  /// The number of crossings of edges between all layers.
  ///
  /// Source: Barth, Jünger, Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002): edges are taken from the left by their
  /// upper ends; a tree of partial sums knows how many of those before have their lower end further right. O(e log v).
  func crossings() -> Int {
    var tree: [Int] = []
    var total = 0
    for layer in 0..<max(layerCount - 1, 0) { total += crossings(below: layer, &tree) }
    return total
  }

  private func crossings(below layer: Int, _ tree: inout [Int]) -> Int {
    let size = range(layer + 1).count
    tree.removeAll(keepingCapacity: true)
    tree.append(contentsOf: repeatElement(0, count: size + 1))
    var total = 0, seen = 0
    for slot in range(layer) {
      let links = below.of(slots[slot])
      for link in links {
        var index = place[below.ends[link]] + 1
        var notAfter = 0
        while index > 0 {
          notAfter += tree[index]
          index -= index & -index
        }
        total += (seen - notAfter) * below.weights[link]
      }
      for link in links {
        var index = place[below.ends[link]] + 1
        while index <= size {
          tree[index] += below.weights[link]
          index += index & -index
        }
        seen += below.weights[link]
      }
    }
    return total
  }
}
