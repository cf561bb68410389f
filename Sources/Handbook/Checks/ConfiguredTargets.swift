import Diagnostics

/// `unknown-reference`, `missing-image` and `invalid-configuration` in `baton.yml`: entries of the navigation, a logo and personas of
/// loops that do not exist, and groups that are called like documents.
@Sendable func configuredTargets(in handbook: Handbook) -> [Diagnostic] {
  var diagnostics: [Diagnostic] = []
  if let logo = handbook.configuration.logo, !handbook.hasAsset(at: logo.value) {
    diagnostics.append(
      Diagnostic(
        .missingImage, "there is no file `\(logo.value)`", at: logo.range, help: "name a picture in the content folder")
    )
  }
  var ids: WordList?
  for entry in handbook.configuration.navigation ?? [] {
    let target = entry.target.value
    guard handbook.target(of: entry) == nil, !handbook.unread.mayBe(target) else { continue }
    let words = ids ?? WordList(handbook.documents.lazy.map(\.id.value))
    ids = words
    let suggestion = words.nearest(to: target)
    diagnostics.append(
      Diagnostic(
        .unknownReference, "`navigation` names `\(target)`, and nothing has this id or path",
        at: entry.target.range,
        suggestion: suggestion, help: didYouMean(suggestion, or: "write an id, a path or a URL")))
  }
  for name in handbook.configuration.loops.joined()
  where handbook.personas(named: name.value).isEmpty && !handbook.unread.mayBe(name.value) {
    let personas = handbook.documents.lazy.filter { $0.kind == .persona }.map(\.id.value)
    let suggestion = nearest(to: name.value, among: personas)
    diagnostics.append(
      Diagnostic(
        .invalidConfiguration, "`loops` names `\(name.value)`, and there is no such persona", at: name.range,
        suggestion: suggestion,
        help: didYouMean(suggestion, or: "write the id or the name of a persona")))
  }
  return diagnostics + sharedNames(of: handbook)
}

/// Groups that are called like a document, which fields take instead: a persona by any of its names, others by id and alias.
private func sharedNames(of handbook: Handbook) -> [Diagnostic] {
  let groups = handbook.configuration.groups
  guard !groups.isEmpty else { return [] }
  let numbers = Dictionary(groups.enumerated().flatMap { number, group in group.keys.map { ($0, number) } }) { $1 }
  return handbook.documents.flatMap { document -> [Diagnostic] in
    let ids = [document.id.value] + document.aliases.map(\.value)
    let isPersona = document.kind == .persona
    var told: [Int] = []
    return (isPersona ? NameTable.names(of: document).map(NameTable.key) : ids).compactMap { name in
      guard let number = numbers[name], isPersona || groups[number].id == name, let range = groups[number].range,
        !told.contains(number)
      else { return nil }
      told.append(number)
      // No field finds a group whose id is that of a persona.
      let isHidden = isPersona && ids.contains(groups[number].id)
      return Diagnostic(
        .invalidConfiguration, "`\(name)` names both the group `\(groups[number].id)` and \(document.file)", at: range,
        severity: isHidden ? nil : .warning, help: "give the group a name of its own",
        related: [.init("the \(document.kind.rawValue)", at: document.title.range)])
    }
  }
}
