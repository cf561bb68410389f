import Diagnostics
import Diagrams
import Handbook

/// One file of the site, and what goes into it.
public struct Route: Sendable, Hashable {
  /// What a file of the site holds.
  public enum Content: Sendable, Hashable {
    /// The home page.
    case home
    /// The page of the document with this index.
    case document(Int)
    /// The list of all documents of a kind.
    case index(Kind)
    /// The handoffs of the group with this index.
    case group(Int)
    /// The map of handoffs as a file of its own.
    case map
    /// Who hands what to whom.
    case handoffs
    /// How work gets from the persona of the node with this index to others.
    case chains(Int)
    /// What is shown in the place of a page that does not exist.
    case notFound
    /// How well the handbook is connected, and every finding of the checks.
    case health
    /// The text of the document with this index, as its author wrote it, without front matter.
    case source(Int)
    /// The document with this index and all that it needs, in one text.
    case bundle(Int)
    /// The graph, for programs.
    case graph
    /// What the handbook is and where its texts are, for assistants: a list as llmstxt.org has it.
    case summary
    /// All texts in one, for assistants.
    case fullText
    /// The list of all pages for search engines.
    case sitemap
    /// A file of the theme, by its path in the theme's folder.
    case theme(String)
    /// A file of the content folder, copied as it is, by its path in that folder.
    case asset(String)
  }

  /// The URL's path from the site's root, not percent-encoded: `personas/devops/`, empty for the home page.
  public var path: String
  /// What goes into the file.
  public var content: Content

  /// The file's path in the output folder.
  public var file: String { path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path }

  /// Whether making it takes as long as making many others, since it shows the whole handbook.
  public var isLarge: Bool {
    switch content {
    case .home, .index, .group, .map, .handoffs, .health, .graph, .summary, .fullText, .sitemap: true
    case .document, .chains, .notFound, .source, .bundle, .theme, .asset: false
    }
  }

  /// Whether it grows with the handbook to a size that should not be held whole.
  public var isInPieces: Bool { content == .fullText || content == .graph }

  /// Whether it holds the texts of several documents.
  public var isBundle: Bool {
    switch content {
    case .bundle, .fullText: true
    default: false
    }
  }

  /// Whether it is a page for people.
  public var isPage: Bool {
    switch content {
    case .home, .document, .index, .group, .handoffs, .chains, .health, .notFound: true
    case .map, .source, .bundle, .graph, .summary, .fullText, .sitemap, .theme, .asset: false
    }
  }
}

extension Route {
  /// The map of handoffs.
  static let mapFile = "handoffs.svg"
  fileprivate static let graphFile = "graph.json"
  fileprivate static let summaryFile = "llms.txt"
  fileprivate static let fullTextFile = "llms-full.txt"
  /// The files for programs, which no page shows.
  public static let filesForPrograms: Set<String> = [graphFile, summaryFile, fullTextFile]
}

extension Kind {
  /// The path of the list of all its documents.
  var indexPath: String { plural + "/" }
}

/// Every file of the site: what it holds, and where it stands.
public struct SitePlan: Sendable {
  /// The files, sorted by path.
  public var routes: [Route]
  /// For each document the path of its page; it may be that of the home page or of a kind's index, when it introduces one.
  public var pathOfDocument: [String]
  /// For each asset its path in the site.
  public var pathOfAsset: [String: String]
  /// The document that introduces the home page.
  public var homeDocument: Int?
  /// The documents that introduce the indexes of kinds.
  public var indexDocuments: [Kind: Int]
  /// The kinds that have an index.
  public var indexedKinds: [Kind]
  /// The groups of a large team.
  public var groups: [TeamGroup] = []
  /// For each group the path of its page.
  public var pathOfGroup: [String] = []
  /// Whether the map of handoffs is published as a file of its own, ``Route/mapFile``.
  public var hasMap = false
  /// The path of the page of handoffs; `nil` where there are none between personas.
  public var pathOfHandoffs: String?
  /// The path of the page of the handbook's health; `nil` where there is no document.
  public var pathOfHealth: String?
  /// For each node of a persona that hands something on, the path of the page of what becomes of it.
  public var pathOfChains: [Int: String] = [:]
  /// The site's title: the configured one, else that of the page at the top.
  public var siteTitle = "Handbook"
}

