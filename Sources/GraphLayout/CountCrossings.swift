extension LayerOrder {
  /// The number of crossings of edges between all layers.
  func crossings() -> Int {
    layers.indices.dropLast().reduce(0) { $0 + crossings(below: $1) }
  }

  /// The number of crossings of edges between a layer and the next.
  ///
  /// Source: Barth, Jünger, Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002): edges are taken from the left by their
  /// upper ends; a tree of partial sums knows how many of those before have their lower end further right. O(e log v).
  func crossings(below layer: Int) -> Int {
    let size = layers[layer + 1].count
    var tree = [Int](repeating: 0, count: size + 1)
    var total = 0, seen = 0
    for upper in layers[layer] {
      let links = below.of(upper)
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
