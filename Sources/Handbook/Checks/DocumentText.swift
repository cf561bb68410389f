import Diagnostics
import Markup

typealias MarkupItem = MarkupText.TaskItem

/// `placeholder-left-over`: text in brackets that somebody meant to fill in, in a document that is no template.
@Sendable func leftOverPlaceholders(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  guard document.kind != .template else { return [] }
  // An included text is looked at where it stands: it may be part of a template.
  return document.text.placeholders.filter { $0.range.file == document.file }.map { placeholder in
    Diagnostic(
      .placeholderLeftOver, "`[\(placeholder.value)]` looks like a placeholder of a template", at: placeholder.range,
      help: "fill it in; write `\\[\(placeholder.value)]` if the brackets are meant")
  }
}

/// `heading-skipped`: a heading is more than one level below the one before it.
@Sendable func skippedHeadings(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  var level = 1
  var diagnostics: [Diagnostic] = []
  let document = handbook.documents[index]
  for heading in document.text.outline {
    // An included text has an order of its own.
    if heading.level > level + 1, heading.range.file == document.file {
      diagnostics.append(
        Diagnostic(
          .headingSkipped, "a heading of level \(heading.level) follows one of level \(level)", at: heading.range,
          help: "write `\(String(repeating: "#", count: level + 1)) \(heading.text)`"))
    }
    level = heading.level
  }
  return diagnostics
}

/// `mentioned-not-declared`: a persona's text speaks of a task, template, checklist or colleague that no field connects it with.
@Sendable func mentionedNotDeclared(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  guard handbook.documents[index].kind == .persona else { return [] }
  let graph = handbook.graph
  let node = graph.nodeOfDocument[index]
  let mentions = graph.edges(from: node, .mentions)
  guard !mentions.isEmpty else { return [] }
  var connected: Set<Int> = []
  for edge in graph.outgoing[node] where graph.edges[edge].kind != .mentions {
    connected.insert(graph.edges[edge].to)
  }
  for edge in graph.incoming(node) where graph.edges[edge].kind != .mentions {
    connected.insert(graph.edges[edge].from)
  }
  for other in connected where graph.nodes[other].kind == .group {
    for member in graph.nodes[other].members { connected.insert(graph.nodeOfDocument[member]) }
  }
  return mentions.compactMap { edge in
    let other = graph.nodes[edge.to]
    guard !connected.contains(edge.to), let document = other.document, let place = edge.declarations.first?.range,
      let field = Field.naming(handbook.documents[document].kind, in: .persona)
    else { return nil }
    return Diagnostic(
      .mentionedNotDeclared,
      "the text speaks of the \(other.kind.name) `\(other.id)`, and no field connects the two", at: place,
      help: "add `\(other.id)` to \(field) if it belongs to this persona")
  }
}
