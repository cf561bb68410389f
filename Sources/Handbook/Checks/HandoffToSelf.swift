import Diagnostics

/// `handoff-to-self`: a persona hands work to itself.
@Sendable func handoffsToSelf(in handbook: Handbook) -> [Diagnostic] {
  handbook.graph.edges.lazy.filter { $0.kind == .handoff && $0.from == $0.to }.compactMap { edge in
    guard let declaration = edge.declarations.first else { return nil }
    return Diagnostic(
      .handoffToSelf, "`\(handbook.graph.nodes[edge.from].id)` hands work to itself", at: declaration.range,
      help: "name the colleague who takes over, or remove the line")
  }
}
