import Diagnostics

/// `mentioned-not-declared`: a persona's text speaks of a task, template, checklist or colleague that no field connects it with: by a
/// link, or by name.
@Sendable func mentionedNotDeclared(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  guard document.kind == .persona, !document.text.isEmpty else { return [] }
  let mentions = handbook.graph.edges(from: handbook.graph.nodeOfDocument[index], .mentions)
  let names = handbook.names.names(of: handbook.documents)
  let named =
    names.mayBeTold(by: document.text.bytes)
    ? names.mentions(in: [NameWord](shownBy: document.text), of: document.text.bytes)
      .filter { $0.document != index } : []
  guard !mentions.isEmpty || !named.isEmpty else { return [] }
  var known = documents(connectedWith: index, in: handbook)
  var diagnostics: [Diagnostic] = []
  for edge in mentions {
    guard let other = handbook.graph.nodes[edge.to].document, let place = edge.declarations.first?.range,
      known.insert(other).inserted
    else { continue }
    if let problem = undeclared(other, by: index, at: place, in: handbook) { diagnostics.append(problem) }
  }
  guard named.contains(where: { !known.contains($0.document) }) else { return diagnostics }
  let lines = LineTable(document.source)
  for mention in names.mentions(in: [NameWord](writtenIn: document), of: document.source)
  where mention.document != index && named.contains(where: { $0.document == mention.document }) {
    guard known.insert(mention.document).inserted else { continue }
    let place = SourceRange(
      file: document.file, start: lines.place(of: mention.range.lowerBound),
      end: lines.place(of: mention.range.upperBound))
    if let problem = undeclared(mention.document, by: index, at: place, in: handbook) { diagnostics.append(problem) }
  }
  return diagnostics
}

private func undeclared(
  _ other: Int, by index: Int, at place: SourceRange, in handbook: Handbook
) -> Diagnostic? {
  let document = handbook.documents[other]
  guard let field = Field.naming(document.kind, in: .persona) else { return nil }
  let unread = handbook.documents[index].unreadFields
  if unread.contains(where: { $0.relation?.target == document.kind }) { return nil }
  return Diagnostic(
    .mentionedNotDeclared,
    "the text speaks of the \(document.kind.rawValue) `\(document.id.value)`, and no field connects the two", at: place,
    help: "add `\(document.id.value)` to \(field) if it belongs to this persona")
}

/// The documents that a field of either connects with one, those of its groups among them.
private func documents(connectedWith index: Int, in handbook: Handbook) -> Set<Int> {
  let graph = handbook.graph
  let node = graph.nodeOfDocument[index]
  var connected: Set<Int> = []
  func add(_ other: Int) {
    if let document = graph.nodes[other].document { connected.insert(document) }
    if graph.nodes[other].kind == .group { connected.formUnion(graph.nodes[other].members) }
  }
  for node in [node] + graph.groups(ofNode: node) {
    for edge in graph.outgoing[node] where graph.edges[edge].kind != .mentions { add(graph.edges[edge].to) }
    for edge in graph.incoming(node) where graph.edges[edge].kind != .mentions { add(graph.edges[edge].from) }
  }
  return connected
}
