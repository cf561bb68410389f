import Buffers
import Handbook
import Markup
import Mustache

/// Makes the references that templates show: where they lead from one page, and what they are called.
///
/// A reference has `url`, `title`, `kind`; `role` when a persona has a title besides its role name; `note` for what is said of it;
/// `missing` when there is no such document.
struct Links {
  let contents: SiteContents
  /// The way from the page up to the site's root.
  let root: String

  var handbook: Handbook {
    _read { yield contents.handbook }
  }
  var plan: SitePlan {
    _read { yield contents.plan }
  }

  /// The URL of a document's page.
  func url(ofDocument index: Int) -> String { root + contents.urls[index] }

  /// The URL of a path in the site.
  func url(ofPath path: String) -> String { root + URLPath.encoded(path) }

  /// The URL of the page for a node: its document's, or for a group the list of personas; `nil` for a missing document.
  func url(ofNode index: Int) -> String? { contents.nodes[index].url.map { root + $0 } }

  /// A reference to a node of the graph.
  func reference(_ index: Int, note: String? = nil) -> View {
    let node = contents.nodes[index]
    var view = View()
    view.reserveCapacity(6)
    view.add(.title, .text(node.name))
    view.add(.kind, .text(node.kind))
    if let url = node.url { view.add(.url, .texts(root, url)) }
    if let subtitle = node.subtitle, !subtitle.isEmpty { view.add(.role, .text(subtitle)) }
    if let note, !note.isEmpty { view.add(.note, .text(note)) }
    if node.isMissing { view.add(.missing, .flag) }
    return view
  }

  /// A reference to the list of all documents of a kind.
  func reference(ofIndex kind: Kind) -> View {
    var view = View(title: kind.heading, url: url(ofPath: kind.indexPath))
    view.set(.kind, kind.rawValue)
    return view
  }

  /// A reference to a document, with its summary as the note.
  func reference(ofDocument index: Int) -> View {
    reference(handbook.graph.nodeOfDocument[index], note: contents.blurbs[index])
  }
}

extension View {
  /// Something that leads somewhere.
  init(title: String, url: String) {
    self.init()
    reserveCapacity(4)
    add(.title, .text(title))
    add(.url, .text(url))
  }

  /// Sets a text, unless it is empty.
  mutating func set(_ name: Name, _ text: String?) {
    if let text, !text.isEmpty { self[name] = .text(text) }
  }

  /// Sets finished HTML, unless it is empty.
  mutating func set(_ name: Name, html: FinishedBytes) {
    if !html.isEmpty { self[name] = .bytes(html) }
  }

  /// Sets a list, unless it is empty. The list itself is `items` of the value, so that a template can ask once whether there is
  /// any: `{{#tasks}}<ul>{{#items}}…{{/items}}</ul>{{/tasks}}`.
  mutating func set(_ name: Name, _ list: [View]) {
    if !list.isEmpty { self[name] = .view(View(.items, .list(list.map(Value.view)))) }
  }

  /// Sets a list of values, unless it is empty.
  mutating func set(_ name: Name, _ values: [Value]) {
    if !values.isEmpty { self[name] = .view(View(.items, .list(values))) }
  }

  /// Sets a list of texts, unless it is empty.
  mutating func set(_ name: Name, _ texts: [String]) {
    if !texts.isEmpty { self[name] = .view(View(.items, .list(texts.map(Value.text)))) }
  }
}

extension Document {
  /// The document in one line: the field that says it best, else the first paragraph.
  var blurb: String {
    text(.tagline)?.value ?? text(.purpose)?.value ?? text(.produces)?.value ?? text.summary.firstSentences(200)
  }
}

extension String {
  /// The text up to about `limit` characters, cut at the end of a word.
  func firstSentences(_ limit: Int) -> String {
    // No text has more characters than bytes, and where all are ASCII, but for CRLF, it has as many.
    guard utf8.count > limit else { return self }
    let isPlain = utf8.allSatisfy { $0 < 128 && $0 != 13 }
    guard isPlain || count > limit else { return self }
    let cut = isPlain ? self[..<utf8.index(startIndex, offsetBy: limit)] : prefix(limit)
    let end = cut.lastIndex(where: \.isWhitespace) ?? cut.endIndex
    return cut[..<end].trimmingCharactersAtEnd + "…"
  }
}

extension Substring {
  fileprivate var trimmingCharactersAtEnd: String {
    var text = self
    while let last = text.last, last.isWhitespace || last == "," || last == ";" || last == ":" { text.removeLast() }
    return String(text)
  }
}

extension Links {
  /// What a link of a text turned out to be, on this page.
  func resolved(_ target: LinkTarget) -> ResolvedReference {
    switch target {
    case .document(let index, let fragment):
      let anchor = fragment.map { "#" + URLPath.encoded($0) } ?? ""
      return .page(url: url(ofDocument: index) + anchor, title: handbook.documents[index].name.cutForOthers)
    case .asset(let path, let fragment):
      guard let place = plan.pathOfAsset[path] else { return .missing(explanation: "There is no file \(path)") }
      return .page(
        url: url(ofPath: place) + (fragment.map { "#" + URLPath.encodedFragment($0) } ?? ""),
        title: path.lastPathComponent)
    case .index(let kind) where plan.indexedKinds.contains(kind):
      return .page(url: url(ofPath: kind.indexPath), title: kind.heading)
    case .index(let kind): return .missing(explanation: "There are no \(kind.plural)")
    case .home: return .page(url: root, title: plan.siteTitle)
    case .missing(let explanation): return .missing(explanation: explanation)
    case .text: return .text
    }
  }
}
