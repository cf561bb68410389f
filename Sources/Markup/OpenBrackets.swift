import CCmark
import Diagnostics

/// A bracket that was opened in one text node and is closed in another one beside it.
struct OpenBracket {
  /// What the brackets hold.
  enum Content {
    case placeholder
    /// What the reference with this index shows.
    case link(Int)
  }

  var content: Content
  /// The text node of the closing bracket.
  var node: TreeNode
  /// The offset of the first closing bracket in that node.
  var offset: Int
}

/// Placeholders and `[[id]]` whose text goes on over a line's end, or holds emphasis or code.
extension BodyWriter {
  /// Begins a placeholder that ends in another text node.
  mutating func openPlaceholder(
    at index: Int, end: Int, _ literal: Bytes, _ node: TreeNode, run: Int
  ) -> (start: Int, end: Int)? {
    guard index + 1 == end || !"^!".utf8.contains(literal[index + 1]),
      let (close, content) = closingBracket(count: 1, from: index + 1, end: end, literal, node)
    else { return nil }
    let name = collapsed(content)
    guard !name.isEmpty else { return nil }
    text.placeholders.append(Located(name, at: range(from: index, in: node, literal, to: close, count: 1)))
    html.append(contentsOf: literal.part(run..<index))
    html.append("<span class=\"placeholder\">[")
    // No address in brackets is a link.
    leaf.brackets += 1
    openBracket = OpenBracket(content: .placeholder, node: close.node, offset: close.offset)
    return (index, index + 1)
  }

  /// Begins a `[[id|text]]` that ends in another text node, or writes the whole of a `[[id#heading]]`.
  mutating func openWikiLink(
    at index: Int, end: Int, _ literal: Bytes, _ node: TreeNode, run: Int
  ) -> (start: Int, end: Int)? {
    guard let (close, content) = closingBracket(count: 2, from: index + 2, end: end, literal, node),
      let link = content.withUnsafeBufferPointer({ WikiLink($0)?.withoutText })
    else { return nil }
    let range = range(from: index, in: node, literal, to: close, count: 2)
    html.append(contentsOf: literal.part(run..<index))
    guard let bar = literal.part(index..<end).firstIndex(of: UInt8(ascii: "|")) else {
      content.withUnsafeBufferPointer { content in
        if let link = WikiLink(content) { write(link, at: range) }
      }
      skip(to: close.node, close.offset + 2, after: node)
      return (index, end)
    }
    let reference = text.references.count
    text.references.append(
      MarkupText.Reference(form: .wiki, target: link.id, fragment: link.fragment, range: range))
    append(slot: .open(reference))
    links += 1
    openBracket = OpenBracket(content: .link(reference), node: close.node, offset: close.offset)
    return (index, index + bar + 1)
  }

  /// Ends what a bracket opened. Gives how many closing brackets belong to it.
  mutating func closeBracket(_ open: OpenBracket) -> Int {
    openBracket = nil
    switch open.content {
    case .placeholder:
      leaf.brackets -= 1
      html.append("]</span>")
      return 1
    case .link(let reference):
      links -= 1
      append(slot: .close(reference))
      return 2
    }
  }

  /// Writes a `[[id]]` whose inner brackets libcmark took for a link, as there is a definition of that label: here the outer ones
  /// mean more.
  mutating func writeDefinedWikiLink(
    at index: Int, _ literal: Bytes, _ node: TreeNode, run: Int
  ) -> (start: Int, end: Int)? {
    guard definitions.mayExist, let inner = node.next, inner.kind == CMARK_NODE_LINK, let close = inner.next,
      close.kind == CMARK_NODE_TEXT, close.literal.first == UInt8(ascii: "]")
    else { return nil }
    let place = range(of: index..<index + 1, in: node, literal: literal)
    let start = leaf.match.source
    let line = source.line(source.lineIndex(ofOffset: start))
    let link: (WikiLink, end: Int)? = source.bytes.withUnsafeBufferPointer { bytes in
      let rest = bytes.part(start..<max(start, line.upperBound))
      guard rest.has("[["), let end = closingBrackets(rest, from: 2, end: rest.count),
        let link = WikiLink(rest.part(2..<end - 2))
      else { return nil }
      return (link, end)
    }
    guard let (link, end) = link, link.shown == nil else { return nil }
    html.append(contentsOf: literal.part(run..<index))
    var whole = place
    whole.end = SourcePosition(line: place.start.line, column: place.start.column + end)
    write(link, at: whole)
    skip(to: close, 1, after: node)
    return (index, index + 1)
  }

