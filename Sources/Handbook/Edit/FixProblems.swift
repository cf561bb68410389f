import Diagnostics

/// A problem that can be mended without asking, and how.
public struct Fix: Sendable {
  /// What is done, as a sentence without a full stop.
  public var summary: String
  /// Where the problem is.
  public var place: SourceRange
  /// The change.
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
  return referenceFixes(at: places[.unknownReference] ?? [], in: handbook)
    + handoffFixes(at: places[.oneSidedHandoff] ?? [], in: handbook)
}

private func referenceFixes(at places: Set<SourceRange>, in handbook: Handbook) -> [Fix] {
  guard !places.isEmpty else { return [] }
  let ids = WordList(handbook.documents.lazy.map(\.id.value))
  var fixes: [Fix] = []
  for document in handbook.documents {
    var lines: LineTable?
    for (field, relation) in Field.related {
      for reference in document.references(field) where places.contains(reference.target.range) {
        let near = ids.near(to: reference.target.value)
        guard near.count == 1, let found = handbook.document(named: near[0]),
          handbook.documents[found].kind == relation.target
        else { continue }
        let table = lines ?? LineTable(document.source)
        lines = table
        guard
          let bytes = document.source.only(
            reference.target.value, in: table.bytes(of: reference.target.range))
        else { continue }
        fixes.append(
          Fix(
            summary: "replaced `\(reference.target.value)` by `\(near[0])`", place: reference.target.range,
            edit: TextEdit(file: document.file, bytes: bytes, replacement: near[0])))
      }
    }
  }
  return fixes
}

private func handoffFixes(at places: Set<SourceRange>, in handbook: Handbook) -> [Fix] {
  guard !places.isEmpty else { return [] }
  let graph = handbook.graph
  return graph.edges.compactMap { edge in
    guard let end = graph.onlyEnd(declaring: edge), let declaration = edge.declarations.first,
      places.contains(declaration.range), let from = graph.nodes[edge.from].document,
      let to = graph.nodes[edge.to].document
    else { return nil }
    let (own, other) = end == .giver ? (from, to) : (to, from)
    let field = end == .giver ? Field.receivesFrom : Field.handsOffTo
    let id = handbook.documents[own].id.value
    let document = handbook.documents[other]
    guard let edit = editAdding(id, edge.label, to: field, of: document) else { return nil }
    return Fix(
      summary: "added `\(id)` to `\(field.rawValue)` in \(document.file)", place: declaration.range, edit: edit)
  }
}
