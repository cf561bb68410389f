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
      let middle = place[chain[index]]
      let isEnd = index == chain.count - 1
      let low = isEnd ? middle : max(0, middle - reach)
      let high = isEnd ? middle : min(range(layerOfItem[chain[index]]).count - 1, middle + reach)
      step(from: chain[index - 1], to: chain[index], low...high, &search, &work)
    }
    let gain = (search.current - search.costs[0]) * layering.acyclic.strands[strand].edges.count
    guard gain > 0 else { return 0 }
    var choice = 0
    for index in (1..<(chain.count - 1)).reversed() {
      choice = search.choices[search.starts[index + 1] + choice]
      move(chain[index], in: layerOfItem[chain[index]], to: search.lows[index] + choice)
    }
    return gain
  }

  /// Goes one layer down. A place in a layer is the number of other items left of the strand.
  private func step(
    from upper: Int, to lower: Int, _ targets: ClosedRange<Int>, _ search: inout StrandSearch, _ work: inout Int
  ) {
    let range = range(layerOfItem[upper])
    let start = range.lowerBound
    let (upperPlace, lowerPlace) = (place[upper], place[lower])
    let low = search.lows[search.lows.count - 1]
    search.beginLayer(targets)
    // At first all items but those left of the lowest place stand right of the strand.
    for slot in range where slot - start != upperPlace {
      let reduced = slot - start > upperPlace ? slot - start - 1 : slot - start
      for link in below.of(slots[slot]) where below.ends[link] != lower {
        let end = place[below.ends[link]]
        let turn = search.turn(end > lowerPlace ? end - 1 : end)
        if reduced < low {
          search.addLeft(turn, below.weights[link])
        } else {
          search.addRight(turn, below.weights[link])
        }
      }
    }
    work += range.count + search.differences.count
    for source in search.costs.indices {
      if source > 0 {
        // The item that the strand now passes on its right.
        let reduced = low + source - 1
        let item = slots[start + (reduced >= upperPlace ? reduced + 1 : reduced)]
        for link in below.of(item) where below.ends[link] != lower {
          let end = place[below.ends[link]]
          search.pass(search.turn(end > lowerPlace ? end - 1 : end), below.weights[link])
        }
      }
      if source + low == upperPlace { search.countCurrent(lowerPlace) }
      search.relax(source)
      work += search.differences.count / 4 + 1
    }
    search.endLayer()
  }
}

/// The state of `reroute`, kept between strands to spare allocations.
struct StrandSearch {
  /// For each place in reach in the layer at hand, the crossings on the best way to it.
  private(set) var costs: [Int] = []
  private var newCosts: [Int] = []
  /// For each layer so far, for each place in reach, the best place in the layer before.
  private(set) var choices: [Int] = []
  /// Where each layer begins in `choices`.
  private(set) var starts: [Int] = []
  /// For each layer so far the lowest place in reach.
  private(set) var lows: [Int] = []
  /// The crossings of the strand as it is.
  private(set) var current = 0
  /// The weight of lines crossed on the way from the place at hand to each target, as the difference to the target before; for
  /// the first one, `base`.
  private(set) var differences: [Int] = []
  private var base = 0

  mutating func begin(at place: Int) {
    costs.removeAll(keepingCapacity: true)
    costs.append(0)
    choices.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    lows.removeAll(keepingCapacity: true)
    lows.append(place)
    current = 0
  }

  mutating func beginLayer(_ targets: ClosedRange<Int>) {
    base = 0
    starts.append(choices.count)
    lows.append(targets.lowerBound)
    differences.removeAll(keepingCapacity: true)
    differences.append(contentsOf: repeatElement(0, count: targets.count + 1))
    newCosts.removeAll(keepingCapacity: true)
    newCosts.append(contentsOf: repeatElement(Int.max, count: targets.count))
    choices.append(contentsOf: repeatElement(0, count: targets.count))
  }

  /// The first target beyond a place.
  func turn(_ place: Int) -> Int { min(max(place + 1 - lows[lows.count - 1], 0), newCosts.count) }

  /// A line that begins right of the strand is crossed by targets beyond its end.
  mutating func addRight(_ turn: Int, _ weight: Int) {
    if turn > 0 { differences[turn] += weight } else { base += weight }
  }

  /// A line that begins left of the strand is crossed by targets up to its end.
  mutating func addLeft(_ turn: Int, _ weight: Int) {
    if turn > 0 {
      base += weight
      differences[turn] -= weight
    }
  }

  /// A line that began right of the strand now begins left of it.
  mutating func pass(_ turn: Int, _ weight: Int) {
    if turn > 0 {
      base += weight
      differences[turn] -= 2 * weight
    } else {
      base -= weight
    }
  }

  /// Adds the crossings on the way that the strand takes now.
  mutating func countCurrent(_ place: Int) {
    current += base
    let target = place - lows[lows.count - 1]
    if target > 0 { for index in 1...target { current += differences[index] } }
  }

  /// Tries the ways from a place to all targets.
  mutating func relax(_ source: Int) {
    var cost = base + costs[source]
    let start = starts[starts.count - 1]
    for target in newCosts.indices {
      if target > 0 { cost += differences[target] }
      if cost < newCosts[target] {
        newCosts[target] = cost
        choices[start + target] = source
      }
    }
  }

  mutating func endLayer() { swap(&costs, &newCosts) }
}
