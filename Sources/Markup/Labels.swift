import CCmark
import Diagnostics

extension BodyWriter {
  /// Takes the paragraphs of bold labels from `first` on out of the text, with the lists below them. Gives the first block that remains.
  mutating func takeLabels(from first: TreeNode?) -> TreeNode? {
    var next = first
    while let paragraph = passingComments(next), var labels = labels(in: paragraph),
      options.isMetadata(labels.map(\.name.value))
    {
      var (end, last) = (paragraph, paragraph)
      var left: OpenLabel?
      while left == nil, let list = end.next, list.kind == CMARK_NODE_LIST, let label = labels.last, label.isEmpty {
        if let paragraph = take(list, into: &labels) {
          (end, last) = (list, paragraph)
        } else {
          left = labels.popLast()
        }
      }
      // A list that is more than a value stays where it is, with its label.
      if left != nil, labels.isEmpty { return next }
      writeComments(from: next, to: paragraph)
      for label in labels { text.labels.append(finished(label)) }
      noteLines(of: labels, to: left.map { $0.name.range.start.line - 1 } ?? line(ofEnd: last))
      next = end.next
      if let left {
        write(left)
        break
      }
    }
    return next
  }

  /// The line in its file that a block ends in.
  private func line(ofEnd block: TreeNode) -> Int {
    source.position(ofOffset: source.line(block.endLine - 1).lowerBound).line
  }

  private mutating func noteLines(of labels: [OpenLabel], to last: Int) {
    let first = text.labelLines?.lowerBound ?? labels.first?.name.range.start.line ?? last
    text.labelLines = first...max(first, last)
  }

  /// The labels of a paragraph whose first line begins with `**Label**:` or `**Label:**`; a further line that does not
  /// continues the value before it.
  private mutating func labels(in paragraph: TreeNode) -> [OpenLabel]? {
    guard paragraph.kind == CMARK_NODE_PARAGRAPH, let first = paragraph.firstChild, first.kind == CMARK_NODE_STRONG
    else {
      return nil
    }
    begin(leaf: paragraph)
    return labels(in: paragraph, after: nil)
  }

  /// The labels of a paragraph. That of a list's item begins with the item of a label; labels are then only lines that are indented
  /// less than the item: these look like lines behind the list, and belong to it only by a rule that few authors know.
  private mutating func labels(in paragraph: TreeNode, after item: OpenLabel?) -> [OpenLabel]? {
    var labels: [OpenLabel] = []
    var open = item
    var line: [TreeNode] = []
    var isFirst = true
    var node = paragraph.firstChild
    while true {
      if let current = node, current.kind != CMARK_NODE_SOFTBREAK, current.kind != CMARK_NODE_LINEBREAK {
        line.append(current)
        node = current.next
        continue
      }
      if item == nil || !isFirst, let begun = label(beginning: line, in: paragraph, isBehindItem: item != nil) {
        if let open { labels.append(open) }
        open = begun
      } else {
        guard var label = open else { return nil }
        open = nil
        label.appendSpace()
        if let previous = line.first?.previous, label.nodes.last != nil { label.nodes.append(previous) }
        for node in line { append(node, to: &label) }
        open = label
      }
      line = []
      isFirst = false
      guard let current = node else { break }
      node = current.next
    }
    if let open { labels.append(open) }
    return labels
  }

  /// Takes the items of a list as the value of the last label, and the labels behind them. Gives the last paragraph, or `nil` where
  /// an item is more than a line of text.
  private mutating func take(_ list: TreeNode, into labels: inout [OpenLabel]) -> TreeNode? {
    var taken = labels
    var last: TreeNode?
    var item = list.firstChild
    while let node = item {
      item = node.next
      guard let paragraph = node.firstChild else { continue }
      guard paragraph.kind == CMARK_NODE_PARAGRAPH, paragraph.next == nil, !isTask(paragraph),
        !footnotes.isDefinition(node),
        var label = taken.popLast(), label.count == 0
      else { return nil }
      begin(leaf: paragraph)
      var first = OpenLabel(name: label.name, leaf: paragraph)
      first.isText = label.isText
      guard let read = self.labels(in: paragraph, after: first), let own = read.first else { return nil }
      label.items.append(own)
      taken.append(label)
      taken += read.dropFirst()
      last = paragraph
    }
    if last != nil { labels = taken }
    return last
  }

  /// Whether the paragraph of a list's item begins with a box.
  private func isTask(_ paragraph: TreeNode) -> Bool {
    guard let text = paragraph.firstChild, text.kind == CMARK_NODE_TEXT else { return false }
    let literal = text.literal
    return ["[ ]", "[x]", "[X]"].contains { (mark: StaticString) in literal.has(mark) }
  }