  // MARK: - Nodes beside a text

  /// A place in a text node.
  struct TextPlace {
    var node: TreeNode
    var offset: Int
  }

  /// Finds the brackets that close what was opened in a text node and is not closed there, and what stands before them without
  /// markup; `nil` where there are none, or where something stands between that can't be part of it.
  private func closingBracket(
    count: Int, from start: Int, end: Int, _ literal: Bytes, _ node: TreeNode
  ) -> (place: TextPlace, content: [UInt8])? {
    let limit = 1000
    // In the value of a label, what comes behind may be the next label.
    guard openBracket == nil, leaf.ofLabels == nil, end == literal.count, end - start < limit, node.next != nil
    else { return nil }
    let first = literal.part(start..<end)
    let endsAtTilde = strikes.isNeeded
    guard first.firstBracket(orTilde: endsAtTilde) == nil else { return nil }
    var content = Array(first)
    var next = node.next
    while let current = next, content.count < limit {
      switch current.kind {
      case CMARK_NODE_TEXT:
        let literal = current.literal
        let stop = literal.firstBracket(orTilde: endsAtTilde) ?? literal.count
        content.append(contentsOf: literal.part(0..<stop))
        if stop == literal.count { break }
        let isClose = literal[stop] == UInt8(ascii: "]") && (count == 1 || literal.has("]]", at: stop))
        guard isClose, content.count < limit else { return nil }
        return (place: TextPlace(node: current, offset: stop), content: content)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: content.append(32)
      case CMARK_NODE_CODE: content.append(contentsOf: current.literal)
      case CMARK_NODE_EMPH, CMARK_NODE_STRONG: guard append(textOf: current, to: &content) else { return nil }
      default: return nil
      }
      next = current.next
    }
    return nil
  }

  /// Appends the text of emphasis. Gives whether it can stand in brackets.
  private func append(textOf root: TreeNode, to content: inout [UInt8]) -> Bool {
    var next = root.firstChild
    while let node = next {
      switch node.kind {
      case CMARK_NODE_TEXT:
        let literal = node.literal
        if literal.firstBracket(orTilde: strikes.isNeeded) != nil { return false }
        content.append(contentsOf: literal)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: content.append(32)
      case CMARK_NODE_CODE: content.append(contentsOf: node.literal)
      case CMARK_NODE_EMPH, CMARK_NODE_STRONG: break
      default: return false
      }
      if content.count > 1000 { return false }
      next = node.following(in: root)
    }
    return true
  }

  /// The stretch from an offset in a text node to closing brackets in another one, or to the end of its first line.
  private mutating func range(
    from index: Int, in node: TreeNode, _ literal: Bytes, to close: TextPlace, count: Int
  ) -> SourceRange {
    var whole = range(of: index..<index + 1, in: node, literal: literal)
    let match = leaf.match
    let end = range(of: close.offset..<close.offset + count, in: close.node, literal: close.node.literal).end
    leaf.match = match
    let line = source.line(source.lineIndex(ofOffset: match.source))
    if end.line == whole.start.line, end > whole.start {
      whole.end = end
    } else {
      whole.end.column = whole.start.column + max(1, line.upperBound - match.source)
    }
    return whole
  }

  /// Leaves out what stands between a text node and an offset in another one beside it.
  private mutating func skip(to close: TreeNode, _ count: Int, after node: TreeNode) {
    while let next = node.next, next != close { cmark_node_unlink(next.pointer) }
    skipped = SkippedText(node: close, count: count)
  }
}

extension WikiLink {
  /// The link without the text that it shows, whose bytes may be gone.
  fileprivate var withoutText: WikiLink {
    var link = self
    link.shown = nil
    return link
  }
}

extension Bytes {
  /// Where the first byte stands that may end what brackets hold, or be struck out across their borders.
  fileprivate func firstBracket(orTilde: Bool) -> Int? {
    firstIndex { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") || orTilde && $0 == UInt8(ascii: "~") }
  }
}
