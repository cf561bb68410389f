import CCmark
import CMarkup

/// The text of a node without markup: the text of links and images, the content of code spans, line ends as spaces.
func plainText(of root: TreeNode) -> String {
  if let only = root.firstChild, only.kind == CMARK_NODE_TEXT, only.next == nil { return collapsed(only.literal) }
  var result: [UInt8] = []
  result.reserveCapacity(256)
  appendPlainText(of: root, to: &result)
  return collapsed(result)
}

/// Appends the text of a node without markup.
func appendPlainText(of root: TreeNode, to result: inout [UInt8]) {
  var next = Optional(root)
  while let node = next {
    appendPlainText(ofNode: node, to: &result)
    next = node.following(in: root)
  }
}

/// Appends the text that a node holds itself.
@inline(__always)
func appendPlainText(ofNode node: TreeNode, to result: inout [UInt8]) {
  switch node.kind {
  case CMARK_NODE_TEXT, CMARK_NODE_CODE: result.append(contentsOf: node.literal)
  case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: result.append(32)
  default: break
  }
}

/// `bytes` as text, white space at the ends removed and runs of it made one space.
func collapsed(_ bytes: some Collection<UInt8>) -> String {
  bytes.withContiguousStorageIfAvailable(collapsed) ?? collapsed(Array(bytes))
}

private func collapsed(_ bytes: Bytes) -> String {
  if isCollapsed(bytes) { return bytes.string }
  return String(unsafeUninitializedCapacity: bytes.count) { result in
    var count = 0
    var isPending = false
    for byte in bytes {
      if byte.isASCIISpace {
        isPending = count > 0
      } else {
        if isPending {
          result[count] = 32
          count += 1
        }
        isPending = false
        result[count] = byte
        count += 1
      }
    }
    return count
  }
}

/// Whether there is no white space but single spaces between words.
private func isCollapsed(_ bytes: Bytes) -> Bool {
  guard let start = bytes.baseAddress, let first = bytes.first, let last = bytes.last else { return true }
  return first != 32 && last != 32 && has_wide_space(start, bytes.count) == 0
}
