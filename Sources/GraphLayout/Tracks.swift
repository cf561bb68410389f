/// When, between two layers, a line goes across: lines that run beside each other do so at different heights.
///
/// Of two lines that run to the right and do not cross, the right one must go first, else they would cross after all; to the left
/// it is the other way round. Each line takes the first track after those that must go before it. Lines that cross anyway do so
/// once, in whatever tracks they are, for all have the same shape.
struct Tracks: Sendable {
  /// For each edge, for each step from one layer to the next, its track.
  var ofStep: [[Int]]
  /// For each layer the number of tracks between it and the next.
  var count: [Int]

  /// From the lines of all edges: for each, its x at each item of its strand.
  init(_ order: LayerOrder, lines: [[Double]]) {
    ofStep = lines.map { Array(repeating: 0, count: max($0.count - 1, 0)) }
    count = Array(repeating: 1, count: order.layerCount)
    var steps = [[(from: Double, to: Double, edge: Int, step: Int)]](repeating: [], count: order.layerCount)
    for (index, chain) in order.chains.enumerated() {
      for edge in order.layering.acyclic.strands[index].edges {
        for (step, (from, to)) in zip(lines[edge], lines[edge].dropFirst()).enumerated() where abs(from - to) >= 0.5 {
          steps[order.layerOfItem[chain[step]]].append((from, to, edge, step))
        }
      }
    }
    for layer in steps.indices {
      // To the right as it is, to the left mirrored.
      for isRight in [true, false] {
        var lines = steps[layer].filter { ($0.to > $0.from) == isRight }
        if !isRight { lines = lines.map { (-$0.from, -$0.to, $0.edge, $0.step) } }
        lines.sort { ($0.from, $0.to, $0.edge) < ($1.from, $1.to, $1.edge) }
        var tree = [Int](repeating: 0, count: lines.count + 1)
        for (place, line) in lines.enumerated().reversed() {
          // The lines that begin right of this one, left of its end.
          var low = place, high = lines.count
          while low < high {
            let middle = (low + high) / 2
            if lines[middle].from < line.to { low = middle + 1 } else { high = middle }
          }
          var track = 0
          var index = low
          while index > 0 {
            track = max(track, tree[index])
            index -= index & -index
          }
          ofStep[line.edge][line.step] = track
          count[layer] = max(count[layer], track + 1)
          index = place + 1
          while index <= lines.count {
            tree[index] = max(tree[index], track + 1)
            index += index & -index
          }
        }
      }
    }
  }
}
