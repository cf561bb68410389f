import Diagnostics

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
    if field.shape == .names {
      resolveNames(reference.target, of: field, into: &found)
    } else {
      let node = node(forID: reference.target, of: field, relation: relation)
      found.append(
        ResolvedFieldReference(
          node: node, text: reference.text?.value, remark: reference.remark, range: reference.target.range))
    }
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

  private mutating func reportWrongKind(
    _ found: Int, _ id: Located<String>, of field: Field, _ relation: FieldRelation
  ) {
    let kind = meanings.documents[found].kind
    let fields = found == index ? nil : Field.naming(kind, in: meanings.documents[index].kind)
    report(
      Diagnostic(
        .wrongKind, "`\(id.value)` is a \(kind.rawValue), and `\(field.rawValue)` takes \(relation.target.plural)",
        at: id.range, help: "name a \(relation.target.rawValue)" + (fields.map { ", or move this to \($0)" } ?? "")),
      Question(.idsOf(relation.target, orOthers: false), id.value))
  }

  // MARK: - Names

  /// Personas by name: the whole text first, so that a name may hold `and`; else its parts.
  private mutating func resolveNames(
    _ text: Located<String>, of field: Field, into found: inout [ResolvedFieldReference]
  ) {
    if let node = node(forName: text) {
      found.append(resolvedName(text, node: node, remark: nil))
      return
    }
    let whole = text.splitRemark
    if whole.remark != nil, let node = node(forName: whole.name) {
      found.append(resolvedName(whole.name, node: node, remark: whole.remark))
      return
    }
    for part in text.split(at: .names) {
      if let node = node(forName: part) {
        found.append(resolvedName(part, node: node, remark: nil))
        continue
      }
      let split = part.splitRemark
      // Where there is no remark, this is the name that has just been looked for.
      let known = split.name.value == part.value ? nil : node(forName: split.name)
      let node = known ?? missingPersona(split.name, field: field)
      found.append(resolvedName(split.name, node: node, remark: split.remark))
    }
  }

  private func resolvedName(_ name: Located<String>, node: Int, remark: String?) -> ResolvedFieldReference {
    ResolvedFieldReference(node: node, text: nil, remark: remark, range: name.range)
  }

  private mutating func node(forName name: Located<String>) -> Int? {
    switch meanings.names.meaning(of: name.value, documents: meanings.documents) {
    case .persona(let found): return found
    case .group(let group): return meanings.node(ofGroup: group)
    case .personas(let found):
      let ids = found.map { "`\(meanings.documents[$0].id.value)`" }.joined(separator: ", ")
      report(
        Diagnostic(
          .ambiguousName, "`\(name.value)` is the name of \(ids); the first is taken", at: name.range,
          help: "write the id"))
      return found.first
    case nil: return nil
    }
  }

  /// Where a name stands. A value of several lines, or one with markup, was not told more of than where it begins.
  private mutating func place(of name: Located<String>) -> SourceRange {
    let (start, end) = (name.range.start, name.range.end)
    guard start.line != end.line || end.column - start.column != name.value.utf8.count else { return name.range }
    let source = meanings.documents[index].source
    let known = lines ?? LineTable(source)
    lines = known
    let offset = known.offset(of: start)
    let rest = source[offset..<min(source.count, offset + 4096)]
    guard let found = rest.firstRange(of: Array(name.value.utf8)) else { return name.range }
    return SourceRange(
      file: name.range.file, start: known.place(of: found.lowerBound), end: known.place(of: found.upperBound))
  }

  private mutating func missingPersona(_ name: Located<String>, field: Field) -> Int {
    report(
      Diagnostic(
        .unknownName, "`\(field.rawValue)` names `\(name.value)`, and no persona is called so", at: place(of: name),
        help: "write that persona, or give one the alias `\(name.value)`"),
      Question(.names, name.value))
    let words = name.value.lowercased().split { !$0.isLetter && !$0.isNumber }
    let id = words.isEmpty ? name.value : words.joined(separator: "-")
    return missingNode(id: id, kind: .persona, title: name.value)
  }
}
