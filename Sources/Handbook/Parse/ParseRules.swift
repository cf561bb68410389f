import Diagnostics

// The settings that tell checks what a team has agreed on: `rules` and `loops`.
extension ConfigurationReader {
  private enum RuleKey: String, CaseIterable {
    case every, `where`, has, message, severity
  }

  mutating func readRules(_ entry: YAMLEntry) {
    guard case .list(let items, _) = entry.value else {
      report("`rules` takes a list; write `- {every: task, has: persona}`", at: entry.value.range)
      return
    }
    for item in items {
      guard case .mapping(let entries, let range) = item else {
        report("a rule is a mapping such as `{every: task, has: persona}`", at: item.range)
        continue
      }
      if let rule = rule(entries, at: range) { configuration.rules.append(rule) }
    }
  }

  private mutating func rule(_ entries: [YAMLEntry], at range: SourceRange) -> Configuration.Rule? {
    var rule = Configuration.Rule(
      kind: nil, conditions: [], wanted: [], message: nil, severity: nil, range: entries.first?.key.range ?? range)
    var isWhole = true
    for entry in entries {
      guard let key = RuleKey(rawValue: entry.key.value) else {
        let suggestion = nearest(to: entry.key.value, among: RuleKey.allCases.map(\.rawValue))
        diagnostics.append(
          Diagnostic(
            .unknownConfigurationKey, "a rule has no `\(entry.key.value)`", at: entry.key.range, suggestion: suggestion,
            help: didYouMean(suggestion, or: "use every, where, has, message or severity")))
        isWhole = false
        continue
      }
      switch key {
      case .every: isWhole = readKind(entry, &rule) && isWhole
      case .where: isWhole = readConditions(entry, &rule) && isWhole
      case .has: isWhole = readWanted(entry, &rule) && isWhole
      case .message: rule.message = text(entry).flatMap { $0.isEmpty ? nil : $0 }
      case .severity:
        rule.severity = text(entry).flatMap(Severity.init)
        if rule.severity == nil { report("a rule's severity is error, warning or note", at: entry.value.range) }
      }
    }
    if isWhole, rule.wanted.isEmpty { report("the rule needs `has`: a field, or a kind of edge", at: rule.range) }
    // A rule that was read in part would say something else.
    return isWhole && !rule.wanted.isEmpty ? rule : nil
  }

  private mutating func readKind(_ entry: YAMLEntry, _ rule: inout Configuration.Rule) -> Bool {
    guard let name = text(entry) else { return false }
    if ["document", "documents"].contains(name.lowercased()) { return true }
    rule.kind = Kind(name: name)
    if rule.kind != nil { return true }
    let kinds = Kind.allCases.map(\.rawValue)
    report(
      "there is no kind `\(name)`; `every` takes \(kinds.joined(separator: ", ")) or document", at: entry.value.range)
    return false
  }

  private mutating func readConditions(_ entry: YAMLEntry, _ rule: inout Configuration.Rule) -> Bool {
    guard case .mapping(let entries, _) = entry.value else {
      report("`where` takes a mapping from a field to its value", at: entry.value.range)
      return false
    }
    for condition in entries {
      let reported = diagnostics.count
      let values = texts(condition).map(\.value)
      if values.isEmpty {
        if diagnostics.count == reported { report("`where` needs a value of this field", at: condition.key.range) }
        return false
      }
      expectField(condition.key, among: Field.allCases.map(\.rawValue), "field")
      rule.conditions.append(.init(field: condition.key.value, values: values))
    }
    return true
  }

  private mutating func readWanted(_ entry: YAMLEntry, _ rule: inout Configuration.Rule) -> Bool {
    let known = EdgeKind.allCases.map(\.rawValue) + Field.allCases.map(\.rawValue)
    for wanted in texts(entry) {
      rule.wanted.append(wanted.value)
      expectField(wanted, among: known, "field or kind of edge")
    }
    return true
  }

  /// A field of the author's own is right too; only what looks like a known name is not.
  private mutating func expectField(_ name: Located<String>, among known: [String], _ noun: String) {
    guard !known.contains(name.value), Field(label: name.value) == nil,
      let suggestion = nearest(to: name.value, among: known)
    else { return }
    diagnostics.append(
      Diagnostic(
        .invalidConfiguration, "there is no \(noun) `\(name.value)`", at: name.range, severity: .warning,
        suggestion: suggestion, help: "did you mean `\(suggestion)`?"))
  }

  mutating func readLoops(_ entry: YAMLEntry) {
    guard case .list(let items, _) = entry.value else {
      report("`loops` takes a list of circles; write `- [developer, qa]`", at: entry.value.range)
      return
    }
    for item in items {
      switch item {
      case .text(let text): readLoop(text.split(at: .arrows).flatMap { $0.split(at: .commas) }, at: item.range)
      case .list: readLoop(texts(YAMLEntry(key: entry.key, value: item)), at: item.range)
      case .mapping, .empty: report("a loop is a list of personas, such as `[developer, qa]`", at: item.range)
      }
    }
  }

  private mutating func readLoop(_ personas: [Located<String>], at range: SourceRange) {
    // Whoever writes one circle as a flat list gets as many circles of one persona.
    guard Set(personas.map { NameTable.key($0.value) }).count > 1 else {
      return report("a loop takes two personas or more; write `- [developer, qa]`", at: range)
    }
    configuration.loops.append(personas)
  }
}
