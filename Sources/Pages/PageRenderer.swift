import Buffers
import Diagnostics
import Diagrams
import Handbook
import Mustache
import Threads

/// Turns routes into the bytes of their files: values in, bytes out. Safe to use from several threads.
public struct PageRenderer: Sendable {
  private(set) var contents: SiteContents
  let theme: Theme
  let lists: DocumentLists
  private(set) var findings: [Diagnostic]
  let former: FormerGraph?
  private let sharedHandoffs: LazyValue<HandoffLinks?>
  private let footers = FooterCache()
  private let navigations = NavigationCache()
  var bundles: Bundles?

  var handbook: Handbook {
    _read { yield contents.handbook }
  }
  var plan: SitePlan {
    _read { yield contents.plan }
  }
  private var handoffs: HandoffLinks? {
    _read { yield sharedHandoffs.value }
  }

  /// Prepares what all pages share.
  ///
  /// - Parameters:
  ///   - findings: the problems of the handbook, in order, for the page of its health.
  ///   - former: what an earlier build had, for the same page.
  ///   - jobs: how many threads to use.
  public init(
    handbook: Handbook, plan: SitePlan, theme: Theme, findings: [Diagnostic] = [], former: FormerGraph? = nil,
    jobs: Int = 1
  ) {
    self.init(
      handbook: handbook, plan: plan, theme: theme, findings: findings, former: former, kept: nil, jobs: jobs)
    _ = handoffs
  }

  /// - Parameter kept: what earlier builds worked out; what else only few pages show is worked out when one of them asks for it.
  init(
    handbook: Handbook, plan: SitePlan, theme: Theme, findings: [Diagnostic], former: FormerGraph?,
    kept: SiteContents.Kept?, jobs: Int
  ) {
    self.findings = findings
    self.former = former
    contents = SiteContents(handbook: handbook, plan: plan, kept: kept, jobs: jobs)
    self.theme = theme
    lists = DocumentLists(handbook: handbook, plan: plan)
    sharedHandoffs = LazyValue {
      plan.pathOfHandoffs.map { HandoffLinks(handbook: handbook, plan: plan, path: $0) }
    }
  }

  mutating func setFindings(_ findings: [Diagnostic]) { self.findings = findings }

  /// A renderer of the same handbook with other texts of some documents: all that pages share must be the same.
  public func replacing(_ documents: [Int], of handbook: Handbook, findings: [Diagnostic]) -> PageRenderer {
    var copy = self
    copy.findings = findings
    copy.contents = contents.replacing(handbook)
    for document in documents { copy.bundles?.replace(document, handbook) }
    return copy
  }

  /// The bytes of the file at `route`; empty for assets, which are copied.
  public func render(_ route: Route) -> Page {
    switch route.content {
    case .home: home(route)
    case .document(let index): document(route, index)
    case .index(let kind): index(route, kind)
    case .handoffs: handoffs(route)
    case .chains(let node): chains(route, from: node)
    case .notFound: notFound(route)
    case .group(let index): group(route, index)
    case .map: map(route)
    case .health: health(route)
    case .source(let index): markdown(route, of: index)
    case .bundle(let index):
      bundle(route, of: handbook.documents(neededBy: index), title: handbook.documents[index].title.value)
    case .graph: Page(graphJSON(of: handbook, plan: plan, findings: findings))
    case .summary: Page(textSummary(of: contents))
    case .fullText: bundle(route, of: handbook.documentsByKind, title: plan.siteTitle)
    case .sitemap: Page(sitemap(of: plan, handbook: handbook))
    case .theme(let file): Page(theme.staticFile(file) ?? [])
    case .asset: Page([])
    }
  }

  private func links(_ route: Route) -> Links {
    Links(contents: contents, root: URLPath.root(from: route.path))
  }

  // MARK: - Pages

