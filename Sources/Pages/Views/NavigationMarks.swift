import Buffers
import Glibc
import Markup

/// Where the links of a rendered navigation stand, so that on each page the one to that page can be marked. Found in the HTML, as a
/// theme may write it in its own way.
struct NavigationMarks: Sendable {
  /// For the URL of each page that is linked to, from the site's root, what is put in on that page.
  private var insertions: [String: [SplicedBytes.Insertion]] = [:]

  /// Looks for the links.
  ///
  /// - Parameter root: the way to the site's root, which the URLs of pages begin with.
  init(of html: FinishedBytes, root: String) {
    html.withBytes { bytes in
      // For each element `details` that is open at a place: where it can be told to be shown; `nil` when it is already.
      var details: [Int?] = []
      var index = 0
      while let start = Self.nextTag(bytes, from: index) {
        guard let tag = HTMLTag(in: bytes, at: start) else {
          index = start + 1
          continue
        }
        index = tag.range.upperBound
        let name = start + 1 + tag.name.utf8.count
        switch (tag.name, tag.isEnd) {
        case ("details", true): _ = details.popLast()
        case ("details", false): details.append(tag.value(of: "open", in: bytes) == nil ? name : nil)
        case ("a", false):
          guard let url = tag.value(of: "href", in: bytes), url.hasPrefix(root) else { continue }
          let page = String(url.dropFirst(root.count))
          for place in details.compactMap(\.self) { insert(" open", at: place, on: page) }
          if tag.value(of: "aria-current", in: bytes) == nil { insert(" aria-current=\"page\"", at: name, on: page) }
        default: break
        }
      }
    }
  }

  /// The navigation on the page with a URL, from the site's root.
  func navigation(_ html: FinishedBytes, on url: String) -> SplicedBytes { SplicedBytes(html, insertions[url] ?? []) }

  /// Two links to a page may stand in one element, which is told once.
  private mutating func insert(_ piece: StaticString, at offset: Int, on page: String) {
    let last = insertions[page]?.last?.offset ?? -1
    if offset > last { insertions[page, default: []].append(SplicedBytes.Insertion(piece, at: offset)) }
  }

  /// The next tag whose name begins as those do which are looked for.
  private static func nextTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var index = start
    while index < bytes.count, let found = memchr(base + index, Int32(UInt8(ascii: "<")), bytes.count - index) {
      index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let isEnd = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/")
      let name = index + (isEnd ? 2 : 1)
      if name < bytes.count,
        bytes[name] | 0x20 == UInt8(ascii: "d") || (!isEnd && bytes[name] | 0x20 == UInt8(ascii: "a"))
      {
        return index
      }
      index = name
    }
    return nil
  }
}

extension HTMLTag {
  /// The value of an attribute as it is written; empty when it has none, `nil` when there is no such attribute.
  fileprivate func value(of name: String, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let attribute = attributes.first { bytes[$0.name].elementsEqual(name.utf8) { $0 | 0x20 == $1 | 0x20 } }
    guard let attribute else { return nil }
    return attribute.value.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
  }
}
