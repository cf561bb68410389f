import CCmark
import Diagnostics

extension BodyWriter {
  mutating func enter(heading node: TreeNode) -> Bool {
    begin(leaf: node)
    beginRawHTML()
    if table != nil {
      enterCell(node)
      return true
    }
    beginLine()
    let level = shownLevel(of: node)
    guard options.features.contains(.headingAnchors) else {
      html.append("<h")
      html.append(48 + level)
      html.append(">")
      prepareStrikes(in: node)
      return true
    }
    let heading = self.heading(node)
    html.append("<h")
    html.append(48 + level)
    html.append(" id=\"")
    html.append(escapingAll: heading.anchor)
    html.append("\">")
    text.outline.append(heading)
    prepareStrikes(in: node)
    return true
  }

  mutating func leave(heading node: TreeNode) {
    if table != nil {
      leaveCell()
      return
    }
    endRawHTML()
    if options.features.contains(.headingAnchors), let last = text.outline.indices.last {
      append(slot: .anchor(last))
    }
    html.append("</h")
    html.append(48 + shownLevel(of: node))
    html.append(">\n")
  }

  /// The level of a heading in HTML: a page has its title, and one of level 1 is enough. Where the text holds more of these, all its
  /// headings are one level deeper, so that each stays above those that it was written above.
  private func shownLevel(of heading: TreeNode) -> UInt8 {
    let level = heading.headingLevel
    guard options.isForPages else { return UInt8(level) }
    return UInt8(hasTopHeadings ? min(level + 1, 6) : max(2, level))
  }

  /// Learns whether a heading of level 1 is among the blocks from `first` on.
  mutating func lookForTopHeadings(from first: TreeNode?) {
    guard options.isForPages else { return }
    var node = first
    while let block = node, !hasTopHeadings {
      node = block.next
      // The cells of tables are headings too.
      if !pieces.isEmpty, block.kind == CMARK_NODE_HTML_BLOCK, let mark = pieces.index(markedBy: block),
        case .table(_, let cells) = pieces[mark]
      {
        for _ in 0..<cells.reduce(0, +) { node = node?.next }
      } else {
        hasTopHeadings = block.kind == CMARK_NODE_HEADING && block.headingLevel == 1
      }
    }
  }

  /// A heading's text and its anchor.
  mutating func heading(_ node: TreeNode) -> MarkupText.Heading {
    var (plain, anchor) = textAndAnchor(ofHeading: node, in: source)
    if plain.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "^") }) {
      let shown = textWithoutMarks(of: node)
      plain = isAnchorWritten(in: node, source) ? fixedAnchor(shown)?.text ?? shown : shown
    }
    return MarkupText.Heading(
      level: node.headingLevel, text: plain, anchor: anchors.unique(anchor),
      range: source.range(toEndOfLine: node.startLine, column: node.startColumn))
  }
}

extension BodyWriter {
  /// The text of a heading without the marks of what is struck out, and of footnotes.
  private mutating func textWithoutMarks(of heading: TreeNode) -> String {
    prepareStrikes(in: heading)
    var result: [UInt8] = []
    var next: TreeNode? = heading
    while let node = next {
      next = node.following(in: heading)
      guard node.kind == CMARK_NODE_TEXT else {
        appendPlainText(ofNode: node, to: &result)
        continue
      }
      let literal = node.literal
      var index = 0
      while index < literal.count {
        if let mark = strikeLength(at: index, node) {
          index += mark
        } else if let label = footnotes.label(in: literal, at: index, end: literal.count) {
          index = label.upperBound + 1
        } else {
          result.append(literal[index])
          index += 1
        }
      }
    }
    return collapsed(result)
  }
}

/// A heading's text, and the anchor that it asks for.
func textAndAnchor(ofHeading node: TreeNode, in source: SourceText) -> (text: String, anchor: String) {
  let plain = plainText(of: node)
  if let fixed = fixedAnchor(plain), isAnchorWritten(in: node, source) { return fixed }
  return (plain, AnchorNames.anchor(for: anchorText(of: node) ?? plain))
}

