import Diagnostics

/// Raw HTML of authors who are trusted.
extension BodyWriter {
  /// Writes raw HTML as it is, but for the paths in it: a page stands elsewhere than its document.
  mutating func write(trusted literal: Bytes, at start: Int) {
    guard options.features.contains(.references), literal.contains(UInt8(ascii: "<")) else {
      html.append(contentsOf: literal)
      return
    }
    var raw = RawHTMLSource(literal, at: start)
    var run = 0
    var index = 0
    while index < literal.count {
      guard literal[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      guard let tag = HTMLTag(in: literal, at: index) else {
        index = endOfMarkup(literal, from: index) ?? index + 1
        continue
      }
      index = tag.range.upperBound
      guard !tag.isEnd else { continue }
      // What stands in these is no HTML.
      if ["script", "style", "textarea", "title", "xmp"].contains(tag.name) {
        index = endOfElement(tag.name, literal, from: index)
        continue
      }
      let name: StaticString = tag.name == "a" ? "href" : "src"
      guard tag.name == "a" || tag.name == "img",
        let value = tag.attributes.first(where: { literal.part($0.name).isSame(as: name) })?.value
      else { continue }
      decodedAttribute(literal.part(value)).withUnsafeBufferPointer { url in
        guard case .relative = classifyURL(url, isImage: tag.name == "img"), !url.isEmpty else { return }
        let (target, fragment) = splitFragment(url)
        html.append(contentsOf: literal.part(run..<value.lowerBound))
        run = value.upperBound
        let isQuoted = literal[value.lowerBound - 1] == UInt8(ascii: "\"")
        let isSingle = literal[value.lowerBound - 1] == UInt8(ascii: "'")
        // Slots are escaped for double quotes.
        if isSingle { _ = html.takeBack(from: html.count - 1) }
        if !isQuoted { html.append("\"") }
        append(slot: .source(text.references.count))
        if !isQuoted { html.append("\"") }
        if isSingle { run += 1 }
        text.references.append(
          MarkupText.Reference(
            form: tag.name == "img" ? .image : .link, target: target, fragment: fragment,
            range: range(of: value, in: &raw)))
      }
    }
    html.append(contentsOf: literal.part(run..<literal.count))
  }

  /// The offset of the end tag of an element that holds no others.
  private func endOfElement(_ name: String, _ literal: Bytes, from start: Int) -> Int {
    var index = start
    while index < literal.count {
      if literal[index] == UInt8(ascii: "<"), let tag = HTMLTag(in: literal, at: index), tag.isEnd, tag.name == name {
        return index
      }
      index += 1
    }
    return literal.count
  }
}

extension Bytes {
  /// Whether these are the bytes of a word in lower case, whatever their case.
  fileprivate func isSame(as word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index].asciiLowercased != word.utf8Start[index] { return false }
    return true
  }
}