/// Decides which files the site has. Where two want one URL, that whose name is the URL keeps it, else the first in the order of files;
/// the other gets a number.
public func sitePlan(of handbook: Handbook, theme: Theme) -> Checked<SitePlan> {
  var planner = Planner(handbook: handbook)
  planner.planOwn(theme: theme)
  planner.planPages()
  planner.planFiles()
  planner.planHandoffs()
  planner.planReports()
  planner.planTexts()
  planner.sortRoutes()
  return Checked(planner.plan, planner.diagnostics)
}

private struct Planner {
  let handbook: Handbook
  var plan = SitePlan(
    routes: [], pathOfDocument: [], pathOfAsset: [:], homeDocument: nil, indexDocuments: [:], indexedKinds: [])
  var diagnostics: [Diagnostic] = []
  /// Who has which file of the site: the source's file, or a word for what Baton makes itself.
  private var owners: [String: String] = [:]
  /// The folders of the site that hold something.
  private var folders: Set<String> = []
  /// The numbers of paths that several want.
  private let paths = Numbering()
  /// The numbers of folders in whose place a file stands.
  private let places = Numbering()

  /// For each document the URL that its file asks for.
  private let wanted: [WantedPath]

  init(handbook: Handbook) {
    self.handbook = handbook
    wanted = wantedPaths(of: handbook.documents)
    owners.reserveCapacity(handbook.documents.count + handbook.assets.count)
  }

  /// Puts the files in the order of their paths. Places are sorted, as they are moved more cheaply than routes.
  mutating func sortRoutes() {
    let routes = plan.routes
    let order = routes.indices.sorted { routes[$0].path.precedesInUTF8(routes[$1].path) }
    plan.routes = order.map { routes[$0] }
  }

  // MARK: - Baton's own

  /// What stands where it stands, whatever documents and assets are called.
  mutating func planOwn(theme: Theme) {
    claim("", .home, owner: "the home page")
    claim("404.html", .notFound, owner: "the page for missing pages")
    if handbook.configuration.baseURL != nil { claim("sitemap.xml", .sitemap, owner: "the site map") }
    if let map = Picture.teamMap(of: handbook), !map.edges.isEmpty {
      claim(Route.mapFile, .map, owner: "the map of handoffs")
      plan.hasMap = true
    }
    for file in theme.staticFiles { claim("theme/" + file, .theme(file), owner: "the theme") }
  }

  // MARK: - Pages

  mutating func planPages() {
    let (documents, wanted) = (handbook.documents, wanted)
    let introductions = Set(documents.indices.lazy.filter { documents[$0].isLandingPage }.map { wanted[$0].path })
    var listed: Set<Kind> = []
    for index in documents.indices where !wanted[index].path.isEmpty {
      // Pages are listed only when some are more than introductions.
      let kind = documents[index].kind
      if kind != .page || !documents[index].isLandingPage { listed.insert(kind) }
    }
    for kind in Kind.allCases where listed.contains(kind) || introductions.contains(kind.indexPath) {
      plan.indexedKinds.append(kind)
      claim(kind.indexPath, .index(kind), owner: "the list of \(kind.plural)")
    }
    plan.pathOfDocument = Array(repeating: "", count: documents.count)
    let kinds = Dictionary(uniqueKeysWithValues: plan.indexedKinds.map { ($0.indexPath, $0) })
    // Who comes with a name that is an address already keeps it, whatever other names become the same.
    for index in documents.indices where wanted[index].isExact { planDocument(index, kinds: kinds) }
    for index in documents.indices where !wanted[index].isExact { planDocument(index, kinds: kinds) }
    let top = plan.homeDocument.map { documents[$0].title.value.cutForOthers }
    plan.siteTitle = handbook.configuration.title ?? top ?? plan.siteTitle
  }

