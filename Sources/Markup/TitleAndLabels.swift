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
    var next = title.next
    while let paragraph = passingComments(next), let labels = labels(in: paragraph),
      options.isMetadata(labels.map(\.name.value))
    {
      writeComments(from: next, to: paragraph)
      text.labels += labels
      next = paragraph.next
      let last = source.position(ofOffset: source.line(paragraph.endLine - 1).lowerBound).line
      let first = text.labelLines?.lowerBound ?? labels.first?.name.range.start.line ?? last
      text.labelLines = first...max(first, last)
    }
    return next
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
    var open: OpenLabel?
    var line: [TreeNode] = []
    var node: TreeNode? = first
    while true {
      if let current = node, current.kind != CMARK_NODE_SOFTBREAK, current.kind != CMARK_NODE_LINEBREAK {
        line.append(current)
        node = current.next
        continue
      }
      if let begun = label(beginning: line) {
        if let open { labels.append(open.finished(in: source)) }
        open = begun
      } else {
        guard var label = open else { return nil }
        open = nil
        label.appendSpace()
        for node in line { append(node, to: &label) }
        open = label
      }
      line = []
      guard let current = node else { break }
      node = current.next
    }
    if let open { labels.append(open.finished(in: source)) }
    return labels
  }

  /// The label that the nodes of one line are, with the first line of its value.
  private mutating func label(beginning line: [TreeNode]) -> OpenLabel? {
    guard let strong = line.first, strong.kind == CMARK_NODE_STRONG else { return nil }
    var name = plainText(of: strong)
    let hasColon = name.hasSuffix(":")
    if hasColon {
      name.removeLast()
      while name.last == " " { name.removeLast() }
    }
    guard !name.isEmpty else { return nil }
    let start = offset(of: strong, expecting: "*_") + 2
    let end = min(start + name.utf8.count, source.line(source.lineIndex(ofOffset: start)).upperBound)
    var label = OpenLabel(name: Located(name, at: source.range(from: start, to: end)))
    for node in line.dropFirst() { append(node, to: &label) }
    return hasColon || label.removeColon() ? label : nil
  }

  /// Appends a node to the value of a label.
  private mutating func append(_ node: TreeNode, to label: inout OpenLabel) {
    guard node.kind == CMARK_NODE_LINK, let target = path(of: node) else {
      append(textOf: node, to: &label)
      return
    }
    let start = label.count
    append(textOf: node, to: &label)
    label.noteLink(from: start, to: target)
  }

  /// Appends the text of a node without markup, each byte with its place.
  private mutating func append(textOf root: TreeNode, to label: inout OpenLabel) {
    var next = Optional(root)
    while let node = next {
      switch node.kind {
      case CMARK_NODE_TEXT:
        let literal = node.literal
        let offsets = sourceOffsets(of: node, literal: literal)
        for (byte, offset) in zip(literal, offsets) { label.append(byte, at: offset) }
      case CMARK_NODE_CODE:
        var start = offset(ofCode: node)
        // A space on both sides is no part of the code.
        if start < source.bytes.count, source.bytes[start] == 32, node.literal.first != 32 { start += 1 }
        for (index, byte) in node.literal.enumerated() { label.append(byte, at: start + index) }
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: label.appendSpace()
      default: break
      }
      next = node.following(in: root)
    }
  }

  /// The path that a link leads to, with its place where it is written beside the text; `nil` for an address or a mere anchor.
  private mutating func path(of link: TreeNode) -> Located<String>? {
    let url = link.url
    guard case .relative = classifyURL(url, isImage: false) else { return nil }
    let path = splitFragment(url).target
    guard !path.isEmpty else { return nil }
    let written = Array("](".utf8) + url.prefix { $0 != UInt8(ascii: "#") }
    let start = offset(of: link, expecting: "[")
    let line = source.line(source.lineIndex(ofOffset: start))
    guard start < line.upperBound, let found = source.bytes[start..<line.upperBound].firstRange(of: written) else {
      return Located(path, at: range(of: link, expecting: "["))
    }
    return Located(path, at: source.range(from: found.lowerBound + 2, to: found.upperBound))
  }
}

/// A label, and its value as it is put together: text without markup, and where each byte of it stands.
private struct OpenLabel {
  var name: Located<String>
  private var value: [UInt8] = []
  private var offsets: [Int] = []
  private var links: [MarkupText.Label.Link] = []

  init(name: Located<String>) { self.name = name }

  /// How many bytes the value has so far.
  var count: Int { value.count }

  /// Appends a byte that stands at an offset of the source; of white space, one space is kept.
  mutating func append(_ byte: UInt8, at offset: Int) {
    if byte.isASCIISpace {
      guard let last = value.last, last != 32 else { return }
    }
    value.append(byte.isASCIISpace ? 32 : byte)
    offsets.append(offset)
  }

  /// Appends the end of a line.
  mutating func appendSpace() { append(32, at: offsets.last ?? 0) }

  /// Takes a colon away that the value begins with. Gives whether there was one.
  mutating func removeColon() -> Bool {
    guard value.first == UInt8(ascii: ":") else { return false }
    let count = value.dropFirst().first == 32 ? 2 : 1
    value.removeFirst(count)
    offsets.removeFirst(count)
    for index in links.indices {
      let bytes = links[index].bytes
      links[index].bytes = max(bytes.lowerBound - count, 0)..<max(bytes.upperBound - count, 0)
    }
    return true
  }

  /// Notes that the value from `start` on is a link's text.
  mutating func noteLink(from start: Int, to target: Located<String>) {
    var bytes = start..<value.count
    if value[bytes].first == 32 { bytes = bytes.lowerBound + 1..<bytes.upperBound }
    if value[bytes].last == 32 { bytes = bytes.lowerBound..<bytes.upperBound - 1 }
    if !bytes.isEmpty { links.append(MarkupText.Label.Link(bytes: bytes, target: target)) }
  }

  func finished(in source: SourceText) -> MarkupText.Label {
    let count = value.last == 32 ? value.count - 1 : value.count
    let text = String(decoding: value[..<count], as: UTF8.self)
    guard count > 0 else { return MarkupText.Label(name: name, value: Located(text, at: name.range)) }
    let range = source.range(from: offsets[0], to: offsets[count - 1] + 1)
    let isPlain = links.isEmpty && offsets[..<count].enumerated().allSatisfy { $1 == offsets[0] + $0 }
    return MarkupText.Label(
      name: name, value: Located(text, at: range),
      places: isPlain ? [] : offsets[..<count].map(source.position(ofOffset:)), links: links)
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
