import CCmark
import Diagnostics
import Glibc

extension MarkupText {
  /// A stretch of a text's source that means what it does in this text alone, and must be written in another way where several
  /// texts become one.
  public struct SourceMark: Sendable, Hashable {
    /// What a stretch is.
    public enum Meaning: Sendable, Hashable {
      /// The label of a footnote, in a reference `[^label]` or in the definition.
      case footnote
      /// The label of a link's definition.
      case definition
      /// A link or an image that a definition tells the address of: what that says, and the index of the reference that it is.
      case link(destination: String, title: String, reference: Int?)
      /// The beginning of a last block that nothing ends, and the line that would end it.
      case unclosed(end: String)
    }

    /// What the stretch is.
    public var meaning: Meaning
    /// Where it stands.
    public var range: SourceRange

    /// A stretch; see the properties.
    public init(_ meaning: Meaning, at range: SourceRange) {
      self.meaning = meaning
      self.range = range
    }
  }
}

/// What is known of the definitions of links in the text that is being walked.
struct LinkDefinitions {
  /// Whether there can be some.
  var mayExist = false
  /// Whether a link was not found in the source that one of them could belong to: then they stay as they are.
  var areInDoubt = false
  /// The offset after the beginning of the link that was found last.
  var cursor = 0
}

extension BodyWriter {
  /// Learns whether the text can define links.
  mutating func lookForDefinitions() {
    definitions = LinkDefinitions()
    guard options.features.contains(.references) else { return }
    definitions.mayExist = source.bytes.withUnsafeBufferPointer { labelEnd($0, from: 0) } != nil
  }

  /// Notes what stands at the beginning or the end of lines, when all else of a text is written.
  ///
  /// - Parameter last: the last block, when it was written.
  mutating func noteSource(_ root: TreeNode, last: TreeNode?) {
    guard options.features.contains(.references) else { return }
    for label in pieces.footnoteLabels {
      let line = source.firstLine + label.line
      note(
        .footnote,
        at: SourceRange(
          file: source.file, start: SourcePosition(line: line, column: label.columns.lowerBound + 1),
          end: SourcePosition(line: line, column: label.columns.upperBound + 1)))
    }
    if definitions.mayExist, !definitions.areInDoubt { noteDefinitions(root) }
    if let last { noteOpenEnd(last) }
  }

  /// Notes a stretch of the source.
  mutating func note(_ meaning: MarkupText.SourceMark.Meaning, at range: SourceRange) {
    text.marks.append(MarkupText.SourceMark(meaning, at: range))
  }

  // MARK: - Links

  /// Notes a link or an image that takes its address from a definition.
  mutating func noteLink(_ node: TreeNode, reference: Int? = nil) {
    guard definitions.mayExist else { return }
    let end = endOffset(of: node)
    // An address in angle brackets.
    if node.kind == CMARK_NODE_LINK, end > 0, source.bytes[end - 1] == UInt8(ascii: ">") { return }
    guard let (start, span) = span(of: node, to: end) else {
      definitions.areInDoubt = true
      return
    }
    definitions.cursor = start + 1
    guard !span.isInline else { return }
    let meaning = MarkupText.SourceMark.Meaning.link(
      destination: node.url.string, title: node.title.string, reference: reference)
    note(meaning, at: source.range(from: start, to: end))
  }

  /// The link that ends at an offset. Where it begins libcmark knows only of links on one line.
  private mutating func span(of node: TreeNode, to end: Int) -> (start: Int, LinkSpan)? {
    let isImage = node.kind == CMARK_NODE_IMAGE
    let guess = offset(of: node, expecting: isImage ? "!" : "[<")
    let first = source.offset(line: leaf.line, column: leaf.column)
    let from = first <= definitions.cursor && definitions.cursor < end ? definitions.cursor : first
    return source.bytes.withUnsafeBufferPointer { bytes in
      func span(at start: Int) -> LinkSpan? {
        guard let span = LinkSpan(in: bytes, at: isImage ? start + 1 : start), span.end == end else { return nil }
        return span
      }
      if let span = span(at: guess) { return (guess, span) }
      guard end - from < 4000 else { return nil }
      var tries = 0
      var index = from
      while index < end, tries < 50 {
        if bytes[index] == UInt8(ascii: "["), !isImage || index > from && bytes[index - 1] == UInt8(ascii: "!") {
          tries += 1
          let start = isImage ? index - 1 : index
          if let span = span(at: start) { return (start, span) }
        }
        index += 1
      }
      return nil
    }
  }

