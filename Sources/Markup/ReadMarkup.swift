import CCmark
import Diagnostics

/// Reads one Markdown text: CommonMark 0.30 with the extensions that `options` ask for.
///
/// - Parameter source: the text without front matter. Bytes that are not UTF-8 are read as U+FFFD.
/// - Returns: the text as HTML with open slots, all that it refers to, and notes on what had to be removed.
public func markupText(of source: [UInt8], options: MarkupOptions) -> Checked<MarkupText> {
  let source = SourceText(boundedNesting(validUTF8(source)), file: options.file, firstLine: options.firstLine)
  var writer = BodyWriter(options: options)
  writer.write(ParsedSource(source))
  return writer.finished()
}

/// The stretches of raw HTML in a text, blocks and single tags, in order.
public func rawHTML(in source: [UInt8]) -> [[UInt8]] {
  let parsed = ParsedSource(SourceText(boundedNesting(validUTF8(source)), file: "", firstLine: 1))
  var found: [[UInt8]] = []
  guard let root = parsed.tree.root else { return [] }
  var next = Optional(root)
  while let node = next {
    if node.kind == CMARK_NODE_HTML_BLOCK || node.kind == CMARK_NODE_HTML_INLINE { found.append(Array(node.literal)) }
    next = node.following(in: root)
  }
  // The nodes live as long as the tree.
  withExtendedLifetime(parsed.tree) {}
  return found
}

/// A text and the tree that libcmark made of it.
struct ParsedSource {
  let text: SourceText
  /// The stretches of the text that were rewritten for libcmark.
  let pieces: RewrittenPieces
  let tree: CommonMarkTree
  /// Whether there could be bare URLs in the text.
  let mayHoldURLs: Bool

  /// Parses `source`. Guesses about tables and footnotes are corrected at most twice, then given up, so that no text
  /// is parsed more than four times.
  init(_ source: SourceText) {
    var source = source
    let veil = URLVeil(&source.bytes)
    mayHoldURLs = veil.mayHoldURLs
    var corrections = SourceRewriting.Corrections()
    for _ in 0..<3 {
      let rewriting = SourceRewriting(source, corrections: corrections)
      guard rewriting.isNeeded else { break }
      let tree = CommonMarkTree(parsing: rewriting.text.bytes)
      guard let root = tree.root else { break }
      let check = RewriteCheck(rewriting, tree: root, corrections: corrections)
      if check.isRight {
        veil.lift(from: root)
        (text, pieces, self.tree) = (rewriting.text, rewriting.pieces, tree)
        return
      }
      corrections = check.corrections
    }
    (text, pieces, tree) = (source, RewrittenPieces(), CommonMarkTree(parsing: source.bytes))
    if let root = tree.root { veil.lift(from: root) }
  }
}
