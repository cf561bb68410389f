import CCmark

extension BodyWriter {
  mutating func write(codeBlock node: TreeNode) {
    beginLine()
    let info = node.fenceInfo
    let language = info.prefix { !$0.isASCIISpace }
    if language.isEmpty {
      html.append("<pre><code>")
    } else {
      html.append("<pre><code class=\"language-")
      html.append(escaping: Bytes(rebasing: language))
      html.append("\">")
    }
    html.append(escaping: node.literal)
    html.append("</code></pre>\n")
  }
}
