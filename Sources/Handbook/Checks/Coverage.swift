import Diagnostics

/// `orphan`, `task-without-persona`, `template-unused` and `checklist-unused`: documents that nothing leads to, or that nobody has
/// anything to do with.
@Sendable func coverage(of handbook: Handbook) -> [Diagnostic] {
  let graph = handbook.graph
  let listed = listedDocuments(of: handbook)
  let unread = UnreadEdges(of: handbook)
  return handbook.documents.indices.flatMap { index -> [Diagnostic] in
    let document = handbook.documents[index]
    guard !document.isLandingPage else { return [] }
    let incoming = graph.incoming(graph.nodeOfDocument[index]).filter { graph.edges[$0].from != graph.edges[$0].to }
    let kinds = Set(incoming.map { graph.edges[$0].kind })
    var found: [Diagnostic] = []
    switch document.kind {
    case .task where !kinds.contains(.performs) && !unread.mayBe([.performs], at: index):
      found.append(
        Diagnostic(
          .taskWithoutPersona, "nobody performs the task `\(document.id.value)`", at: document.title.range,
          help: "name a persona in `persona`, or the task in a persona's `primary_tasks`"))
    case .template where kinds.isDisjoint(with: [.fillsIn, .uses]) && !unread.mayBe([.fillsIn, .uses], at: index):
      found.append(
        Diagnostic(
          .templateUnused, "no task fills in `\(document.id.value)`, and no persona uses it", at: document.title.range,
          help: "name it in a task's `uses_templates`, or a task in its `used_in_tasks`"))
    case .checklist
    where kinds.isDisjoint(with: [.checkedBy, .runs]) && !unread.mayBe([.checkedBy, .runs], at: index):
      found.append(
        Diagnostic(
          .checklistUnused, "nothing is checked by `\(document.id.value)`, and nobody runs it",
          at: document.title.range,
          help: "name it in a task's `validated_by`, or who runs it in its `executed_by`"))
    default: break
    }
    // Handoffs to a group are no work of anybody in it.
    let leadsBack =
      graph.outgoing[graph.nodeOfDocument[index]].contains { graph.edges[$0].kind != .mentions }
      || graph.hasEdges(from: graph.nodeOfDocument[index], orItsGroups: { $0 != .mentions && $0 != .handoff })
    if incoming.isEmpty, !leadsBack, !listed.contains(index), !unread.mayBe(Set(EdgeKind.allCases), at: index) {
      found.append(
        Diagnostic(
          .orphan, "nothing refers to the \(document.kind.rawValue) `\(document.id.value)`", at: document.title.range,
          help: "link to it with `[[\(document.id.value)]]` where readers need it, or delete it"))
    }
    return found
  }
}

/// The documents that the navigation leads to: those that it names, or else all pages.
private func listedDocuments(of handbook: Handbook) -> Set<Int> {
  guard let navigation = handbook.configuration.navigation else {
    return Set(handbook.documents.indices.filter { handbook.documents[$0].kind == .page })
  }
  return Set(
    navigation.compactMap { entry in
      if case .document(let index) = handbook.target(of: entry) { index } else { nil }
    })
}

/// `duplicate-title`: two documents of one kind have one title.
@Sendable func duplicateTitles(in handbook: Handbook) -> [Diagnostic] {
  struct Key: Hashable {
    var kind: Kind
    var title: String
  }
  var first: [Key: Int] = Dictionary(minimumCapacity: handbook.documents.count)
  return handbook.documents.indices.compactMap { index in
    let document = handbook.documents[index]
    guard !document.isLandingPage else { return nil }
    let key = Key(kind: document.kind, title: document.title.value.lowercased())
    guard let other = first[key] else {
      first[key] = index
      return nil
    }
    return Diagnostic(
      .duplicateTitle,
      "the title “\(document.title.value)” is that of the \(document.kind.rawValue) in \(handbook.documents[other].file)",
      at: document.title.range, help: "say in the title what tells the two apart",
      related: [.init("the other one", at: handbook.documents[other].title.range)])
  }
}
