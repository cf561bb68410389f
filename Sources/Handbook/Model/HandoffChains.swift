/// One handoff of a chain: a persona hands work to a persona.
public struct HandoffStep: Sendable, Hashable {
  /// The index of the giver's node.
  public var from: Int
  /// The index of the receiver's node.
  public var to: Int
  /// The index of the handoff in ``HandbookGraph/edges``. It may speak of a group that the giver or the receiver is in.
  public var edge: Int
}

/// Who hands what to whom, from persona to persona: handoffs to a group reach each of its members, those of a group come from
/// each of them. Missing personas take part, handoffs to oneself do not.
public struct HandoffNetwork: Sendable {
  /// The nodes of all personas that give or receive, in the graph's order.
  public private(set) var people: [Int] = []
  /// For each node its handoffs, one for each receiver, by the receivers' nodes.
  private var steps: [[HandoffStep]]

  /// The network of a graph. Takes time and room in proportion to its handoffs, a group's counted for each member.
  public init(_ graph: HandbookGraph) {
    steps = Array(repeating: [], count: graph.nodes.count)
    for (index, edge) in graph.edges.enumerated() where edge.kind == .handoff {
      let receivers = graph.personas(ofNode: edge.to)
      for giver in graph.personas(ofNode: edge.from) {
        for receiver in receivers where receiver != giver {
          steps[giver].append(HandoffStep(from: giver, to: receiver, edge: index))
        }
      }
    }
    var takesPart = steps.map { !$0.isEmpty }
    for node in steps.indices {
      steps[node].sort { ($0.to, rank($0)) < ($1.to, rank($1)) }
      var kept: [HandoffStep] = []
      for step in steps[node] where kept.last?.to != step.to { kept.append(step) }
      steps[node] = kept
      for step in kept { takesPart[step.to] = true }
    }
    people = takesPart.indices.filter { takesPart[$0] }

    // What is said of the two themselves goes before what is said of a group.
    func rank(_ step: HandoffStep) -> Int {
      let edge = graph.edges[step.edge]
      let isDirect = edge.from == step.from && edge.to == step.to
      return isDirect ? step.edge : graph.edges.count + step.edge
    }
  }

  /// The handoffs of one persona, by the receivers' nodes.
  public func steps(from node: Int) -> [HandoffStep] { steps[node] }

  /// Who can be reached from a persona, and how: a search in breadth, in time proportional to nodes and handoffs.
  public func reach(from node: Int) -> HandoffReach {
    var reach = HandoffReach(from: node, nodes: steps.count)
    var layer = [node]
    while !layer.isEmpty {
      var next: [Int] = []
      for giver in layer {
        for step in steps[giver] where reach.add(step) { next.append(step.to) }
      }
      reach.close(layer: next)
      layer = next
    }
    return reach
  }
}

/// Who can be reached from one persona by handoffs, and by which shortest chains.
public struct HandoffReach: Sendable {
  /// The node of the persona at the beginning.
  public let from: Int
  /// Who can be reached, the nearest first, equally near ones in the graph's order.
  public private(set) var receivers: [Int] = []
  /// For each node its distance in handoffs, -1 when it can't be reached.
  private var distances: [Int]
  /// For each node the last steps of its shortest chains. Givers are searched in the order in which they were found, so that
  /// the first of these steps ends the first chain by the order of nodes.
  private var lastSteps: [[HandoffStep]]

  fileprivate init(from: Int, nodes: Int) {
    self.from = from
    distances = Array(repeating: -1, count: nodes)
    lastSteps = Array(repeating: [], count: nodes)
    distances[from] = 0
  }

  /// Notes a step that was found; returns whether its receiver is new.
  fileprivate mutating func add(_ step: HandoffStep) -> Bool {
    let distance = distances[step.from] + 1
    let isNew = distances[step.to] < 0
    if isNew { distances[step.to] = distance }
    if distances[step.to] == distance { lastSteps[step.to].append(step) }
    return isNew
  }

  fileprivate mutating func close(layer: [Int]) { receivers += layer.sorted() }

  /// How many handoffs lie between the beginning and `node`; 0 for the beginning itself, `nil` when no chain leads there.
  public func distance(to node: Int) -> Int? { distances[node] < 0 ? nil : distances[node] }

  /// The step that ends the first shortest chain to `node`.
  public func lastStep(to node: Int) -> HandoffStep? { lastSteps[node].first }

  /// The shortest chains to `node`, by the order of their nodes, the first `limit` of them; none to the beginning itself.
  public func chains(to node: Int, limit: Int) -> [[HandoffStep]] {
    guard !lastSteps[node].isEmpty else { return [] }
    // Steps that lead to the end are marked backward, so that nothing is walked in vain forward.
    var onward: [Int: [HandoffStep]] = [:]
    var ends = [node]
    while let end = ends.popLast() {
      for step in lastSteps[end] {
        if onward[step.from] == nil { ends.append(step.from) }
        onward[step.from, default: []].append(step)
      }
    }
    var chains: [[HandoffStep]] = []
    var unfinished: [[HandoffStep]] = [[]]
    while chains.count < limit, let chain = unfinished.popLast() {
      let end = chain.last?.to ?? from
      if end == node {
        chains.append(chain)
      } else {
        for step in (onward[end] ?? []).sorted(by: { $0.to > $1.to }) { unfinished.append(chain + [step]) }
      }
    }
    return chains
  }
}

extension HandbookGraph {
  /// The personas that a node stands for: itself, or a group's members.
  fileprivate func personas(ofNode index: Int) -> [Int] {
    nodes[index].kind == .group ? nodes[index].members.map { nodeOfDocument[$0] } : [index]
  }
}
