import CCmark
import Diagnostics

extension BodyWriter {
  /// Writes a text node: escaped, with the extensions that live in plain text.
  mutating func write(text node: TreeNode) {
    let literal = node.literal
    if image != nil {
      html.append(escaping: literal)
      return
    }
    var run = 0
    var index = 0
    if let skipped, skipped.node == node {
      (run, index) = (skipped.count, skipped.count)
      self.skipped = nil
    }
    let end = literal.count - trailingAnchorLength(node, literal)
    while true {
      index = textMarks.first(in: literal, from: index, to: end)
      guard index < end else { break }
      let byte = literal[index]
      var taken: (start: Int, end: Int)?
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""):
        html.append(contentsOf: literal.part(run..<index))
        if let entity = entity(for: byte) { html.append(entity) }
        run = index + 1
      case UInt8(ascii: "["):
        if isEscaped(index, in: node, literal: literal) { break }
        taken = bracket(at: index, end: end, literal, node, run: run)
        if taken == nil { leaf.brackets += 1 }
      case UInt8(ascii: "]"):
        if let open = openBracket, open.node == node, open.offset == index {
          html.append(contentsOf: literal.part(run..<index))
          let close = closeBracket(open)
          taken = (index, index + close)
        } else if leaf.brackets > 0, !isEscaped(index, in: node, literal: literal) {
          leaf.brackets -= 1
        }
      case UInt8(ascii: "~"): taken = strike(at: index, literal, node, run: run)
      case UInt8(ascii: ":"), UInt8(ascii: "w"), UInt8(ascii: "@"):
        if links == 0, leaf.brackets == 0 || byte == UInt8(ascii: "@"),
          byte == UInt8(ascii: "@") || literal.has(byte == UInt8(ascii: ":") ? "://" : "www.", at: index),
          let link = BareLink(in: literal, at: index, from: run),
          byte == UInt8(ascii: "@") || !isEscaped(index, in: node, literal: literal)
        {
          var link = link
          // A bracket with a backslash is one of the text.
          let last = link.range.upperBound - 1
          if last > index, literal[last] == UInt8(ascii: "]"), isEscaped(last, in: node, literal: literal) {
            link.range = link.range.lowerBound..<last
          }
          html.append(contentsOf: literal.part(run..<link.range.lowerBound))
          write(link, literal, node)
          taken = (link.range.lowerBound, link.range.upperBound)
        }
      default: break
      }
      if let taken {
        run = taken.end
        index = taken.end
      } else {
        index += 1
      }
    }
    if run < end { html.append(contentsOf: literal.part(run..<end)) }
  }

  private mutating func write(_ link: BareLink, _ literal: Bytes, _ node: TreeNode) {
    let part = literal.part(link.range)
    if let address = webAddress(part, prefix: link.prefix) {
      text.addresses.append(Located(address, at: range(of: link.range, in: node, literal: literal)))
    }
    html.append(options.isForPages ? Self.addressStart : "<a href=\"")
    html.append(link.prefix)
    html.append(escapingURL: part)
    html.append("\">")
    html.append(escaping: part)
    html.append("</a>")
  }

  /// How many bytes at the end of a heading's last text are `{#anchor}` and the spaces before it.
  private func trailingAnchorLength(_ node: TreeNode, _ literal: Bytes) -> Int {
    guard literal.last == UInt8(ascii: "}"), options.features.contains(.headingAnchors), node.next == nil,
      let parent = node.parent, parent.kind == CMARK_NODE_HEADING, table == nil
    else { return 0 }
    guard let mark = fixedAnchor(literal.string), isAnchorWritten(in: parent, source) else { return 0 }
    return literal.count - mark.text.utf8.count
  }

  /// Writes what begins with a bracket that is no link: a wiki link, a footnote, a placeholder.
  private mutating func bracket(
    at index: Int, end: Int, _ literal: Bytes, _ node: TreeNode, run: Int
  ) -> (start: Int, end: Int)? {
    if options.features.contains(.references), links == 0 {
      if literal.has("[[", at: index) {
        if let close = closingBrackets(literal, from: index + 2, end: end) {
          return writeWikiLink(index..<close, literal, node, run: run)
        }
        if let taken = openWikiLink(at: index, end: end, literal, node, run: run) { return taken }
      } else if index == end - 1, let taken = writeDefinedWikiLink(at: index, literal, node, run: run) {
        return taken
      }
    }
    if literal.has("[^", at: index), let range = footnotes.label(in: literal, at: index, end: end) {
      html.append(contentsOf: literal.part(run..<index))
      writeFootnoteReference(literal.part(range).string)
      if options.features.contains(.references) {
        note(.footnote, at: self.range(of: range, in: node, literal: literal))
      }
      return (index, range.upperBound + 1)
    }
    guard let close = placeholderEnd(literal, from: index, end: end) else {
      return options.marksPlaceholders ? openPlaceholder(at: index, end: end, literal, node, run: run) : nil
    }
    guard options.marksPlaceholders else {
      if options.isForPages, links == 0, isLeftOver(literal, index, close) {
        notePlaceholder(index..<close, literal, node)
      }
      return nil
    }
    html.append(contentsOf: literal.part(run..<index))
    html.append("<span class=\"placeholder\">")
    html.append(escaping: literal.part(index..<close))
    html.append("</span>")
    notePlaceholder(index..<close, literal, node)
    return (index, close)
  }

  private mutating func notePlaceholder(_ place: Range<Int>, _ literal: Bytes, _ node: TreeNode) {
    text.placeholders.append(
      Located(
        collapsed(literal.part(place.lowerBound + 1..<place.upperBound - 1)),
        at: range(of: place, in: node, literal: literal)))
  }

  /// Whether text in brackets, where none is expected, reads like something to fill in: several words, or one with a capital
  /// letter and a small one; `list[0]`, `[1]`, `[sic]` and `[RFC]` are none.
  private func isLeftOver(_ literal: Bytes, _ start: Int, _ end: Int) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    func isLower(_ byte: UInt8) -> Bool { isLetter(byte) && byte & 0x20 != 0 }
    if start > 0, isLetter(literal[start - 1]) || literal[start - 1] >= 0x80 { return false }
    // The label of a link, or of a definition, that was not found.
    if end < literal.count, [UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: ":")].contains(literal[end]) {
      return false
    }
    let content = literal.part(start + 1..<end - 1)
    guard let first = content.first, isLetter(first) else { return false }
    let hasWords = content.contains(UInt8(ascii: " ")) && content.contains(where: isLower)
    let isName = !isLower(first) && content.dropFirst().contains(where: isLower)
    let isToDo = content.has("TODO", at: 0) || content.has("TBD", at: 0)
    return hasWords || isName || isToDo
  }

  /// The offset after the `]]` of a wiki link.
  func closingBrackets(_ literal: Bytes, from start: Int, end: Int) -> Int? {
    var index = start
    let limit = min(end, start + 1000)
    while index + 1 < limit {
      switch literal[index] {
      case UInt8(ascii: "]"): return literal[index + 1] == UInt8(ascii: "]") && index > start ? index + 2 : nil
      case UInt8(ascii: "["): return nil
      default: index += 1
      }
    }
    return nil
  }

  private mutating func writeWikiLink(
    _ range: Range<Int>, _ literal: Bytes, _ node: TreeNode, run: Int
  ) -> (start: Int, end: Int)? {
    guard let link = WikiLink(literal.part(range.lowerBound + 2..<range.upperBound - 2)) else { return nil }
    html.append(contentsOf: literal.part(run..<range.lowerBound))
    write(link, at: self.range(of: range, in: node, literal: literal))
    return (range.lowerBound, range.upperBound)
  }

  /// Writes a whole `[[id]]`.
  mutating func write(_ link: WikiLink, at range: SourceRange) {
    let index = text.references.count
    text.references.append(
      MarkupText.Reference(form: .wiki, target: link.id, fragment: link.fragment, range: range))
    append(slot: .open(index))
    if let shown = link.shown { html.append(escaping: shown) } else { append(slot: .text(index)) }
    append(slot: .close(index))
  }

  /// The offset after a `[Placeholder]` in brackets; task boxes, footnotes and alerts' marks are none.
  private func placeholderEnd(_ literal: Bytes, from start: Int, end: Int) -> Int? {
    var index = start + 1
    var hasText = false
    let limit = min(end, start + 1000)
    while index < limit {
      switch literal[index] {
      case UInt8(ascii: "]"):
        let isBox = index == start + 2 && literal[start + 1] | 32 == UInt8(ascii: "x")
        return hasText && !isBox ? index + 1 : nil
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "^"), UInt8(ascii: "!"): if index == start + 1 { return nil }
      case _ where !literal[index].isASCIISpace: hasText = true
      default: break
      }
      index += 1
    }
    return nil
  }
}

/// What stands in the brackets of `[[id#heading|text]]`.
struct WikiLink {
  /// The id; empty for a mere heading.
  var id: String
  /// What stands behind `#`, percent-decoded.
  var fragment: String?
  /// The text to show, if one is given.
  var shown: Bytes?

  /// Takes the content of the brackets apart; `nil` when it leads nowhere.
  init?(_ content: Bytes) {
    let bar = content.firstIndex(of: UInt8(ascii: "|")) ?? content.count
    let target: String
    (target, fragment) = splitFragment(content.part(0..<bar))
    id = collapsed(target.utf8)
    if id.isEmpty, fragment == nil { return nil }
    if bar < content.count { shown = content.part(bar + 1..<content.count) }
    if shown?.allSatisfy(\.isASCIISpace) == true { shown = nil }
  }
}
