import Diagnostics
import Handbook
import Markup
import Snapshot
import Threads

/// Tells what goes into each page, as one fingerprint: a page whose fingerprint is the same has the same bytes.
///
/// A document's page is made of the document, of what it refers to and what refers to it as they are shown there, and of the
/// frame around every page. All other pages show something of the whole handbook, and depend on all of it.
public struct PageInputs: Sendable {
  /// Renders the pages.
  public internal(set) var renderer: PageRenderer
  /// Of each document's file, and of all that it includes.
  var contents: [Fingerprint]
  /// What every page depends on.
  let site: Fingerprint
  /// For each document, itself and what it refers to.
  var documents: [Fingerprint] = []
  /// For each node, all that a page shows of it elsewhere.
  let nodes: [Fingerprint]
  /// For each edge, both its ends and what is said of it.
  let edges: [Fingerprint]
  /// For each group, what it is connected with.
  let groups: [Int: Fingerprint]
  /// All handoffs.
  let handoffs: Fingerprint
  /// The whole handbook but for the documents' texts.
  let everything: Fingerprint

  /// The handbook.
  public var handbook: Handbook {
    _read { yield renderer.contents.handbook }
  }
  /// The files of its site.
  public var plan: SitePlan {
    _read { yield renderer.contents.plan }
  }
  private var graph: HandbookGraph {
    _read { yield renderer.contents.handbook.graph }
  }

  /// Works out what pages share.
  ///
  /// - Parameters:
  ///   - contents: for each document the fingerprint of its file and of those that it includes.
  ///   - surroundings: that of the program, the configuration and the templates.
  ///   - jobs: how many threads to use.
  public init(renderer: PageRenderer, contents: [Fingerprint], surroundings: Fingerprint, jobs: Int) {
    self.renderer = renderer
    self.contents = contents
    let shared = renderer.contents
    let graph = shared.handbook.graph
    let nodes = graph.nodes.concurrentMap(jobs: jobs) { Self.fingerprint(of: $0, shared) }
    let edges = graph.edges.concurrentMap(jobs: jobs) { edge in
      Fingerprint { Self.write(edge, graph, nodes, &$0) }
    }
    groups = Self.groups(of: graph, nodes, edges)
    site = Self.site(shared, nodes, surroundings)
    handoffs = Self.handoffs(of: graph, shared.plan, nodes, edges)
    everything = Self.everything(shared, nodes, edges, handoffs)
    (self.nodes, self.edges) = (nodes, edges)
    documents = concurrentMap(count: shared.handbook.documents.count, jobs: jobs) { [self] index in
      fingerprint(ofDocument: index)
    }
  }

  // MARK: - What pages share

  /// All that a page shows of a node elsewhere.
  private static func fingerprint(of node: GraphNode, _ contents: SiteContents) -> Fingerprint {
    Fingerprint { writer in
      writer.write(node.id)
      writer.write(node.kind.name)
      writer.write(node.title)
      writer.write(node.name)
      writer.write(node.document.map { contents.plan.pathOfDocument[$0] })
      writer.write(node.document.map { contents.blurbs[$0] })
    }
  }

  /// What each group is connected with, which the pages of its members show.
  private static func groups(
    of graph: HandbookGraph, _ nodes: [Fingerprint], _ edges: [Fingerprint]
  ) -> [Int: Fingerprint] {
    var groups: [Int: Fingerprint] = [:]
    for group in graph.nodes.indices where graph.nodes[group].kind == .group {
      groups[group] = Fingerprint { writer in
        writer.write(nodes[group])
        for edge in graph.incoming(group) { writer.write(edges[edge]) }
        for edge in graph.outgoing[group] { writer.write(edges[edge]) }
      }
    }
    return groups
  }

  /// What every page depends on.
  private static func site(
    _ contents: SiteContents, _ nodes: [Fingerprint], _ surroundings: Fingerprint
  ) -> Fingerprint {
    let (handbook, plan) = (contents.handbook, contents.plan)
    return Fingerprint { writer in
      writer.write(surroundings)
      writer.write(plan.siteTitle)
      writer.write(plan.indexedKinds.map(\.rawValue))
      writer.write(plan.pathOfHandoffs)
      writer.write(handbook.configuration.logo.flatMap { plan.pathOfAsset[$0.value] })
      for target in handbook.footerLinks { write(target, handbook.graph, nodes, plan, &writer) }
    }
  }

  /// All handoffs.
  private static func handoffs(
    of graph: HandbookGraph, _ plan: SitePlan, _ nodes: [Fingerprint], _ edges: [Fingerprint]
  ) -> Fingerprint {
    Fingerprint { writer in
      writer.write(plan.pathOfChains.count)
      for (index, node) in graph.nodes.enumerated() where node.kind == .group {
        writer.write(nodes[index])
        writer.write(node.members.map { nodes[graph.nodeOfDocument[$0]] })
      }
      for (edge, fingerprint) in zip(graph.edges, edges) where edge.kind == .handoff { writer.write(fingerprint) }
    }
  }

  /// The whole handbook but for the documents' texts.
  private static func everything(
    _ contents: SiteContents, _ nodes: [Fingerprint], _ edges: [Fingerprint], _ handoffs: Fingerprint
  ) -> Fingerprint {
    let (handbook, plan) = (contents.handbook, contents.plan)
    return Fingerprint { writer in
      writer.write(handoffs)
      writer.write(nodes)
      writer.write(edges)
      writer.write(handbook.phases)
      for (index, resolution) in handbook.resolutions.enumerated() {
        writer.write(handbook.documents[index].file)
        writer.write(handbook.documents[index].phases?.coversAll ?? false)
        for phase in resolution.phases { writer.write(phase) }
        writer.write(handbook.documents[index].texts(.tags).map(\.value))
      }
      for group in plan.groups { writer.write(group.name) }
      for route in plan.routes { writer.write(route.path) }
    }
  }

