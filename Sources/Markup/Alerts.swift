import CCmark

/// GitHub's alerts: a quote whose first line is `[!NOTE]`, or another of five kinds.
enum Alert: String, CaseIterable {
  case note, tip, important, warning, caution

  /// The word over the alert.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// The kind that a line of text names, in any case; `nil` when it is anything else.
  init?(mark: Bytes) {
    guard mark.count <= 14, mark.has("[!", at: 0) else { return nil }
    var end = mark.count
    while end > 0, mark[end - 1].isASCIISpace { end -= 1 }
    guard end > 3, mark[end - 1] == UInt8(ascii: "]") else { return nil }
    self.init(rawValue: mark.part(2..<end - 1).string.lowercased())
  }
}

extension BodyWriter {
  /// The alert that a quote is, when it is one: its first paragraph begins with the mark alone on a line, and something follows.
  func alert(of quote: TreeNode) -> Alert? {
    guard options.features.contains(.alerts), quote.parent?.kind == CMARK_NODE_DOCUMENT,
      let paragraph = quote.firstChild, paragraph.kind == CMARK_NODE_PARAGRAPH, let mark = paragraph.firstChild,
      mark.kind == CMARK_NODE_TEXT, let alert = Alert(mark: mark.literal)
    else { return nil }
    guard let next = mark.next else { return paragraph.next == nil ? nil : alert }
    return next.kind == CMARK_NODE_SOFTBREAK || next.kind == CMARK_NODE_LINEBREAK ? alert : nil
  }

  /// Writes an alert whole, as GitHub does: a box, its title, and the quote's content without the mark.
  mutating func write(alert: Alert, of quote: TreeNode) {
    quotes += 1
    defer { quotes -= 1 }
    beginLine()
    html.append(string: "<div class=\"markdown-alert markdown-alert-\(alert.rawValue)\">\n")
    let language = options.marksEnglish ? " lang=\"en\"" : ""
    html.append(string: "<p class=\"markdown-alert-title\"\(language)>\(alert.title)</p>\n")
    beginRawHTML()
    if let paragraph = quote.firstChild, let mark = paragraph.firstChild {
      if let first = mark.next?.next {
        begin(leaf: paragraph)
        beginRawHTML()
        html.append("<p>")
        prepareStrikes(in: paragraph)
        write(siblingsFrom: first)
        endRawHTML()
        html.append("</p>\n")
      }
      if let rest = paragraph.next { write(siblingsFrom: rest) }
    }
    endRawHTML()
    html.append("</div>\n")
  }
}