/// What an anchor is formed from where that is not the heading's text: GitHub counts each of several spaces, and no image. `nil` where
/// there are neither.
private func anchorText(of heading: TreeNode) -> String? {
  guard let first = heading.firstChild else { return nil }
  if first.next == nil, first.kind == CMARK_NODE_TEXT {
    let literal = first.literal
    guard let space = literal.firstIndex(of: 32), literal.part(space..<literal.count).hasDoubleSpace else { return nil }
    return literal.string
  }
  var result: [UInt8] = []
  var next: TreeNode? = first
  var isOther = false
  while let node = next {
    if node.kind == CMARK_NODE_IMAGE {
      isOther = true
      var last = node
      while last.next == nil, let parent = last.parent, parent != heading { last = parent }
      next = last.parent == heading || last.next != nil ? last.next : nil
      continue
    }
    appendPlainText(ofNode: node, to: &result)
    next = node.following(in: heading)
  }
  isOther = isOther || result.withUnsafeBufferPointer(\.hasDoubleSpace)
  return isOther ? String(decoding: result, as: UTF8.self) : nil
}

extension Bytes {
  /// Whether two spaces stand side by side.
  fileprivate var hasDoubleSpace: Bool {
    var last: UInt8 = 0
    for byte in self {
      if byte == 32, last == 32 { return true }
      last = byte
    }
    return false
  }
}

/// Whether the signs of the `{#anchor}` that a heading's text ends with mean that: with a backslash before one, or as entities,
/// they are text.
func isAnchorWritten(in heading: TreeNode, _ source: SourceText) -> Bool {
  let start = source.line(heading.startLine - 1).lowerBound
  let bytes = source.bytes[start..<max(start, source.line(heading.endLine - 1).upperBound)]
  guard let open = bytes.lastIndex(of: UInt8(ascii: "{")), let close = bytes.lastIndex(of: UInt8(ascii: "}")) else {
    return false
  }
  func isEscaped(_ index: Int) -> Bool {
    bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }
  return open < close && bytes[open + 1] == UInt8(ascii: "#") && !isEscaped(open) && !isEscaped(close)
}

/// `Text {#anchor}` taken apart.
func fixedAnchor(_ text: String) -> (text: String, anchor: String)? {
  guard text.utf8.last == UInt8(ascii: "}"), let start = text.utf8.lastIndex(of: UInt8(ascii: "{")) else { return nil }
  let mark = text[start...].dropFirst().dropLast()
  guard mark.hasPrefix("#"), mark.utf8.count > 1 else { return nil }
  let anchor = mark.dropFirst()
  guard anchor.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == 45 || $0 == 46 || $0 == 95 || $0 > 127 }) else {
    return nil
  }
  var rest = text[..<start]
  while rest.last == " " { rest.removeLast() }
  return (String(rest), String(anchor))
}

/// The anchors of one document: formed from headings as GitHub does, each only once.
struct AnchorNames {
  private var used: [String: Int] = [:]

  /// Makes room for so many anchors.
  mutating func reserve(_ count: Int) { used.reserveCapacity(count) }

  /// Letters, marks, digits, `_` and `-` in lower case; spaces become `-`; everything else is dropped.
  static func anchor(for heading: String) -> String {
    var heading = heading
    return heading.withUTF8 { asciiAnchor(for: $0) } ?? anchor(forAny: heading)
  }

  private static func asciiAnchor(for heading: Bytes) -> String? {
    guard heading.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: heading.count) { result in
      var count = 0
      for byte in heading where byte.isASCIIAlphanumeric || byte == 95 || byte == 45 || byte == 32 {
        result[count] = byte == 32 ? 45 : byte.asciiLowercased
        count += 1
      }
      return count
    }
  }

  private static func anchor(forAny heading: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in heading.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "_", "-": result.append(scalar)
      case "A"..."Z": result.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case " ": result.append("-")
      case _ where scalar.isASCII: break
      default: if isWord(scalar) { result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars) }
      }
    }
    return String(result)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark,
      .enclosingMark, .decimalNumber, .connectorPunctuation, .letterNumber:
      true
    default: false
    }
  }

  /// Takes `anchor`; `false` when it is taken.
  mutating func claim(_ anchor: String) -> Bool {
    guard used[anchor] == nil else { return false }
    used[anchor] = 0
    return true
  }

  /// `anchor`, or when it is taken, `anchor` with the first free of `-1`, `-2`, …; `section` for one that is empty.
  mutating func unique(_ anchor: String) -> String {
    let anchor = anchor.isEmpty ? "section" : anchor
    guard var count = used.updateValue(0, forKey: anchor) else { return anchor }
    var candidate: String
    repeat {
      count += 1
      candidate = "\(anchor)-\(count)"
    } while used[candidate] != nil
    used[anchor] = count
    used[candidate] = 0
    return candidate
  }
}
