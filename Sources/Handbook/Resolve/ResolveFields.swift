import Diagnostics
import Markup

extension DocumentResolver {
  /// Finds what the document's fields name, and notes their edges.
  mutating func resolveFields() {
    let fields = meanings.documents[index].fields
    for (field, relation) in Field.related {
      guard case .references(let references)? = fields[field], !references.isEmpty else { continue }
      var found: [ResolvedFieldReference] = []
      found.reserveCapacity(references.count)
      for reference in references { resolve(reference, of: field, relation: relation, into: &found) }
      for reference in found { connect(reference, field: field, relation: relation) }
      result.resolution.fields.set(field, to: found)
    }
  }

  private mutating func connect(_ reference: ResolvedFieldReference, field: Field, relation: FieldRelation) {
    switch reference.node {
    case ..<0: break  // What kind a missing document is taken for is known when all have been resolved.
    case ..<meanings.documents.count: guard meanings.documents[reference.node].kind == relation.target else { return }
    default: guard relation.target == .persona else { return }
    }
    let (from, to) = relation.isReversed ? (reference.node, index) : (index, reference.node)
    result.edges.append(
      WantedEdge(
        from: from, to: to, kind: relation.edge,
        declaration: GraphEdge.Declaration(
          field: field.rawValue, text: reference.text, document: index, range: reference.range)))
  }

  private mutating func resolve(
    _ reference: FieldReference, of field: Field, relation: FieldRelation, into found: inout [ResolvedFieldReference]
  ) {
    var range = reference.target.range
    let node: Int
    if let path = reference.path {
      if let known = self.node(forPath: path, of: field, relation: relation) {
        (node, range) = (known, placeOfID(in: path, of: known))
      } else {
        node = self.node(forTextOf: reference.target, path, of: field, relation: relation)
      }
    } else if field.shape == .names {
      resolveNames(reference, of: field, into: &found)
      return
    } else {
      node = self.node(forID: reference.target, of: field, relation: relation)
    }
    found.append(
      ResolvedFieldReference(node: node, text: reference.text?.value, remark: reference.remark, range: range))
  }

  /// Where a path holds the id of the document that it leads to, which a renaming changes; empty where the file is called otherwise.
  private func placeOfID(in path: Located<String>, of found: Int) -> SourceRange {
    let id = meanings.documents[found].id.value
    let name = path.value.lastPathComponent
    var range = path.range
    let isAsWritten =
      range.start.line == range.end.line && range.end.column - range.start.column == path.value.utf8.count
    if isAsWritten, name.withoutMarkdownExtension == id {
      range.end.column -= name.utf8.count - id.utf8.count
      range.start.column = range.end.column - id.utf8.count
    } else {
      range.end = range.start
    }
    return range
  }

  // MARK: - Ids

  private mutating func node(forID id: Located<String>, of field: Field, relation: FieldRelation) -> Int {
    if let found = meanings.names.document(id: id.value) {
      if meanings.documents[found].kind != relation.target { reportWrongKind(found, id, of: field, relation) }
      return found
    }
    if relation.target == .persona, let group = meanings.names.group(named: id.value) {
      return meanings.node(ofGroup: group)
    }
    report(
      Diagnostic(
        .unknownReference, "`\(field.rawValue)` names `\(id.value)`, and no document has this id", at: id.range,
        help: "write \(relation.target.plural)/\(id.value).md, or correct the id"),
      Question(
        .idsOf(relation.target, orOthers: true), id.value,
        form: .field(field, in: meanings.documents[index].kind)))
    return missingNode(id: id.value, kind: relation.target)
  }

  /// The document that a link in a label leads to; `nil`, and reported, when there is none.
  private mutating func node(forPath path: Located<String>, of field: Field, relation: FieldRelation) -> Int? {
    let file = resolvedPath(path.value, from: path.range.file)
    if let file, case .document(let found) = meanings.paths.target(at: file) {
      if meanings.documents[found].kind != relation.target {
        let id = Located(meanings.documents[found].id.value, at: path.range)
        reportWrongKind(found, id, of: field, relation, isPath: true)
      }
      return found
    }
    _ = missing(
      MarkupText.Reference(form: .link, target: path.value, range: path.range),
      file.map { "there is no document `\($0)`" } ?? "`\(path.value)` leads out of the content folder", path: file)
    return nil
  }

  /// What the text of a link names that leads nowhere; else the missing document.
  private mutating func node(
    forTextOf link: Located<String>, _ path: Located<String>, of field: Field, relation: FieldRelation
  ) -> Int {
    if field.shape == .names, let name = name(link) { return node(of: name.meaning, called: link) }
    if let found = meanings.names.document(id: link.value), meanings.documents[found].kind == relation.target {
      return found
    }
    return missingNode(
      id: path.value.lastPathComponent.withoutMarkdownExtension, kind: relation.target,
      title: field.shape == .names ? link.value : nil)
  }

  private mutating func reportWrongKind(
    _ found: Int, _ id: Located<String>, of field: Field, _ relation: FieldRelation, isPath: Bool = false
  ) {
    let kind = meanings.documents[found].kind
    let fields = found == index ? nil : Field.naming(kind, in: meanings.documents[index].kind)
    report(
      Diagnostic(
        .wrongKind, "`\(id.value)` is a \(kind.rawValue), and `\(field.rawValue)` takes \(relation.target.plural)",
        at: id.range, help: "name a \(relation.target.rawValue)" + (fields.map { ", or move this to \($0)" } ?? "")),
      isPath ? nil : Question(.idsOf(relation.target, orOthers: false), id.value))
  }
}
