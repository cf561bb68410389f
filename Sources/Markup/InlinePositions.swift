import CCmark
import Diagnostics

/// The paragraph, heading or table cell whose inlines are being walked, and where it stands in the source.
struct LeafBlock {
  /// The number of its first line, from 1.
  var line = 1
  /// The column of its first byte, from 1.
  var column = 1
  /// How many quotes it stands in.
  var quotes = 0
  /// How many lines libcmark did not count: those of definitions before the text, and of links that go over several.
  var uncounted = 0
  /// The least offset of what is to be located next: everything stands behind the beginning of what was located before.
  var cursor = 0
  /// What was located last, as some nodes are asked for twice.
  var located: (node: TreeNode, offset: Int)?
  /// How many brackets are open that begin no link: cmark-gfm takes no URL in them for a link.
  var brackets = 0
  /// The line whose prefix was measured last, and its length.
  var prefix = (line: 0, length: 0)
  /// How far the last text node was matched with its source.
  var match = TextMatch()
  /// The paragraph, when the values of its labels are being written.
  var ofLabels: TreeNode?
}

/// A place in a text node and the place in the source that it stems from.
struct TextMatch {
  var node: TreeNode?
  var literal = 0
  var source = 0
}

/// Where inlines stand. libcmark gives a line and a column that counts from the block's own start, as if every line of the
/// block began in the same column; and in some cases (links over several lines, definitions before the text) it is wrong.
/// So each place is compared with the byte that must stand there, and searched for if it is another.
extension BodyWriter {
  /// Remembers `node` as the leaf block that is being walked.
  mutating func begin(leaf node: TreeNode) {
    leaf = LeafBlock(line: node.startLine, column: node.startColumn, quotes: quotes)
    leaf.cursor = source.offset(line: leaf.line, column: leaf.column)
    if leaf.cursor < source.bytes.count, source.bytes[leaf.cursor] == UInt8(ascii: "[") { passDefinitions(in: node) }
  }

  /// The offset of an inline's first byte, as far as libcmark knows it.
  mutating func rawOffset(of node: TreeNode) -> Int {
    rawOffset(line: node.startLine + leaf.uncounted, column: node.startColumn)
  }

  /// The offset after an inline's last byte, as far as libcmark knows it.
  mutating func endOffset(of node: TreeNode) -> Int {
    rawOffset(line: node.endLine + leaf.uncounted, column: node.endColumn + 1)
  }

  private mutating func rawOffset(line: Int, column: Int) -> Int {
    if line <= leaf.line { return source.offset(line: line, column: column) }
    guard line <= source.lineStarts.count else { return source.bytes.count }
    return source.offset(line: line, column: prefixLength(ofLine: line) + 1 + column - leaf.column)
  }

  /// How many bytes of a further line of a paragraph are indentation and marks of quotes.
  mutating func prefixLength(ofLine line: Int) -> Int {
    if leaf.prefix.line == line { return leaf.prefix.length }
    let range = source.line(line - 1)
    var index = range.lowerBound
    var quotes = leaf.quotes
    while index < range.upperBound {
      if source.bytes[index] == UInt8(ascii: ">"), quotes > 0 {
        quotes -= 1
      } else if !source.bytes[index].isSpaceOrTab {
        break
      }
      index += 1
    }
    leaf.prefix = (line, index - range.lowerBound)
    return index - range.lowerBound
  }

  /// The offset of a node's first byte, which must be one of `expected`.
  mutating func offset(of node: TreeNode, expecting expected: StaticString) -> Int {
    if let located = leaf.located, located.node == node { return located.offset }
    var offset = rawOffset(of: node)
    func fits(_ offset: Int) -> Bool {
      guard offset >= leaf.cursor, offset < source.bytes.count else { return false }
      for index in 0..<expected.utf8CodeUnitCount where expected.utf8Start[index] == source.bytes[offset] {
        return true
      }
      return false
    }
    if !fits(offset) {
      offset = leaf.cursor
      let limit = min(source.bytes.count, offset + 4096)
      while offset < limit, !fits(offset) { offset += 1 }
      if offset == limit { return leaf.cursor }
    }
    leaf.cursor = offset + 1
    leaf.located = (node, offset)
    return offset
  }

