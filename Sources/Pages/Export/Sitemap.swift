import Buffers
import Handbook
import Markup

/// The list of all pages for search engines, by the protocol of sitemaps.org. Empty where the site's address is not known.
func sitemap(of plan: SitePlan, handbook: Handbook) -> [UInt8] {
  guard let base = handbook.configuration.baseURL else { return [] }
  var output = OutputBuffer()
  output.append(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
  for route in plan.routes where route.isPage && route.content != .notFound {
    output.append("  <url><loc>")
    output.append(escapingAll: base + URLPath.encoded(route.path))
    output.append("</loc></url>\n")
  }
  output.append("</urlset>\n")
  return output.array
}
