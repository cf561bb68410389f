/// One order of the layers, which can be made better: by `sweep`, then by `refine`.
///
/// Its numbers stand in memory that is asked for once and used for all tries.
final class LayerArrangement {
  /// How often the order of a layer and of those around it had changed when something was right that follows from these orders:
  /// what has not changed since is not looked at again.
  struct Versions: Equatable {
    var above = -1
    var own = -1
    var below = -1
  }

  /// What is known of a layer.
  struct Layer {
    /// Where its items stand in `order`.
    var range: Range<Int>
    /// How often its order changed.
    var version = 0
    /// When `aboveEnds` and `belowEnds` were right.
    var ends = Versions()
    /// When no exchange of neighbours changed anything.
    var settled = Versions()
    /// When it was in its best order.
    var refined = Versions()
    /// The crossings below it, and when they were counted.
    var crossings = 0
    var counted = Versions()
  }

  /// An order of all layers.
  struct Snapshot: Equatable {
    var crossings: Int
    var order: [Int]
  }

  /// For each layer what is known of it.
  let layers: UnsafeMutableBufferPointer<Layer>
  /// When each layer was arranged by the one above and by the one below, by median and by mean: four for each.
  let arranged: UnsafeMutableBufferPointer<Versions>
  /// How many links cross.
  var crossings = 0
  /// The items, layer after layer, each from left to right.
  let order: UnsafeMutableBufferPointer<Int>
  /// For each item its layer.
  let layerOfItem: UnsafeMutableBufferPointer<Int>
  /// For each item its place in its layer.
  let place: UnsafeMutableBufferPointer<Int>
  /// The links, as `LayerLinks` has them.
  let aboveStart: UnsafeMutableBufferPointer<Int>
  let belowStart: UnsafeMutableBufferPointer<Int>
  let above: UnsafeMutableBufferPointer<Int>
  let below: UnsafeMutableBufferPointer<Int>
  /// For each link the place of its other end, sorted for each item; right for the layer that is being changed.
  let aboveEnds: UnsafeMutableBufferPointer<Int>
  let belowEnds: UnsafeMutableBufferPointer<Int>
  /// Room for a layer, or for all links of one.
  let scratch: UnsafeMutableBufferPointer<Int>
  /// Where each item would like to stand.
  let keys: UnsafeMutableBufferPointer<Double>
  /// All of the integers above.
  private let memory: UnsafeMutableBufferPointer<Int>

  /// The order that the layers have.
  init(_ start: LayerOrder) {
    let links = start.links
    let (items, count) = (start.items.count, links.count)
    memory = .allocate(capacity: 6 * items + 5 * count + 3)
    memory.initialize(repeating: 0)
    var rest = memory[...]
    func take(_ count: Int) -> UnsafeMutableBufferPointer<Int> {
      defer { rest = rest.dropFirst(count) }
      return UnsafeMutableBufferPointer(rebasing: rest.prefix(count))
    }
    func take(_ values: [Int]) -> UnsafeMutableBufferPointer<Int> {
      let part = take(values.count)
      _ = part.update(fromContentsOf: values)
      return part
    }
    (order, place, layerOfItem) = (take(items), take(items), take(start.layerOfItem))
    (aboveStart, belowStart) = (take(links.aboveStart), take(links.belowStart))
    (above, below) = (take(links.above), take(links.below))
    (aboveEnds, belowEnds) = (take(count), take(count))
    scratch = take(items + count + 1)
    keys = .allocate(capacity: items)
    keys.initialize(repeating: 0)
    layers = .allocate(capacity: start.layers.count)
    arranged = .allocate(capacity: start.layers.count * 4)
    arranged.initialize(repeating: Versions())
    var next = 0
    for (number, layer) in start.layers.enumerated() {
      layers.initializeElement(at: number, to: Layer(range: next..<(next + layer.count)))
      for item in layer {
        order[next] = item
        next += 1
      }
    }
    forgetAll()
  }

  deinit {
    memory.deallocate()
    keys.deallocate()
    layers.deallocate()
    arranged.deallocate()
  }

  func aboveRange(_ item: Int) -> Range<Int> { aboveStart[item]..<aboveStart[item + 1] }
  func belowRange(_ item: Int) -> Range<Int> { belowStart[item]..<belowStart[item + 1] }

  /// A copy of the present order.
  var snapshot: Snapshot { Snapshot(crossings: crossings, order: Array(order)) }

  /// Takes an order up again.
  func restart(from snapshot: Snapshot) {
    _ = order.update(fromContentsOf: snapshot.order)
    forgetAll()
  }

  /// The items of each layer in an order.
  func layers(of snapshot: Snapshot) -> [[Int]] { layers.map { Array(snapshot.order[$0.range]) } }

  /// Begins anew with what stands in `order`.
  private func forgetAll() {
    for index in arranged.indices { arranged[index] = Versions() }
    for layer in layers.indices {
      layers[layer] = Layer(range: layers[layer].range)
      setPlaces(layer)
    }
    countCrossings()
  }

  /// Makes the order of a layer known.
  func setPlaces(_ layer: Int) {
    layers[layer].version += 1
    let range = layers[layer].range
    for index in range { place[order[index]] = index - range.lowerBound }
  }

