import Foundation
import TestSupport
import Testing

/// This repository's own handbook, built once for all tests that look at it.
enum OwnSite {
  static let built: Result<(folder: TemporaryFolder, result: Program.Result), any Error> = Result {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "build", "--content", Program.repository + "/site-content", "--output", folder.path + "/site", "--strict",
      "--base-url", "https://example.org/handbook/")
    return (folder, result)
  }
}

@Suite struct OwnSiteTests {
  @Test func `It builds without a warning`() throws {
    let site = try OwnSite.built.get()
    #expect(site.result.status == 0, "\(site.result.errors)")
    #expect(site.result.errors.contains("no problems"))
  }

  @Test func `Every link inside it resolves, and every anchor exists`() throws {
    let folder = try OwnSite.built.get().folder
    let pages = folder.files.filter { $0.hasSuffix(".html") }
    var anchors: [String: Set<String>] = [:]
    for page in pages {
      let ids = attributes("id", in: folder.text(of: page) ?? "")
      #expect(Set(ids).count == ids.count, "an id twice in \(page)")
      anchors[page] = Set(ids)
    }
    var count = 0
    for page in pages {
      let html = folder.text(of: page) ?? ""
      for link in attributes("href", in: html) + attributes("src", in: html) {
        if link.hasPrefix("http") || link.hasPrefix("mailto:") || page == "site/404.html" { continue }
        #expect(!link.hasPrefix("/"), "\(page) has an absolute link \(link)")
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let target = resolve(parts[0].removingPercentEncoding ?? "", from: page)
        #expect(folder.files(has: target), "\(page) links to \(link)")
        if parts.count > 1, target.hasSuffix(".html") {
          #expect(anchors[target]?.contains(parts[1].removingPercentEncoding ?? "") == true, "\(page) links to \(link)")
        }
        count += 1
      }
    }
    #expect(count > 3_000)
  }

  @Test func `The site map lists every page`() throws {
    let folder = try OwnSite.built.get().folder
    let map = try #require(folder.text(of: "site/sitemap.xml"))
    let pages = folder.files.filter { $0.hasSuffix("/index.html") }.count
    #expect(map.components(separatedBy: "<loc>https://example.org/handbook/").count - 1 == pages)
  }

  private func attributes(_ name: String, in html: String) -> [String] {
    html.components(separatedBy: " \(name)=\"").dropFirst().map { part in
      let value = part.prefix { $0 != "\"" }
      return value.replacingOccurrences(of: "&amp;", with: "&").replacingOccurrences(of: "&#39;", with: "'")
    }
  }

  private func resolve(_ link: String, from page: String) -> String {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    if link.isEmpty { return page }
    for part in link.split(separator: "/") where part != "." {
      if part == ".." { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/") + (link.hasSuffix("/") || link == "." || link == ".." ? "/index.html" : "")
  }
}

extension TemporaryFolder {
  fileprivate func files(has path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: self.path + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
