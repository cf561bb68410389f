import Diagnostics

/// `rule-broken`: what `rules` in `baton.yml` say every document of a kind must have.
@Sendable func rules(in handbook: Handbook) -> [Diagnostic] {
  let rules = handbook.configuration.rules
  guard !rules.isEmpty else { return [] }
  var diagnostics: [Diagnostic] = []
  for index in handbook.documents.indices where !handbook.documents[index].isLandingPage {
    for rule in rules where rule.speaks(of: index, in: handbook) {
      diagnostics += rule.wanted.filter { !handbook.has($0, index) }.map { wanted in
        let document = handbook.documents[index]
        let message =
          rule.message
          ?? "every \(rule.kind?.rawValue ?? "document")\(rule.condition) must have `\(wanted)`, and this one has none"
        return Diagnostic(
          .ruleBroken, message, at: document.title.range, severity: rule.severity,
          help: "add \(fields(drawing: wanted, in: document.kind) ?? "`\(wanted)`"), or change the rule",
          related: [.init("the rule", at: rule.range)])
      }
    }
  }
  return diagnostics
}

/// The fields of documents of a kind that draw an edge, as a sentence has them; `nil` when the wanted thing is no edge, or none of
/// them does.
private func fields(drawing wanted: String, in kind: Kind) -> String? {
  guard let edge = EdgeKind(rawValue: wanted) else { return nil }
  let fields = Field.related.filter { $0.relation.edge == edge && $0.field.belongs(to: kind) && $0.field != .personas }
  return fields.isEmpty ? nil : fields.map { "`\($0.field.rawValue)`" }.joined(separator: " or ")
}

extension Configuration.Rule {
  /// Its conditions as a sentence has them, with a space before: ` where phase is deployment`.
  fileprivate var condition: String {
    conditions.isEmpty
      ? ""
      : " where "
        + conditions.map { "\($0.field) is \($0.values.joined(separator: " or "))" }.joined(separator: " and ")
  }

  fileprivate func speaks(of index: Int, in handbook: Handbook) -> Bool {
    guard kind == nil || handbook.documents[index].kind == kind else { return false }
    return conditions.allSatisfy { condition in
      let values = handbook.values(of: condition.field, index)
      return condition.values.contains { wanted in values.contains { $0.lowercased() == wanted.lowercased() } }
    }
  }
}

extension Handbook {
  /// Whether a document has a field, or an edge of a kind, by name, or may have it in what can't be read.
  fileprivate func has(_ name: String, _ index: Int) -> Bool {
    let unread = documents[index].unreadFields
    if unread.contains(where: { $0.rawValue == Field.name(ofLabel: name) || $0.relation?.edge.rawValue == name }) {
      return true
    }
    if let kind = EdgeKind(rawValue: name) {
      let node = graph.nodeOfDocument[index]
      return graph.hasEdges(from: node, orItsGroups: { $0 == kind })
        || graph.incoming(node).contains { graph.edges[$0].kind == kind }
    }
    return !values(of: name, index).isEmpty
  }

  /// The values of a field as texts: phases by their names, documents by their ids, fields of the author's own too. A label and front
  /// matter may write its name otherwise.
  fileprivate func values(of name: String, _ index: Int) -> [String] {
    let document = documents[index]
    let name = Field.name(ofLabel: name)
    guard let field = Field(rawValue: name), field.belongs(to: document.kind) else {
      let own = document.unknownFields.filter { Field.name(ofLabel: $0.name.value) == name }
      return own.flatMap { $0.values.map(\.value) }
    }
    switch field {
    case .id: return [document.id.value]
    case .title: return [document.title.value]
    case .type: return [document.kind.rawValue]
    case .phase: return resolutions[index].phases.map { phases[$0] }
    default: break
    }
    switch document.fields[field] {
    case .text(let text): return [text.value]
    case .texts(let texts): return texts.map(\.value)
    case .namedTexts(let texts): return texts.map(\.name.value)
    case .references(let references):
      return references.map(\.target.value)
        + (resolutions[index].fields[field] ?? []).map { graph.nodes[$0.node].id }
    case .phases, nil: return []
    }
  }
}
