import CCmark
import Diagnostics

/// Bytes at the start of a text node that are not to be written.
struct SkippedText {
  var node: TreeNode
  var count: Int
}

extension BodyWriter {
  /// Writes the box of a task list's item, when `item` is one: its text begins with `[ ]` or `[x]` and white space.
  mutating func writeCheckbox(of item: TreeNode) {
    guard let paragraph = item.firstChild, paragraph.kind == CMARK_NODE_PARAGRAPH, let first = paragraph.firstChild,
      first.kind == CMARK_NODE_TEXT
    else { return }
    let literal = first.literal
    guard literal.count >= 3, literal[0] == UInt8(ascii: "["), literal[2] == UInt8(ascii: "]") else { return }
    let isChecked = literal[1] | 32 == UInt8(ascii: "x")
    guard isChecked || literal[1] == 32 else { return }
    let start = source.offset(line: paragraph.startLine, column: paragraph.startColumn)
    // An escaped bracket is text.
    guard start < source.bytes.count, source.bytes[start] == UInt8(ascii: "[") else { return }
    if literal.count > 3 {
      guard literal[3].isSpaceOrTab else { return }
    } else if first.next == nil || first.next?.kind == CMARK_NODE_SOFTBREAK {
      guard start + 3 < source.bytes.count, source.bytes[start + 3].isSpaceOrTab else { return }
    } else {
      return
    }
    if options.isForPages {
      append(slot: .box(isTicked: isChecked))
    } else {
      html.append(
        isChecked
          ? "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> " : "<input type=\"checkbox\" disabled=\"\" /> ")
    }
    var count = min(4, literal.count)
    while count < literal.count, literal[count].isSpaceOrTab { count += 1 }
    skipped = SkippedText(node: first, count: count)
    text.taskItems.append(
      MarkupText.TaskItem(
        heading: text.outline.isEmpty ? nil : text.outline.count - 1,
        range: source.range(toEndOfLine: paragraph.startLine, column: paragraph.startColumn)))
  }
}
