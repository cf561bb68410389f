/// Integers for the nodes of a graph such that every edge is at least as long as it must be, and the weighted sum of all
/// lengths is least.
///
/// Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs" (1993), section 2: the network simplex
/// method on a spanning tree of tight edges. Cut values are found from the leaves up, and kept up to date along the cycle of an exchange.
struct NetworkSimplex {
  /// An edge: `value(to) - value(from)` is at least `length`; each unit beyond costs `weight`.
  struct Edge {
    var from: Int
    var to: Int
    var length: Int
    var weight: Int
  }

  private let edges: [Edge]
  /// For each node the edges at it.
  private let incident: FlatLists
  private var value: [Int]

  private var isInTree: [Bool]
  private var cut: [Int]
  /// For each node the tree edge that leads to its parent, -1 for the root.
  private var parentEdge: [Int]
  private var parent: [Int]
  private var treeEdges: [[Int]]
  /// The postorder number of each node, and the lowest one in its subtree.
  private var limit: [Int]
  private var low: [Int]

  /// Finds the values of a connected graph without cycles.
  ///
  /// - Parameters:
  ///   - start: values that are long enough for each edge.
  ///   - exchanges: how many tree edges are exchanged at most; when they are used up, the values are right but not the best.
  init(nodes count: Int, edges: [Edge], start: [Int], exchanges: Int) {
    self.edges = edges
    incident = FlatLists(
      keys: count, numbers: edges.count * 2, key: { $0 & 1 == 0 ? edges[$0 >> 1].from : edges[$0 >> 1].to },
      member: { $0 >> 1 })
    value = start
    isInTree = Array(repeating: false, count: edges.count)
    cut = Array(repeating: 0, count: edges.count)
    parentEdge = Array(repeating: -1, count: count)
    parent = parentEdge
    treeEdges = Array(repeating: [], count: count)
    limit = Array(repeating: 0, count: count)
    low = limit
    guard count > 1 else { return }
    makeTightTree()
    number(from: 0)
    setCutValues()
    var next = 0
    for _ in 0..<exchanges {
      guard let leaving = leavingEdge(from: &next), let entering = enteringEdge(for: leaving) else { return }
      exchange(leaving, entering)
    }
  }

  /// The values, the least of them 0.
  var values: [Int] {
    let least = value.min() ?? 0
    return value.map { $0 - least }
  }

  private func slack(_ edge: Int) -> Int { value[edges[edge].to] - value[edges[edge].from] - edges[edge].length }

  // MARK: - The first tree

  /// Grows a tree of tight edges. Where none leads on, the tree is moved as a whole until one does; instead of moving all its
  /// nodes each time, the nodes that join are set against it by what it has moved so far.
  private mutating func makeTightTree() {
    var isMember = [Bool](repeating: false, count: value.count)
    var rim = Rim()
    var moved = 0
    func addEdges(of node: Int, _ value: [Int], _ isMember: [Bool]) {
      for link in incident.range(node) {
        let index = incident.members[link]
        let edge = edges[index]
        let isOut = edge.from == node
        let other = isOut ? edge.to : edge.from
        guard !isMember[other] else { continue }
        rim.push((isOut ? value[other] - value[node] : value[node] - value[other]) - edge.length, index, isOut: isOut)
      }
    }
    isMember[0] = true
    addEdges(of: 0, value, isMember)
    while let found = rim.popLeast(moved: moved, isDone: { isMember[edges[$0].from] && isMember[edges[$0].to] }) {
      let edge = edges[found.edge]
      let outside = isMember[edge.from] ? edge.to : edge.from
      moved += isMember[edge.from] ? found.slack : -found.slack
      value[outside] -= moved
      isInTree[found.edge] = true
      treeEdges[edge.from].append(found.edge)
      treeEdges[edge.to].append(found.edge)
      isMember[outside] = true
      addEdges(of: outside, value, isMember)
    }
  }

  // MARK: - Postorder and cut values

  /// Numbers the tree below `root` in postorder, without recursion.
  private mutating func number(from root: Int, startingAt first: Int = 1) {
    var next = first
    var stack: [(node: Int, index: Int)] = [(root, 0)]
    low[root] = next
    while let (node, index) = stack.last {
      if index < treeEdges[node].count {
        stack[stack.count - 1].index += 1
        let edge = treeEdges[node][index]
        guard edge != parentEdge[node] else { continue }
        let child = edges[edge].from == node ? edges[edge].to : edges[edge].from
        parent[child] = node
        parentEdge[child] = edge
        low[child] = next
        stack.append((child, 0))
      } else {
        limit[node] = next
        next += 1
        stack.removeLast()
      }
    }
  }

  private mutating func setCutValues() {
    var order = Array(value.indices)
    for node in value.indices { order[limit[node] - 1] = node }
    for node in order where parentEdge[node] >= 0 { setCutValue(of: node) }
  }

  /// The cut value of the edge from a node to its parent, when those below it are known.
  private mutating func setCutValue(of node: Int) {
    let tree = parentEdge[node]
    let isTail = edges[tree].from == node
    var sum = edges[tree].weight
    for link in incident.range(node) {
      let index = incident.members[link]
      guard index != tree else { continue }
      let edge = edges[index]
      let leavesNode = edge.from == node
      if isInTree[index] {
        // The subtree at the other end: its edges across are in its own cut value.
        sum += leavesNode == isTail ? edge.weight - cut[index] : cut[index] - edge.weight
      } else {
        sum += leavesNode == isTail ? edge.weight : -edge.weight
      }
    }
    cut[tree] = sum
  }

