import CCmark

extension BodyWriter {
  mutating func write(codeBlock node: TreeNode) {
    beginLine()
    let info = node.fenceInfo
    let language = info.prefix { !$0.isASCIISpace }
    if writeDiagram(node.literal, language: Bytes(rebasing: language).string, at: node) { return }
    let isFigure = options.features.contains(.codeFigures) && !language.isEmpty
    if isFigure {
      html.append("<figure class=\"code\">\n")
      if let title = Self.title(in: info.part(language.count..<info.count)) {
        html.append("<figcaption>")
        html.append(escaping: title)
        html.append("</figcaption>\n")
      }
    }
    html.append(options.isForPages ? "<pre tabindex=\"0\">" : "<pre>")
    if language.isEmpty {
      html.append("<code>")
    } else {
      html.append("<code class=\"language-")
      html.append(escaping: Bytes(rebasing: language))
      html.append("\">")
    }
    if isFigure, let tokens = highlighted(node.literal, language: Bytes(rebasing: language).string) {
      html.append(contentsOf: tokens)
    } else {
      html.append(escaping: node.literal)
    }
    html.append(isFigure ? "</code></pre>\n</figure>\n" : "</code></pre>\n")
  }

  /// The caption in what follows a fence's language: `title="…"` or `title='…'`.
  private static func title(in info: Bytes) -> Bytes? {
    var index = 0
    while index < info.count, !info.has("title=", at: index) { index += 1 }
    index += 6
    guard index < info.count, info[index] == UInt8(ascii: "\"") || info[index] == UInt8(ascii: "'") else { return nil }
    let start = index + 1
    var end = start
    while end < info.count, info[end] != info[index] { end += 1 }
    return end < info.count && end > start ? info.part(start..<end) : nil
  }
}
