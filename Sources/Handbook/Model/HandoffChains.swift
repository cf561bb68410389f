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
  /// All handoffs, by the givers' and receivers' nodes, one for each two of them.
  private var steps: [HandoffStep] = []
  /// For each node where its handoffs begin in `steps`, and where the last ones end.
  private var starts: [Int32]

  /// The network of a graph. Takes time and room in proportion to its handoffs, a group's counted for each member.
  public init(_ graph: HandbookGraph) {
    var takesPart = Array(repeating: false, count: graph.nodes.count)
    starts = Array(repeating: 0, count: graph.nodes.count + 1)
    for said in Self.said(in: graph) where steps.last?.from != said.from || steps.last?.to != said.to {
      steps.append(HandoffStep(from: said.from, to: said.to, edge: said.edge))
      starts[said.from + 1] += 1
      takesPart[said.from] = true
      takesPart[said.to] = true
    }
    for node in graph.nodes.indices { starts[node + 1] += starts[node] }
    people = takesPart.indices.filter { takesPart[$0] }
  }

  /// A handoff between two personas, and whether they are in groups that it speaks of.
  private typealias Said = (from: Int, to: Int, isOfGroup: Bool, edge: Int)

  /// All handoffs between personas by their nodes; what is said of the two themselves goes before what is said of a group.
  private static func said(in graph: HandbookGraph) -> [Said] {
    var found: [Said] = []
    var areSorted = true
    for index in graph.edges.indices where graph.edges[index].kind == .handoff {
      let (from, to) = (graph.edges[index].from, graph.edges[index].to)
      guard graph.nodes[from].kind == .group || graph.nodes[to].kind == .group else {
        if from != to { found.append((from, to, false, index)) }
        continue
      }
      areSorted = false
      let receivers = graph.personas(ofNode: to)
      for giver in graph.personas(ofNode: from) {
        for receiver in receivers where receiver != giver { found.append((giver, receiver, true, index)) }
      }
    }
    if areSorted { return found }
    return found.sorted { a, b in
      if a.from != b.from { return a.from < b.from }
      if a.to != b.to { return a.to < b.to }
      return a.isOfGroup == b.isOfGroup ? a.edge < b.edge : b.isOfGroup
    }
  }

  /// The handoffs of one persona, by the receivers' nodes.
  public func steps(from node: Int) -> ArraySlice<HandoffStep> { steps[Int(starts[node])..<Int(starts[node + 1])] }

  /// Who can be reached from a persona, and how: a search in breadth, in time and room proportional to the handoffs of those it
  /// finds.
  ///
  /// - Parameter enough: how many receivers are enough; all those as near as the last of them are found as well.
  public func reach(from node: Int, enough: Int = .max) -> HandoffReach {
    var reach = HandoffReach(from: node)
    var layer = [node]
    var distance: Int32 = 0
    while !layer.isEmpty {
      guard reach.receivers.count < enough else {
        reach.isWhole = false
        break
      }
      distance += 1
      var next: [Int] = []
      for giver in layer {
        for number in Int(starts[giver])..<Int(starts[giver + 1]) where reach.add(steps[number], distance: distance) {
          next.append(steps[number].to)
        }
      }
      reach.receivers += next.sorted()
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
  public fileprivate(set) var receivers: [Int] = []
  /// Whether all were found who can be reached.
  public fileprivate(set) var isWhole = true
  /// The beginning and the receivers as they were found.
  private var reached = NodeMap()
  /// For each of them its distance in handoffs.
  private var distances: [Int32] = [0]
  /// For each of them the number of the last step that was found to end a shortest chain there, -1 for none.
  private var lastFound: [Int32] = [-1]
  /// All last steps of shortest chains as they were found, each with the number of the one found before for the same receiver.
  private var found: [(step: HandoffStep, before: Int32)] = []

  fileprivate init(from: Int) {
    self.from = from
    _ = reached.number(adding: from)
  }

  /// Notes a step that was found, to a receiver at `distance`; returns whether the receiver is new.
  fileprivate mutating func add(_ step: HandoffStep, distance: Int32) -> Bool {
    let number = reached.number(adding: step.to)
    let isNew = number == distances.count
    if isNew {
      distances.append(distance)
      lastFound.append(-1)
    }
    if distances[number] == distance {
      found.append((step, lastFound[number]))
      lastFound[number] = Int32(found.count - 1)
    }
    return isNew
  }

  /// How many handoffs lie between the beginning and `node`; 0 for the beginning itself, `nil` when no chain leads there.
  public func distance(to node: Int) -> Int? {
    if node == from { return 0 }
    return reached.number(of: node).map { Int(distances[$0]) }
  }

  /// The step that ends the first shortest chain to `node`. Givers are searched in the order in which they were found, so it is
  /// the first that was found.
  public func lastStep(to node: Int) -> HandoffStep? {
    guard let place = reached.number(of: node) else { return nil }
    var first: HandoffStep?
    var number = lastFound[place]
    while number >= 0 {
      first = found[Int(number)].step
      number = found[Int(number)].before
    }
    return first
  }

  /// The shortest chains to `node`, by the order of their nodes, the first `limit` of them; none to the beginning itself.
  public func chains(to node: Int, limit: Int) -> [[HandoffStep]] {
    guard node != from, distance(to: node) != nil else { return [] }
    let steps = stepsOfChains(to: node)
    func first(from giver: Int) -> Int {
      var (low, high) = (0, steps.count)
      while low < high {
        let middle = (low + high) / 2
        if steps[middle].from < giver { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var chains: [[HandoffStep]] = []
    // The chain that is being walked, and for each of its givers the step that comes next.
    var chain: [HandoffStep] = []
    var next = [first(from: from)]
    while chains.count < limit, let place = next.last {
      let end = chain.last?.to ?? from
      if end == node { chains.append(chain) }
      if end != node, place < steps.count, steps[place].from == end {
        next[next.count - 1] += 1
        chain.append(steps[place])
        next.append(first(from: steps[place].to))
      } else {
        next.removeLast()
        _ = chain.popLast()
      }
    }
    return chains
  }

  /// All steps of the shortest chains to `node`, by their givers and receivers. They are found backward, so that none is walked in
  /// vain forward.
  private func stepsOfChains(to node: Int) -> [HandoffStep] {
    var steps: [HandoffStep] = []
    var seen = NodeMap()
    _ = seen.number(adding: node)
    var ends = [node]
    while let end = ends.popLast(), let place = reached.number(of: end) {
      var number = lastFound[place]
      while number >= 0 {
        let (step, before) = found[Int(number)]
        steps.append(step)
        let known = seen.count
        if seen.number(adding: step.from) == known { ends.append(step.from) }
        number = before
      }
    }
    return steps.sorted { $0.from == $1.from ? $0.to < $1.to : $0.from < $1.from }
  }
}

extension HandbookGraph {
  /// The personas that a node stands for: itself, or a group's members.
  fileprivate func personas(ofNode index: Int) -> [Int] {
    nodes[index].kind == .group ? nodes[index].members.map { nodeOfDocument[$0] } : [index]
  }
}
