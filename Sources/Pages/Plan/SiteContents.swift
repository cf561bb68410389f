import Handbook

/// What all pages are made of, with what many of them show. One object, since every page passes it around.
final class SiteContents: Sendable {
  let handbook: Handbook
  let plan: SitePlan
  /// For each document the URL of its page, from the site's root.
  let urls: [String]
  /// For each document its ``Document/blurb``.
  let blurbs: [String]

  init(handbook: Handbook, plan: SitePlan) {
    self.handbook = handbook
    self.plan = plan
    urls = plan.pathOfDocument.map(URLPath.encoded)
    blurbs = handbook.documents.map(\.blurb)
  }

  private init(_ other: SiteContents, _ handbook: Handbook) {
    self.handbook = handbook
    (plan, urls, blurbs) = (other.plan, other.urls, other.blurbs)
  }

  /// The same site with other texts of documents, of which others show the same.
  func replacing(_ handbook: Handbook) -> SiteContents { SiteContents(self, handbook) }
}
