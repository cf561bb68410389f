import Diagnostics

/// `one-sided-handoff`: one persona declares a handoff, and the other one, which exists, does not.
@Sendable func oneSidedHandoffs(in handbook: Handbook) -> [Diagnostic] {
  let graph = handbook.graph
  return graph.edges.lazy.filter { $0.kind == .handoff }.compactMap { edge in
    guard let end = graph.onlyEnd(declaring: edge), let declaration = edge.declarations.first,
      let from = graph.nodes[edge.from].document, let to = graph.nodes[edge.to].document
    else { return nil }
    let isSender = end == .giver
    let other = handbook.documents[isSender ? to : from]
    let missing = isSender ? Field.receivesFrom : Field.handsOffTo
    // It may say so in what can't be read.
    guard !other.unreadFields.contains(missing) else { return nil }
    let own = handbook.documents[declaration.document]
    let words = isSender ? "hands off to" : "receives from"
    // What it says is YAML that can be copied, and what `--fix` adds.
    let entry = "- \(ListItem(own.id.value, edge.label).inBlock)"
    return Diagnostic(
      .oneSidedHandoff,
      "`\(own.id.value)` \(words) `\(other.id.value)`, and `\(other.id.value)` does not say so", at: declaration.range,
      help: "add `\(entry)` to `\(missing.rawValue)` in \(other.file)",
      related: [.init("the other end", at: other.id.range)])
  }
}
