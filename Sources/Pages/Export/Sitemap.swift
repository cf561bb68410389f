import Handbook
import Markup

/// The list of all pages for search engines, by the protocol of sitemaps.org. Empty where the site's address is not known.
func sitemap(of plan: SitePlan, handbook: Handbook) -> [UInt8] {
  guard let base = handbook.configuration.baseURL else { return [] }
  var bytes: [UInt8] = []
  bytes.append(
    string:
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
  for route in plan.routes where route.isPage && route.content != .notFound {
    bytes.append(string: "  <url><loc>")
    bytes.appendEscaped(base + URLPath.encoded(route.path))
    bytes.append(string: "</loc></url>\n")
  }
  bytes.append(string: "</urlset>\n")
  return bytes
}
