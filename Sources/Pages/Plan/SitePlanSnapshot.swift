import Diagrams
import Handbook
import Snapshot

/// A plan as bytes, for the build after the next change of a text.
extension SitePlan {
  /// Writes the plan.
  ///
  /// - Parameter pass: called now and then; may take what was written, and forget it.
  func write<Failure: Error>(
    to writer: inout SnapshotWriter, pass: (inout SnapshotWriter) throws(Failure) -> Void
  ) throws(Failure) {
    writer.write(routes.count)
    for route in routes {
      writer.write(route.path)
      route.content.write(to: &writer)
      try pass(&writer)
    }
    writer.write(pathOfDocument)
    try pass(&writer)
    writer.write(pathOfAsset.count)
    for (asset, path) in pathOfAsset {
      writer.write(asset)
      writer.write(path)
    }
    writer.write(indexedKinds.map(\.rawValue))
    writer.write(indexDocuments.count)
    for (kind, document) in indexDocuments {
      writer.write(kind.rawValue)
      writer.write(document)
    }
    writer.write(homeDocument.map { $0 + 1 } ?? 0)
    writer.write(groups.count)
    for group in groups {
      writer.write(group.name)
      writer.write(group.members.count)
      for member in group.members { writer.write(member) }
    }
    writer.write(pathOfGroup)
    writer.write(hasMap)
    writer.write(pathOfHandoffs)
    writer.write(pathOfHealth)
    writer.write(pathOfChains.count)
    for (node, path) in pathOfChains {
      writer.write(node)
      writer.write(path)
    }
    writer.write(siteTitle)
    try pass(&writer)
  }

  /// Reads a plan back.
  ///
  /// - Throws: `SnapshotError` when the bytes hold no plan of the handbook.
  init(from reader: inout SnapshotReader, _ handbook: Handbook) throws(SnapshotError) {
    let (documents, nodes) = (handbook.documents.count, handbook.graph.nodes.count)
    var routes: [Route] = []
    let count = try reader.count()
    routes.reserveCapacity(count)
    for _ in 0..<count {
      let path = try reader.text()
      routes.append(Route(path: path, content: try Route.Content(from: &reader, documents: documents, nodes: nodes)))
    }
    self.init(
      routes: routes, pathOfDocument: try reader.texts(), pathOfAsset: [:], homeDocument: nil, indexDocuments: [:],
      indexedKinds: [])
    guard pathOfDocument.count == documents else { throw SnapshotError() }
    for _ in 0..<(try reader.count()) {
      let asset = try reader.text()
      pathOfAsset[asset] = try reader.text()
    }
    for _ in 0..<(try reader.count()) { indexedKinds.append(try reader.kind()) }
    for _ in 0..<(try reader.count()) {
      let kind = try reader.kind()
      indexDocuments[kind] = try reader.index(below: documents)
    }
    let home = try reader.index(below: documents + 1)
    homeDocument = home == 0 ? nil : home - 1
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      groups.append(TeamGroup(name: name, members: try reader.indices(below: nodes)))
    }
    pathOfGroup = try reader.texts()
    guard pathOfGroup.count == groups.count else { throw SnapshotError() }
    hasMap = try reader.truth()
    pathOfHandoffs = try reader.optionalText()
    pathOfHealth = try reader.optionalText()
    for _ in 0..<(try reader.count()) {
      let node = try reader.index(below: nodes)
      pathOfChains[node] = try reader.text()
    }
    siteTitle = try reader.text()
    let groups = groups.count
    let groupsFit = routes.allSatisfy { route in
      if case .group(let index) = route.content { index < groups } else { true }
    }
    guard groupsFit else { throw SnapshotError() }
  }
}

extension SnapshotReader {
  fileprivate mutating func kind() throws(SnapshotError) -> Kind {
    guard let kind = Kind(rawValue: try text()) else { throw SnapshotError() }
    return kind
  }
}

extension Route.Content {
  fileprivate func write(to writer: inout SnapshotWriter) {
    switch self {
    case .home: writer.write(0)
    case .document(let index): writer.write(1, index)
    case .index(let kind):
      writer.write(2)
      writer.write(kind.rawValue)
    case .group(let index): writer.write(3, index)
    case .map: writer.write(4)
    case .handoffs: writer.write(5)
    case .chains(let node): writer.write(6, node)
    case .notFound: writer.write(7)
    case .health: writer.write(8)
    case .source(let index): writer.write(9, index)
    case .bundle(let index): writer.write(10, index)
    case .graph: writer.write(11)
    case .summary: writer.write(12)
    case .fullText: writer.write(13)
    case .sitemap: writer.write(14)
    case .theme(let file):
      writer.write(15)
      writer.write(file)
    case .asset(let path):
      writer.write(16)
      writer.write(path)
    }
  }

  fileprivate init(from reader: inout SnapshotReader, documents: Int, nodes: Int) throws(SnapshotError) {
    switch try reader.number() {
    case 0: self = .home
    case 1: self = .document(try reader.index(below: documents))
    case 2: self = .index(try reader.kind())
    case 3: self = .group(try reader.index(below: .max))
    case 4: self = .map
    case 5: self = .handoffs
    case 6: self = .chains(try reader.index(below: nodes))
    case 7: self = .notFound
    case 8: self = .health
    case 9: self = .source(try reader.index(below: documents))
    case 10: self = .bundle(try reader.index(below: documents))
    case 11: self = .graph
    case 12: self = .summary
    case 13: self = .fullText
    case 14: self = .sitemap
    case 15: self = .theme(try reader.text())
    case 16: self = .asset(try reader.text())
    default: throw SnapshotError()
    }
  }
}

extension SnapshotWriter {
  fileprivate mutating func write(_ number: Int, _ index: Int) {
    write(number)
    write(index)
  }
}
