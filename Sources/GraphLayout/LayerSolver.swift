/// Moves the items of layers to where their neighbours pull them.
///
/// What does not change from round to round is counted once.
final class LayerSolver {
  /// Which neighbours pull.
  enum Side {
    case above, below, both
  }

  /// A neighbour of an item, and how strongly it pulls.
  private struct Link {
    var other: Int
    var weight: Double
  }

  /// An item in its layer.
  private struct Item {
    var number: Int
    /// How far right of the first of its layer it stands when the layer is packed.
    var offset: Double
    /// Where its neighbours above end in `links`, and those below begin.
    var below: Int
    /// The weights of its neighbours in sum.
    var aboveWeight: Double
    var belowWeight: Double
  }

  /// Items that touch: where the first one stands less its offset.
  private struct Block {
    var position: Double
    var weight: Double
    var count: Int
  }

  /// For each item where its middle stands.
  let x: UnsafeMutableBufferPointer<Double>
  /// The items, layer after layer, and for each layer where they begin.
  private let items: UnsafeMutableBufferPointer<Item>
  private let layerStart: [Int]
  /// The links of all items, those above first, and where they begin for each.
  private let links: UnsafeMutableBufferPointer<Link>
  private let linkStart: UnsafeMutableBufferPointer<Int>
  private let blocks: UnsafeMutableBufferPointer<Block>

  /// A first placement: each layer packed from the left.
  init(_ order: LayerOrder, _ extents: [Extent], spacing: Double) {
    let count = order.items.count
    x = .allocate(capacity: count)
    x.initialize(repeating: 0)
    items = .allocate(capacity: count)
    links = .allocate(capacity: order.links.count * 2)
    linkStart = .allocate(capacity: count + 1)
    blocks = .allocate(capacity: count)
    blocks.initialize(repeating: Block(position: 0, weight: 0, count: 0))
    var starts: [Int] = []
    starts.reserveCapacity(order.layers.count + 1)
    var (next, nextLink) = (0, 0)
    linkStart.initializeElement(at: 0, to: 0)
    for layer in order.layers {
      starts.append(next)
      var position = 0.0
      for (index, number) in layer.enumerated() {
        if index > 0 { position += order.distance(layer[index - 1], number, extents, spacing) }
        var item = Item(number: number, offset: position, below: 0, aboveWeight: 0, belowWeight: 0)
        for link in order.links.aboveRange(number) {
          item.aboveWeight += Self.add(links, &nextLink, number, order.links.above[link], order)
        }
        item.below = nextLink
        for link in order.links.belowRange(number) {
          item.belowWeight += Self.add(links, &nextLink, number, order.links.below[link], order)
        }
        items.initializeElement(at: next, to: item)
        next += 1
        linkStart.initializeElement(at: next, to: nextLink)
        x[number] = position
      }
      for item in layer { x[item] -= position / 2 }
    }
    layerStart = starts + [next]
  }

  deinit {
    x.deallocate()
    items.deallocate()
    links.deallocate()
    linkStart.deallocate()
    blocks.deallocate()
  }

  private static func add(
    _ links: UnsafeMutableBufferPointer<Link>, _ next: inout Int, _ item: Int, _ other: Int, _ order: LayerOrder
  ) -> Double {
    let weight = order.weight(item, other)
    links.initializeElement(at: next, to: Link(other: other, weight: weight))
    next += 1
    return weight
  }

  /// Moves the items of all layers, one layer after another; returns whether any moved by half a px, which is seen.
  func solveAll(_ side: Side, isDown: Bool) -> Bool {
    var hasMoved = false
    let count = layerStart.count - 1
    for index in 0..<count {
      let layer = isDown ? index : count - 1 - index
      if solve(layerStart[layer]..<layerStart[layer + 1], side) { hasMoved = true }
    }
    return hasMoved
  }

  private func solve(_ range: Range<Int>, _ side: Side) -> Bool {
    var count = 0
    for index in range {
      let (wanted, weight) = pull(on: index, side)
      var block = Block(position: wanted - items[index].offset, weight: weight, count: 1)
      while count > 0, blocks[count - 1].position > block.position {
        count -= 1
        let before = blocks[count]
        let sum = before.weight + block.weight
        block.position = (before.position * before.weight + block.position * block.weight) / sum
        block.weight = sum
        block.count += before.count
      }
      blocks[count] = block
      count += 1
    }
    var index = range.lowerBound
    var hasMoved = false
    for block in blocks[..<count] {
      for _ in 0..<block.count {
        let (item, new) = (items[index].number, block.position + items[index].offset)
        if !(abs(x[item] - new) < 0.5) { hasMoved = true }
        x[item] = new
        index += 1
      }
    }
    return hasMoved
  }

  /// Where an item's neighbours want it, and how strongly. What has none wants to stay, weakly.
  @inline(__always)
  private func pull(on index: Int, _ side: Side) -> (position: Double, weight: Double) {
    let item = items[index]
    let first = side == .below ? item.below : linkStart[index]
    let end = side == .above ? item.below : linkStart[index + 1]
    guard first < end else { return (x[item.number], 0.01) }
    var sum = 0.0
    for link in first..<end { sum += x[links[link].other] * links[link].weight }
    // A weak pull to the middle keeps the whole narrow.
    let weak = 0.04
    let weights = (side == .below ? 0 : item.aboveWeight) + (side == .above ? 0 : item.belowWeight)
    return (sum / (weights + weak), weights + weak)
  }
}

extension LayerOrder {
  /// The least distance between the middles of two neighbours.
  fileprivate func distance(_ left: Int, _ right: Int, _ extents: [Extent], _ spacing: Double) -> Double {
    let room: Double =
      switch (items[left], items[right]) {
      case (.node, .node): spacing
      case (.bend, .bend): 13
      case (.node, _), (_, .node): 18
      default: 12
      }
    return extents[left].right + room + extents[right].left + 1
  }

  /// How strongly two neighbours above each other pull, so that long edges run straight.
  fileprivate func weight(_ a: Int, _ b: Int) -> Double {
    switch (items[a], items[b]) {
    case (.node, .node): 1
    case (.node, _), (_, .node): 2
    default: 8
    }
  }
}
