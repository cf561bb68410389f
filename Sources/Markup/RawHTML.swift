import CCmark
import Diagnostics

/// The elements that an author opened by raw HTML and has not closed yet.
struct RawHTMLState {
  /// An open element.
  struct Element {
    /// How its end is written.
    enum End {
      case tag
      /// It is a link that a slot closes.
      case reference(Int)
      /// Not at all, as its start was removed.
      case nothing
    }

    var name: String
    var end = End.tag
    /// The emphasis or link of Markdown that it was opened in: it ends with that at the latest.
    var container: TreeNode?

    var isWritten: Bool { if case .nothing = end { false } else { true } }
  }

  var open: [Element] = []
  /// The emphasis or link of Markdown that the next tag stands in.
  var container: TreeNode?
  /// How many headings are open.
  var headings = 0
  /// How many elements were open when each of the blocks around began: what was opened outside is not closed inside.
  var barriers: [Int] = []
  /// How many removals were reported: thousands of notes on one text help nobody.
  var reported = 0
}

/// A stretch of raw HTML, where it stands, and how far its lines are counted.
struct RawHTMLSource {
  var literal: Bytes
  /// The offset in the source of its first byte.
  var start: Int
  private var lines = 0
  private var lineRange = 0..<0

  init(_ literal: Bytes, at start: Int) {
    self.literal = literal
    self.start = start
    lineRange = 0..<(literal.firstIndex(of: 10) ?? literal.count)
  }

  /// The offset in the source of the byte at `offset`, which is not before any asked for earlier. Only in its first line it
  /// counts from the start; the others are aligned with the end of their line, as libcmark cuts off what stands before.
  mutating func sourceOffset(of offset: Int, in source: SourceText) -> Int {
    while offset > lineRange.upperBound {
      lines += 1
      let next = lineRange.upperBound + 1
      var end = next
      while end < literal.count, literal[end] != 10 { end += 1 }
      lineRange = next..<end
    }
    guard lines > 0 else { return start + offset }
    let line = source.line(source.lineIndex(ofOffset: start) + lines)
    return max(line.lowerBound, line.upperBound - (lineRange.upperBound - offset))
  }
}

extension BodyWriter {
  mutating func write(inlineHTML node: TreeNode) {
    let literal = node.literal
    if image != nil {
      html.append(escaping: literal)
      return
    }
    rawHTML.container = options.features.contains(.balancedHTML) ? inlineContainer(of: node) : nil
    let start = offset(of: node, expecting: "<")
    if table != nil, literal.contains(UInt8(ascii: "|")) {
      let unescaped = withoutEscapedPipes(literal)
      unescaped.withUnsafeBufferPointer { write(rawHTML: $0, at: start) }
    } else {
      write(rawHTML: literal, at: start)
    }
  }

  /// Writes raw HTML that begins at an offset of the source.
  mutating func write(rawHTML literal: Bytes, at start: Int) {
    if options.rawHTML == .trusted {
      write(trusted: literal, at: start)
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
      html.append(contentsOf: literal.part(run..<index))
      if let tag = HTMLTag(in: literal, at: index) {
        if options.rawHTML == .safe { write(tag, &raw) } else { filter(tag, raw) }
        index = tag.range.upperBound
      } else if options.rawHTML == .safe, let end = endOfMarkup(literal, from: index) {
        index = end
      } else {
        if options.rawHTML == .safe { html.append("&lt;") } else { html.append(UInt8(ascii: "<")) }
        index += 1
      }
      run = index
    }
    html.append(contentsOf: literal.part(run..<literal.count))
  }

  /// The offset after a comment, declaration, CDATA section or processing instruction: these are dropped.
  func endOfMarkup(_ literal: Bytes, from start: Int) -> Int? {
    let end: StaticString
    if literal.has("<!--", at: start) {
      end = "-->"
    } else if literal.has("<![CDATA[", at: start) {
      end = "]]>"
    } else if literal.has("<?", at: start) {
      end = "?>"
    } else if literal.has("<!", at: start) {
      end = ">"
    } else {
      return nil
    }
    var index = start + 2
    while index < literal.count {
      if literal.has(end, at: index) { return index + end.utf8CodeUnitCount }
      index += 1
    }
    // It was never closed: whatever follows is inside of it.
    return literal.count
  }

  /// Writes a tag with nothing changed but that GitHub's nine elements are shown as text.
  private mutating func filter(_ tag: HTMLTag, _ raw: RawHTMLSource) {
    if HTMLAllowList.filtered.contains(tag.name) {
      html.append("&lt;")
      html.append(contentsOf: raw.literal.part(tag.range.lowerBound + 1..<tag.range.upperBound))
    } else {
      html.append(contentsOf: raw.literal.part(tag.range))
    }
  }

