import Diagnostics

/// A whole handbook: its documents, and how they belong together.
public struct Handbook: Sendable {
  /// What `baton.yml` says.
  public var configuration: Configuration
  /// The documents, sorted by file.
  public var documents: [Document]
  /// The paths of all other files, sorted.
  public var assets: [String]
  /// The graph.
  public var graph: HandbookGraph
  /// For each document, what its fields and links turned out to mean.
  public var resolutions: [Resolution]
  /// Every phase, in order: those of the configuration, then others as the documents name them.
  public var phases: [String]

  /// The index of the document with an id, or at a path.
  public func document(named target: String) -> Int? {
    if let node = graph.node(id: target), let document = graph.nodes[node].document { return document }
    return documents.firstIndex { $0.file == target }
  }

  /// What one document's fields and links turned out to mean.
  public struct Resolution: Sendable {
    /// What each field that names documents or personas names, in order.
    public var fields: [Field: [ResolvedFieldReference]] = [:]
    /// For each of the text's references, where it leads.
    public var links: [LinkTarget] = []
    /// The phases it belongs to, in order, as indices of ``Handbook/phases``.
    public var phases: [Int] = []
  }
}

/// One document, persona or group that a field names.
public struct ResolvedFieldReference: Sendable {
  /// The index of its node; every reference has one, a missing document too.
  public var node: Int
  /// What is passed, in this document's words.
  public var text: String?
  /// What stood in round brackets.
  public var remark: String?
  /// Where it was written.
  public var range: SourceRange
}

/// Where a link of a text leads.
public enum LinkTarget: Sendable, Equatable {
  /// To a document, and an anchor in it.
  case document(Int, fragment: String?)
  /// To another file of the content folder.
  case asset(String, fragment: String?)
  /// To the list of all documents of a kind.
  case index(Kind)
  /// To the home page.
  case home
  /// Nowhere, and why.
  case missing(explanation: String)
  /// It is no link.
  case text
}
