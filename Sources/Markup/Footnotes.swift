import CCmark

/// The footnotes of one text: where they are defined, and in which order they are first referred to.
struct Footnotes {
  fileprivate struct Definition {
    var label: String
    var item: TreeNode
    /// 1 for the first footnote of the text; 0 while nothing refers to it.
    var number = 0
    /// How many references there are, and how many of them are written.
    var references = 0
    var written = 0
    /// The ids of the footnote and of each of its references, which nothing else in the document has.
    var id = ""
    var referenceIDs: [String] = []
  }

  fileprivate var definitions: [Definition] = []
  fileprivate var indices: [String: Int] = [:]
  private var items: Set<OpaquePointer> = []
  /// The index of the definition whose content is being written.
  fileprivate var open: Int?

  /// Whether this list item is a footnote's definition, which is written at the end of the text.
  func isDefinition(_ item: TreeNode) -> Bool { !items.isEmpty && items.contains(item.pointer) }

  /// Whether this list holds nothing else.
  func isOnlyDefinitions(_ list: TreeNode) -> Bool {
    guard !items.isEmpty else { return false }
    var item = list.firstChild
    while let current = item {
      if !items.contains(current.pointer) { return false }
      item = current.next
    }
    return true
  }

  /// Whether the content of this definition is being written.
  func isOpen(_ item: TreeNode) -> Bool {
    guard let open else { return false }
    return definitions[open].item == item
  }

  /// Finds all definitions under `root`, and numbers them in the order of their first references.
  ///
  /// - Parameters:
  ///   - last: the number of the last footnote of the document so far.
  ///   - anchors: the ids of the document, which those of the footnotes are added to.
  mutating func collect(_ root: TreeNode, pieces: RewrittenPieces, last: inout Int, anchors: inout AnchorNames) {
    guard pieces.hasFootnotes else { return }
    walk(root) { footnotes, node in
      guard node.kind == CMARK_NODE_HTML_BLOCK, let index = pieces.index(markedBy: node),
        case .footnote(let label) = pieces[index], let item = node.parent
      else { return }
      footnotes.items.insert(item.pointer)
      let key = label.lowercased()
      guard footnotes.indices[key] == nil else { return }
      footnotes.indices[key] = footnotes.definitions.count
      footnotes.definitions.append(Definition(label: label, item: item))
    }
    guard !definitions.isEmpty else { return }
    walk(root) { footnotes, node in
      guard node.kind == CMARK_NODE_TEXT else { return }
      let literal = node.literal
      var index = 0
      while index < literal.count {
        guard let label = footnotes.label(in: literal, at: index, end: literal.count) else {
          index += 1
          continue
        }
        if let found = footnotes.indices[literal.part(label).string.lowercased()] {
          if footnotes.definitions[found].number == 0 {
            last += 1
            footnotes.definitions[found].number = last
          }
          footnotes.definitions[found].references += 1
        }
        index = label.upperBound + 1
      }
    }
    for index in definitions.indices where definitions[index].number > 0 {
      let label = definitions[index].label
      definitions[index].id = anchors.unique("fn-\(label)")
      definitions[index].referenceIDs = (1...definitions[index].references).map { reference in
        anchors.unique(reference > 1 ? "fnref-\(label)-\(reference)" : "fnref-\(label)")
      }
    }
  }

  /// The label of the reference `[^label]` at `index`, when there is such a footnote.
  func label(in literal: Bytes, at index: Int, end: Int) -> Range<Int>? {
    guard !definitions.isEmpty, literal.has("[^", at: index) else { return nil }
    var close = index + 2
    let limit = min(end, index + 1000)
    while close < limit, literal[close] != UInt8(ascii: "]"), literal[close] != UInt8(ascii: "[") { close += 1 }
    guard close < limit, literal[close] == UInt8(ascii: "]"), close > index + 2 else { return nil }
    let range = index + 2..<close
    return indices[literal.part(range).string.lowercased()] == nil ? nil : range
  }

  private mutating func walk(_ root: TreeNode, _ visit: (inout Footnotes, TreeNode) -> Void) {
    var next = Optional(root)
    while let node = next {
      visit(&self, node)
      next = node.following(in: root)
    }
  }
}

extension BodyWriter {
  /// Writes the number that stands for a footnote in the text.
  mutating func writeFootnoteReference(_ label: String) {
    guard let index = footnotes.indices[label.lowercased()] else { return }
    let definition = footnotes.definitions[index]
    footnotes.definitions[index].written += 1
    html.append("<sup class=\"footnote-ref\"><a href=\"#")
    appendURL(definition.id)
    if definition.referenceIDs.indices.contains(definition.written) {
      html.append("\" id=\"")
      appendURL(definition.referenceIDs[definition.written])
    }
    html.append("\" data-footnote-ref>")
    html.append(string: String(definition.number))
    html.append("</a></sup>")
  }

  /// Writes the definitions that are referred to, at the end of the text.
  mutating func writeFootnotes() {
    let order = footnotes.definitions.indices.filter { footnotes.definitions[$0].number > 0 }
      .sorted { footnotes.definitions[$0].number < footnotes.definitions[$1].number }
    guard let first = order.first.map({ footnotes.definitions[$0].number }) else { return }
    beginLine()
    html.append("<section class=\"footnotes\" data-footnotes>\n<ol")
    if first > 1 { html.append(string: " start=\"\(first)\"") }
    html.append(">\n")
    for index in order {
      let definition = footnotes.definitions[index]
      text.otherAnchors.append(definition.id)
      html.append("<li id=\"")
      appendURL(definition.id)
      html.append("\">\n")
      footnotes.open = index
      beginRawHTML()
      if let first = definition.item.firstChild { write(siblingsFrom: first) }
      endRawHTML()
      if footnotes.open != nil {
        writeBackReferences(afterText: false)
        html.append("\n")
      }
      html.append("</li>\n")
    }
    html.append("</ol>\n</section>\n")
  }

  /// Writes the links from a footnote back to its references.
  mutating func writeBackReferences(afterText: Bool = true) {
    guard let index = footnotes.open else { return }
    let definition = footnotes.definitions[index]
    footnotes.open = nil
    if afterText { html.append(" ") }
    for (index, id) in definition.referenceIDs.enumerated() {
      let reference = index + 1
      if reference > 1 { html.append(" ") }
      html.append("<a href=\"#")
      appendURL(id)
      html.append("\" class=\"footnote-backref\" data-footnote-backref")
      if options.marksEnglish { html.append(" lang=\"en\"") }
      html.append(" aria-label=\"Back to content\">↩")
      if reference > 1 { html.append(string: "<sup class=\"footnote-ref\">\(reference)</sup>") }
      html.append("</a>")
    }
  }

  private mutating func appendURL(_ text: String) {
    var text = text
    text.withUTF8 { html.append(escapingURL: $0) }
  }
}
