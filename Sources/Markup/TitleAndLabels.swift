import CCmark
import Diagnostics

extension BodyWriter {
  /// Takes the title and the labels under it out of the text; comments may stand above either. Gives the first block that remains.
  mutating func takeTitleAndLabels(from first: TreeNode?) -> TreeNode? {
    guard let title = passingComments(first), title.kind == CMARK_NODE_HEADING, title.headingLevel == 1 else {
      return first
    }
    writeComments(from: first, to: title)
    begin(leaf: title)
    text.title = heading(title)
    var next = title.next
    while let paragraph = passingComments(next), let labels = labels(in: paragraph),
      options.isMetadata(labels.map(\.name.value))
    {
      writeComments(from: next, to: paragraph)
      text.labels += labels
      next = paragraph.next
    }
    if let first = text.labels.first?.name.range.start.line, let last = text.labels.last?.value.range.end.line {
      text.labelLines = first...max(first, last)
    }
    return next
  }

  /// The first node from `first` on that is more than comments.
  private func passingComments(_ first: TreeNode?) -> TreeNode? {
    var node = first
    while let block = node, block.kind == CMARK_NODE_HTML_BLOCK, pieces.index(markedBy: block) == nil,
      block.literal.isOnlyComments
    {
      node = block.next
    }
    return node
  }

  /// Writes the comments that were passed over, where a text may hold any.
  private mutating func writeComments(from first: TreeNode?, to end: TreeNode) {
    guard options.rawHTML == .trusted else { return }
    var node = first
    while let block = node, block != end {
      write(htmlBlock: block)
      node = block.next
    }
  }

  /// Notes the text of the first paragraph.
  mutating func noteSummary(from first: TreeNode?) {
    var node = first
    while let current = node {
      if current.kind == CMARK_NODE_PARAGRAPH, !isDirective(current) {
        text.summary = plainText(of: current)
        return
      }
      node = current.next
    }
  }

  /// Whether a paragraph brings something in instead of saying something.
  mutating func isDirective(_ paragraph: TreeNode) -> Bool {
    guard let text = paragraph.firstChild, text.kind == CMARK_NODE_TEXT, text.next == nil, text.begins(with: "{{")
    else {
      return false
    }
    return text.literal.has("{{include:") || text.literal.has("{{diagram:")
  }

  /// The labels of a paragraph whose first line begins with `**Label**:` or `**Label:**`; a further line that does not
  /// continues the value before it.
  private mutating func labels(in paragraph: TreeNode) -> [MarkupText.Label]? {
    guard paragraph.kind == CMARK_NODE_PARAGRAPH, let first = paragraph.firstChild, first.kind == CMARK_NODE_STRONG
    else {
      return nil
    }
    begin(leaf: paragraph)
    var labels: [MarkupText.Label] = []
    var line: [TreeNode] = []
    var node: TreeNode? = first
    while true {
      if let current = node, current.kind != CMARK_NODE_SOFTBREAK, current.kind != CMARK_NODE_LINEBREAK {
        line.append(current)
        node = current.next
        continue
      }
      if let label = label(line) {
        labels.append(label)
      } else if labels.isEmpty {
        return nil
      } else {
        extend(&labels[labels.count - 1], by: line)
      }
      line = []
      guard let current = node else { return labels }
      node = current.next
    }
  }

  /// The label that the nodes of one line are.
  private mutating func label(_ line: [TreeNode]) -> MarkupText.Label? {
    guard let strong = line.first, strong.kind == CMARK_NODE_STRONG else { return nil }
    var name = plainText(of: strong)
    var value: [UInt8] = []
    value.reserveCapacity(128)
    for node in line.dropFirst() { appendPlainText(of: node, to: &value) }
    if name.hasSuffix(":") {
      name.removeLast()
      while name.last == " " { name.removeLast() }
    } else {
      guard let colon = value.firstIndex(where: { !$0.isSpaceOrTab }), value[colon] == UInt8(ascii: ":") else {
        return nil
      }
      value.removeFirst(colon + 1)
    }
    guard !name.isEmpty else { return nil }
    let start = offset(of: strong, expecting: "*_") + 2
    let end = source.line(source.lineIndex(ofOffset: start)).upperBound
    let nameEnd = min(start + name.utf8.count, end)
    // The value begins after the second pair of asterisks, the colon, and white space.
    var valueStart = nameEnd
    while valueStart < end,
      [UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: ":"), 32, 9].contains(source.bytes[valueStart])
    {
      valueStart += 1
    }
    return MarkupText.Label(
      name: Located(name, at: source.range(from: start, to: nameEnd)),
      value: Located(collapsed(value), at: source.range(from: valueStart, to: end)))
  }

  private func extend(_ label: inout MarkupText.Label, by line: [TreeNode]) {
    var value = Array(label.value.value.utf8)
    value.append(32)
    for node in line { appendPlainText(of: node, to: &value) }
    label.value.value = collapsed(value)
    if let last = line.last, last.startLine <= source.lineStarts.count {
      let end = source.line(last.startLine - 1).upperBound
      label.value.range.end = max(label.value.range.end, source.position(ofOffset: end))
    }
  }
}

extension Bytes {
  /// Whether there is nothing but comments of HTML, and white space between them.
  fileprivate var isOnlyComments: Bool {
    var index = 0
    while true {
      while index < count, self[index].isASCIISpace { index += 1 }
      if index == count { return true }
      guard has("<!--", at: index) else { return false }
      index += 2
      while index < count, !has("-->", at: index) { index += 1 }
      index = Swift.min(index + 3, count)
    }
  }
}