  // MARK: - Exchanges

  /// A tree edge whose cut value is negative: the lowest of the first thirty from where the search ended last.
  private func leavingEdge(from next: inout Int) -> Int? {
    var best: Int?
    var found = 0
    for offset in 0..<edges.count {
      var index = next + offset
      if index >= edges.count { index -= edges.count }
      guard isInTree[index], cut[index] < 0 else { continue }
      if best.map({ cut[index] < cut[$0] }) ?? true { best = index }
      found += 1
      if found == 30 {
        next = index + 1 < edges.count ? index + 1 : 0
        break
      }
    }
    return best
  }

  private func isBelow(_ node: Int, _ root: Int) -> Bool { low[root] <= limit[node] && limit[node] <= limit[root] }

  /// The edge with the least slack that leads from the head's side of a tree edge to its tail's side.
  private func enteringEdge(for leaving: Int) -> Int? {
    let edge = edges[leaving]
    let child = parentEdge[edge.from] == leaving ? edge.from : edge.to
    let childIsTail = child == edge.from
    var best: Int?
    var least = Int.max
    // The nodes of the subtree are walked along the tree.
    var stack = [child]
    while let node = stack.popLast() {
      for link in incident.range(node) {
        let index = incident.members[link]
        if isInTree[index] {
          let other = edges[index].from == node ? edges[index].to : edges[index].from
          if parent[other] == node, parentEdge[other] == index { stack.append(other) }
          continue
        }
        let enters = childIsTail ? edges[index].to == node : edges[index].from == node
        let other = edges[index].from == node ? edges[index].to : edges[index].from
        guard enters, !isBelow(other, child) else { continue }
        let slack = slack(index)
        if slack < least || slack == least && index < best ?? .max {
          (best, least) = (index, slack)
          if slack == 0 { return best }
        }
      }
    }
    return best
  }

  private mutating func exchange(_ leaving: Int, _ entering: Int) {
    let leavingEdge = edges[leaving]
    let child = parentEdge[leavingEdge.from] == leaving ? leavingEdge.from : leavingEdge.to
    let slack = slack(entering)
    if slack != 0 {
      // The subtree moves until the entering edge is tight.
      let shift = isBelow(edges[entering].from, child) ? slack : -slack
      var stack = [child]
      while let node = stack.popLast() {
        value[node] += shift
        for index in treeEdges[node] where index != parentEdge[node] {
          stack.append(edges[index].from == node ? edges[index].to : edges[index].from)
        }
      }
    }
    updateCuts(along: entering, by: cut[leaving])
    cut[entering] = -cut[leaving]
    cut[leaving] = 0
    isInTree[leaving] = false
    isInTree[entering] = true
    treeEdges[leavingEdge.from].removeAll { $0 == leaving }
    treeEdges[leavingEdge.to].removeAll { $0 == leaving }
    treeEdges[edges[entering].from].append(entering)
    treeEdges[edges[entering].to].append(entering)
    renumber(edges[entering].from, edges[entering].to)
  }

  /// Changes the cut values on the tree path between the ends of the entering edge.
  private mutating func updateCuts(along entering: Int, by value: Int) {
    let (from, to) = (edges[entering].from, edges[entering].to)
    var node = from
    while !isBelow(to, node) {
      let edge = parentEdge[node]
      cut[edge] += edges[edge].from == node ? value : -value
      node = parent[node]
    }
    let top = node
    node = to
    while node != top {
      let edge = parentEdge[node]
      cut[edge] += edges[edge].from == node ? -value : value
      node = parent[node]
    }
  }

  /// Numbers the part of the tree below the lowest node whose subtree holds both ends of the exchanged edge.
  private mutating func renumber(_ a: Int, _ b: Int) {
    var top = a
    while !isBelow(b, top) { top = parent[top] }
    let first = low[top]
    number(from: top, startingAt: first)
  }
}

/// Edges at the rim of a growing tree, by slack; the tree moves as a whole, which changes all slacks of a side alike.
private struct Rim {
  private var outgoing: [(key: Int, edge: Int)] = []
  private var incoming: [(key: Int, edge: Int)] = []

  mutating func push(_ key: Int, _ edge: Int, isOut: Bool) {
    if isOut { Rim.push(&outgoing, (key, edge)) } else { Rim.push(&incoming, (key, edge)) }
  }

  /// The edge with the least slack whose ends are not both in the tree.
  mutating func popLeast(moved: Int, isDone: (Int) -> Bool) -> (edge: Int, slack: Int)? {
    while let first = outgoing.first, isDone(first.edge) { _ = Rim.pop(&outgoing) }
    while let first = incoming.first, isDone(first.edge) { _ = Rim.pop(&incoming) }
    let out = outgoing.first.map { $0.key - moved }, into = incoming.first.map { $0.key + moved }
    switch (out, into) {
    case (nil, nil): return nil
    case (let out?, let into?) where out <= into: return (Rim.pop(&outgoing).edge, out)
    case (let out?, nil): return (Rim.pop(&outgoing).edge, out)
    case (_, let into?): return (Rim.pop(&incoming).edge, into)
    }
  }

  private static func push(_ heap: inout [(key: Int, edge: Int)], _ item: (key: Int, edge: Int)) {
    heap.append(item)
    var index = heap.count - 1
    while index > 0, heap[index] < heap[(index - 1) / 2] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private static func pop(_ heap: inout [(key: Int, edge: Int)]) -> (key: Int, edge: Int) {
    let top = heap[0]
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == index { return top }
      heap.swapAt(index, least)
      index = least
    }
  }
}
