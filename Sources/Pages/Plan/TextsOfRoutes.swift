import Handbook

/// Tells which files are to be made again where nothing but texts has changed.
extension SitePlan {
  /// Whose texts a file holds something of.
  private enum Texts {
    case nobody
    /// This document's; `nil` where a page could be introduced by one, and is not.
    case document(Int?)
    /// Those of this document and of all that it needs.
    case needed(by: Int)
    case everybody
  }

  private func texts(in route: Route) -> Texts {
    switch route.content {
    case .document(let document), .source(let document): .document(document)
    case .home: .document(homeDocument)
    case .index(let kind): .document(indexDocuments[kind])
    case .bundle(let document): .needed(by: document)
    case .graph, .fullText, .health: .everybody
    case .group, .map, .handoffs, .chains, .notFound, .summary, .sitemap, .theme, .asset: .nobody
    }
  }

  /// The routes of files that hold something of the texts of some documents, as indices.
  public func routes(showing documents: [Int], of handbook: Handbook) -> [Int] {
    let (shown, bundles) = (Set(documents), handbook.documents(needing: documents))
    return routes.indices.filter { index in
      switch texts(in: routes[index]) {
      case .nobody: false
      case .document(let document): document.map(shown.contains) ?? false
      case .needed(by: let document): bundles.contains(document)
      case .everybody: true
      }
    }
  }

  /// Whether a file holds something of the text of every document.
  public func showsAllTexts(_ route: Route) -> Bool {
    if case .everybody = texts(in: route) { true } else { false }
  }
}
