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
  public var description: String { "\(name): \(amount)" }

  /// How many are connected, with the share: `26 of 27 (96.3 %)`.
  public var amount: String { total == 0 ? "none to count" : "\(covered) of \(total) (\(shownPercentage) %)" }

  /// The percentage with one decimal, never rounded up to 100.
  public var shownPercentage: String {
    let tenths = total == 0 ? 1000 : covered * 1000 / total
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

/// How much of a handbook is connected, in the order in which it is shown.
public func coverageFigures(of handbook: Handbook) -> [CoverageFigure] {
  let graph = handbook.graph
  let handoffs = graph.edges.filter { edge in
    edge.kind == .handoff && edge.from != edge.to && graph.nodes[edge.from].document != nil
      && graph.nodes[edge.to].document != nil
  }
  return coverageFigures(
    handoffs: (handoffs.count { graph.onlyEnd(declaring: $0) == nil }, handoffs.count)
  ) { kind, entering, leaving in
    let nodes = handbook.documents.indices
      .filter { handbook.documents[$0].kind == kind && !handbook.documents[$0].isLandingPage }
      .map { graph.nodeOfDocument[$0] }
    let covered = nodes.count { node in
      !entering.isEmpty && graph.incoming(node).contains { entering.contains(graph.edges[$0].kind) }
        || !leaving.isEmpty && graph.hasEdges(from: node, orItsGroups: leaving.contains)
    }
    return (covered, nodes.count)
  }
}

/// The figures of a graph in whatever form.
///
/// - Parameters:
///   - handoffs: how many handoffs both ends declare, and how many there are between two personas that exist.
///   - count: how many documents of a kind have an edge of some kinds that enters them, or one of others that leaves them; and
///     how many there are.
public func coverageFigures(
  handoffs: (agreed: Int, total: Int),
  count: (_ kind: Kind, _ entering: Set<EdgeKind>, _ leaving: Set<EdgeKind>) -> (covered: Int, total: Int)
) -> [CoverageFigure] {
  func figure(
    _ name: String, _ title: String, _ kind: Kind, entering: Set<EdgeKind> = [], leaving: Set<EdgeKind> = []
  ) -> CoverageFigure {
    let (covered, total) = count(kind, entering, leaving)
    return CoverageFigure(name: name, title: title, covered: covered, total: total)
  }
  return [
    figure("tasks-with-persona", "Tasks that somebody performs", .task, entering: [.performs]),
    figure("tasks-with-template", "Tasks that fill in a template", .task, leaving: [.fillsIn]),
    figure("tasks-with-checklist", "Tasks that are checked", .task, leaving: [.checkedBy]),
    figure("templates-used", "Templates that are used", .template, entering: [.fillsIn, .uses]),
    figure("checklists-used", "Checklists that are used", .checklist, entering: [.checkedBy, .runs]),
    figure("personas-with-tasks", "Personas that perform a task", .persona, leaving: [.performs]),
    CoverageFigure(
      name: "handoffs-agreed", title: "Handoffs that both ends declare", covered: handoffs.agreed,
      total: handoffs.total),
  ]
}
