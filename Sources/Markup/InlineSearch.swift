import CCmark

/// Where libcmark's count of lines is wrong, inlines are looked for in the source.
extension BodyWriter {
  /// Goes behind the link definitions that a paragraph begins with: libcmark takes them out of its text, and counts on from the
  /// paragraph's first line.
  mutating func passDefinitions(in paragraph: TreeNode) {
    guard isDefinition(at: leaf.cursor), let first = paragraph.firstChild else { return }
    for line in leaf.line...max(leaf.line, min(paragraph.endLine, leaf.line + 100)) {
      let start = line == leaf.line ? leaf.cursor : contentStart(ofLine: line)
      guard start < source.bytes.count else { return }
      if begins(first, at: start) {
        leaf.uncounted = line - leaf.line
        leaf.cursor = start
        return
      }
    }
  }

  /// Whether what begins at `offset` looks like `[label]:`.
  private func isDefinition(at offset: Int) -> Bool {
    guard source.bytes[offset] == UInt8(ascii: "[") else { return false }
    let end = source.line(source.lineIndex(ofOffset: offset)).upperBound
    var index = offset + 1
    while index < end, source.bytes[index] != UInt8(ascii: "]") {
      index += source.bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index + 1 < end && source.bytes[index + 1] == UInt8(ascii: ":")
  }

  /// Whether an inline can begin at `offset`, at the beginning of a line.
  private func begins(_ node: TreeNode, at offset: Int) -> Bool {
    switch node.kind {
    case CMARK_NODE_TEXT: return agrees(node.literal, at: offset)
    case CMARK_NODE_LINK where isDefinition(at: offset):
      // A link followed by a colon looks the same.
      guard let next = node.next, next.kind == CMARK_NODE_TEXT else { return false }
      return next.literal.first == UInt8(ascii: ":")
    case CMARK_NODE_LINK: return [UInt8(ascii: "["), UInt8(ascii: "<")].contains(source.bytes[offset])
    case CMARK_NODE_IMAGE: return source.bytes[offset] == UInt8(ascii: "!")
    case CMARK_NODE_CODE: return source.bytes[offset] == UInt8(ascii: "`")
    case CMARK_NODE_EMPH, CMARK_NODE_STRONG:
      return [UInt8(ascii: "*"), UInt8(ascii: "_")].contains(source.bytes[offset])
    default: return source.bytes[offset] == UInt8(ascii: "<")
    }
  }

  /// The offset of a text node's first byte: where libcmark says, if the text stands there; else where it is found behind what
  /// was located before.
  mutating func offset(ofText node: TreeNode, _ literal: Bytes) -> Int {
    let said = rawOffset(of: node)
    if said >= leaf.cursor, agrees(literal, at: said) { return found(node, at: said) }
    let line = source.lineIndex(ofOffset: leaf.cursor)
    let previous = node.previous?.kind
    if previous == CMARK_NODE_SOFTBREAK || previous == CMARK_NODE_LINEBREAK {
      for next in line + 1..<min(line + 100, source.lineStarts.count) {
        let start = contentStart(ofLine: next + 1)
        if agrees(literal, at: start) { return found(node, at: start) }
      }
    } else {
      for offset in leaf.cursor..<min(leaf.cursor + 4096, source.bytes.count) where agrees(literal, at: offset) {
        return found(node, at: offset)
      }
    }
    return said
  }

  /// Remembers by how many lines libcmark was wrong. What was located before is left as it is, since strikes are looked for ahead.
  private mutating func found(_ node: TreeNode, at offset: Int) -> Int {
    leaf.uncounted = source.lineIndex(ofOffset: offset) + 1 - node.startLine
    return offset
  }

  private mutating func contentStart(ofLine line: Int) -> Int {
    source.line(line - 1).lowerBound + prefixLength(ofLine: line)
  }

  /// Whether the source at `offset` can be what a text stems from: the first bytes are the same, up to an escape or an entity.
  private func agrees(_ literal: Bytes, at offset: Int) -> Bool {
    for index in 0..<min(literal.count, 32) {
      guard offset + index < source.bytes.count else { return false }
      let byte = source.bytes[offset + index]
      // What is veiled, escaped or named cannot be compared so.
      if byte < 3 || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&") { return true }
      if byte != literal[index] { return false }
    }
    return true
  }
}
