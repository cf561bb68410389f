import Handbook
import Threads

/// What all pages are made of, with what many of them show. One object, since every page passes it around.
final class SiteContents: Sendable {
  let handbook: Handbook
  let plan: SitePlan
  /// For each document the URL of its page, from the site's root.
  let urls: [String]
  /// For each document its ``Document/blurb``.
  let blurbs: [String]
  /// For each node what references to it show.
  let nodes: [ReferencedNode]
  /// For each document that has some, the headings that links lead to.
  let linkedHeadings: [Int: Set<String>]
  /// The anchors in bundles of those documents that have not what their ids become.
  let numberedAnchors: [Int: String]
  /// The handbook's language.
  let language: Language
  /// How the frame's words are marked.
  let words: FrameWords

  /// What earlier builds worked out of the documents' texts.
  struct Kept {
    var blurbs: [String]
    var linkedHeadings: [Int: Set<String>]
    var numberedAnchors: [Int: String] = [:]
  }

  /// - Parameter kept: `nil` when it is to be worked out now.
  init(handbook: Handbook, plan: SitePlan, kept: Kept? = nil, jobs: Int) {
    self.handbook = handbook
    self.plan = plan
    language = Language(handbook.configuration.language)
    words = FrameWords(language: language)
    urls = plan.pathOfDocument.map(URLPath.encoded)
    blurbs = kept?.blurbs ?? handbook.documents.concurrentMap(jobs: jobs) { $0.blurb }
    linkedHeadings = kept?.linkedHeadings ?? handbook.linkedHeadings
    numberedAnchors = kept?.numberedAnchors ?? handbook.numberedAnchors
    let listOfPersonas = plan.indexedKinds.contains(.persona) ? Kind.persona.indexPath : nil
    nodes = handbook.graph.nodes.concurrentMap(jobs: jobs) { [urls] node in
      ReferencedNode(node, url: node.document.map { urls[$0] } ?? (node.kind == .group ? listOfPersonas : nil))
    }
  }

  private init(_ other: SiteContents, _ handbook: Handbook) {
    self.handbook = handbook
    (plan, urls, blurbs, nodes) = (other.plan, other.urls, other.blurbs, other.nodes)
    (linkedHeadings, numberedAnchors) = (other.linkedHeadings, other.numberedAnchors)
    (language, words) = (other.language, other.words)
  }

  /// The same site with other texts of documents, of which others show the same.
  func replacing(_ handbook: Handbook) -> SiteContents { SiteContents(self, handbook) }
}

/// A node of the graph as references show it. Pages hold some hundred thousand references, so it is one object that is passed on.
final class ReferencedNode: Sendable {
  let name: String
  private let nodeKind: NodeKind
  /// The URL of its page from the site's root; `nil` where there is none.
  let url: String?
  let subtitle: String?
  let isMissing: Bool
  /// The name of its kind.
  var kind: String { nodeKind.name }
  var isGroup: Bool { nodeKind == .group }

  init(_ node: GraphNode, url: String?) {
    (name, nodeKind, subtitle, isMissing) = (node.name, node.kind, node.subtitle, node.isMissing)
    self.url = url
  }
}