  /// The offset of a code span's content. libcmark gives the place after the opening backticks.
  mutating func offset(ofCode node: TreeNode) -> Int {
    let start = rawOffset(of: node)
    if start >= leaf.cursor, start <= source.bytes.count, source.bytes[start - 1] == UInt8(ascii: "`") {
      leaf.cursor = start
      return start
    }
    var offset = self.offset(of: node, expecting: "`")
    while offset < source.bytes.count, source.bytes[offset] == UInt8(ascii: "`") { offset += 1 }
    leaf.cursor = offset
    return offset
  }

  /// The stretch of a link or image: from its bracket to its end, or to the end of its first line.
  mutating func range(of node: TreeNode, expecting expected: StaticString) -> SourceRange {
    let start = offset(of: node, expecting: expected)
    let line = source.lineIndex(ofOffset: start)
    let lineEnd = source.line(line).upperBound
    var end = lineEnd
    if node.endLine == node.startLine {
      end = start + node.endColumn - node.startColumn + 1
    }
    return source.range(from: start, to: min(max(end, start + 1), lineEnd), inLine: line)
  }

  /// The stretch of `part` of a text node's literal.
  mutating func range(of part: Range<Int>, in node: TreeNode, literal: Bytes) -> SourceRange {
    if leaf.match.node != node || leaf.match.literal > part.lowerBound {
      leaf.match = TextMatch(node: node, literal: 0, source: offset(ofText: node, literal))
    }
    let first = sourceOffset(of: part.lowerBound, in: literal)
    // What stands in the part may be asked for next, and matching begins anew for what lies before.
    let match = leaf.match
    let end = sourceOffset(of: part.upperBound, in: literal)
    leaf.match = match
    return source.range(from: first, to: max(end, first))
  }

  /// The offset in the source of the byte at `offset` of the literal that is being matched: escapes and entities are
  /// longer there.
  private mutating func sourceOffset(of offset: Int, in literal: Bytes) -> Int {
    var match = leaf.match
    while match.literal < offset, match.source < source.bytes.count {
      let byte = source.bytes[match.source]
      if byte == UInt8(ascii: "\\"), isEscape(at: match.source) {
        match.source += 2
        match.literal += 1
      } else if byte == UInt8(ascii: "&"), let end = entityEnd(match.source) {
        match.literal += entityLength(before: end, in: literal, at: match.literal)
        match.source = end
      } else {
        match.source += 1
        match.literal += 1
      }
    }
    leaf.match = match
    return match.source
  }

  /// The offset in the source of each byte of a text node's literal.
  mutating func sourceOffsets(of node: TreeNode, literal: Bytes) -> [Int] {
    leaf.match = TextMatch(node: node, literal: 0, source: rawOffset(of: node))
    var offsets: [Int] = []
    offsets.reserveCapacity(literal.count)
    for index in literal.indices { offsets.append(sourceOffset(of: index, in: literal)) }
    return offsets
  }

  /// Whether the byte at `index` of a text node's literal was written after a backslash, and so means itself.
  mutating func isEscaped(_ index: Int, in node: TreeNode, literal: Bytes) -> Bool {
    if leaf.match.node != node || leaf.match.literal > index {
      leaf.match = TextMatch(node: node, literal: 0, source: offset(ofText: node, literal))
    }
    let offset = sourceOffset(of: index, in: literal)
    return offset + 1 < source.bytes.count && source.bytes[offset] == UInt8(ascii: "\\")
      && source.bytes[offset + 1] == literal[index]
  }

  /// Whether the backslash at `offset` escapes the byte after it.
  private func isEscape(at offset: Int) -> Bool {
    offset + 1 < source.bytes.count && source.bytes[offset + 1].isASCIIPunctuation
  }

  /// The offset after the `;` of what looks like an entity.
  private func entityEnd(_ offset: Int) -> Int? {
    var index = offset + 1
    while index < source.bytes.count, index < offset + 34 {
      if source.bytes[index] == UInt8(ascii: ";") { return index > offset + 1 ? index + 1 : nil }
      guard source.bytes[index].isASCIIAlphanumeric || source.bytes[index] == UInt8(ascii: "#") else { return nil }
      index += 1
    }
    return nil
  }

  /// How many bytes an entity became: the least number after which text and source agree again.
  private func entityLength(before end: Int, in literal: Bytes, at done: Int) -> Int {
    for length in 1...6 {
      var agree = 0
      while agree < 6, done + length + agree < literal.count, end + agree < source.bytes.count,
        source.bytes[end + agree] == literal[done + length + agree]
      { agree += 1 }
      if agree == 6 || done + length + agree == literal.count { return length }
    }
    return 1
  }
}
