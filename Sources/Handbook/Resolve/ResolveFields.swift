import Diagnostics

extension Resolver {
  /// Finds what the fields of one document name, and draws their edges.
  mutating func resolveFields(of index: Int, into resolution: inout Handbook.Resolution) {
    for field in Field.allCases {
      guard let relation = field.relation(in: documents[index].kind) else { continue }
      let references = documents[index].references(field)
      guard !references.isEmpty else { continue }
      var resolved: [ResolvedFieldReference] = []
      for reference in references {
        resolved += resolve(reference, of: field, relation: relation, document: index)
      }
      for reference in resolved { connect(reference, field: field, relation: relation, document: index) }
      resolution.fields[field] = resolved
    }
  }

  private mutating func connect(
    _ reference: ResolvedFieldReference, field: Field, relation: FieldRelation, document: Int
  ) {
    let other = builder.nodes[reference.node].kind
    guard other == .document(relation.target) || other == .group && relation.target == .persona else { return }
    let (from, to) = relation.isReversed ? (reference.node, document) : (document, reference.node)
    builder.connect(
      from, to: to, relation.edge,
      GraphEdge.Declaration(field: field.rawValue, text: reference.text, document: document, range: reference.range))
  }

  private mutating func resolve(
    _ reference: FieldReference, of field: Field, relation: FieldRelation, document: Int
  ) -> [ResolvedFieldReference] {
    if field.shape == .names { return resolveNames(reference.target, of: field, document: document) }
    let node = node(forID: reference.target, of: field, relation: relation)
    return [
      ResolvedFieldReference(
        node: node, text: reference.text?.value, remark: reference.remark, range: reference.target.range)
    ]
  }

  // MARK: - Ids

  private mutating func node(forID id: Located<String>, of field: Field, relation: FieldRelation) -> Int {
    if let found = names.byID[id.value] {
      let kind = documents[found].kind
      if kind != relation.target {
        diagnostics.append(
          Diagnostic(
            .wrongKind, "`\(id.value)` is a \(kind.rawValue), and `\(field.rawValue)` takes \(relation.target.plural)",
            at: id.range, help: "name a \(relation.target.rawValue), or move this to the field for \(kind.plural)"))
      }
      return found
    }
    if relation.target == .persona, let group = names.group(named: id.value) { return builder.node(ofGroup: group) }
    let suggestion = names.suggestion(forID: id.value)
    diagnostics.append(
      Diagnostic(
        .unknownReference, "`\(field.rawValue)` names `\(id.value)`, and no document has this id", at: id.range,
        suggestion: suggestion,
        help: suggestion.map { "did you mean `\($0)`?" }
          ?? "write \(relation.target.plural)/\(id.value).md, or correct the id"))
    return builder.missingNode(id: id.value, kind: relation.target)
  }

  // MARK: - Names

  /// Personas by name: the whole text first, so that a name may hold `and`; else its parts.
  private mutating func resolveNames(
    _ text: Located<String>, of field: Field, document: Int
  ) -> [ResolvedFieldReference] {
    if let node = node(forName: text) { return [resolvedName(text, node: node, remark: nil)] }
    let whole = text.splitRemark
    if whole.remark != nil, let node = node(forName: whole.name) {
      return [resolvedName(whole.name, node: node, remark: whole.remark)]
    }
    return text.split(at: .names).map { part in
      if let node = node(forName: part) { return resolvedName(part, node: node, remark: nil) }
      let part = part.splitRemark
      let node = node(forName: part.name) ?? missingPersona(part.name, field: field)
      return resolvedName(part.name, node: node, remark: part.remark)
    }
  }

  private func resolvedName(_ name: Located<String>, node: Int, remark: String?) -> ResolvedFieldReference {
    ResolvedFieldReference(node: node, text: nil, remark: remark, range: name.range)
  }

  private mutating func node(forName name: Located<String>) -> Int? {
    let found = names.personas(named: name.value, documents: documents)
    if found.count > 1 {
      let ids = found.map { "`\(documents[$0].id.value)`" }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          .ambiguousName, "`\(name.value)` is the name of \(ids); the first is taken", at: name.range,
          help: "write the id"))
    }
    return found.first ?? names.group(named: name.value).map(builder.node(ofGroup:))
  }

  private mutating func missingPersona(_ name: Located<String>, field: Field) -> Int {
    let suggestion = names.suggestion(forName: name.value)
    diagnostics.append(
      Diagnostic(
        .unknownName, "`\(field.rawValue)` names `\(name.value)`, and no persona is called so", at: name.range,
        suggestion: suggestion,
        help: suggestion.map { "did you mean `\($0)`?" } ?? "write that persona, or give one the alias `\(name.value)`")
    )
    let words = name.value.lowercased().split { !$0.isLetter && !$0.isNumber }
    let id = words.isEmpty ? name.value : words.joined(separator: "-")
    return builder.missingNode(id: id, kind: .persona, title: name.value)
  }
}
