import Buffers
import Handbook
import Snapshot
import TextFormats

/// Bundles, and the files that hold the whole handbook.
extension PageRenderer {
  /// Prepares what bundles share; without it, each works that out for itself.
  public mutating func prepareBundles(jobs: Int) {
    guard bundles == nil else { return }
    bundles = Bundles(of: handbook.documents.indices, contents, jobs: jobs)
  }

  /// Prepares what the bundles of some documents share, and the sections of others in the text of the whole handbook, as
  /// ``section(of:)`` gives them. Other bundles must not be rendered then.
  public mutating func prepareBundles(of documents: some Sequence<Int>, sections: [Int], jobs: Int) {
    var members = Set(sections)
    for document in documents { members.formUnion(handbook.documents(neededBy: document)) }
    for section in sections {
      for case .document(let target, _) in handbook.resolutions[section].links { members.insert(target) }
      for references in handbook.resolutions[section].fields.values {
        members.formUnion(references.compactMap { handbook.graph.nodes[$0.node].document })
      }
    }
    bundles = Bundles(of: members.sorted(), contents, jobs: jobs)
  }

  /// The documents in the order of their sections in the text of the whole handbook.
  public var sections: [Int] { handbook.documentsByKind }

  /// The section of a document in the text of the whole handbook; what it needs must have been prepared.
  public func section(of document: Int) -> [UInt8] {
    bundles?.section(of: document, in: selection(sections, plan.siteTitle, root: ""), handbook) ?? []
  }

  /// A file that holds some documents as one text.
  func bundle(_ route: Route, of members: [Int], title: String) -> Page {
    let bundles = bundles ?? Bundles(of: members, contents, jobs: 1)
    let depth = route.path.utf8.count { $0 == UInt8(ascii: "/") }
    let root = String(repeating: "../", count: depth)
    return Page(bundles.text(selection(members, title, root: root), of: handbook))
  }

  /// - Parameter root: the way from the file to the site's root.
  private func selection(_ members: [Int], _ title: String, root: String) -> Bundles.Selection {
    Bundles.Selection(
      members: members, title: title, root: handbook.configuration.baseURL ?? root, url: { contents.urls[$0] },
      urlOfFile: { URLPath.encoded(plan.pathOfAsset[$0] ?? $0) })
  }

  /// The fingerprint of the anchors that a document's section has; `nil` when there are none.
  public func anchors(of document: Int) -> Fingerprint? { bundles?.anchors(of: document) }

  /// The same bytes as ``render(_:)`` gives for a file that holds the whole handbook, in pieces of about a megabyte.
  ///
  /// - Parameter written: for the text of all documents, set to where each of ``sections`` stands.
  /// - Returns: false for all other files; then no piece is given.
  public func renderInPieces<Failure: Error>(
    _ route: Route, sections written: inout TextSections, _ next: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    func pass(_ output: inout OutputBuffer) throws(Failure) {
      guard output.count >= 1 << 20 else { return }
      try output.withBytes(next)
      output.removeAll()
    }
    switch route.content {
    case .fullText:
      let members = sections
      let bundles = bundles ?? Bundles(of: members, contents, jobs: 1)
      var text = OutputBuffer(capacity: 1 << 20)
      written = try bundles.append(selection(members, plan.siteTitle, root: ""), of: handbook, to: &text, next: pass)
      try text.withBytes(next)
    case .graph:
      var json = JSONWriter(capacity: 1 << 20)
      let export = GraphExport(handbook: handbook, plan: plan, GraphSelection(of: handbook.graph))
      try json.write(export, findings: findings, next: pass)
      try json.output.withBytes(next)
    default: return false
    }
    return true
  }
}
