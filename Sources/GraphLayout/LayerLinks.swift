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

  init(_ order: LayerOrder) {
    (aboveStart, above) = LayerLinks.flat(order.above)
    (belowStart, below) = LayerLinks.flat(order.below)
  }

  private static func flat(_ lists: [[Int]]) -> (starts: [Int], all: [Int]) {
    var starts = [0]
    starts.reserveCapacity(lists.count + 1)
    for list in lists { starts.append(starts[starts.count - 1] + list.count) }
    return (starts, lists.flatMap { $0 })
  }

  func aboveRange(_ item: Int) -> Range<Int> { aboveStart[item]..<aboveStart[item + 1] }
  func belowRange(_ item: Int) -> Range<Int> { belowStart[item]..<belowStart[item + 1] }
}
