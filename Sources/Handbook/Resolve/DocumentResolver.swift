import Diagnostics

/// What one document's fields and links mean, before all documents have been put together. Nodes are provisional: documents,
/// then groups; one below zero is `-1 - n` for the document's `missing[n]`.
struct ResolvedDocument: Sendable {
  var resolution = Handbook.Resolution()
  var edges: [WantedEdge] = []
  var missing: [MissingDocument] = []
  var findings: [Finding] = []
}

/// An edge as one document declares it.
struct WantedEdge: Sendable {
  var from: Int
  var to: Int
  var kind: EdgeKind
  var declaration: GraphEdge.Declaration
}

/// A document that is referred to and does not exist.
struct MissingDocument: Sendable {
  var id: String
  /// The kind that a field asks for; `nil` when a text names it.
  var kind: Kind?
  /// `nil` for the id in words.
  var title: String?
}

/// Resolves one document; looks at no other thread's work.
struct DocumentResolver {
  let meanings: Meanings
  let index: Int
  var result = ResolvedDocument()
  /// How many diagrams of the handbook its text asks for.
  var diagrams = 0
  /// The lines of the document, once a place in them was looked for.
  var lines: LineTable?

  init(meanings: Meanings, index: Int) {
    self.meanings = meanings
    self.index = index
  }

  mutating func resolved() -> ResolvedDocument {
    resolveFields()
    resolveLinks()
    result.resolution.phases = meanings.phases.indices(meanings.documents[index].phases)
    return result
  }

  mutating func report(_ diagnostic: Diagnostic, _ question: Question? = nil) {
    result.findings.append(Finding(diagnostic, question: question))
  }

  /// The node for a document that is referred to and does not exist.
  mutating func missingNode(id: String, kind: Kind?, title: String? = nil) -> Int {
    result.missing.append(MissingDocument(id: id, kind: kind, title: title))
    return -result.missing.count
  }
}
