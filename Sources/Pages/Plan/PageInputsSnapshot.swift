import Diagnostics
import Handbook
import Snapshot

/// What pages share, as bytes: when only texts change, all of it but the fingerprints of these texts is as it was.
extension PageInputs {
  /// Writes the plan, what pages show of documents, and what goes into them.
  ///
  /// - Parameter pass: called now and then; may take what was written, and forget it.
  public func write<Failure: Error>(
    to writer: inout SnapshotWriter, pass: (inout SnapshotWriter) throws(Failure) -> Void
  ) throws(Failure) {
    let site = renderer.contents
    try site.plan.write(to: &writer, pass: pass)
    writer.write(site.blurbs)
    try pass(&writer)
    writer.write(site.linkedHeadings.count)
    for (document, headings) in site.linkedHeadings {
      writer.write(document)
      writer.write(headings.sorted())
      try pass(&writer)
    }
    writer.write(site.numberedAnchors.count)
    for (document, anchor) in site.numberedAnchors {
      writer.write(document)
      writer.write(anchor)
    }
    for fingerprints in [contents, documents, nodes, edges] {
      writer.write(fingerprints)
      try pass(&writer)
    }
    for fingerprint in [self.site, handoffs, everything] { writer.write(fingerprint) }
    writer.write(groups.count)
    for (group, fingerprint) in groups {
      writer.write(group)
      writer.write(fingerprint)
    }
  }

  /// Reads back what was written.
  ///
  /// - Parameters:
  ///   - findings: as for a renderer.
  ///   - former: as for a renderer.
  /// - Throws: `SnapshotError` when the bytes hold nothing that belongs to the handbook.
  public init(
    from reader: inout SnapshotReader, handbook: Handbook, theme: Theme, findings: [Diagnostic], former: FormerGraph?,
    jobs: Int
  ) throws(SnapshotError) {
    let count = handbook.documents.count
    let plan = try SitePlan(from: &reader, handbook)
    var kept = SiteContents.Kept(blurbs: try reader.texts(), linkedHeadings: [:])
    for _ in 0..<(try reader.count()) {
      let document = try reader.index(below: count)
      kept.linkedHeadings[document] = Set(try reader.texts())
    }
    for _ in 0..<(try reader.count()) {
      let document = try reader.index(below: count)
      kept.numberedAnchors[document] = try reader.text()
    }
    contents = try reader.fingerprints(count)
    documents = try reader.fingerprints(count)
    nodes = try reader.fingerprints(handbook.graph.nodes.count)
    edges = try reader.fingerprints(handbook.graph.edges.count)
    (site, handoffs, everything) = (try reader.value(), try reader.value(), try reader.value())
    var groups: [Int: Fingerprint] = [:]
    for _ in 0..<(try reader.count()) {
      let group = try reader.index(below: nodes.count)
      groups[group] = try reader.value()
    }
    guard kept.blurbs.count == count, groups.count == handbook.graph.nodes.count(where: { $0.kind == .group }) else {
      throw SnapshotError()
    }
    self.groups = groups
    renderer = PageRenderer(
      handbook: handbook, plan: plan, theme: theme, findings: findings, former: former, kept: kept, jobs: jobs)
  }
}

extension SnapshotReader {
  fileprivate mutating func fingerprints(_ count: Int) throws(SnapshotError) -> [Fingerprint] {
    let fingerprints: [Fingerprint] = try array()
    guard fingerprints.count == count else { throw SnapshotError() }
    return fingerprints
  }
}
