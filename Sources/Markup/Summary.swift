import CCmark

extension BodyWriter {
  /// Notes the text of the first paragraph that says something.
  mutating func noteSummary(from first: TreeNode?) {
    var node = first
    while let current = node {
      if current.kind == CMARK_NODE_PARAGRAPH, !isDirective(current) {
        text.summary = summary(of: current)
        if !text.summary.isEmpty { return }
      }
      node = current.next
    }
  }

  /// The text of a paragraph without markup: `[[id|text]]` is the text, `[[id]]` the id, since titles of others are not known yet;
  /// footnotes, and what asks for a file or a picture, are left out.
  private mutating func summary(of paragraph: TreeNode) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(256)
    appendPlainText(of: paragraph, to: &plain)
    guard plain.withUnsafeBufferPointer({ $0.holdsExtension }) else { return collapsed(plain) }
    begin(leaf: paragraph)
    var result: [UInt8] = []
    result.reserveCapacity(plain.count)
    // The link or image that is open, and the node behind it.
    var open: (node: TreeNode, end: TreeNode?)?
    var next = Optional(paragraph)
    while let node = next {
      if node == open?.end { open = nil }
      switch node.kind {
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
        if open == nil { open = (node, node.after(in: paragraph)) }
      case CMARK_NODE_TEXT where open?.node.kind != CMARK_NODE_IMAGE:
        appendSummary(of: node, isInLink: open != nil, to: &result)
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: result.append(contentsOf: node.literal)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: result.append(32)
      default: break
      }
      next = node.following(in: paragraph)
    }
    return collapsed(result)
  }

  private mutating func appendSummary(of node: TreeNode, isInLink: Bool, to result: inout [UInt8]) {
    let literal = node.literal
    var run = 0
    var index = 0
    while index < literal.count {
      guard literal.startsExtension(at: index), !isEscaped(index, in: node, literal: literal) else {
        index += 1
        continue
      }
      if !isInLink, options.features.contains(.references), literal.has("[[", at: index),
        let end = closingBrackets(literal, from: index + 2, end: literal.count),
        let link = WikiLink(literal.part(index + 2..<end - 2))
      {
        result.append(contentsOf: literal.part(run..<index))
        if let shown = link.shown {
          result.append(contentsOf: shown)
        } else {
          result.append(contentsOf: (link.id.isEmpty ? link.fragment ?? "" : link.id).utf8)
        }
        (run, index) = (end, end)
      } else if let label = footnotes.label(in: literal, at: index, end: literal.count) {
        result.append(contentsOf: literal.part(run..<index))
        while result.last == 32 { result.removeLast() }
        (run, index) = (label.upperBound + 1, label.upperBound + 1)
      } else if options.features.contains(.includes), let end = literal.directiveEnd(at: index) {
        result.append(contentsOf: literal.part(run..<index))
        (run, index) = (end, end)
      } else {
        index += 1
      }
    }
    result.append(contentsOf: literal.part(run..<literal.count))
  }
}

extension TreeNode {
  /// The node that comes after this one and all in it, within `root`; `nil` at its end.
  fileprivate func after(in root: TreeNode) -> TreeNode? {
    var node = self
    while node != root, node.next == nil, let parent = node.parent { node = parent }
    return node == root ? nil : node.next
  }
}

extension Bytes {
  /// Whether what begins at `index` may be a wiki link, a footnote, or a directive.
  fileprivate func startsExtension(at index: Int) -> Bool {
    has("[[", at: index) || has("[^", at: index) || has("{{", at: index)
  }

  /// Whether anything like that stands in the text.
  fileprivate var holdsExtension: Bool {
    let marks = ASCIISet("[{")
    var index = 0
    while true {
      index = marks.first(in: self, from: index, to: count)
      if index == count { return false }
      if startsExtension(at: index) { return true }
      index += 1
    }
  }

  /// The offset behind `{{include: …}}` or `{{diagram: …}}`.
  fileprivate func directiveEnd(at start: Int) -> Int? {
    guard has("{{include:", at: start) || has("{{diagram:", at: start) else { return nil }
    var index = start + 10
    let limit = Swift.min(count, start + 1000)
    while index < limit {
      if has("}}", at: index) { return index + 2 }
      index += 1
    }
    return nil
  }
}
