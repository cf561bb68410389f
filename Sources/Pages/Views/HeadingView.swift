import Buffers
import Handbook
import Mustache

/// What a page shows of the level-1 heading that its document's text begins with.
extension DocumentView {
  /// Adds the heading's anchor; its words as HTML where they hold more than text; and those that would not be seen, as the page has
  /// another title.
  func addHeading(to view: inout View, shown title: String) {
    guard let heading = document.text.title, let words = document.heading else { return }
    view.set(.anchor, heading.anchor)
    let isTitle = words.isSameHeading(as: title)
    guard !isTitle || document.text.hasTitleMarkup else { return }
    let html = headingHTML(words)
    guard document.kind == .persona, document.name != words else {
      let isShown = isTitle || document.kind == .persona
      if !isShown || document.text.hasTitleMarkup {
        view.set(isShown ? .heading : .subheading, html: FinishedBytes(html))
      }
      return
    }
    // The role name is shown as the page's heading, and what follows as its subtitle.
    guard let split = html.dash else {
      if isTitle { view[.role] = nil }
      view.set(.heading, html: FinishedBytes(html))
      return
    }
    let rest = Array(html[split.upperBound...])
    if document.text.hasTitleMarkup { view.set(.heading, html: FinishedBytes(Array(html[..<split.lowerBound]))) }
    let isRole = [" - ", " – ", " — "].contains { words.isSameHeading(as: document.name + $0 + title) }
    if isTitle || isRole {
      if document.text.hasTitleMarkup { view.set(.roleHeading, html: FinishedBytes(rest)) }
    } else {
      view.set(.subheading, html: FinishedBytes(rest))
    }
  }

  /// The words of the heading as HTML, without what names the kind.
  private func headingHTML(_ words: String) -> [UInt8] {
    var output = OutputBuffer(capacity: 256)
    guard let heading = document.text.title, document.text.hasTitleMarkup else {
      output.append(escapingAll: words)
      return output.array
    }
    let links = self.links
    let targets = links.contents.handbook.resolutions[index].links
    document.text.renderTitle(into: &output) { links.resolved(targets[$0]) }
    let html = output.array
    guard heading.text != words, let colon = html.firstIndex(of: UInt8(ascii: ":")),
      !html[..<colon].contains(UInt8(ascii: "<"))
    else { return html }
    return Array(html[(colon + 1)...].drop { $0 <= 32 })
  }
}

extension String {
  /// Whether two headings differ in nothing but case.
  fileprivate func isSameHeading(as other: String) -> Bool { self == other || lowercased() == other.lowercased() }
}

extension [UInt8] {
  /// The first dash with its spaces in HTML that stands in no element.
  fileprivate var dash: Range<Int>? {
    var depth = 0
    var index = 0
    while index < count {
      switch self[index] {
      case UInt8(ascii: "<"):
        let end = self[index...].firstIndex(of: UInt8(ascii: ">")) ?? count - 1
        if index + 1 < count, self[index + 1] == UInt8(ascii: "/") {
          depth -= 1
        } else if self[index...end].dropFirst().starts(with: "img".utf8) || self[index...end].starts(with: "<br".utf8) {
          break
        } else if end == 0 || self[end - 1] != UInt8(ascii: "/") {
          depth += 1
        }
        index = end
      case 32 where depth == 0:
        for dash in [" - ", " – ", " — "] where self[index...].starts(with: dash.utf8) {
          return index..<index + dash.utf8.count
        }
      default: break
      }
      index += 1
    }
    return nil
  }
}