  private func document(_ route: Route, _ index: Int) -> Page {
    let links = links(route)
    var maker = DocumentView(links: links, index: index)
    var view = maker.view()
    let document = handbook.documents[index]
    if document.isLandingPage {
      view.set(.children, ListViews(links: links, lists: lists).children(ofLandingPage: index))
    }
    let frame = Frame(
      title: document.name, description: contents.blurbs[index], document: index, kind: document.kind,
      folder: document.folder)
    return page(route, links, template: document.kind.rawValue, view, frame, diagrams: maker.diagrams)
  }

  private func home(_ route: Route) -> Page {
    let links = links(route)
    var view = ListViews(links: links, lists: lists).home()
    var diagrams = introduce(&view, with: plan.homeDocument, under: plan.siteTitle, links)
    if let picture = teamMap(links), let drawn = picture.drawn(width: 1_180) {
      var output = OutputBuffer()
      drawn.renderSVG(id: ":map", url: { links.url(ofNode: $0) }, into: &output)
      view.set(.diagram, html: FinishedBytes(output))
      view.set(.diagramTitle, picture.title)
      view.set(.diagramList, picture.sentences)
      if plan.hasMap { view.set(.diagramFile, links.root + Route.mapFile) }
      diagrams += 1
    }
    if let lanes = PhaseLanes(of: handbook) {
      var output = OutputBuffer()
      lanes.renderSVG(id: ":lanes", width: 1_040, url: { links.url(ofNode: $0) }, into: &output)
      view.set(.lanes, html: FinishedBytes(output))
      view.set(.lanesList, lanes.sentences)
      diagrams += 1
    }
    let frame = Frame(
      title: nil,
      description: handbook.configuration.description ?? plan.homeDocument.map { contents.blurbs[$0] } ?? "",
      document: plan.homeDocument, kind: nil, folder: "")
    return page(route, links, template: "home", view, frame, diagrams: diagrams)
  }

  private func teamMap(_ links: Links) -> Picture? {
    Picture.teamMap(of: handbook, groupURL: { links.url(ofPath: plan.pathOfGroup[$0]) })
  }

  /// The page of a part of a large team: its handoffs and its personas.
  private func group(_ route: Route, _ index: Int) -> Page {
    let links = links(route)
    let group = plan.groups[index]
    var view: View = [.title: .text(group.name), .kind: .text(Kind.persona.rawValue)]
    view.set(.count, group.members.count == 1 ? "1 persona" : "\(group.members.count) personas")
    view.set(.personas, group.members.map { links.reference($0) })
    var diagrams = 0
    let picture = Picture.map(
      ofGroup: index, of: plan.groups, in: handbook, url: { links.url(ofPath: plan.pathOfGroup[$0]) })
    if let picture, let drawn = picture.drawn(width: 1_000) {
      var output = OutputBuffer()
      drawn.renderSVG(id: ":group", url: { links.url(ofNode: $0) }, into: &output)
      view.set(.diagram, html: FinishedBytes(output))
      view.set(.diagramList, picture.sentences)
      diagrams = 1
    }
    let frame = Frame(
      title: group.name, description: "The handoffs of \(group.name)", document: nil, kind: .persona, folder: "")
    return page(route, links, template: "group", view, frame, diagrams: diagrams)
  }

  /// The map of handoffs as a file, with its style in it.
  private func map(_ route: Route) -> Page {
    let links = links(route)
    guard let drawn = teamMap(links)?.drawn(width: 1_180) else { return Page([]) }
    let style = theme.staticFile("diagram.css").map { String(decoding: $0, as: UTF8.self) } ?? defaultDiagramStyle
    return Page(drawn.standaloneSVG(style: style, url: { links.url(ofNode: $0) }))
  }

