import CCmark

extension BodyWriter {
  mutating func write(codeBlock node: TreeNode) {
    beginLine()
    let info = node.fenceInfo
    let language = info.prefix { !$0.isASCIISpace }
    html.append(options.isForPages ? "<pre tabindex=\"0\">" : "<pre>")
    if language.isEmpty {
      html.append("<code>")
    } else {
      html.append("<code class=\"language-")
      html.append(escaping: Bytes(rebasing: language))
      html.append("\">")
    }
    html.append(escaping: node.literal)
    html.append("</code></pre>\n")
  }
}