  /// Takes the renderer of the same handbook with other texts of some documents: all that pages share must be the same.
  public mutating func replace(_ renderer: PageRenderer, contents: [Int: Fingerprint]) {
    self.renderer = renderer
    for (document, content) in contents {
      self.contents[document] = content
      documents[document] = fingerprint(ofDocument: document)
    }
  }

  /// Takes the problems of the handbook, in order, for the page of its health; no other page was to be made before.
  public mutating func setFindings(_ findings: [Diagnostic]) { renderer.setFindings(findings) }

  /// The fingerprint of all that goes into the file at `route`; `nil` for files that are copied.
  public func fingerprint(of route: Route) -> Fingerprint? {
    if case .asset = route.content { return nil }
    return Fingerprint { writer in
      writer.write(site)
      writer.write(route.path)
      switch route.content {
      case .document(let index): write(page: index, &writer)
      case .chains(let node):
        writer.write(handoffs)
        writer.write(nodes[node])
        writer.write(renderer.navigation(at: route).fingerprint)
      case .theme(let file): writer.write(renderer.theme.staticFile(file) ?? [])
      case .home: write(introduction: plan.homeDocument, &writer)
      case .index(let kind): write(introduction: plan.indexDocuments[kind], &writer)
      case .group(let index):
        writer.write(plan.groups[index].members.map { nodes[$0] })
        writer.write(everything)
      case .handoffs, .sitemap, .summary: writer.write(everything)
      case .health:
        writer.write(everything)
        writer.write(renderer.findings)
        writer.write(renderer.former?.fingerprint)
      case .source(let index): writer.write(documents[index])
      case .bundle(let index):
        for member in handbook.documents(neededBy: index) { writer.write(documents[member]) }
      case .graph:
        writer.write(everything)
        for edge in graph.edges {
          guard let first = edge.declarations.first else { continue }
          writer.write(first.range.file)
          writer.write(first.range.start.line)
        }
        for count in FindingCount.counts(of: renderer.findings) {
          writer.write([count.code, count.severity, count.file])
          writer.write(count.count)
        }
      case .fullText:
        writer.write(everything)
        writer.write(contents)
      case .notFound:
        writer.write(everything)
        writer.write(renderer.theme.staticFile("theme.css") ?? [])
      case .map:
        writer.write(everything)
        writer.write(renderer.theme.staticFile("diagram.css") ?? [])
      case .asset: break
      }
    }
  }

  // MARK: - Parts

  /// A page that lists documents, below the text of one.
  private func write(introduction document: Int?, _ writer: inout SnapshotWriter) {
    writer.write(everything)
    if let document { writer.write(documents[document]) }
  }

  private func write(page index: Int, _ writer: inout SnapshotWriter) {
    let document = handbook.documents[index]
    let node = graph.nodeOfDocument[index]
    writer.write(documents[index])
    // The link to edit the page leads there.
    writer.write(document.file)
    writer.write(
      renderer.navigation(root: URLPath.root(from: plan.pathOfDocument[index]), document: document).fingerprint)
    writer.write(plan.pathOfChains[node])
    for edge in graph.outgoing[node] { writer.write(edges[edge]) }
    for edge in graph.incoming(node) { writer.write(edges[edge]) }
    for group in graph.groupsOfDocument[index] ?? [] { writer.write(groups[group]) }
    if document.isLandingPage {
      writer.write(renderer.lists.children(of: document.folder).map { nodes[graph.nodeOfDocument[$0]] })
    }
  }

  /// A document itself, what it refers to, which of its headings others link to, and its anchor in bundles.
  private func fingerprint(ofDocument index: Int) -> Fingerprint {
    Fingerprint { writer in
      writer.write(contents[index])
      writer.write(nodes[graph.nodeOfDocument[index]])
      let resolution = handbook.resolutions[index]
      for field in Field.allCases {
        for reference in resolution.fields[field] ?? [] {
          writer.write(nodes[reference.node])
          writer.write(reference.remark)
        }
      }
      for target in resolution.links { Self.write(target, graph, nodes, plan, &writer) }
      for heading in (renderer.contents.linkedHeadings[index] ?? []).sorted() { writer.write(heading) }
      writer.write(renderer.contents.numberedAnchors[index])
      if handbook.documents[index].text.references.contains(where: { $0.form == .diagram }) {
        writer.write(everything)
      }
    }
  }

  private static func write(
    _ target: LinkTarget, _ graph: HandbookGraph, _ nodes: [Fingerprint], _ plan: SitePlan,
    _ writer: inout SnapshotWriter
  ) {
    switch target {
    case .document(let index, let fragment):
      writer.write(nodes[graph.nodeOfDocument[index]])
      writer.write(fragment)
    case .asset(let path, let fragment):
      writer.write(path)
      writer.write(plan.pathOfAsset[path])
      writer.write(fragment)
    case .index(let kind): writer.write(kind.rawValue)
    case .home: writer.write(1)
    case .missing(let explanation): writer.write(explanation)
    case .text: writer.write(2)
    }
  }

  private static func write(
    _ edge: GraphEdge, _ graph: HandbookGraph, _ nodes: [Fingerprint], _ writer: inout SnapshotWriter
  ) {
    writer.write(nodes[edge.from])
    writer.write(nodes[edge.to])
    writer.write(edge.kind.rawValue)
    for declaration in edge.declarations {
      writer.write(declaration.field)
      writer.write(declaration.text)
      writer.write(graph.nodes[edge.from].document == declaration.document)
    }
  }
}