  // MARK: - Definitions

  /// Something that looks like the beginning of a definition: its line from 1, and the bytes of its label.
  typealias Candidate = (line: Int, label: Range<Int>)

  /// Notes the labels of the text's definitions. libcmark takes these out of the tree, so they stand where no block does, or at the
  /// beginning of a paragraph.
  private mutating func noteDefinitions(_ root: TreeNode) {
    let candidates = candidates()
    var next = 0
    var found: [Candidate] = []
    var node = candidates.isEmpty ? nil : root.firstChild
    while let block = node, next < candidates.count {
      if let kind = Optional(block.kind),
        kind == CMARK_NODE_LIST || kind == CMARK_NODE_ITEM || kind == CMARK_NODE_BLOCK_QUOTE
      {
        node = block.firstChild ?? following(block)
        continue
      }
      while next < candidates.count, candidates[next].line < block.startLine {
        found.append(candidates[next])
        next += 1
      }
      var line = beginsWithDefinition(block) ? block.startLine : 0
      let last = lastLine(of: block)
      while next < candidates.count, candidates[next].line <= last {
        if candidates[next].line == line {
          found.append(candidates[next])
          line += 1
        }
        next += 1
      }
      node = following(block)
    }
    found += candidates[next...]
    for (line, label) in found {
      note(.definition, at: source.range(from: label.lowerBound, to: label.upperBound, inLine: line - 1))
    }
    if !found.isEmpty, including.isEmpty { reportUnused(found) }
  }

  /// The next block in the order of the text.
  private func following(_ block: TreeNode) -> TreeNode? {
    var node = block
    while node.next == nil, let parent = node.parent { node = parent }
    return node.next
  }

  private func lastLine(of block: TreeNode) -> Int {
    // libcmark ends a block of HTML a line too early, unless an empty line ends it.
    guard block.kind == CMARK_NODE_HTML_BLOCK else { return max(block.startLine, block.endLine) }
    return block.startLine + max(block.literal.count { $0 == 10 } - 1, 0)
  }

  /// Whether the first line of a block, which looks like a definition, is no text of it.
  private func beginsWithDefinition(_ block: TreeNode) -> Bool {
    guard block.kind == CMARK_NODE_PARAGRAPH, let first = block.firstChild else { return false }
    // In a text, the colon stands behind the label, be that a link or not.
    if first.kind == CMARK_NODE_LINK { return first.next?.begins(with: ":") != true }
    guard first.kind == CMARK_NODE_TEXT, first.begins(with: "[") else { return true }
    var node = Optional(first)
    while let part = node, part.kind != CMARK_NODE_SOFTBREAK, part.kind != CMARK_NODE_LINEBREAK {
      if part.kind == CMARK_NODE_TEXT, let close = part.literal.firstIndex(of: UInt8(ascii: "]")) {
        let isLast = close + 1 == part.literal.count
        return isLast ? part.next?.begins(with: ":") != true : part.literal[close + 1] != UInt8(ascii: ":")
      }
      node = part.next
    }
    return true
  }

  /// What looks like the beginning of a definition, wherever it stands.
  private func candidates() -> [Candidate] {
    source.bytes.withUnsafeBufferPointer { bytes in
      var candidates: [Candidate] = []
      var index = 0
      while let close = labelEnd(bytes, from: index) {
        index = close + 2
        guard let label = labelOfDefinition(bytes, close) else { continue }
        let line = source.lineIndex(ofOffset: close) + 1
        if candidates.last?.line != line { candidates.append((line, label)) }
      }
      return candidates
    }
  }

  /// The offset of the next `]:`.
  private func labelEnd(_ bytes: Bytes, from start: Int) -> Int? {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
    var index = max(start, 1)
    while index < bytes.count, let found = memchr(base + index, Int32(UInt8(ascii: ":")), bytes.count - index) {
      index = UnsafeRawPointer(found) - base
      if bytes[index - 1] == UInt8(ascii: "]") { return index - 1 }
      index += 1
    }
    return nil
  }

