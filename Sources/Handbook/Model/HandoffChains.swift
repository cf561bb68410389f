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
  /// For each node its place among those who take part, -1 for others.
  private var places: [Int32]

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
    places = Array(repeating: -1, count: steps.count)
    for (place, node) in people.enumerated() { places[node] = Int32(place) }

    // What is said of the two themselves goes before what is said of a group.
    func rank(_ step: HandoffStep) -> Int {
      let edge = graph.edges[step.edge]
      let isDirect = edge.from == step.from && edge.to == step.to
      return isDirect ? step.edge : graph.edges.count + step.edge
    }
  }

  /// The handoffs of one persona, by the receivers' nodes.
  public func steps(from node: Int) -> [HandoffStep] { steps[node] }

  /// Who can be reached from a persona, and how: a search in breadth, in time proportional to the handoffs of those it finds.
  ///
  /// - Parameter enough: how many receivers are enough; all those as near as the last of them are found as well.
  public func reach(from node: Int, enough: Int = .max) -> HandoffReach {
    var reach = HandoffReach(from: node, places: places, people: people.count)
    var layer = [node]
    while !layer.isEmpty {
      guard reach.receivers.count < enough else {
        reach.isWhole = false
        break
      }
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
  /// Whether all were found who can be reached.
  public fileprivate(set) var isWhole = true
  /// For each node its place among those who take part, -1 for others.
  private let places: [Int32]
  /// For each place its distance in handoffs, -1 when it can't be reached.
  private var distances: [Int32]
  /// For each place the number of the last step that was found to end a shortest chain there, -1 for none.
  private var lastFound: [Int32]
  /// All last steps of shortest chains as they were found, each with the number of the one found before for the same receiver.
  private var found: [(step: HandoffStep, before: Int32)] = []

  fileprivate init(from: Int, places: [Int32], people: Int) {
    self.from = from
    self.places = places
    distances = Array(repeating: -1, count: people)
    lastFound = distances
    if places[from] >= 0 { distances[Int(places[from])] = 0 }
  }

  /// Notes a step that was found; returns whether its receiver is new.
  fileprivate mutating func add(_ step: HandoffStep) -> Bool {
    let place = Int(places[step.to])
    let distance = distances[Int(places[step.from])] + 1
    let isNew = distances[place] < 0
    if isNew { distances[place] = distance }
    if distances[place] == distance {
      found.append((step, lastFound[place]))
      lastFound[place] = Int32(found.count - 1)
    }
    return isNew
  }

  fileprivate mutating func close(layer: [Int]) { receivers += layer.sorted() }

  /// How many handoffs lie between the beginning and `node`; 0 for the beginning itself, `nil` when no chain leads there.
  public func distance(to node: Int) -> Int? {
    if node == from { return 0 }
    let place = Int(places[node])
    return place < 0 || distances[place] < 0 ? nil : Int(distances[place])
  }

  /// The step that ends the first shortest chain to `node`.
  public func lastStep(to node: Int) -> HandoffStep? { lastSteps(to: node).first }

  /// The last steps of the shortest chains to `node`. Givers are searched in the order in which they were found, so that the
  /// first of these steps ends the first chain by the order of nodes.
  private func lastSteps(to node: Int) -> [HandoffStep] {
    guard places[node] >= 0 else { return [] }
    var steps: [HandoffStep] = []
    var number = lastFound[Int(places[node])]
    while number >= 0 {
      steps.append(found[Int(number)].step)
      number = found[Int(number)].before
    }
    return steps.reversed()
  }

  /// The shortest chains to `node`, by the order of their nodes, the first `limit` of them; none to the beginning itself.
  public func chains(to node: Int, limit: Int) -> [[HandoffStep]] {
    guard node != from, distance(to: node) != nil else { return [] }
    // Steps that lead to the end are marked backward, so that nothing is walked in vain forward.
    var onward: [Int: [HandoffStep]] = [:]
    var ends = [node]
    while let end = ends.popLast() {
      for step in lastSteps(to: end) {
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