  private mutating func planDocument(_ index: Int, kinds: [String: Kind]) {
    let path = wanted[index].path
    if path.isEmpty, plan.homeDocument == nil {
      plan.homeDocument = index
    } else if let kind = kinds[path], plan.indexDocuments[kind] == nil {
      plan.indexDocuments[kind] = index
      plan.pathOfDocument[index] = path
    } else {
      let document = handbook.documents[index]
      plan.pathOfDocument[index] = claimFree(path, .document(index), source: document.file, range: document.id.range)
    }
  }

  // MARK: - Other files

  mutating func planFiles() {
    plan.groups = TeamGroup.groups(of: handbook)
    for (index, group) in plan.groups.enumerated() {
      let path = yielding("groups/" + URLPath.slug(group.name.lowercased()) + "/")
      claim(path, .group(index), owner: "the page of a group")
      plan.pathOfGroup.append(path)
    }
    for asset in handbook.assets {
      let range = SourceRange(file: asset, line: 1, column: 1)
      plan.pathOfAsset[asset] = claimFree(asset, .asset(asset), source: asset, range: range)
    }
  }

  // MARK: - Handoffs

  /// These pages yield to whatever the content folder has in their place.
  mutating func planHandoffs() {
    guard handbook.documents.count(where: { $0.kind == .persona }) > 1 else { return }
    let network = HandoffNetwork(handbook.graph)
    guard !network.people.isEmpty else { return }
    let top = yielding("handoffs/")
    claim(top, .handoffs, owner: "the page of handoffs")
    plan.pathOfHandoffs = top
    for node in network.people where !network.steps(from: node).isEmpty {
      let path = yielding(top + URLPath.slug(handbook.graph.nodes[node].id) + "/")
      claim(path, .chains(node), owner: "a page of handoffs")
      plan.pathOfChains[node] = path
    }
  }

  // MARK: - Reports and texts

  /// These yield to whatever the content folder has in their place.
  mutating func planReports() {
    guard !handbook.documents.isEmpty else { return }
    let path = yielding("health/")
    claim(path, .health, owner: "the page of the handbook's health")
    plan.pathOfHealth = path
    for (file, content) in [
      (Route.graphFile, Route.Content.graph), (Route.summaryFile, .summary), (Route.fullTextFile, .fullText),
    ] {
      if isFree(file) { claim(file, content, owner: "the text for programs") } else { tellYielding(file, to: nil) }
    }
  }

  /// Beside the page of each document its text, and that with all that it needs. Nothing is claimed after these, and no two pages
  /// have one path, so it is enough to look at what was claimed before.
  mutating func planTexts() {
    plan.routes.reserveCapacity(plan.routes.count + 2 * plan.pathOfDocument.count)
    for (index, path) in plan.pathOfDocument.enumerated() {
      for (name, content) in [("index.md", Route.Content.source(index)), ("bundle.md", .bundle(index))] {
        let file = path + name
        if owners[file] == nil, !folders.contains(file) { plan.routes.append(Route(path: file, content: content)) }
      }
    }
  }

  // MARK: - Claims

  private mutating func claim(_ path: String, _ content: Route.Content, owner: String) {
    let route = Route(path: path, content: content)
    owners[route.file] = owner
    var folder = route.file.parentPath
    while folders.insert(folder).inserted { folder = folder.parentPath }
    plan.routes.append(route)
  }

  /// Claims `wanted`, or the nearest free path beside it, and returns what it got.
  private mutating func claimFree(
    _ wanted: String, _ content: Route.Content, source: String, range: SourceRange
  ) -> String {
    let path = firstFree(wanted)
    if path != wanted {
      let owner = owners[Route(path: wanted, content: content).file] ?? "a folder"
      diagnostics.append(
        Diagnostic(
          .duplicateURL, "`\(wanted)` in the site is taken by \(owner); this becomes `\(path)`", at: range,
          help: "rename one of the two"))
    }
    claim(path, content, owner: source)
    return path
  }

