import Diagnostics

/// What changed in a handbook from one time to another.
public struct HandbookDifference: Encodable, Sendable {
  /// A document that came or went.
  public struct DocumentEntry: Encodable, Sendable, Hashable {
    /// Its id.
    public var id: String
    /// Its kind.
    public var kind: String
    /// Its title.
    public var title: String
    /// Its file.
    public var file: String
  }

  /// A document that is there both times, and what of it changed.
  public struct ChangedDocument: Encodable, Sendable {
    /// Its id.
    public var id: String
    /// Its file, as it is now.
    public var file: String
    /// What changed: `title`, `kind`, `file`, `fields`, `text`.
    public var changes: [String]
    /// Its title before.
    public var oldTitle: String
    /// Its title now.
    public var title: String
  }

  /// An edge of the graph that came or went.
  public struct EdgeEntry: Encodable, Sendable, Hashable {
    /// The id of the node it leaves.
    public var from: String
    /// The id of the node it enters.
    public var to: String
    /// Its kind.
    public var kind: String
    /// What is passed; empty when nothing is said.
    public var label: String
  }

  /// A handoff whose words changed.
  public struct ChangedHandoff: Encodable, Sendable {
    /// Who hands on.
    public var from: String
    /// Who receives.
    public var to: String
    /// The words before.
    public var oldLabel: String
    /// The words now.
    public var label: String
  }

  /// A problem that came or went.
  public struct Problem: Encodable, Sendable {
    /// Its code.
    public var code: String
    /// How much it matters.
    public var severity: String
    /// What is wrong.
    public var message: String
    /// The file; empty when it is about none.
    public var file: String
    /// The line; 0 when it is about none.
    public var line: Int
  }

  /// Documents that came, by id.
  public var addedDocuments: [DocumentEntry]
  /// Documents that went, by id.
  public var removedDocuments: [DocumentEntry]
  /// Documents that changed, by id.
  public var changedDocuments: [ChangedDocument]
  /// Handoffs that came.
  public var addedHandoffs: [EdgeEntry]
  /// Handoffs that went.
  public var removedHandoffs: [EdgeEntry]
  /// Handoffs that have other words now.
  public var changedHandoffs: [ChangedHandoff]
  /// All other edges that came.
  public var addedEdges: [EdgeEntry]
  /// All other edges that went.
  public var removedEdges: [EdgeEntry]
  /// Problems that came.
  public var newProblems: [Problem]
  /// Problems that went.
  public var mendedProblems: [Problem]

  /// Whether nothing changed.
  public var isEmpty: Bool {
    addedDocuments.isEmpty && removedDocuments.isEmpty && changedDocuments.isEmpty && addedHandoffs.isEmpty
      && removedHandoffs.isEmpty && changedHandoffs.isEmpty && addedEdges.isEmpty && removedEdges.isEmpty
      && newProblems.isEmpty && mendedProblems.isEmpty
  }

