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
    write(title: title)
    return takeLabels(from: title.next)
  }

  /// Writes the words of the title, where they are more than plain text.
  private mutating func write(title: TreeNode) {
    guard let first = title.firstChild else { return }
    if first.kind == CMARK_NODE_TEXT, first.next == nil {
      let literal = first.literal
      guard textMarks.first(in: literal, from: 0, to: literal.count) < literal.count else { return }
    }
    let start = html.count
    let slots = text.slots.count
    beginRawHTML()
    prepareStrikes(in: title)
    write(siblingsFrom: first)
    endRawHTML()
    let written = html.takeBack(from: start)
    guard text.slots.count > slots || written.contains(UInt8(ascii: "<")) else { return }
    text.titleBytes = written
    text.titleSlots = text.slots[slots...].map {
      MarkupText.PlacedSlot(offset: $0.offset - start, slot: $0.slot)
    }
    text.slots.removeSubrange(slots...)
  }

  /// The first node from `first` on that is more than comments.
  func passingComments(_ first: TreeNode?) -> TreeNode? {
    var node = first
    while let block = node, block.kind == CMARK_NODE_HTML_BLOCK, pieces.index(markedBy: block) == nil,
      block.literal.isOnlyComments
    {
      node = block.next
    }
    return node
  }

  /// Writes the comments that were passed over, where a text may hold any.
  mutating func writeComments(from first: TreeNode?, to end: TreeNode) {
    guard options.rawHTML == .trusted else { return }
    var node = first
    while let block = node, block != end {
      write(htmlBlock: block)
      node = block.next
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