  /// The label that the nodes of one line are, with the first line of its value.
  private mutating func label(
    beginning line: [TreeNode], in paragraph: TreeNode, isBehindItem: Bool
  ) -> OpenLabel? {
    guard let strong = line.first, strong.kind == CMARK_NODE_STRONG else { return nil }
    var name = plainText(of: strong)
    let hasColon = name.hasSuffix(":")
    if hasColon {
      name.removeLast()
      while name.last == " " { name.removeLast() }
    }
    guard !name.isEmpty else { return nil }
    let start = offset(of: strong, expecting: "*_") + 2
    let lineOfName = source.line(source.lineIndex(ofOffset: start))
    if isBehindItem, start - lineOfName.lowerBound > paragraph.startColumn { return nil }
    let end = min(start + name.utf8.count, lineOfName.upperBound)
    var label = OpenLabel(name: Located(name, at: source.range(from: start, to: end)), leaf: paragraph)
    label.strong = strong
    label.hasColon = hasColon
    label.isText = options.features.contains(.references) && options.isText(name)
    for node in line.dropFirst() { append(node, to: &label) }
    return hasColon || label.removeColon() ? label : nil
  }

  // MARK: - Values

  /// Appends a node to the value of a label.
  private mutating func append(_ node: TreeNode, to label: inout OpenLabel) {
    label.nodes.append(node)
    let start = label.count
    let target = node.kind == CMARK_NODE_LINK ? path(of: node) : nil
    append(textOf: node, to: &label)
    if label.count == start, label.isText { appendAddress(of: node, to: &label) }
    if let target { label.noteLink(from: start, to: target) }
    if node.kind != CMARK_NODE_TEXT { label.noteWhole(from: start) }
  }

  /// Appends what a link or an image without words leads to, so that the value is not empty.
  private mutating func appendAddress(of node: TreeNode, to label: inout OpenLabel) {
    guard node.kind == CMARK_NODE_LINK || node.kind == CMARK_NODE_IMAGE else { return }
    let start = offset(of: node, expecting: "![<")
    for byte in node.url { label.append(byte, at: start) }
  }

