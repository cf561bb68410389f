import Diagnostics

/// `persona-without-handoffs`, `dead-end` and `unreachable`: personas that work does not flow through. What a group gives or
/// receives, each of its members does; what goes to everybody is no work of anybody.
@Sendable func handoffRoles(in handbook: Handbook) -> [Diagnostic] {
  let graph = handbook.graph
  var gives = Array(repeating: false, count: graph.nodes.count)
  var receives = gives
  for edge in graph.edges where edge.kind == .handoff && edge.from != edge.to {
    gives[edge.from] = true
    receives[edge.to] = true
  }
  for (node, group) in graph.nodes.enumerated()
  where group.kind == .group && group.id != Configuration.Group.everyone.id {
    for member in group.members {
      if gives[node] { gives[graph.nodeOfDocument[member]] = true }
      if receives[node] { receives[graph.nodeOfDocument[member]] = true }
    }
  }
  let personas = graph.nodes.indices.filter { graph.nodes[$0].kind == .document(.persona) }
  // A handbook of one persona, or one that tells of no handoffs at all, is not about them.
  guard personas.count > 1, personas.contains(where: { gives[$0] || receives[$0] }) else { return [] }
  let unread = UnreadEdges(of: handbook).handoffs
  return personas.compactMap { node in
    guard let index = graph.nodes[node].document, !handbook.documents[index].isLandingPage else { return nil }
    let own = handbook.documents[index].unreadFields
    let mayGive = unread.contains(.receivesFrom) || own.contains(.handsOffTo)
    let mayReceive = unread.contains(.handsOffTo) || own.contains(.receivesFrom)
    if !gives[node] && mayGive || !receives[node] && mayReceive { return nil }
    let (id, place) = (graph.nodes[node].id, handbook.documents[index].title.range)
    switch (gives[node], receives[node]) {
    case (true, true): return nil
    case (false, false):
      return Diagnostic(
        .personaWithoutHandoffs, "`\(id)` neither hands work on nor receives any", at: place,
        help: "say in `receives_from` and `hands_off_to` how work reaches it and goes on")
    case (false, true):
      return Diagnostic(
        .deadEnd, "`\(id)` receives work and hands none on", at: place,
        help: "say in `hands_off_to` who takes over; silence this where work ends")
    case (true, false):
      return Diagnostic(
        .unreachable, "`\(id)` hands work on and receives none", at: place,
        help: "say in `receives_from` where its work comes from; silence this where work begins")
    }
  }
}