  /// The present versions of a layer and those around it.
  func versions(_ layer: Int) -> Versions {
    Versions(
      above: layer > 0 ? layers[layer - 1].version : 0, own: layers[layer].version,
      below: layer + 1 < layers.count ? layers[layer + 1].version : 0)
  }

  // MARK: - Ends

  /// Sorts the places of the neighbours above of all items in a layer.
  func setEndsAbove(_ layer: Int) {
    let version = layer > 0 ? layers[layer - 1].version : 0
    guard layers[layer].ends.above != version else { return }
    layers[layer].ends.above = version
    for index in layers[layer].range { setEnds(aboveEnds, aboveRange(order[index]), above) }
  }

  /// Sorts the places of the neighbours below of all items in a layer.
  func setEndsBelow(_ layer: Int) {
    let version = layer + 1 < layers.count ? layers[layer + 1].version : 0
    guard layers[layer].ends.below != version else { return }
    layers[layer].ends.below = version
    for index in layers[layer].range { setEnds(belowEnds, belowRange(order[index]), below) }
  }

  @inline(__always)
  private func setEnds(
    _ ends: UnsafeMutableBufferPointer<Int>, _ range: Range<Int>, _ items: UnsafeMutableBufferPointer<Int>
  ) {
    // Few neighbours: insertion is fastest.
    guard range.count < 40 else {
      for link in range { ends[link] = place[items[link]] }
      var part = UnsafeMutableBufferPointer(rebasing: ends[range])
      part.sort()
      return
    }
    for link in range {
      let end = place[items[link]]
      var index = link
      while index > range.lowerBound, ends[index - 1] > end {
        ends[index] = ends[index - 1]
        index -= 1
      }
      ends[index] = end
    }
  }

  // MARK: - Crossings

  /// Counts the crossings between all layers.
  func countCrossings() {
    crossings = 0
    for layer in layers.indices.dropLast() {
      let now = Versions(above: 0, own: layers[layer].version, below: layers[layer + 1].version)
      if layers[layer].counted != now {
        layers[layer].counted = now
        layers[layer].crossings = countCrossings(below: layer)
      }
      crossings += layers[layer].crossings
    }
  }

  /// The number of crossings between a layer and the next.
  private func countCrossings(below layer: Int) -> Int {
    setEndsBelow(layer)
    let range = layers[layer].range
    var count = 0
    for index in range { count += belowRange(order[index]).count }
    return count <= 60 ? countFew(range) : countMany(range, size: layers[layer + 1].range.count)
  }

  /// Counts what each link has to pass when the links' ends are sorted by insertion: fastest where few links cross.
  private func countFew(_ upper: Range<Int>) -> Int {
    var (total, seen) = (0, 0)
    for index in upper {
      for link in belowRange(order[index]) {
        let end = belowEnds[link]
        var position = seen
        while position > 0, scratch[position - 1] > end {
          scratch[position] = scratch[position - 1]
          position -= 1
        }
        scratch[position] = end
        total += seen - position
        seen += 1
      }
    }
    return total
  }

  /// Source: Barth, Jünger, Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002). O(e log v).
  private func countMany(_ upper: Range<Int>, size: Int) -> Int {
    let tree = scratch
    for index in 0...size { tree[index] = 0 }
    var (total, seen) = (0, 0)
    for index in upper {
      let range = belowRange(order[index])
      for link in range {
        var index = belowEnds[link] + 1, notAfter = 0
        while index > 0 {
          notAfter += tree[index]
          index -= index & -index
        }
        total += seen - notAfter
      }
      for link in range {
        var index = belowEnds[link] + 1
        while index <= size {
          tree[index] += 1
          index += index & -index
        }
      }
      seen += range.count
    }
    return total
  }
}

// MARK: - Starts

extension LayerArrangement {
  /// Orders the layers by a walk that starts at another node for each seed: in breadth for odd seeds, in depth for even ones.
  func startWithWalk(seed: Int) {
    let count = place.count
    // Until the walk is over, `place` tells who was met; `next` where the next item of each layer stands.
    for item in 0..<count { place[item] = -1 }
    var next = layers.map(\.range.lowerBound)
    var met = 0
    let first = seed * 7_919 % count
    var waiting: [Int] = []
    for offset in 0..<count where met < count {
      waiting.removeAll(keepingCapacity: true)
      waiting.append((first + offset) % count)
      var head = 0
      while head < waiting.count, met < count {
        let item: Int
        if seed.isMultiple(of: 2) {
          item = waiting.removeLast()
        } else {
          item = waiting[head]
          head += 1
        }
        guard place[item] < 0 else { continue }
        place[item] = 0
        met += 1
        let layer = layerOfItem[item]
        order[next[layer]] = item
        next[layer] += 1
        if seed % 4 >= 2 { wait(&waiting, above, aboveRange(item)) }
        wait(&waiting, below, belowRange(item))
        if seed % 4 < 2 { wait(&waiting, above, aboveRange(item)) }
      }
    }
    forgetAll()
  }

  private func wait(_ waiting: inout [Int], _ items: UnsafeMutableBufferPointer<Int>, _ range: Range<Int>) {
    for link in range where place[items[link]] < 0 { waiting.append(items[link]) }
  }
}