  /// Writes what a tag may keep.
  private mutating func write(_ tag: HTMLTag, _ raw: inout RawHTMLSource) {
    var tag = tag
    // The page has its title.
    if options.isForPages, tag.name == "h1" { tag.name = "h2" }
    if HTMLAllowList.filtered.contains(tag.name) {
      // An attribute may hold tags; what is shown as text must not have any left.
      for byte in raw.literal.part(tag.range) {
        if byte == UInt8(ascii: "<") { html.append("&lt;") } else { html.append(byte) }
      }
      if !tag.isEnd { noteElement(tag, "is shown as text", &raw) }
    } else if !HTMLAllowList.elements.contains(tag.name) {
      if !tag.isEnd { noteElement(tag, "was removed", &raw) }
    } else if tag.isEnd {
      close(tag, &raw)
    } else {
      open(tag, &raw)
    }
  }

  private mutating func noteElement(_ tag: HTMLTag, _ what: String, _ raw: inout RawHTMLSource) {
    note(.htmlRemoved, "the element `<\(tag.name)>` is not allowed, and \(what)", tag.range, &raw)
  }

  private mutating func note(_ code: DiagnosticCode, _ message: String, _ range: Range<Int>, _ raw: inout RawHTMLSource)
  {
    guard rawHTML.reported < 100 else { return }
    rawHTML.reported += 1
    // An attribute begins with the white space before it.
    let spaces = raw.literal.part(range).prefix(while: \.isASCIISpace).count
    diagnostics.append(
      Diagnostic(
        code, message, at: self.range(of: range.lowerBound + spaces..<range.upperBound, in: &raw),
        help: code == .unsafeURL
          ? "use a path, or an address that begins with https:"
          : "write it in Markdown, or set `html: trusted` in baton.yml if all authors are trusted"))
  }

  /// Where a part of raw HTML stands.
  func range(of part: Range<Int>, in raw: inout RawHTMLSource) -> SourceRange {
    let offset = raw.sourceOffset(of: part.lowerBound, in: source)
    let line = source.line(source.lineIndex(ofOffset: offset))
    return source.range(from: offset, to: min(offset + part.count, max(line.upperBound, offset + 1)))
  }
}

// MARK: - Start tags

extension BodyWriter {
  private mutating func open(_ tag: HTMLTag, _ raw: inout RawHTMLSource) {
    guard rawHTML.open.count - (rawHTML.barriers.last ?? 0) < 200 else {
      note(.htmlRemoved, "elements must not be nested this deep, so `<\(tag.name)>` was removed", tag.range, &raw)
      return
    }
    let isVoid = HTMLAllowList.void.contains(tag.name)
    let isEmpty = isVoid || tag.isSelfClosing && options.features.contains(.balancedHTML)
    if let reason = makeRoom(for: tag.name) {
      note(.htmlRemoved, "\(reason), so `<\(tag.name)>` was removed", tag.range, &raw)
      if !isEmpty { push(RawHTMLState.Element(name: tag.name, end: .nothing)) }
      return
    }
    let mark = html.count
    html.append("<")
    html.append(string: tag.name)
    if let reference = write(attributesOf: tag, &raw) {
      _ = html.takeBack(from: mark)
      append(slot: .open(reference))
      if isEmpty {
        append(slot: .close(reference))
      } else {
        push(RawHTMLState.Element(name: tag.name, end: .reference(reference)))
      }
      return
    }
    if isEmpty, !isVoid {
      html.append("></")
      html.append(string: tag.name)
      html.append(">")
      return
    }
    // What is left of the tag is white space and `/>` or `>`.
    let end = tag.attributes.last?.whole.upperBound ?? tag.range.lowerBound + 1 + tag.name.utf8.count
    html.append(contentsOf: raw.literal.part(end..<tag.range.upperBound))
    if !isVoid { push(RawHTMLState.Element(name: tag.name)) }
  }

  /// Writes the attributes that a tag may keep, each once, as browsers read the first only. Gives the index of the
  /// reference that replaces the whole tag when it is a relative link.
  private mutating func write(attributesOf tag: HTMLTag, _ raw: inout RawHTMLSource) -> Int? {
    var seen: [String] = []
    for attribute in tag.attributes {
      let name = String(decoding: raw.literal.part(attribute.name).map(\.asciiLowercased), as: UTF8.self)
      guard HTMLAllowList.allows(name, on: tag.name), !seen.contains(name) else {
        let reason = seen.contains(name) ? "stands there already" : "is not allowed"
        note(
          .htmlRemoved, "the attribute `\(name)` of `<\(tag.name)>` \(reason), and was removed", attribute.whole, &raw)
        continue
      }
      seen.append(name)
      switch name {
      case "href", "src": if let reference = url(attribute, isImage: name == "src", &raw) { return reference }
      case "id", "name": anchor(attribute, &raw)
      default: append(attribute, raw)
      }
    }
    return nil
  }

