import CCmark

/// The text of a node without markup: the text of links and images, the content of code spans, line ends as spaces.
func plainText(of root: TreeNode) -> String {
  var result: [UInt8] = []
  appendPlainText(of: root, to: &result)
  return collapsed(result)
}

/// Appends the text of a node without markup.
func appendPlainText(of root: TreeNode, to result: inout [UInt8]) {
  var node = root
  while true {
    switch node.kind {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE: result.append(contentsOf: node.literal)
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: result.append(32)
    default: break
    }
    if let child = node.firstChild {
      node = child
      continue
    }
    while node != root, node.next == nil, let parent = node.parent { node = parent }
    guard node != root, let next = node.next else { return }
    node = next
  }
}

/// `bytes` as text, white space at the ends removed and runs of it made one space.
func collapsed(_ bytes: [UInt8]) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var isPending = false
  for byte in bytes {
    if byte.isASCIISpace {
      isPending = !result.isEmpty
    } else {
      if isPending { result.append(32) }
      isPending = false
      result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
