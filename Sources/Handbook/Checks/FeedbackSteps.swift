/// The largest set of nodes for which the fewest steps are searched; beyond it, few are.
private let mostForFewest = 12

/// The largest set of nodes that are put in order one after another; beyond it, they are sorted once.
private let mostForGood = 500

/// Steps without which no work goes round among `members`: the fewest, for up to 12 members.
///
/// An order of the nodes leaves as many steps leading backward as must be cut. The best order is found by dynamic programming
/// over sets of nodes (Lawler, A Comment on Minimum Feedback Arc Sets, 1964), in time 2^n × n; that of many nodes is made by
/// taking the node that gives most and receives least, again and again (Eades, Lin and Smyth, 1993).
func feedbackSteps(of members: [Int], _ successors: [[Int]]) -> [Step] {
  let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
  let inner = members.map { node in successors[node].compactMap { places[$0] } }
  let order = members.count <= mostForFewest ? bestOrder(inner) : goodOrder(inner)
  var rank = Array(repeating: 0, count: members.count)
  for (position, node) in order.enumerated() { rank[node] = position }
  var steps: [Step] = []
  for node in inner.indices {
    for successor in inner[node] where rank[successor] < rank[node] {
      steps.append(Step(from: members[node], to: members[successor]))
    }
  }
  return steps
}

private func bestOrder(_ successors: [[Int]]) -> [Int] {
  let count = successors.count
  // For each node the nodes that it leads to, as bits.
  let masks = successors.map { $0.reduce(0) { $0 | 1 << $1 } }
  var cost = Array(repeating: Int.max, count: 1 << count)
  var last = Array(repeating: 0, count: 1 << count)
  cost[0] = 0
  for set in 1..<1 << count {
    for node in 0..<count where set & 1 << node != 0 {
      let before = set & ~(1 << node)
      // The node comes behind all of `before`: what it leads to among them leads backward.
      let total = cost[before] + (masks[node] & before).nonzeroBitCount
      if total < cost[set] { (cost[set], last[set]) = (total, node) }
    }
  }
  var order: [Int] = []
  var set = (1 << count) - 1
  while set != 0 {
    order.append(last[set])
    set &= ~(1 << last[set])
  }
  return order.reversed()
}

private func goodOrder(_ successors: [[Int]]) -> [Int] {
  var gives = successors.map(\.count)
  var receives = Array(repeating: 0, count: successors.count)
  var predecessors: [[Int]] = Array(repeating: [], count: successors.count)
  for node in successors.indices {
    for successor in successors[node] {
      receives[successor] += 1
      predecessors[successor].append(node)
    }
  }
  if successors.count > mostForGood {
    return successors.indices.sorted { a, b in
      let (x, y) = (receives[a] - gives[a], receives[b] - gives[b])
      return x == y ? a < b : x < y
    }
  }
  var left = Set(successors.indices)
  var (front, back): ([Int], [Int]) = ([], [])
  func take(_ node: Int) {
    left.remove(node)
    for successor in successors[node] { receives[successor] -= 1 }
    for predecessor in predecessors[node] { gives[predecessor] -= 1 }
  }
  while !left.isEmpty {
    let nodes = left.sorted()
    let sinks = nodes.filter { gives[$0] == 0 }
    let sources = nodes.filter { gives[$0] > 0 && receives[$0] == 0 }
    if sinks.isEmpty, sources.isEmpty,
      let best = nodes.max(by: { gives[$0] - receives[$0] < gives[$1] - receives[$1] })
    {
      front.append(best)
      take(best)
    }
    for node in sinks {
      back.append(node)
      take(node)
    }
    for node in sources {
      front.append(node)
      take(node)
    }
  }
  return front + back.reversed()
}
