import Diagnostics

/// A problem that can be mended without asking, and how.
public struct Fix: Sendable {
  /// What is done, as a sentence without a full stop.
  public var summary: String
  /// Where the problem is.
  public var place: SourceRange
  /// The change; what several fixes add in one place is one change.
  public var edit: TextEdit
}

/// What can be mended without asking: the other end of a handoff that only one end declares, and a reference to nothing that is
/// close to one id only. What is silenced or turned off is left alone.
///
/// - Parameter diagnostics: the problems that are reported.
public func fixes(of diagnostics: [Diagnostic], in handbook: Handbook) -> [Fix] {
  var places: [DiagnosticCode: Set<SourceRange>] = [:]
  for diagnostic in diagnostics {
    if let range = diagnostic.range { places[diagnostic.code, default: []].insert(range) }
  }
  var corrected: Set<CorrectedReference> = []
  let references = referenceFixes(at: places[.unknownReference] ?? [], in: handbook, &corrected)
  return references + handoffFixes(at: places[.oneSidedHandoff] ?? [], in: handbook, without: corrected)
}

/// A reference that leads to an id once it is corrected.
private struct CorrectedReference: Hashable {
  var document: Int
  var field: Field
  var id: String
}

private func referenceFixes(
  at places: Set<SourceRange>, in handbook: Handbook, _ corrected: inout Set<CorrectedReference>
) -> [Fix] {
  guard !places.isEmpty else { return [] }
  let ids = WordList(handbook.documents.lazy.map(\.id.value))
  var fixes: [Fix] = []
  for (index, document) in handbook.documents.enumerated() {
    var lines: LineTable?
    for (field, relation) in Field.related {
      for reference in document.references(field) where places.contains(reference.target.range) {
        let near = ids.near(to: reference.target.value)
        // An id that needs quotes, or that commas would cut, is left to the author.
        guard near.count == 1, plainScalar(near[0]) == near[0], !near[0].contains(","),
          let found = handbook.document(named: near[0]),
          handbook.documents[found].kind == relation.target
        else { continue }
        let table = lines ?? LineTable(document.source)
        lines = table
        guard
          let bytes = document.source.only(
            reference.target.value, in: table.bytes(of: reference.target.range))
        else { continue }
        corrected.insert(CorrectedReference(document: index, field: field, id: near[0]))
        fixes.append(
          Fix(
            summary: "replaced `\(reference.target.value)` by `\(near[0])`", place: reference.target.range,
            edit: TextEdit(file: document.file, bytes: bytes, replacement: near[0])))
      }
    }
  }
  return fixes
}

/// An end of a handoff that is not declared.
private struct MissingEnd {
  /// The document that lacks it, and in which field.
  var document: Int
  var field: Field
  var item: ListItem
  /// Where the other end is declared.
  var place: SourceRange
}

private func handoffFixes(
  at places: Set<SourceRange>, in handbook: Handbook, without corrected: Set<CorrectedReference>
) -> [Fix] {
  guard !places.isEmpty else { return [] }
  // An end that is there but for a misspelt id is corrected, and not added as well.
  let ends = handbook.graph.edges.compactMap { missingEnd(of: $0, at: places, in: handbook) }
    .filter { !corrected.contains(CorrectedReference(document: $0.document, field: $0.field, id: $0.item.key)) }
  var edits: [Int: [Field: TextEdit]] = [:]
  // One document may lack several ends, and what is added to it in one place is one edit.
  for (document, ends) in Dictionary(grouping: ends, by: \.document) {
    let additions = [Field.handsOffTo, .receivesFrom].compactMap { field in
      let items = ends.filter { $0.field == field }.map(\.item)
      return items.isEmpty ? nil : (field: field, items: items)
    }
    for (addition, edit) in zip(additions, editsAdding(additions, to: handbook.documents[document])) {
      edits[document, default: [:]][addition.field] = edit
    }
  }
  return ends.compactMap { end in
    guard let edit = edits[end.document]?[end.field] else { return nil }
    let file = handbook.documents[end.document].file
    return Fix(summary: "added `\(end.item.key)` to `\(end.field.rawValue)` in \(file)", place: end.place, edit: edit)
  }
}

private func missingEnd(of edge: GraphEdge, at places: Set<SourceRange>, in handbook: Handbook) -> MissingEnd? {
  let graph = handbook.graph
  guard let end = graph.onlyEnd(declaring: edge), let declaration = edge.declarations.first,
    places.contains(declaration.range), let from = graph.nodes[edge.from].document,
    let to = graph.nodes[edge.to].document
  else { return nil }
  let (own, other) = end == .giver ? (from, to) : (to, from)
  let id = handbook.documents[own].id.value
  // Where two documents have one id, it would not name this one.
  guard handbook.document(named: id) == own else { return nil }
  return MissingEnd(
    document: other, field: end == .giver ? .receivesFrom : .handsOffTo, item: ListItem(id, edge.label),
    place: declaration.range)
}
