import Diagnostics
import Threads

extension Configuration.Group {
  /// The group that stands for every other persona.
  static let everyone = Configuration.Group(id: "all-personas", title: "All personas", members: [])
}

/// Connects the documents: ids become unique, fields and links find what they name, and the graph is drawn.
///
/// What names mean is settled first; then each document is resolved on its own, on all threads; then all is put together in
/// the order of files. So the result is the same whatever the number of threads.
///
/// - Parameters:
///   - documents: the documents, in any order.
///   - assets: the paths of all other files of the content folder.
///   - unread: the documents that can't be read; that they are missing is not told where they are named.
///   - jobs: how many threads to use.
public func connectHandbook(
  documents: [Document], assets: [String], unread: UnreadDocuments = UnreadDocuments(), configuration: Configuration,
  jobs: Int = 1
) -> Checked<Handbook> {
  var (meanings, findings) = Meanings.settled(documents: documents, assets: assets, configuration: configuration)
  let resolved = concurrentMap(count: meanings.documents.count, jobs: jobs) { [meanings] index in
    var resolver = DocumentResolver(meanings: meanings, index: index)
    return resolver.resolved()
  }
  for document in resolved where !document.findings.isEmpty { findings += document.findings }
  let footer = meanings.footer(configuration.footer)
  findings += footer.findings
  // Neither of the two keeps all threads busy.
  let answering = Background { [findings, meanings] in
    answered(findings, unread: unread, documents: meanings.documents, jobs: jobs)
  }
  let (graph, resolutions) = GraphBuilder(meanings, resolved).finished(jobs: jobs)
  let diagnostics = answering.value() ?? findings.map(\.diagnostic)
  let handbook = Handbook(
    configuration: configuration, documents: meanings.documents, assets: meanings.assets, graph: graph,
    resolutions: resolutions, phases: meanings.phases.names, footerLinks: footer.links, unread: unread,
    questions: findings.count { $0.question != nil })
  return Checked(handbook, diagnostics)
}

/// What names, paths and phases mean. It is settled before any document is resolved, and threads share it.
final class Meanings: Sendable {
  /// The documents, sorted by file, with unique ids.
  let documents: [Document]
  /// The paths of all other files, sorted.
  let assets: [String]
  /// The groups, with the documents of their members.
  let groups: [(group: Configuration.Group, members: [Int])]
  let names: NameTable
  let paths: PathTable
  let phases: PhaseTable
  let anchors = AnchorCache()

  /// The provisional node of a group: documents come first among the nodes, then groups.
  func node(ofGroup index: Int) -> Int { documents.count + index }

  /// Settles everything, and gives what was wrong with ids and groups.
  static func settled(
    documents: [Document], assets: [String], configuration: Configuration
  ) -> (Meanings, [Finding]) {
    var documents = sortedByFile(documents)
    var findings: [Finding] = []
    // Neither paths nor phases ask for ids.
    let phases = Background { [documents] in PhaseTable(documents: documents, configured: configuration.phases) }
    let paths = Background { [documents] in PathTable(documents: documents, assets: assets) }
    let byID = renameDuplicates(&documents, &findings)
    return settled(documents, byID, assets: assets, phases, paths, configuration, findings)
  }

  /// What names, paths and phases mean in a handbook whose documents belong together already.
  convenience init(of handbook: Handbook) {
    let byID = Dictionary(handbook.documents.indices.map { (handbook.documents[$0].id.value, $0) }) { first, _ in first
    }
    let settled = Self.settled(
      handbook.documents, byID, assets: handbook.assets,
      Background { PhaseTable(documents: [], configured: handbook.phases) },
      Background { PathTable(documents: handbook.documents, assets: handbook.assets) }, handbook.configuration, [])
    self.init(settled.0, handbook.documents)
  }

  private static func settled(
    _ documents: [Document], _ byID: [String: Int], assets: [String], _ phases: Background<PhaseTable>,
    _ paths: Background<PathTable>, _ configuration: Configuration, _ findings: [Finding]
  ) -> (Meanings, [Finding]) {
    var findings = findings
    let groups =
      configuration.groups.contains { $0.id == Configuration.Group.everyone.id }
      ? configuration.groups : [.everyone] + configuration.groups
    let names = NameTable(documents: documents, byID: byID, groups: groups)
    let resolved = groups.map { ($0, members(of: $0, documents: documents, names: names, &findings)) }
    return (
      Meanings(
        documents, assets.sortedInUTF8, resolved, names,
        paths.value() ?? PathTable(documents: documents, assets: assets),
        phases.value() ?? PhaseTable(documents: documents, configured: configuration.phases)), findings
    )
  }

  private init(
    _ documents: [Document], _ assets: [String], _ groups: [(Configuration.Group, [Int])], _ names: NameTable,
    _ paths: PathTable, _ phases: PhaseTable
  ) {
    self.documents = documents
    self.assets = assets
    self.groups = groups
    self.names = names
    self.paths = paths
    self.phases = phases
  }

  private init(_ other: Meanings, _ documents: [Document]) {
    self.documents = documents
    (assets, groups, names, paths, phases) = (other.assets, other.groups, other.names, other.paths, other.phases)
  }

  /// The same with another version of one document, or with one more at the end, in which names and paths mean what they meant.
  func replacing(_ index: Int, by document: Document) -> Meanings {
    var documents = documents
    if index < documents.count { documents[index] = document } else { documents.append(document) }
    return Meanings(self, documents)
  }
}

// MARK: - Ids and groups

/// The documents in the order of their files, in which they mostly come.
private func sortedByFile(_ documents: [Document]) -> [Document] {
  let isSorted = documents.indices.dropFirst().allSatisfy {
    !documents[$0].file.precedesInUTF8(documents[$0 - 1].file)
  }
  return isSorted ? documents : documents.sorted { $0.file.precedesInUTF8($1.file) }
}

/// Makes ids unique: the first document in the order of files keeps one, later ones are called by their path. Returns the
/// documents by id.
private func renameDuplicates(_ documents: inout [Document], _ findings: inout [Finding]) -> [String: Int] {
  var first: [String: Int] = Dictionary(minimumCapacity: documents.count)
  for index in documents.indices {
    guard let other = first.updateValue(index, forKey: documents[index].id.value) else { continue }
    let id = documents[index].id
    first[id.value] = other
    findings.append(
      Finding(
        Diagnostic(
          .duplicateID, "the id `\(id.value)` is taken by \(documents[other].file)", at: id.range,
          help: "give one of the two another `id`; until then this one is called by its path",
          related: [.init("first used here", at: documents[other].id.range)])))
    var unique = documents[index].file.withoutMarkdownExtension
    while first[unique] != nil { unique += "~" }
    documents[index].id.value = unique
    first[unique] = index
  }
  return first
}

private func members(
  of group: Configuration.Group, documents: [Document], names: NameTable, _ findings: inout [Finding]
) -> [Int] {
  if group.id == Configuration.Group.everyone.id, group.members.isEmpty {
    return documents.indices.filter { documents[$0].kind == .persona }
  }
  return group.members.compactMap { member in
    if let persona = names.personas(named: member.value, documents: documents).first { return persona }
    findings.append(
      Finding(
        Diagnostic(
          .unknownName, "the group `\(group.id)` names `\(member.value)`, and no persona is called so",
          at: member.range, help: "write that persona, or correct the name"),
        question: Question(.names, member.value)))
    return nil
  }
}