  /// Writes an attribute anew, in double quotes, so that nothing but its value is in it however browsers read tags.
  private mutating func append(_ attribute: HTMLTag.Attribute, _ raw: RawHTMLSource) {
    html.append(32)
    html.append(contentsOf: raw.literal.part(attribute.name))
    guard let value = attribute.value else { return }
    html.append("=\"")
    for byte in raw.literal.part(value) {
      // Its `&` begins a character reference already, where it does.
      if byte != UInt8(ascii: "&"), let entity = entity(for: byte) { html.append(entity) } else { html.append(byte) }
    }
    html.append("\"")
  }

  private mutating func push(_ element: RawHTMLState.Element) {
    var element = element
    element.container = rawHTML.container
    count(element, 1)
    rawHTML.open.append(element)
  }

  private mutating func count(_ element: RawHTMLState.Element, _ change: Int) {
    if element.name == "a" { links += change }
    if element.isWritten, HTMLAllowList.headings.contains(element.name) { rawHTML.headings += change }
  }

  /// Writes a URL when it is safe. A relative link of `<a>` becomes a reference, which replaces the whole tag: given is its
  /// index.
  private mutating func url(_ attribute: HTMLTag.Attribute, isImage: Bool, _ raw: inout RawHTMLSource) -> Int? {
    guard let value = attribute.value else { return nil }
    return decodedAttribute(raw.literal.part(value)).withUnsafeBufferPointer { url in
      switch classifyURL(url, isImage: isImage) {
      case .unsafe:
        note(
          .unsafeURL, "an address must not run a script or read files, so this one was removed", attribute.whole, &raw)
        guard isImage else { break }
        html.append(" src=\"")
        html.append(MarkupText.noImage)
        html.append("\"")
      case .relative where options.features.contains(.references):
        let (target, fragment) = splitFragment(url)
        text.references.append(
          MarkupText.Reference(
            form: isImage ? .image : .link, target: target, fragment: fragment,
            range: range(of: value, in: &raw)))
        let index = text.references.count - 1
        guard isImage else { return index }
        html.append(" src=\"")
        append(slot: .source(index))
        html.append("\"")
      default:
        if let address = webAddress(url) { text.addresses.append(Located(address, at: range(of: value, in: &raw))) }
        append(attribute, raw)
      }
      return nil
    }
  }

  /// Writes an `id` (or the `name` of `<a>`) when it is a plain word that nothing else has. Those that begin with a colon are the page's.
  private mutating func anchor(_ attribute: HTMLTag.Attribute, _ raw: inout RawHTMLSource) {
    guard let value = attribute.value else { return }
    let bytes = raw.literal.part(value)
    let isWord = bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == 45 || $0 == 46 || $0 == 95 || $0 == 58 || $0 > 127 }
    guard isWord, let first = bytes.first, first != 58, anchors.claim(bytes.string) else {
      let rule = bytes.first == 58 ? "must not begin with a colon" : "must be one word and used once"
      note(.htmlRemoved, "an id \(rule), so this one was removed", attribute.whole, &raw)
      return
    }
    text.otherAnchors.append(bytes.string)
    append(attribute, raw)
  }
}

// MARK: - End tags

extension BodyWriter {
  private mutating func close(_ tag: HTMLTag, _ raw: inout RawHTMLSource) {
    guard !HTMLAllowList.void.contains(tag.name) else { return }
    let balances = options.features.contains(.balancedHTML)
    guard let index = rawHTML.open[rawHTML.floor...].lastIndex(where: { $0.name == tag.name }) else {
      if !balances, tag.name != "a" { html.append(contentsOf: raw.literal.part(tag.range)) }
      if balances {
        note(.htmlRemoved, "there is no `<\(tag.name)>` here that this end tag could close", tag.range, &raw)
      }
      return
    }
    popRawHTML(to: index + 1)
    popRawHTML(writesEnd: true)
  }

  private mutating func popRawHTML(writesEnd: Bool) {
    guard let element = rawHTML.open.popLast() else { return }
    count(element, -1)
    switch element.end {
    case .reference(let reference): append(slot: .close(reference))
    case .nothing: break
    case .tag:
      // Also where HTML lets it be left out: an end tag that follows may mean nothing to browsers inside of the element.
      guard writesEnd else { return }
      html.append("</")
      html.append(string: element.name)
      html.append(">")
    }
  }

  /// Closes the open elements but for the first `count`.
  mutating func popRawHTML(to count: Int) {
    while rawHTML.open.count > count { popRawHTML(writesEnd: options.features.contains(.balancedHTML)) }
  }

  /// Notes that a block begins: what raw HTML opens in it ends with it at the latest.
  mutating func beginRawHTML() {
    rawHTML.barriers.append(rawHTML.open.count)
  }

  /// Closes what raw HTML opened in the block that ends.
  mutating func endRawHTML() {
    popRawHTML(to: rawHTML.barriers.popLast() ?? 0)
  }

  /// Closes what raw HTML opened in the emphasis or link that ends.
  mutating func endRawHTML(in container: TreeNode) {
    while let last = rawHTML.open.last, last.container == container { popRawHTML(writesEnd: true) }
  }
}
