import Buffers
import CCmark
import Diagnostics
import Glibc

/// Walks the tree of one text and writes its HTML, with slots for what is not known yet, and notes down everything that
/// the handbook wants to know of it. One walk, without recursion, so that no nesting can exhaust the stack.
struct BodyWriter: ~Copyable {
  let options: MarkupOptions
  var text = MarkupText()
  var diagnostics: [Diagnostic] = []

  /// The HTML written so far; becomes `text.bytes`.
  var html = OutputBuffer()
  /// The text that is being walked, as libcmark read it.
  var source = SourceText([], file: "", firstLine: 1)
  /// What was rewritten in it.
  var pieces = RewrittenPieces()

  /// The leaf block whose inlines are being walked.
  var leaf = LeafBlock()
  /// How many quotes are open.
  var quotes = 0
  /// The files that are being included, outer ones first.
  var including: [String] = []
  /// How many files were included so far.
  var includeCount = 0
  /// How many bytes their texts have.
  var includedBytes = 0
  /// The paragraph in whose place a file was included.
  var includedAt: TreeNode?
  /// The quote that was just written whole, as an alert.
  var writtenAlert: TreeNode?
  /// How many links are open: no further link may begin in them.
  var links = 0
  /// How each of the open links will be closed.
  var openLinks: [OpenLink] = []
  /// The start of a text node that a checkbox has taken the place of.
  var skipped: SkippedText?
  /// The bracket that an earlier text node opened and a later one closes.
  var openBracket: OpenBracket?
  /// The image whose description is being written, as plain text.
  var image: TreeNode?
  /// The table whose cells are being walked.
  var table: OpenTable?
  var strikes = Strikethrough()
  var anchors = AnchorNames()
  var footnotes = Footnotes()
  var definitions = LinkDefinitions()
  /// The number of the last footnote so far, those of included texts among them.
  var lastFootnote = 0
  var rawHTML = RawHTMLState()
  /// Whether the text holds headings of level 1 besides its title.
  var hasTopHeadings = false

  /// The bytes of plain text that may mean something.
  var textMarks = ASCIISet("")

  init(options: MarkupOptions) {
    self.options = options
  }

  /// Writes a whole text, without the title and the labels if the options take them out.
  mutating func write(_ parsed: ParsedSource) {
    source = parsed.text
    pieces = parsed.pieces
    guard let root = parsed.tree.root else { return }
    html.reserve(source.bytes.count + source.bytes.count / 2)
    setTextMarks(parsed)
    lookForDefinitions()
    reserve()
    if !pieces.isEmpty { footnotes.collect(root, pieces: pieces, last: &lastFootnote, anchors: &anchors) }
    var first = root.firstChild
    if options.takesTitle { first = takeTitleAndLabels(from: first) }
    lookForTopHeadings(from: first)
    noteSummary(from: first)
    beginRawHTML()
    if let first { write(siblingsFrom: first) }
    endRawHTML()
    writeFootnotes()
    noteSource(root, last: root.lastChild)
  }

  /// Learns which bytes of plain text may mean something in this text.
  mutating func setTextMarks(_ parsed: ParsedSource) {
    strikes.isNeeded = source.bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { memchr($0, 126, bytes.count) } != nil
    }
    textMarks = ASCIISet("&<>\"[]@")
    if strikes.isNeeded { textMarks.insert(UInt8(ascii: "~")) }
    if parsed.mayHoldURLs {
      textMarks.insert(UInt8(ascii: ":"))
      textMarks.insert(UInt8(ascii: "w"))
    }
  }

  /// Makes room for what a page usually holds: arrays that grow one by one are copied again and again.
  private mutating func reserve() {
    let estimate = min(source.lineStarts.count / 8 + 4, 1000)
    text.outline.reserveCapacity(estimate)
    text.references.reserveCapacity(estimate)
    text.slots.reserveCapacity(estimate * 2)
    anchors.reserve(estimate)
  }

  /// The finished text.
  consuming func finished() -> Checked<MarkupText> {
    text.bytes = html.array
    text.giveBackRoom()
    return Checked(text, diagnostics)
  }

  /// Writes `first` and the nodes after it under the same parent.
  mutating func write(siblingsFrom first: TreeNode) {
    var node: TreeNode? = first
    while let current = node {
      write(current)
      node = current.next
    }
  }

  /// Writes one node and everything in it.
  mutating func write(_ root: TreeNode) {
    var node = root
    while true {
      let kind = node.kind
      if !isLeaf(kind) {
        if enter(node, kind), let child = node.firstChild {
          node = child
          continue
        }
        leave(node, kind)
      } else {
        write(leaf: node, kind)
      }
      while true {
        if node == root { return }
        if let next = node.next {
          node = next
          break
        }
        guard let parent = node.parent else { return }
        node = parent
        leave(node, node.kind)
      }
    }
  }

  /// Begins a line of HTML unless one has just begun.
  mutating func beginLine() {
    if let last = html.last, last != 10 { html.append(10) }
  }

  /// Leaves a place open in the HTML.
  mutating func append(slot: MarkupText.Slot) {
    text.slots.append(MarkupText.PlacedSlot(offset: html.count, slot: slot))
  }
}

