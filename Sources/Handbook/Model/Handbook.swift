import Diagnostics
import Synchronization

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
  public var resolutions: Resolutions
  /// Every phase, in order: those of the configuration, then others as the documents name them.
  public var phases: [String]
  /// Where the references of the configured footer lead.
  public var footerLinks: [LinkTarget] = []
  /// The documents that can't be read.
  public var unread = UnreadDocuments()
  /// How many things are named that nothing has.
  public var questions = 0
  /// What the documents are called, for checks that look for names in texts.
  let names = NameCollection()
  private let documentSpellings = OtherSpellings()
  private let assetSpellings = OtherSpellings()

  /// The index of the document with an id, or at a path.
  public func document(named target: String) -> Int? {
    if let node = graph.node(id: target), let document = graph.nodes[node].document { return document }
    return document(at: target)
  }

  /// The index of the document in a file.
  public func document(at file: String) -> Int? { documents.index(at: file, documentSpellings, \.file) }

  /// Whether a file that is no document stands at a path.
  public func hasAsset(at path: String) -> Bool { assets.index(at: path, assetSpellings, \.self) != nil }

  /// The nodes of the personas that `name` means, missing ones among them: the one with that id, else all with that name,
  /// title or alias, whatever the case, as the fields of documents name them.
  public func personas(named name: String) -> [Int] {
    let personas = graph.nodes.indices.filter { graph.nodes[$0].kind == .document(.persona) }
    if let exact = personas.first(where: { graph.nodes[$0].id == name }) { return [exact] }
    let key = NameTable.key(name)
    return personas.filter { node in
      let names = graph.nodes[node].document.map { NameTable.names(of: documents[$0]) } ?? [graph.nodes[node].name]
      return names.contains { NameTable.key($0) == key }
    }
  }

  /// What one document's fields and links turned out to mean.
  public struct Resolution: Sendable {
    /// What each field that names documents or personas names, in order.
    public var fields = FieldTable<[ResolvedFieldReference]>()
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

extension Array {
  /// The index of what stands at a path, by binary search: they are sorted by path.
  fileprivate func index(at path: String, _ spellings: OtherSpellings, _ pathOf: (Element) -> String) -> Int? {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if pathOf(self[middle]).precedesInUTF8(path) { low = middle + 1 } else { high = middle }
    }
    if low < count, pathOf(self[low]) == path { return low }
    // Texts beyond ASCII may be equal in other bytes.
    return path.utf8.allSatisfy { $0 < 128 } ? nil : spellings.index(of: path, among: self, pathOf)
  }
}

/// Finds paths whose accents are written in other bytes. They are collected when one is first looked for; threads share them, and
/// so do copies of a handbook, of which one may have other documents than it had.
private final class OtherSpellings: Sendable {
  private let known = Mutex<(count: Int, indices: [String: Int])>((0, [:]))

  /// The index of the first that is equal to `path` as text.
  func index<Element>(of path: String, among all: [Element], _ pathOf: (Element) -> String) -> Int? {
    let known = known.withLock(\.self)
    let indices = known.count == all.count ? known.indices : collected(from: all, pathOf)
    return indices[path].flatMap { pathOf(all[$0]) == path ? $0 : nil }
  }

  private func collected<Element>(from all: [Element], _ pathOf: (Element) -> String) -> [String: Int] {
    var indices: [String: Int] = Dictionary(minimumCapacity: all.count)
    for place in all.indices.reversed() { indices[pathOf(all[place])] = place }
    known.withLock { $0 = (all.count, indices) }
    return indices
  }
}
