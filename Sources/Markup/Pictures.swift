import CCmark
import Diagnostics

extension BodyWriter {
  /// Leaves the place of `{{diagram: id}}`, alone in its paragraph, open for the picture. Gives `false` when the paragraph is none.
  mutating func writePicture(_ paragraph: TreeNode) -> Bool {
    guard options.features.contains(.references), let mark = paragraph.firstChild, mark.kind == CMARK_NODE_TEXT,
      mark.next == nil, mark.literal.has("{{diagram:"), mark.literal.has("}}", at: mark.literal.count - 2)
    else { return false }
    let target = collapsed(mark.literal.part(10..<max(10, mark.literal.count - 2)))
    guard !target.isEmpty else { return false }
    begin(leaf: paragraph)
    beginLine()
    append(slot: .picture(text.references.count))
    text.references.append(
      MarkupText.Reference(
        form: .diagram, target: target,
        range: range(of: 0..<mark.literal.count, in: mark, literal: mark.literal)))
    return true
  }
}