// MARK: - Nodes

extension BodyWriter {
  /// Whether a kind of inline has no content; most nodes are of these.
  @inline(__always)
  private func isLeaf(_ kind: cmark_node_type) -> Bool {
    kind == CMARK_NODE_TEXT || kind == CMARK_NODE_SOFTBREAK || kind == CMARK_NODE_CODE || kind == CMARK_NODE_LINEBREAK
      || kind == CMARK_NODE_HTML_INLINE
  }

  private mutating func write(leaf node: TreeNode, _ kind: cmark_node_type) {
    switch kind {
    case CMARK_NODE_TEXT: write(text: node)
    case CMARK_NODE_SOFTBREAK: if image != nil { html.append(32) } else { html.append(10) }
    case CMARK_NODE_LINEBREAK: if image != nil { html.append(32) } else { html.append("<br />\n") }
    case CMARK_NODE_CODE: write(codeSpan: node)
    default: write(inlineHTML: node)
    }
  }

  /// Writes what stands before a node's content. Gives `false` when its content is not to be walked.
  private mutating func enter(_ node: TreeNode, _ kind: cmark_node_type) -> Bool {
    switch kind {
    case CMARK_NODE_EMPH:
      if image == nil { html.append("<em>") }
      prepareStrikes(in: node)
    case CMARK_NODE_STRONG:
      if image == nil { html.append("<strong>") }
      prepareStrikes(in: node)
    case CMARK_NODE_LINK: enter(link: node)
    case CMARK_NODE_IMAGE: enter(image: node)
    default: return enter(block: node, kind)
    }
    return true
  }

  private mutating func enter(block node: TreeNode, _ kind: cmark_node_type) -> Bool {
    if !rawHTML.open.isEmpty, kind != CMARK_NODE_HTML_BLOCK { leaveTableFrames() }
    switch kind {
    case CMARK_NODE_PARAGRAPH:
      if isDirective(node), writeInclude(node) || writePicture(node) {
        includedAt = node
        return false
      }
      return enter(paragraph: node)
    case CMARK_NODE_HEADING: return enter(heading: node)
    case CMARK_NODE_LIST: enter(list: node)
    case CMARK_NODE_ITEM: return enter(item: node)
    case CMARK_NODE_BLOCK_QUOTE:
      guard let alert = alert(of: node) else {
        enter(quote: node)
        return true
      }
      write(alert: alert, of: node)
      writtenAlert = node
      return false
    case CMARK_NODE_CODE_BLOCK: write(codeBlock: node)
    case CMARK_NODE_HTML_BLOCK: write(htmlBlock: node)
    case CMARK_NODE_THEMATIC_BREAK:
      beginLine()
      html.append("<hr />\n")
    default: break
    }
    return true
  }

  /// Writes what stands after a node's content.
  private mutating func leave(_ node: TreeNode, _ kind: cmark_node_type) {
    switch kind {
    case CMARK_NODE_EMPH:
      if !rawHTML.open.isEmpty { endRawHTML(in: node) }
      if image == nil { html.append("</em>") }
    case CMARK_NODE_STRONG:
      if !rawHTML.open.isEmpty { endRawHTML(in: node) }
      if image == nil { html.append("</strong>") }
    case CMARK_NODE_LINK:
      if !rawHTML.open.isEmpty { endRawHTML(in: node) }
      leave(link: node)
    case CMARK_NODE_IMAGE: leave(image: node)
    case CMARK_NODE_PARAGRAPH:
      if includedAt == node { includedAt = nil } else { leave(paragraph: node) }
    case CMARK_NODE_HEADING: leave(heading: node)
    case CMARK_NODE_LIST: leave(list: node)
    case CMARK_NODE_ITEM: leave(item: node)
    case CMARK_NODE_BLOCK_QUOTE:
      if writtenAlert == node { writtenAlert = nil } else { leave(quote: node) }
    default: break
    }
  }
}