  private func index(_ route: Route, _ kind: Kind) -> Page {
    let links = links(route)
    var view = ListViews(links: links, lists: lists).index(of: kind)
    let introduction = plan.indexDocuments[kind]
    let title = introduction.map { handbook.documents[$0].title.value } ?? kind.heading
    let diagrams = introduce(&view, with: introduction, under: title, links)
    view.set(.title, title)
    view[.titleWords] = introduction == nil ? contents.words.english : FrameWords.author
    let frame = Frame(
      title: title, description: "\(kind.heading) of \(plan.siteTitle)", document: introduction,
      kind: kind, folder: kind.plural)
    return page(route, links, template: "index", view, frame, diagrams: diagrams)
  }

  private func handoffs(_ route: Route) -> Page {
    guard let handoffs else { return Page([]) }
    let links = links(route)
    let frame = Frame(title: "Handoffs", description: "Who hands what to whom, and how work gets from one to another")
    return page(
      route, links, template: "handoffs", HandoffsView(links: links, handoffs: handoffs).view(), frame, diagrams: 0)
  }

  private func chains(_ route: Route, from node: Int) -> Page {
    guard let handoffs else { return Page([]) }
    let links = links(route)
    let title = "From \(handbook.graph.nodes[node].name) to others"
    let frame = Frame(
      title: title, description: "\(title): the shortest chains of handoffs",
      parent: crumb("Handoffs", url: links.url(ofPath: handoffs.path)))
    let view = ChainsView(links: links, handoffs: handoffs, giver: node).view()
    return page(route, links, template: "chains", view, frame, diagrams: 0)
  }

  private func health(_ route: Route) -> Page {
    let links = links(route)
    let frame = Frame(title: "Health", description: "How well the handbook is connected, and what its checks found")
    let view = HealthView(links: links, findings: findings, former: former).view()
    return page(route, links, template: "health", view, frame, diagrams: 0)
  }

  /// Adds the text of the document that introduces a page with some title.
  private func introduce(_ view: inout View, with document: Int?, under title: String, _ links: Links) -> Int {
    guard let document else { return 0 }
    var maker = DocumentView(links: links, index: document)
    maker.addHeading(to: &view, shown: title)
    view.set(.content, html: maker.content())
    return maker.diagrams
  }

  /// The page for missing pages is shown at any depth: its style stands in it, and its links begin at the site's root where
  /// `base_url` tells it.
  private func notFound(_ route: Route) -> Page {
    let root = handbook.configuration.baseURL.flatMap(Self.path(ofURL:)) ?? "./"
    let links = Links(contents: contents, root: root)
    var view: View = [.title: .text("Page not found"), .homeURL: .text(root)]
    view.set(.kinds, plan.indexedKinds.map(links.reference(ofIndex:)))
    view.set(.style, html: FinishedBytes(theme.staticFile("theme.css") ?? []))
    view.set(.siteTitle, plan.siteTitle)
    contents.words.add(to: &view)
    return finished(view, template: "404", diagrams: 0, isFile: true)
  }

