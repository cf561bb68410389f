/// Integer ranks of nodes such that every edge is at least as long as it must be, and the weighted sum of lengths is least.
///
/// Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs" (1993), section 2.3 and 2.4: a spanning tree
/// of tight edges, in which an edge of negative cut value is exchanged for the tightest one across the cut, until there is none.
///
/// A cut value is the sum of what flows out of the nodes below the tree edge less what flows in, so it is summed up from the
/// leaves, and only for the part of the tree that an exchange changed.
struct NetworkSimplex {
  struct Edge {
    var from: Int
    var to: Int
    /// The least length.
    var length: Int
    var weight: Int
  }

  private let edges: [Edge]
  /// For each node its edges.
  private let incident: [[Int]]
  /// For each node the weights of outgoing edges less those of incoming ones.
  private var flow: [Int]
  private(set) var rank: [Int]
  private var isTree: [Bool]
  private var treeEdges: [[Int]]
  /// For each node the tree edge to its parent, or -1.
  private var parent: [Int]
  /// For each node the sum of the flow of its subtree.
  private var sum: [Int]
  /// The nodes in postorder; the subtree of a node stands from its `low` to its `limit`.
  private var postorder: [Int]
  private var low: [Int]
  private var limit: [Int]

  private var steps = 0

  /// Precondition: a connected graph, and ranks in which no edge is too short.
  init(count: Int, edges: [Edge], rank: [Int]) {
    self.edges = edges
    self.rank = rank
    var incident = [[Int]](repeating: [], count: count)
    flow = Array(repeating: 0, count: count)
    for (index, edge) in edges.enumerated() {
      incident[edge.from].append(index)
      incident[edge.to].append(index)
      flow[edge.from] += edge.weight
      flow[edge.to] -= edge.weight
    }
    self.incident = incident
    isTree = Array(repeating: false, count: edges.count)
    treeEdges = Array(repeating: [], count: count)
    parent = Array(repeating: -1, count: count)
    sum = flow
    postorder = Array(repeating: 0, count: count)
    low = postorder
    limit = postorder
  }

  /// Exchanges edges until the ranks are best or so many steps are taken.
  mutating func solve(work: Int) {
    guard !rank.isEmpty else { return }
    growTightTree()
    number(from: 0, parent: -1, low: 0)
    var search = 0
    while steps < work {
      guard let leaving = leavingNode(&search), let entering = enteringEdge(leaving) else { return }
      exchange(leaving, entering)
    }
  }

  private func slack(_ edge: Int) -> Int { rank[edges[edge].to] - rank[edges[edge].from] - edges[edge].length }

  /// Makes a spanning tree of tight edges: the tree so far is moved as a whole to make the nearest edge tight.
  private mutating func growTightTree() {
    var isIn = [Bool](repeating: false, count: rank.count)
    var members = [0]
    isIn[0] = true
    var next = 0
    // Edges that lead out of the tree and had slack when they were seen.
    var waiting: [Int] = []
    while true {
      while next < members.count {
        let node = members[next]
        next += 1
        for edge in incident[node] {
          let other = edges[edge].from == node ? edges[edge].to : edges[edge].from
          if isIn[other] { continue }
          if slack(edge) == 0 {
            isIn[other] = true
            members.append(other)
            isTree[edge] = true
            treeEdges[node].append(edge)
            treeEdges[other].append(edge)
          } else {
            waiting.append(edge)
          }
        }
      }
      waiting.removeAll { isIn[edges[$0].from] && isIn[edges[$0].to] }
      guard var best = waiting.first else { return }
      for edge in waiting where slack(edge) < slack(best) { best = edge }
      let inside = isIn[edges[best].from] ? edges[best].from : edges[best].to
      let shift = inside == edges[best].from ? slack(best) : -slack(best)
      for node in members { rank[node] += shift }
      let outside = inside == edges[best].from ? edges[best].to : edges[best].from
      isIn[outside] = true
      members.append(outside)
      isTree[best] = true
      treeEdges[inside].append(best)
      treeEdges[outside].append(best)
    }
  }

  /// Numbers the subtree of a node in postorder, from `low`, and sums up its flow. Without recursion: trees may be deep.
  private mutating func number(from root: Int, parent edge: Int, low first: Int) {
    parent[root] = edge
    low[root] = first
    sum[root] = flow[root]
    var counter = first
    var stack = [(node: root, next: 0)]
    while let (node, next) = stack.last {
      if next < treeEdges[node].count {
        stack[stack.count - 1].next += 1
        let edge = treeEdges[node][next]
        if edge == parent[node] { continue }
        let child = edges[edge].from == node ? edges[edge].to : edges[edge].from
        parent[child] = edge
        low[child] = counter
        sum[child] = flow[child]
        stack.append((child, 0))
      } else {
        stack.removeLast()
        limit[node] = counter
        postorder[counter] = node
        counter += 1
        if let above = stack.last { sum[above.node] += sum[node] }
      }
    }
  }

  /// The cut value of the edge from a node to its parent.
  private func cut(_ node: Int) -> Int { edges[parent[node]].from == node ? sum[node] : -sum[node] }

  /// A node whose edge to its parent has a negative cut value; the most negative of some, searched for round and round.
  private func leavingNode(_ search: inout Int) -> Int? {
    var best: Int?
    var bestCut = 0
    var found = 0
    for _ in rank.indices {
      let node = search
      search = search + 1 == rank.count ? 0 : search + 1
      guard parent[node] >= 0 else { continue }
      let value = cut(node)
      if value < bestCut { (best, bestCut) = (node, value) }
      if value < 0 {
        found += 1
        if found == 30 { break }
      }
    }
    return best
  }

  private func isBelow(_ node: Int, _ top: Int) -> Bool { low[top] <= limit[node] && limit[node] <= limit[top] }

  /// The tightest edge that leads across the cut the other way.
  private mutating func enteringEdge(_ leaving: Int) -> Int? {
    let isOutward = edges[parent[leaving]].from == leaving
    var best: Int?
    var bestSlack = Int.max
    steps += (limit[leaving] - low[leaving]) * 2 + 10
    for index in low[leaving]...limit[leaving] {
      let node = postorder[index]
      for edge in incident[node] where (edges[edge].to == node) == isOutward {
        let other = isOutward ? edges[edge].from : edges[edge].to
        if isBelow(other, leaving) { continue }
        let slack = slack(edge)
        if slack < bestSlack { (best, bestSlack) = (edge, slack) }
        if slack == 0 { return best }
      }
    }
    return best
  }

  private mutating func exchange(_ leaving: Int, _ entering: Int) {
    let old = parent[leaving]
    let slack = slack(entering)
    if slack > 0 {
      let shift = edges[old].from == leaving ? -slack : slack
      for index in low[leaving]...limit[leaving] { rank[postorder[index]] += shift }
    }
    // The lowest node above both ends of the new edge: below it the tree changes.
    var top = edges[entering].from
    while !(isBelow(edges[entering].to, top) && isBelow(leaving, top) && top != leaving) {
      let edge = parent[top]
      if edge < 0 { break }
      top = edges[edge].from == top ? edges[edge].to : edges[edge].from
    }
    isTree[old] = false
    isTree[entering] = true
    for node in [edges[old].from, edges[old].to] { treeEdges[node].removeAll { $0 == old } }
    treeEdges[edges[entering].from].append(entering)
    treeEdges[edges[entering].to].append(entering)
    steps += (limit[top] - low[top]) * 2
    number(from: top, parent: parent[top], low: low[top])
  }
}