  /// The free path nearest to `wanted` for a page of Baton's own. Where the content folder has something in its place, that is told.
  private mutating func yielding(_ wanted: String) -> String {
    let path = firstFree(wanted)
    if path != wanted { tellYielding(wanted, to: path) }
    return path
  }

  /// Tells that a file of the content folder has the place of one of Baton's own, which goes elsewhere or is left out. It may be meant
  /// so.
  private mutating func tellYielding(_ wanted: String, to path: String?) {
    guard let range = authorsFile(at: Route(path: wanted, content: .home).file) else { return }
    let end = path.map { "becomes `\($0)`" } ?? "is left out"
    diagnostics.append(
      Diagnostic(
        .duplicateURL, "this takes the place of Baton's own `\(wanted)`, which \(end)", at: range, severity: .note,
        help: "rename it, unless it is meant so"))
  }

  /// The file of the content folder that stands at a place in the site, or in the way of it.
  private func authorsFile(at file: String) -> SourceRange? {
    var owner = owners[file] ?? plan.routes.first { $0.file.hasPrefix(file + "/") }.flatMap { owners[$0.file] }
    var place = file.parentPath
    while owner == nil, !place.isEmpty { (owner, place) = (owners[place], place.parentPath) }
    guard let owner else { return nil }
    if let document = handbook.document(at: owner) { return handbook.documents[document].id.range }
    return plan.pathOfAsset[owner] == nil ? nil : SourceRange(file: owner, line: 1, column: 1)
  }

  /// `wanted`, or with the lowest number that makes it free. Where a file stands in the place of one of its folders, that folder
  /// gets the number.
  private func firstFree(_ wanted: String) -> String {
    paths.free(withFreeFolders(wanted), numbered: numbered, isFree: isFree)
  }

  private func withFreeFolders(_ path: String) -> String {
    let file = Route(path: path, content: .home).file
    // Where something stands in a folder already, no file takes its place; most paths go through such folders and new ones.
    var above = file.parentPath
    while owners[above] == nil {
      if above.isEmpty || folders.contains(above) { return path }
      above = above.parentPath
    }
    var folder = ""
    for part in file.pathParts.dropLast() {
      folder = places.free(folder + part) { owners[$0] == nil } + "/"
    }
    return path.hasSuffix("/") ? folder : folder + path.lastPathComponent
  }

  /// Whether a file can stand at `path`: nothing stands there, no folder is called so, and no file stands where it needs a
  /// folder; those above that one are free.
  private func isFree(_ path: String) -> Bool {
    let file = Route(path: path, content: .home).file
    return owners[file] == nil && !folders.contains(file) && owners[file.parentPath] == nil
  }

  private func numbered(_ path: String, _ number: Int) -> String {
    if path.utf8.last == UInt8(ascii: "/") { return "\(Substring(path.utf8.dropLast()))-\(number)/" }
    let name = path.lastPathComponent.utf8
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return path + "-\(number)" }
    let folder = Substring(path.utf8.dropLast(name.count))
    return "\(folder)\(Substring(name[..<dot]))-\(number)\(Substring(name[dot...]))"
  }
}

/// The URL that a document's file asks for.
private struct WantedPath {
  var path: String
  /// Whether it is the file's own path as it is: nothing in it had to be changed.
  var isExact: Bool
}

/// The URLs that the files of documents ask for.
private func wantedPaths(of documents: [Document]) -> [WantedPath] {
  let landingPages = documents.landingPages
  var (lastFolder, lastPath, isExact) = ("", "", true)
  return documents.indices.map { index in
    let folder = documents[index].folder
    // Documents of one folder stand together mostly.
    if folder != lastFolder {
      lastPath = folder.pathParts.map { URLPath.slug(String($0)) + "/" }.joined()
      isExact = lastPath.utf8.dropLast().elementsEqual(folder.utf8)
      lastFolder = folder
    }
    if landingPages[folder] == index { return WantedPath(path: lastPath, isExact: isExact) }
    let name = documents[index].file.lastPathComponent.withoutMarkdownExtension
    let slug = URLPath.slug(name)
    return WantedPath(path: lastPath + slug + "/", isExact: isExact && slug == name)
  }
}