  /// What changed between two handbooks, each with its problems.
  public init(
    from old: Handbook, _ oldProblems: [Diagnostic], to new: Handbook, _ newProblems: [Diagnostic]
  ) {
    func documents(_ handbook: Handbook) -> [String: Int] {
      Dictionary(handbook.documents.enumerated().map { ($1.id.value, $0) }) { first, _ in first }
    }
    func entries(_ ids: some Sequence<String>, _ indices: [String: Int], _ handbook: Handbook) -> [DocumentEntry] {
      ids.sorted { $0.precedesInUTF8($1) }.compactMap { id in
        indices[id].map { DocumentEntry(handbook.documents[$0]) }
      }
    }
    let (before, now) = (documents(old), documents(new))
    addedDocuments = entries(now.keys.filter { before[$0] == nil }, now, new)
    removedDocuments = entries(before.keys.filter { now[$0] == nil }, before, old)
    changedDocuments = now.keys.sorted { $0.precedesInUTF8($1) }.compactMap { id in
      guard let old = before[id].map({ old.documents[$0] }), let new = now[id].map({ new.documents[$0] }) else {
        return nil
      }
      return ChangedDocument(from: old, to: new)
    }
    let (oldEdges, newEdges) = (Self.edges(of: old), Self.edges(of: new))
    let added = newEdges.filter { oldEdges[$0.key] == nil }.map(\.value).sorted()
    let removed = oldEdges.filter { newEdges[$0.key] == nil }.map(\.value).sorted()
    let handoff = EdgeKind.handoff.rawValue
    addedHandoffs = added.filter { $0.kind == handoff }
    removedHandoffs = removed.filter { $0.kind == handoff }
    addedEdges = added.filter { $0.kind != handoff }
    removedEdges = removed.filter { $0.kind != handoff }
    changedHandoffs = newEdges.values.filter { $0.kind == handoff }.sorted().compactMap { edge in
      guard let old = oldEdges[EdgeKey(edge)], old.label != edge.label else { return nil }
      return ChangedHandoff(from: edge.from, to: edge.to, oldLabel: old.label, label: edge.label)
    }
    self.newProblems = Baseline(JSONReport(oldProblems, documents: 0)).new(in: newProblems).map(Problem.init)
    mendedProblems = Baseline(JSONReport(newProblems, documents: 0)).new(in: oldProblems).map(Problem.init)
  }

  private struct EdgeKey: Hashable {
    var from: String
    var to: String
    var kind: String

    init(_ edge: EdgeEntry) { (from, to, kind) = (edge.from, edge.to, edge.kind) }
  }

  private static func edges(of handbook: Handbook) -> [EdgeKey: EdgeEntry] {
    let graph = handbook.graph
    let edges = graph.edges.map { edge in
      EdgeEntry(
        from: graph.nodes[edge.from].id, to: graph.nodes[edge.to].id, kind: edge.kind.rawValue, label: edge.label ?? "")
    }
    return Dictionary(edges.map { (EdgeKey($0), $0) }) { first, _ in first }
  }
}

extension HandbookDifference.EdgeEntry: Comparable {
  /// By the ends' ids, then by kind.
  public static func < (a: Self, b: Self) -> Bool {
    if a.from != b.from { return a.from.precedesInUTF8(b.from) }
    if a.to != b.to { return a.to.precedesInUTF8(b.to) }
    return a.kind.precedesInUTF8(b.kind)
  }
}

extension HandbookDifference.DocumentEntry {
  fileprivate init(_ document: Document) {
    self.init(
      id: document.id.value, kind: document.kind.rawValue, title: document.title.value, file: document.file)
  }
}

extension HandbookDifference.ChangedDocument {
  /// `nil` when nothing changed.
  fileprivate init?(from old: Document, to new: Document) {
    guard old.source != new.source || old.file != new.file else { return nil }
    changes = []
    if old.title.value != new.title.value { changes.append("title") }
    if old.kind != new.kind { changes.append("kind") }
    if old.file != new.file { changes.append("file") }
    let (oldBody, newBody) = (old.body, new.body)
    // Bold labels stand in the body, and are fields.
    let isHeadOther = old.source.dropLast(oldBody.count) != new.source.dropLast(newBody.count)
    let areFieldsOther = isHeadOther || old.fingerprintOfFields != new.fingerprintOfFields
    if areFieldsOther { changes.append("fields") }
    if oldBody != newBody, !areFieldsOther || old.fingerprintOfText != new.fingerprintOfText { changes.append("text") }
    (id, file, oldTitle, title) = (new.id.value, new.file, old.title.value, new.title.value)
  }
}

extension HandbookDifference.Problem {
  fileprivate init(_ diagnostic: Diagnostic) {
    self.init(
      code: diagnostic.code.rawValue, severity: diagnostic.severity.rawValue, message: diagnostic.message,
      file: diagnostic.range?.file ?? "", line: diagnostic.range?.start.line ?? 0)
  }
}