  private static func path(ofURL url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) }
  }

  // MARK: - The frame around a page

  /// What the frame needs to know of the page in it.
  private struct Frame {
    var title: String?
    var description: String
    var document: Int?
    var kind: Kind?
    var folder = ""
    /// The breadcrumb over the page, where it isn't the list of a kind.
    var parent: View?
  }

  private func page(
    _ route: Route, _ links: Links, template: String, _ content: View, _ frame: Frame, diagrams: Int
  ) -> Page {
    var view = View()
    view.reserveCapacity(24)
    view.add(.siteTitle, .text(plan.siteTitle))
    view.add(.root, .text(links.root))
    view.add(.homeURL, .text(links.root))
    view.add(.footer, .bytes(footers.footer(links)))
    view.add(.pageKind, .text(template))
    if !handbook.configuration.trustsHTML { view[.isSafe] = .flag }
    view.set(.title, frame.title)
    view.set(.description, frame.description.firstSentences(160))
    view.set(.canonical, handbook.configuration.baseURL.map { $0 + URLPath.encoded(route.path) })
    view.set(.logo, handbook.configuration.logo.flatMap { plan.pathOfAsset[$0.value] }.map(links.url(ofPath:)))
    view.set(.breadcrumbs, breadcrumbs(route, links, frame))
    view.set(.editURL, frame.document.flatMap(editURL))
    if let document = frame.document { view.set(.toc, headings(of: document)) }
    let navigation = navigation(links, kind: frame.kind, folder: frame.folder)
    let marked = navigation.marks.value.navigation(navigation.html, on: URLPath.encoded(route.path))
    view.add(.navigation, .spliced(marked))
    var inner = View(.page, .view(content))
    contents.words.add(to: &inner)
    let main = finished(inner, template: template, diagrams: diagrams)
    view.set(.main, html: main.content)
    contents.words.add(to: &view)
    var page = finished(
      view, template: "layout", diagrams: diagrams, room: main.content.count + (16 << 10), isFile: true)
    if page.stoppedTemplate == nil { page.stoppedTemplate = main.stoppedTemplate ?? navigation.stoppedTemplate }
    return page
  }

  /// - Parameter isFile: whether it is a file of its own, and no part of one.
  private func finished(
    _ view: View, template: String, diagrams: Int, room: Int = 32 << 10, isFile: Bool = false
  ) -> Page {
    var output = OutputBuffer(capacity: room)
    // What a template does on one page grows with the handbook, not faster.
    let steps = 2_000_000 + handbook.documents.count * 200
    let stopped = theme.library.render(view, template: template, steps: steps, into: &output)
    if isFile {
      // Whatever an author, a theme or a file's name holds.
      output.replaceControlCharacters()
    }
    return Page(output, diagrams: diagrams, stoppedTemplate: stopped)
  }

  private func editURL(_ document: Int) -> String? {
    handbook.configuration.repository.map { $0 + URLPath.encoded(handbook.documents[document].file) }
  }

  private func headings(of document: Int) -> [View] {
    let outline = handbook.documents[document].text.outline
    // Headings of level 1 besides the title are shown one level deeper, with all others.
    let top = outline.contains { $0.level == 1 } ? 1 : 2
    let headings = outline.indices.filter { outline[$0].level <= top + 1 }
    guard headings.count > 1 else { return [] }
    return headings.map {
      var view = View(title: outline[$0].text, url: "#" + URLPath.encoded(outline[$0].anchor))
      view.add(.level, .text(outline[$0].level > top ? "3" : "2"))
      return view
    }
  }

  private func breadcrumbs(_ route: Route, _ links: Links, _ frame: Frame) -> [View] {
    guard !route.path.isEmpty else { return [] }
    var crumbs: [View] = [View(title: plan.siteTitle, url: links.root)]
    if let kind = frame.kind, route.path != kind.indexPath, plan.indexedKinds.contains(kind), kind != .page {
      crumbs.append(crumb(kind.heading, url: links.url(ofPath: kind.indexPath)))
    }
    if let parent = frame.parent { crumbs.append(parent) }
    return crumbs
  }

  /// A breadcrumb whose title is the frame's.
  private func crumb(_ title: String, url: String) -> View {
    var view = View(title: title, url: url)
    view.add(.titleWords, contents.words.english)
    return view
  }

  /// The navigation on the page of a document that stands below `root`.
  func navigation(root: String, document: Document) -> NavigationCache.Rendered {
    navigation(Links(contents: contents, root: root), kind: document.kind, folder: document.folder)
  }

  /// The navigation on a page that belongs to no kind.
  func navigation(at route: Route) -> NavigationCache.Rendered { navigation(links(route), kind: nil, folder: "") }

  private func navigation(_ links: Links, kind: Kind?, folder: String) -> NavigationCache.Rendered {
    let key = NavigationCache.Key(root: links.root, kind: kind, folder: folder)
    return navigations.navigation(key) {
      let view = Navigation(links: links, lists: lists).view(kind: kind, folder: folder)
      return finished(view, template: "navigation", diagrams: 0)
    }
  }
}
