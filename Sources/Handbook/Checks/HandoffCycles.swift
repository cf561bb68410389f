import Diagnostics

/// `handoff-cycle`: work can go round in a circle that `loops` in `baton.yml` does not mean. Groups take no part, as they would
/// close a circle with everybody.
@Sendable func handoffCycles(in handbook: Handbook) -> [Diagnostic] {
  let graph = handbook.graph
  let meant = meantSteps(in: handbook)
  var successors: [[Int]] = Array(repeating: [], count: graph.nodes.count)
  for edge in graph.edges where edge.kind == .handoff && edge.from != edge.to {
    guard graph.nodes[edge.from].document != nil, graph.nodes[edge.to].document != nil,
      !meant.contains(Step(from: edge.from, to: edge.to))
    else { continue }
    successors[edge.from].append(edge.to)
  }
  let circles = handbook.configuration.loops.map { Set(nodes(of: $0, in: handbook)) }
  return stronglyConnectedComponents(successors).filter { $0.count > 1 }.compactMap { members in
    // Personas that all stand in one loop are meant to hand work around among themselves.
    guard !circles.contains(where: { $0.isSuperset(of: members) }) else { return nil }
    let cut = feedbackSteps(of: members, successors)
    guard let first = cut.first, let circle = shortestCircle(through: first, in: Set(members), successors),
      let place = declaration(of: first, in: graph)
    else { return nil }
    func name(_ step: Step) -> String { "`\(graph.nodes[step.from].id)` → `\(graph.nodes[step.to].id)`" }
    let named = cut.prefix(3).map(name).joined(separator: " and ") + (cut.count > 3 ? " and \(cut.count - 3) more" : "")
    let path = circle.map { graph.nodes[$0].id }.joined(separator: " → ")
    let more = members.count > circle.count - 1 ? ", one of the circles among \(members.count) personas" : ""
    let loop = circle.dropLast().map { graph.nodes[$0].id }.joined(separator: ", ")
    return Diagnostic(
      .handoffCycle, "work can go round: \(path)\(more)", at: place,
      help: "to end it, take out \(named); if it is meant, add `- [\(loop)]` to `loops` in "
        + configurationFile,
      related: cut.dropFirst().prefix(9).compactMap { step in
        declaration(of: step, in: graph).map { .init("another step that keeps work going round", at: $0) }
      })
  }
}

/// A handoff between two nodes.
struct Step: Hashable {
  var from: Int
  var to: Int
}

private func declaration(of step: Step, in graph: HandbookGraph) -> SourceRange? {
  graph.edges(from: step.from, .handoff).first { $0.to == step.to }?.declarations.first?.range
}

/// The nodes of the personas of a loop, in its order.
private func nodes(of loop: [Located<String>], in handbook: Handbook) -> [Int] {
  loop.compactMap { handbook.personas(named: $0.value).first }
}

/// The steps that close the loops of the configuration: from the last persona of each back to the first.
private func meantSteps(in handbook: Handbook) -> Set<Step> {
  var steps: Set<Step> = []
  for loop in handbook.configuration.loops {
    let nodes = nodes(of: loop, in: handbook)
    if let first = nodes.first, let last = nodes.last, nodes.count > 1 { steps.insert(Step(from: last, to: first)) }
  }
  return steps
}

/// The shortest circle that begins with a step; its first node stands at its end again.
private func shortestCircle(through step: Step, in members: Set<Int>, _ successors: [[Int]]) -> [Int]? {
  var before: [Int: Int] = [step.to: step.from]
  var layer = [step.to]
  while !layer.isEmpty, before[step.from] == nil {
    var next: [Int] = []
    for node in layer {
      for successor in successors[node] where members.contains(successor) && before[successor] == nil {
        before[successor] = node
        next.append(successor)
      }
    }
    layer = next
  }
  var circle = [step.from]
  var node = step.from
  while let previous = before[node] {
    circle.append(previous)
    node = previous
    if node == step.from { break }
  }
  return node == step.from && circle.count > 2 ? circle.reversed() : nil
}

/// The sets of nodes that lead to each other, each sorted, by their first nodes.
///
/// Tarjan's algorithm (Depth-First Search and Linear Graph Algorithms, 1972), without recursion.
func stronglyConnectedComponents(_ successors: [[Int]]) -> [[Int]] {
  var index = Array(repeating: -1, count: successors.count)
  var low = index
  var isOnStack = Array(repeating: false, count: successors.count)
  var stack: [Int] = []
  var count = 0
  var components: [[Int]] = []
  for root in successors.indices where index[root] < 0 && !successors[root].isEmpty {
    var path: [(node: Int, next: Int)] = [(root, 0)]
    while let (node, next) = path.last {
      if next == 0 {
        (index[node], low[node]) = (count, count)
        count += 1
        stack.append(node)
        isOnStack[node] = true
      }
      if next < successors[node].count {
        path[path.count - 1].next += 1
        let successor = successors[node][next]
        if index[successor] < 0 {
          path.append((successor, 0))
        } else if isOnStack[successor] {
          low[node] = min(low[node], index[successor])
        }
        continue
      }
      path.removeLast()
      if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
      guard low[node] == index[node] else { continue }
      var component: [Int] = []
      while let last = stack.popLast() {
        isOnStack[last] = false
        component.append(last)
        if last == node { break }
      }
      components.append(component.sorted())
    }
  }
  return components.sorted { $0[0] < $1[0] }
}
