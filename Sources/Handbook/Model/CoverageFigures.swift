/// How many of some things are connected as they should be.
public struct CoverageFigure: Sendable, Equatable {
  /// The name by which `--fail-under` speaks of it.
  public var name: String
  /// What is counted, in words.
  public var title: String
  /// How many are connected.
  public var covered: Int
  /// How many there are.
  public var total: Int

  /// The share in percent; 100 where there is nothing to count.
  public var percentage: Double { total == 0 ? 100 : 100 * Double(covered) / Double(total) }

  /// The figure in one line: `tasks-with-persona: 26 of 27 (96.3 %)`.
  public var description: String { "\(name): \(covered) of \(total) (\(shownPercentage) %)" }

  /// The percentage with one decimal, never rounded up to 100.
  public var shownPercentage: String {
    let tenths = total == 0 ? 1000 : covered * 1000 / total
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

/// How much of a handbook is connected, in the order in which it is shown.
public func coverageFigures(of handbook: Handbook) -> [CoverageFigure] {
  let graph = handbook.graph
  func figure(
    _ name: String, _ title: String, _ kind: Kind, _ isCovered: (Int) -> Bool
  ) -> CoverageFigure {
    let nodes = handbook.documents.indices
      .filter { handbook.documents[$0].kind == kind && !handbook.documents[$0].isLandingPage }
      .map { graph.nodeOfDocument[$0] }
    return CoverageFigure(name: name, title: title, covered: nodes.count(where: isCovered), total: nodes.count)
  }
  func enters(_ node: Int, _ kinds: Set<EdgeKind>) -> Bool {
    graph.incoming(node).contains { kinds.contains(graph.edges[$0].kind) }
  }
  func leaves(_ node: Int, _ kind: EdgeKind) -> Bool {
    graph.outgoing[node].contains { graph.edges[$0].kind == kind }
  }
  let handoffs = graph.edges.filter { edge in
    edge.kind == .handoff && edge.from != edge.to && graph.nodes[edge.from].document != nil
      && graph.nodes[edge.to].document != nil
  }
  return [
    figure("tasks-with-persona", "Tasks that somebody performs", .task) { enters($0, [.performs]) },
    figure("tasks-with-template", "Tasks that fill in a template", .task) { leaves($0, .fillsIn) },
    figure("tasks-with-checklist", "Tasks that are checked", .task) { leaves($0, .checkedBy) },
    figure("templates-used", "Templates that are used", .template) { enters($0, [.fillsIn, .uses]) },
    figure("checklists-used", "Checklists that are used", .checklist) { enters($0, [.checkedBy, .runs]) },
    figure("personas-with-tasks", "Personas that perform a task", .persona) { leaves($0, .performs) },
    CoverageFigure(
      name: "handoffs-agreed", title: "Handoffs that both ends declare",
      covered: handoffs.count { graph.onlyEnd(declaring: $0) == nil }, total: handoffs.count),
  ]
}
