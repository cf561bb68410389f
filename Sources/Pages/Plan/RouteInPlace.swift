import Diagnostics
import Handbook

extension SitePlan {
  /// The file of the site that stands where the page of a new document would, or in the way to it; `nil` where that place is free.
  ///
  /// - Parameter file: the document's file, relative to the content folder.
  public func route(inPlaceOfPageOf file: String) -> Route? {
    let parts = file.withoutMarkdownExtension.pathParts
    let page = parts.map { URLPath.slug(String($0)) + "/" }.joined() + "index.html"
    return routes.first { route in
      switch route.content {
      // Texts yield to pages.
      case .source, .bundle: false
      // The first page that has a list's address introduces it.
      case .index(let kind) where indexDocuments[kind] == nil && route.file == page: false
      default:
        page.isSameInUTF8(as: route.file) || page.isPath(below: route.file) || route.file.isPath(below: page)
      }
    }
  }
}
