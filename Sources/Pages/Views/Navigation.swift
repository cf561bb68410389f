import Handbook
import Mustache

/// The navigation at the side of every page. Pages of the same depth, kind and folder share it but for the mark of the current
/// one, so it is rendered once for each such group.
struct Navigation {
  let links: Links
  let lists: DocumentLists

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }

  /// The most documents that a section shows; more are left to the section's index.
  private static let most = 60

  /// What the template sees on the page of the kind `kind` in `folder`.
  func view(kind: Kind?, folder: String) -> View {
    var view: View = [.homeURL: .text(links.url(ofPath: "")), .siteTitle: .text(links.plan.siteTitle)]
    let words = links.contents.words
    words.add(to: &view)
    var sections: [View] = []
    if let entries = handbook.configuration.navigation {
      let items = entries.compactMap(item)
      if !items.isEmpty {
        var section: View = [
          .title: .text("Start here"), .titleWords: words.english, .kind: .text("page"), .open: .flag,
        ]
        section.set(.entries, items)
        sections.append(section)
      }
    }
    for section in links.plan.indexedKinds where section != .page {
      sections.append(self.section(section, isCurrent: section == kind, folder: folder))
    }
    if let path = links.plan.pathOfHandoffs {
      var section = View(title: "Handoffs", url: links.url(ofPath: path))
      section.set(.kind, "passing")
      section.add(.titleWords, words.english)
      sections.append(section)
    }
    sections += lists.pageFolders.prefix(Self.most).map {
      self.section(ofFolder: $0, isCurrent: kind == .page && folder == $0)
    }
    if lists.loosePages > 0, links.plan.indexedKinds.contains(.page) {
      var section = View(title: "All pages", url: links.url(ofPath: Kind.page.indexPath))
      section.set(.kind, Kind.page.rawValue)
      section.add(.titleWords, words.english)
      sections.append(section)
    }
    if let path = links.plan.pathOfHealth {
      var section = View(title: "Health", url: links.url(ofPath: path))
      section.set(.kind, "health")
      section.add(.titleWords, words.english)
      sections.append(section)
    }
    view.set(.sections, sections)
    return view
  }

  private func section(_ kind: Kind, isCurrent: Bool, folder: String) -> View {
    let all = lists.documents(of: kind)
    let isLong = all.count > Self.most
    let shown = (!isLong ? all : isCurrent ? lists.documents(of: kind, in: folder) : []).prefix(Self.most)
    var view = links.reference(ofIndex: kind)
    view.add(.titleWords, links.contents.words.english)
    view.set(.count, String(all.count))
    view.set(
      .entries,
      shown.map { View(title: handbook.documents[$0].name.cutForOthers, url: links.url(ofDocument: $0)) })
    if isCurrent || all.count <= 12 { view[.open] = .flag }
    return view
  }

  /// A folder of pages with a landing page is a section of its own, under that page's title.
  private func section(ofFolder folder: String, isCurrent: Bool) -> View {
    let children = lists.children(of: folder)
    let candidates = children.filter {
      handbook.documents[$0].isLandingPage && handbook.documents[$0].folder == folder
    }
    guard let landing = candidates.min(by: { rank(of: $0) < rank(of: $1) }) else { return [:] }
    let pages = children.filter { $0 != landing }.prefix(Self.most)
    var view = View(title: handbook.documents[landing].title.value.cutForOthers, url: links.url(ofDocument: landing))
    view.set(.kind, Kind.page.rawValue)
    view.set(
      .entries,
      pages.map { View(title: handbook.documents[$0].title.value.cutForOthers, url: links.url(ofDocument: $0)) })
    if isCurrent { view[.open] = .flag }
    return view
  }

  private func rank(of document: Int) -> Int { handbook.documents[document].landingRank ?? .max }

  /// An entry of the configured navigation.
  private func item(_ entry: Configuration.NavigationEntry) -> View? {
    switch handbook.target(of: entry) {
    case .address(let address): View(title: entry.title ?? address, url: address)
    case .document(let index):
      View(title: entry.title ?? handbook.documents[index].title.value.cutForOthers, url: links.url(ofDocument: index))
    case .asset(let path):
      links.plan.pathOfAsset[path].map {
        View(title: entry.title ?? path.lastPathComponent, url: links.url(ofPath: $0))
      }
    case nil: nil
    }
  }
}
