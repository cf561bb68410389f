import Diagnostics
import Markup

/// The id and title of the group that stands for every other persona.
private let everyone = Configuration.Group(id: "all-personas", title: "All personas", members: [])

/// Connects the documents: ids become unique, fields and links find what they name, and the graph is drawn.
///
/// - Parameters:
///   - documents: the documents, in any order.
///   - assets: the paths of all other files of the content folder.
public func resolveHandbook(
  documents: [Document], assets: [String], configuration: Configuration
) -> Checked<Handbook> {
  var resolver = Resolver(documents: documents, assets: assets, configuration: configuration)
  let handbook = resolver.resolve()
  return Checked(handbook, resolver.diagnostics + checks(of: handbook))
}

/// The state of one resolution.
struct Resolver {
  var documents: [Document]
  let assets: [String]
  let configuration: Configuration
  var diagnostics: [Diagnostic] = []
  var names: NameTable
  var groups: [(group: Configuration.Group, members: [Int])]
  var builder: GraphBuilder
  let paths: PathTable
  /// The anchors of the documents that links with a fragment have led to so far.
  var anchors: [Int: AnchorTable] = [:]

  init(documents: [Document], assets: [String], configuration: Configuration) {
    self.documents = documents.sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
    self.assets = assets.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.configuration = configuration
    diagnostics = renameDuplicates(&self.documents)
    let groups =
      configuration.groups.contains { $0.id == everyone.id } ? configuration.groups : [everyone] + configuration.groups
    names = NameTable(documents: self.documents, groups: groups)
    var memberDiagnostics: [Diagnostic] = []
    var resolved: [(group: Configuration.Group, members: [Int])] = []
    for group in groups {
      resolved.append((group, members(of: group, documents: self.documents, names: &names, &memberDiagnostics)))
    }
    self.groups = resolved
    diagnostics += memberDiagnostics
    builder = GraphBuilder(documents: self.documents, groups: resolved)
    paths = PathTable(documents: self.documents, assets: self.assets)
  }

  mutating func resolve() -> Handbook {
    var resolutions: [Handbook.Resolution] = []
    resolutions.reserveCapacity(documents.count)
    for index in documents.indices {
      var resolution = Handbook.Resolution()
      resolveFields(of: index, into: &resolution)
      resolution.links = resolveLinks(of: index)
      resolutions.append(resolution)
    }
    let phases = PhaseTable(documents: documents, configured: configuration.phases)
    let (graph, order) = builder.finished()
    for index in resolutions.indices {
      resolutions[index].phases = phases.indices(documents[index].phases)
      resolutions[index].fields = resolutions[index].fields.mapValues { references in
        references.map { $0.renumbered(order) }
      }
    }
    return Handbook(
      configuration: configuration, documents: documents, assets: assets, graph: graph, resolutions: resolutions,
      phases: phases.names)
  }
}

extension ResolvedFieldReference {
  /// The same reference after the graph's nodes have been sorted.
  fileprivate func renumbered(_ order: [Int]) -> ResolvedFieldReference {
    var copy = self
    copy.node = order[node]
    return copy
  }
}

// MARK: - Ids and groups

/// Makes ids unique: the first document in the order of files keeps one, later ones are called by their path.
private func renameDuplicates(_ documents: inout [Document]) -> [Diagnostic] {
  var diagnostics: [Diagnostic] = []
  var first: [String: Int] = [:]
  for index in documents.indices {
    let id = documents[index].id
    guard let other = first[id.value] else {
      first[id.value] = index
      continue
    }
    diagnostics.append(
      Diagnostic(
        .duplicateID, "the id `\(id.value)` is taken by \(documents[other].file)", at: id.range,
        help: "give one of the two another `id`; until then this one is called by its path",
        related: [.init("first used here", at: documents[other].id.range)]))
    var unique = documents[index].file
    if unique.lowercased().hasSuffix(".md") { unique.removeLast(3) }
    while first[unique] != nil { unique += "~" }
    documents[index].id.value = unique
    first[unique] = index
  }
  return diagnostics
}

private func members(
  of group: Configuration.Group, documents: [Document], names: inout NameTable, _ diagnostics: inout [Diagnostic]
) -> [Int] {
  if group.id == everyone.id, group.members.isEmpty {
    return documents.indices.filter { documents[$0].kind == .persona }
  }
  return group.members.compactMap { member in
    if let persona = names.personas(named: member.value, documents: documents).first { return persona }
    let suggestion = names.suggestion(forName: member.value)
    diagnostics.append(
      Diagnostic(
        .unknownName, "the group `\(group.id)` names `\(member.value)`, and no persona is called so", at: member.range,
        suggestion: suggestion, help: suggestion.map { "did you mean `\($0)`?" }))
    return nil
  }
}
