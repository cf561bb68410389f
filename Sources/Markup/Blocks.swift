import CCmark
import Diagnostics

// MARK: - Paragraphs

extension BodyWriter {
  mutating func enter(paragraph node: TreeNode) -> Bool {
    begin(leaf: node)
    beginRawHTML()
    if !isTight(node) {
      beginLine()
      html.append("<p>")
    }
    prepareStrikes(in: node)
    return true
  }

  mutating func leave(paragraph node: TreeNode) {
    endRawHTML()
    guard !isTight(node) else { return }
    if let parent = node.parent, node.next == nil, footnotes.isOpen(parent) { writeBackReferences() }
    html.append("</p>\n")
  }

  /// Whether a paragraph is the text of an item of a tight list, which has no element of its own.
  ///
  /// It changes nothing, but a method that says so gets a copy of all of the writer at each call.
  private mutating func isTight(_ node: TreeNode) -> Bool {
    guard let item = node.parent, item.kind == CMARK_NODE_ITEM, let list = item.parent else { return false }
    return list.isTight && !footnotes.isOpen(item)
  }
}

// MARK: - Lists

extension BodyWriter {
  mutating func enter(list node: TreeNode) {
    guard !footnotes.isOnlyDefinitions(node) else { return }
    beginLine()
    guard node.isOrdered else {
      html.append("<ul>\n")
      return
    }
    if node.listStart == 1 {
      html.append("<ol>\n")
    } else {
      html.append("<ol start=\"")
      html.append(string: String(node.listStart))
      html.append("\">\n")
    }
  }

  mutating func leave(list node: TreeNode) {
    guard !footnotes.isOnlyDefinitions(node) else { return }
    html.append(node.isOrdered ? "</ol>\n" : "</ul>\n")
  }

  mutating func enter(item node: TreeNode) -> Bool {
    if footnotes.isDefinition(node) { return false }
    beginLine()
    html.append("<li>")
    beginRawHTML()
    writeCheckbox(of: node)
    return true
  }

  mutating func leave(item node: TreeNode) {
    if footnotes.isDefinition(node) { return }
    endRawHTML()
    html.append("</li>\n")
  }
}

// MARK: - Quotes, HTML

extension BodyWriter {
  mutating func enter(quote node: TreeNode) {
    quotes += 1
    beginLine()
    html.append("<blockquote>\n")
    beginRawHTML()
  }

  mutating func leave(quote node: TreeNode) {
    quotes -= 1
    endRawHTML()
    beginLine()
    html.append("</blockquote>\n")
  }

  mutating func write(htmlBlock node: TreeNode) {
    if let index = pieces.index(markedBy: node) {
      if case .table(let alignments, let cells) = pieces[index] {
        leaveTableFrames()
        begin(tableAt: node, alignments: alignments, cells: cells)
      }
      return
    }
    beginLine()
    rawHTML.container = nil
    let start = source.offset(line: node.startLine, column: node.startColumn)
    let literal = node.literal
    // The literal begins with the line's indentation, the block's column is that of the tag.
    write(rawHTML: literal, at: start - (literal.firstIndex { !$0.isSpaceOrTab } ?? 0))
    beginLine()
  }
}