  /// The label before the `]:` at an offset, when only a destination and a title stand behind it, and marks of lists and quotes before.
  private func labelOfDefinition(_ bytes: Bytes, _ close: Int) -> Range<Int>? {
    func isEscaped(_ index: Int) -> Bool { index > 0 && bytes[index - 1] == UInt8(ascii: "\\") }
    var open = close - 1
    while open >= 0, bytes[open] != UInt8(ascii: "[") || isEscaped(open) {
      if bytes[open] == 10 || bytes[open] == 13 { return nil }
      if bytes[open] == UInt8(ascii: "]"), !isEscaped(open) { return nil }
      open -= 1
    }
    guard open >= 0, close > open + 1, bytes[open + 1] != UInt8(ascii: "^") else { return nil }
    var before = open
    while before > 0, bytes[before - 1] != 10, bytes[before - 1] != 13 {
      switch bytes[before - 1] {
      case 32, 9, UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "."),
        UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        before -= 1
      default: return nil
      }
    }
    var index = close + 2
    func skip(_ isSkipped: (UInt8) -> Bool) {
      while index < bytes.count, bytes[index] != 10, bytes[index] != 13, isSkipped(bytes[index]) { index += 1 }
    }
    skip(\.isSpaceOrTab)
    if index < bytes.count, bytes[index] == UInt8(ascii: "<") {
      skip { $0 != UInt8(ascii: ">") }
      index = min(index + 1, bytes.count)
    } else {
      skip { !$0.isSpaceOrTab }
    }
    skip(\.isSpaceOrTab)
    guard index < bytes.count else { return open + 1..<close }
    switch bytes[index] {
    case 10, 13, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("): return open + 1..<close
    default: return nil
    }
  }

  // MARK: - The end

  /// Notes a last block that would take in whatever came after it.
  private mutating func noteOpenEnd(_ block: TreeNode) {
    let end: String? =
      switch block.kind {
      case CMARK_NODE_CODE_BLOCK: endOfOpenFence(block)
      case CMARK_NODE_HTML_BLOCK: endOfOpenHTML(block.literal)
      default: nil
      }
    guard let end else { return }
    note(.unclosed(end: end), at: source.range(toEndOfLine: block.startLine, column: block.startColumn))
  }

  private func endOfOpenFence(_ block: TreeNode) -> String? {
    let start = source.offset(line: block.startLine, column: block.startColumn)
    guard block.startColumn <= 4, start < source.bytes.count else { return nil }
    let mark = source.bytes[start]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    return source.bytes.withUnsafeBufferPointer { bytes in
      func run(_ index: Int) -> Int { bytes[index...].prefix { $0 == mark }.count }
      let length = run(start)
      for line in block.startLine..<max(source.lineStarts.count, block.startLine) {
        let content = source.line(line)
        var index = content.lowerBound
        while index < content.upperBound, index < content.lowerBound + 4, bytes[index] == 32 { index += 1 }
        guard index < content.upperBound, index < content.lowerBound + 4, bytes[index] == mark else { continue }
        let count = run(index)
        if count >= length, bytes[index + count..<content.upperBound].allSatisfy(\.isSpaceOrTab) { return nil }
      }
      return String(repeating: Character(Unicode.Scalar(mark)), count: length)
    }
  }

  /// What would end a block of HTML that only its own end, and no empty line, can end.
  private func endOfOpenHTML(_ literal: Bytes) -> String? {
    let start = literal.prefix { $0 == 32 }.count
    guard literal.has("<", at: start) else { return nil }
    for (begin, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")] where literal.has(begin, at: start) {
      return literal.contains(end.utf8) ? nil : end
    }
    if literal.has("<!", at: start) { return literal.contains(UInt8(ascii: ">")) ? nil : ">" }
    let names = ["script", "pre", "style", "textarea"]
    let name = literal[(start + 1)...].prefix { $0.isASCIILetter }.map(\.asciiLowercased)
    guard let name = names.first(where: { $0.utf8.elementsEqual(name) }) else { return nil }
    let after = start + 1 + name.utf8.count
    guard after == literal.count || literal[after].isASCIISpace || literal[after] == UInt8(ascii: ">") else {
      return nil
    }
    let text = String(decoding: literal.map(\.asciiLowercased), as: UTF8.self)
    return names.contains { text.utf8.contains("</\($0)>".utf8) } ? nil : "</\(name)>"
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func has(_ text: String, at offset: Int) -> Bool {
    offset <= count && self[offset...].starts(with: text.utf8)
  }
}
