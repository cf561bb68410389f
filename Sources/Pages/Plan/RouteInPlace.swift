extension SitePlan {
  /// The file of the site that stands where the page of a new document would, or in the way to it; `nil` where that place is free.
  ///
  /// - Parameter file: the document's file, relative to the content folder.
  public func route(inPlaceOfPageOf file: String) -> Route? {
    let parts = file.dropLast(".md".count).split(separator: "/")
    let page = parts.map { URLPath.slug(String($0)) + "/" }.joined() + "index.html"
    return routes.first { route in
      switch route.content {
      // Texts yield to pages.
      case .source, .bundle: false
      // The first page that has a list's address introduces it.
      case .index(let kind) where indexDocuments[kind] == nil && route.file == page: false
      default: isAt(route.file, orAbove: page) || isAt(page, orAbove: route.file)
      }
    }
  }
}

/// Whether a path is another one, or that of a folder above it.
private func isAt(_ path: String, orAbove other: String) -> Bool {
  guard other.utf8.starts(with: path.utf8) else { return false }
  return other.utf8.count == path.utf8.count || other.utf8.dropFirst(path.utf8.count).first == UInt8(ascii: "/")
}
