/// Which items of neighbouring layers are connected, in flat arrays: what all orders of one graph share.
struct LayerLinks: Sendable {
  /// For each item where its links begin in `above` and `below`; one more at the end.
  var aboveStart: [Int]
  var belowStart: [Int]
  /// The items that each is connected with in the layer above, and in the layer below.
  var above: [Int]
  var below: [Int]

  /// The number of links between layers.
  var count: Int { below.count }

  /// The links of edges that pass the items of their chains, from above to below.
  init(_ chains: [[Int]], items count: Int) {
    aboveStart = Array(repeating: 0, count: count + 1)
    belowStart = aboveStart
    for chain in chains {
      for index in chain.indices.dropFirst() {
        belowStart[chain[index - 1] + 1] += 1
        aboveStart[chain[index] + 1] += 1
      }
    }
    for item in 0..<count {
      aboveStart[item + 1] += aboveStart[item]
      belowStart[item + 1] += belowStart[item]
    }
    above = Array(repeating: 0, count: aboveStart[count])
    below = above
    var (nextAbove, nextBelow) = (aboveStart, belowStart)
    for chain in chains {
      for index in chain.indices.dropFirst() {
        let (upper, lower) = (chain[index - 1], chain[index])
        below[nextBelow[upper]] = lower
        nextBelow[upper] += 1
        above[nextAbove[lower]] = upper
        nextAbove[lower] += 1
      }
    }
  }

  func aboveRange(_ item: Int) -> Range<Int> { aboveStart[item]..<aboveStart[item + 1] }
  func belowRange(_ item: Int) -> Range<Int> { belowStart[item]..<belowStart[item + 1] }
}
