extension LayerOrder {
  /// Takes a strand that crosses layers out of them and puts it back where it causes the fewest crossings, everything else left
  /// in place. Returns by how many crossings are fewer.
  ///
  /// Exchanging dummies one by one does not get a long strand past another: halfway they cross twice. So all of them move at
  /// once, by dynamic programming over layers and the places in them, up to `reach` places away from where the strand was. The
  /// idea is that of the blocks of Bachmaier, Brandenburg, Brunner, Hübner, "A Global k-Level Crossing Reduction Algorithm" (2010).
  mutating func reroute(_ strand: Int, reach: Int, _ search: inout StrandSearch, _ work: inout Int) -> Int {
    let chain = chains[strand]
    guard chain.count > 2 else { return 0 }
    search.begin(at: place[chain[0]])
    for index in 1..<chain.count {
      let isEnd = index == chain.count - 1
      let layer = layerOfItem[chain[index]]
      let middle = place[chain[index]]
      let low = isEnd ? middle : max(0, middle - reach),
        high = isEnd ? middle : min(layers[layer].count - 1, middle + reach)
      step(from: chain[index - 1], to: chain[index], low...high, &search, &work)
    }
    let gain = (search.current - search.costs[0]) * layering.acyclic.strands[strand].edges.count
    guard gain > 0 else { return 0 }
    var choice = 0
    for index in (1..<(chain.count - 1)).reversed() {
      choice = search.choices[index + 1][choice]
      move(chain[index], in: layerOfItem[chain[index]], to: search.lows[index] + choice)
    }
    return gain
  }

  /// Goes one layer down. A place in a layer is the number of other items left of the strand.
  private func step(
    from upper: Int, to lower: Int, _ targets: ClosedRange<Int>, _ search: inout StrandSearch,
    _ work: inout Int
  ) {
    let layer = layerOfItem[upper]
    let (upperPlace, lowerPlace) = (place[upper], place[lower])
    let low = search.lows[search.lows.count - 1]
    let count = targets.count
    // For each target: the weight of lines that are crossed on the way to it from the place at hand; first as differences.
    var differences = search.takeBuffer(count + 1)
    var base = 0
    var newCosts = [Int](repeating: Int.max, count: count), choice = [Int](repeating: 0, count: count)
    func add(_ item: Int, passes: Bool, _ differences: inout [Int]) {
      for link in below.of(item) {
        let end = below.ends[link]
        // Lines that end where the strand ends do not cross it.
        if end == lower { continue }
        let weight = below.weights[link]
        let reduced = place[end] > lowerPlace ? place[end] - 1 : place[end]
        // Right of the place: crossed by targets beyond its end. Left of it: crossed by targets up to its end.
        let turn = min(max(reduced + 1 - targets.lowerBound, 0), count)
        if passes {
          base += turn > 0 ? weight : -weight
          if turn > 0 { differences[turn] -= 2 * weight }
        } else {
          if turn > 0 { differences[turn] += weight } else { base += weight }
        }
      }
    }
    let items = layers[layer]
    // At first all items but those left of the lowest place stand right of the strand.
    for (index, item) in items.enumerated() where item != upper {
      let reduced = index > upperPlace ? index - 1 : index
      add(item, passes: false, &differences)
      if reduced < low { add(item, passes: true, &differences) }
    }
    work += items.count * 2
    for source in search.costs.indices {
      if source > 0 {
        // The item that is now left of the strand.
        let reduced = low + source - 1
        let item = items[reduced >= upperPlace ? reduced + 1 : reduced]
        add(item, passes: true, &differences)
      }
      var cost = base
      let before = search.costs[source]
      for target in 0..<count {
        cost += differences[target]
        if before + cost < newCosts[target] { (newCosts[target], choice[target]) = (before + cost, source) }
        if source + low == upperPlace && target + targets.lowerBound == lowerPlace { search.current += cost }
      }
      work += count / 4 + 1
    }
    search.advance(newCosts, choice, low: targets.lowerBound, differences)
  }
}

/// The state of `reroute`, kept between strands to spare allocations.
struct StrandSearch {
  /// For each place in reach in the layer at hand, the crossings on the best way to it.
  var costs: [Int] = []
  /// For each layer so far, for each place the best place in the layer before.
  var choices: [[Int]] = []
  /// For each layer so far the lowest place in reach.
  var lows: [Int] = []
  /// The crossings of the strand as it is.
  var current = 0
  private var buffer: [Int] = []

  mutating func begin(at place: Int) {
    costs = [0]
    choices = [[]]
    lows = [place]
    current = 0
  }

  mutating func takeBuffer(_ count: Int) -> [Int] {
    var taken = buffer
    buffer = []
    taken.removeAll(keepingCapacity: true)
    taken.append(contentsOf: repeatElement(0, count: count))
    return taken
  }

  mutating func advance(_ costs: [Int], _ choice: [Int], low: Int, _ buffer: [Int]) {
    self.costs = costs
    choices.append(choice)
    lows.append(low)
    self.buffer = buffer
  }
}