  /// Appends the text of a node without markup, each byte with its place.
  private mutating func append(textOf root: TreeNode, to label: inout OpenLabel) {
    var next = Optional(root)
    while let node = next {
      switch node.kind {
      case CMARK_NODE_TEXT:
        let literal = node.literal
        let offsets = sourceOffsets(of: node, literal: literal)
        if label.isText, root.kind != CMARK_NODE_LINK, literal.contains(UInt8(ascii: "[")) {
          append(withWikiLinks: literal, offsets, to: &label)
        } else {
          for (byte, offset) in zip(literal, offsets) { label.append(byte, at: offset) }
        }
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

  /// Appends a text in which `[[id|text]]` gives its text, or else its id.
  private func append(withWikiLinks literal: Bytes, _ offsets: [Int], to label: inout OpenLabel) {
    var index = 0
    while index < literal.count {
      guard literal.has("[[", at: index), source.bytes[offsets[index]] == UInt8(ascii: "["),
        let close = closingBrackets(literal, from: index + 2, end: literal.count)
      else {
        label.append(literal[index], at: offsets[index])
        index += 1
        continue
      }
      let content = index + 2..<close - 2
      let bar = literal.part(content).firstIndex(of: UInt8(ascii: "|")).map { $0 + content.lowerBound }
      let shown = bar.flatMap { $0 + 1 < content.upperBound ? $0 + 1..<content.upperBound : nil }
      let start = label.count
      for place in shown ?? content.lowerBound..<(bar ?? content.upperBound) {
        label.append(literal[place], at: offsets[place])
      }
      label.noteWhole(from: start)
      index = close
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

  // MARK: - HTML

  /// A label and its value, with the value's HTML where its markup is kept and there is any.
  private mutating func finished(_ label: OpenLabel) -> MarkupText.Label {
    let html = html(of: label)
    var items: [MarkupText.Label] = []
    for item in label.items { items.append(finished(item)) }
    return label.finished(in: source, html: html, items: items)
  }

  /// The value of a label as HTML with open slots; `nil` where it says no more than its text.
  private mutating func html(of label: OpenLabel) -> MarkupText.InlineHTML? {
    guard label.isText, let first = label.nodes.first, mayBeMarkup(label.nodes) else { return nil }
    if leaf.ofLabels != label.leaf {
      begin(leaf: label.leaf)
      leaf.ofLabels = label.leaf
      prepareStrikes(in: label.leaf)
    }
    let (start, slots) = (html.count, text.slots.count)
    beginRawHTML()
    if first.kind == CMARK_NODE_TEXT {
      let literal = first.literal
      let colon = label.hasColon || literal.first != UInt8(ascii: ":") ? 0 : 1
      skipped = SkippedText(node: first, count: colon + literal.dropFirst(colon).prefix(while: \.isSpaceOrTab).count)
    }
    for node in label.nodes { write(node) }
    skipped = nil
    endRawHTML()
    let bytes = html.takeBack(from: start)
    let margin = bytes.prefix(while: \.isASCIISpace).count
    let own = text.slots[slots...].map { place in
      MarkupText.PlacedSlot(offset: max(place.offset - start - margin, 0), slot: place.slot)
    }
    text.slots.removeSubrange(slots...)
    let isMarkup = !own.isEmpty || bytes.contains(UInt8(ascii: "<"))
    // What is struck out may end in another value.
    let isWhole = !strikes.isNeeded || bytes.ranges(of: "<del>".utf8).count == bytes.ranges(of: "</del>".utf8).count
    return isMarkup && isWhole ? MarkupText.InlineHTML(bytes: Array(bytes.dropFirst(margin)), slots: own) : nil
  }

  /// Whether the nodes of a value may be more than their text.
  private func mayBeMarkup(_ nodes: [TreeNode]) -> Bool {
    for node in nodes where node.kind != CMARK_NODE_SOFTBREAK {
      guard node.kind == CMARK_NODE_TEXT else { return true }
      let literal = node.literal
      if textMarks.first(in: literal, from: 0, to: literal.count) < literal.count { return true }
    }
    return false
  }

  /// Writes a label that stays in the text.
  private mutating func write(_ label: OpenLabel) {
    begin(leaf: label.leaf)
    beginRawHTML()
    beginLine()
    html.append("<p>")
    prepareStrikes(in: label.leaf)
    if let strong = label.strong { write(siblingsFrom: strong) }
    endRawHTML()
    html.append("</p>\n")
  }
}

/// A label, and its value as it is put together: text without markup, and where each byte of it stands.
private struct OpenLabel {
  var name: Located<String>
  /// The paragraph that it stands in.
  var leaf: TreeNode
  /// The label itself; `nil` for an item of a list.
  var strong: TreeNode?
  /// Whether the colon is part of what is bold.
  var hasColon = false
  /// Whether the value is text, whose markup is kept.
  var isText = false
  /// The nodes of the value.
  var nodes: [TreeNode] = []
  /// The items of the list below it.
  var items: [OpenLabel] = []
  private var value: [UInt8] = []
  private var offsets: [Int] = []
  private var links: [MarkupText.Label.Link] = []
  private var wholes: [Range<Int>] = []

  init(name: Located<String>, leaf: TreeNode) {
    self.name = name
    self.leaf = leaf
  }

  /// How many bytes the value has so far.
  var count: Int { value.count }

  /// Whether there is no value yet.
  var isEmpty: Bool { value.isEmpty && items.isEmpty }

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
    func moved(_ bytes: Range<Int>) -> Range<Int> {
      max(bytes.lowerBound - count, 0)..<max(bytes.upperBound - count, 0)
    }
    for index in links.indices { links[index].bytes = moved(links[index].bytes) }
    for index in wholes.indices { wholes[index] = moved(wholes[index]) }
    return true
  }

  /// Notes that the value from `start` on is a link's text.
  mutating func noteLink(from start: Int, to target: Located<String>) {
    if let bytes = visible(from: start) { links.append(MarkupText.Label.Link(bytes: bytes, target: target)) }
  }

  /// Notes that nothing separates in the value from `start` on.
  mutating func noteWhole(from start: Int) {
    if isText, let bytes = visible(from: start) { wholes.append(bytes) }
  }

  /// The value from `start` on without spaces at its ends.
  private func visible(from start: Int) -> Range<Int>? {
    var bytes = start..<value.count
    if value[bytes].first == 32 { bytes = bytes.lowerBound + 1..<bytes.upperBound }
    if value[bytes].last == 32 { bytes = bytes.lowerBound..<bytes.upperBound - 1 }
    return bytes.isEmpty ? nil : bytes
  }

  func finished(
    in source: SourceText, html: MarkupText.InlineHTML?, items: [MarkupText.Label]
  ) -> MarkupText.Label {
    let count = value.last == 32 ? value.count - 1 : value.count
    let text = String(decoding: value[..<count], as: UTF8.self)
    guard count > 0 else {
      return MarkupText.Label(name: name, value: Located(text, at: name.range), html: html, items: items)
    }
    let range = source.range(from: offsets[0], to: offsets[count - 1] + 1)
    let isPlain =
      links.isEmpty && html == nil && offsets[..<count].enumerated().allSatisfy { $1 == offsets[0] + $0 }
    return MarkupText.Label(
      name: name, value: Located(text, at: range),
      places: isPlain ? [] : offsets[..<count].map(source.position(ofOffset:)), links: links, html: html,
      wholes: html == nil ? [] : wholes, items: items)
  }
}
