import CCmark
import Diagnostics

/// The elements that an author opened and has not closed yet.
struct RawHTMLState {
  var open: [String] = []
}

extension BodyWriter {
  mutating func write(inlineHTML node: TreeNode) {
    let literal = node.literal
    if image != nil {
      html.append(escaping: literal)
      return
    }
    let start = offset(of: node, expecting: "<")
    write(rawHTML: literal, at: source.position(ofOffset: start))
  }

  /// Writes raw HTML that begins at `position`.
  mutating func write(rawHTML literal: Bytes, at position: SourcePosition) {
    switch options.rawHTML {
    case .trusted: html.append(contentsOf: literal)
    case .safe: html.append(escaping: literal)
    }
  }

  /// Closes what raw HTML left open.
  mutating func closeRawHTML() {}
}
