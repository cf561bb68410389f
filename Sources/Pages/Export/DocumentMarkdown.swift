import Buffers
import Handbook
import Markup
import TextFormats

extension PageRenderer {
  /// A document's text as an author wrote it, without front matter: what stands at its page as `index.md`. Its links lead to such
  /// texts of other documents.
  func markdown(_ route: Route, of index: Int) -> Page {
    let document = handbook.documents[index]
    var position = document.bodyStart
    var output = OutputBuffer(capacity: document.source.count - position + 256)
    // A document without a heading of its own gets its title, so that the text stands for itself.
    if document.text.title == nil { output.append(string: "# \(escapedText(document.title.value))\n\n") }
    let root = URLPath.root(from: route.path)
    var open: BundlePiece.Target?
    for change in linkChanges(in: document, handbook.resolutions[index].links) where change.bytes.lowerBound >= position
    {
      output.append(contentsOf: document.source[position..<change.bytes.lowerBound])
      position = change.bytes.upperBound
      switch change.replacement {
      case .linkStart(let target):
        output.append(UInt8(ascii: "["))
        open = target
      case .linkEnd:
        if let open { append(root, addressOf: open, to: &output) }
      case .title(let target):
        output.append(UInt8(ascii: "["))
        output.append(escapedText: handbook.documents[target.document].title.value.cutForOthers)
        append(root, addressOf: target, to: &output)
      case .file(let path, let fragment, let before, let after):
        output.append(string: before)
        output.append(string: root)
        output.append(string: URLPath.encoded(plan.pathOfAsset[path] ?? path))
        if let fragment { output.append(string: "#" + URLPath.encodedFragment(fragment)) }
        output.append(string: after)
      case .text, .heading, .label, .inclusion: output.append(contentsOf: document.source[change.bytes])
      }
    }
    output.append(contentsOf: document.source[position...])
    return Page(output)
  }

  /// Ends a link that leads to the text of a document.
  private func append(_ root: String, addressOf target: BundlePiece.Target, to output: inout OutputBuffer) {
    output.append("](")
    output.append(string: root)
    output.append(string: contents.urls[target.document])
    output.append("index.md")
    if let heading = target.heading { output.append(string: "#" + URLPath.encoded(heading)) }
    output.append(UInt8(ascii: ")"))
  }

  /// The links of a document's own file that lead to other files of the handbook, in order.
  private func linkChanges(in document: Document, _ targets: [LinkTarget]) -> [BundleChange] {
    let leads = zip(document.text.references, targets).contains { reference, target in
      switch target {
      case .document, .asset: reference.form != .code && reference.form != .diagram && !reference.target.isEmpty
      case .index, .home, .missing, .text: false
      }
    }
    guard leads else { return [] }
    var changes: [BundleChange] = []
    BundleChange.appendLinks(
      of: document.text, targets, file: document.file, areInPlace: true, LineTable(document.source), document.source,
      to: &changes)
    changes.sort(by: BundleChange.isBefore)
    return changes
  }
}

/// A text on one line.
func oneLine(_ text: String) -> String {
  var breaks = false
  OutputBuffer.withBytes(of: text) { breaks = hasLineBreak($0) }
  return breaks ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
}

extension OutputBuffer {
  /// Appends a text on one line, in which nothing is Markdown: in a heading, an item or the label of a link.
  mutating func append(escapedText text: String) {
    Self.withBytes(of: text) { bytes in
      // Most texts are one line; bytes are looked through much faster than characters.
      if hasLineBreak(bytes) { return append(escapedText: oneLine(text)) }
      var start = 0
      for index in bytes.indices where isMarkup(bytes, index) {
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
        append(UInt8(ascii: "\\"))
        start = index
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
  }
}

/// A text on one line, in which nothing is Markdown.
func escapedText(_ text: String) -> String {
  var output = OutputBuffer(capacity: text.utf8.count + 16)
  output.append(escapedText: text)
  return String(decoding: output.array, as: UTF8.self)
}

/// Whether a byte of a text on one line could be read as Markdown. What can't be stays as it is, so that plain texts are read well.
private func isMarkup(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
  func isWord(_ byte: UInt8) -> Bool { byte >= 128 || (48...57).contains(byte) || (97...122).contains(byte | 32) }
  switch bytes[index] {
  case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"),
    UInt8(ascii: "<"), UInt8(ascii: "~"), UInt8(ascii: "|"):
    return true
  // Within a word it means nothing.
  case UInt8(ascii: "_"):
    return !(index > 0 && isWord(bytes[index - 1]) && index + 1 < bytes.count && isWord(bytes[index + 1]))
  // An entity ends with a semicolon.
  case UInt8(ascii: "&"):
    let rest = bytes[(index + 1)...].prefix(40).drop { isWord($0) || $0 == UInt8(ascii: "#") }
    return rest.first == UInt8(ascii: ";")
  // Behind a space these end a heading.
  case UInt8(ascii: "#"):
    let begins = index == 0 || bytes[index - 1] <= 32
    return begins && (index + 1 == bytes.count || bytes[index + 1] <= 32 || bytes[index + 1] == bytes[index])
  default: return false
  }
}

/// Whether a text in UTF-8 goes on behind the end of a line.
private func hasLineBreak(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  bytes.indices.contains { index in
    switch bytes[index] {
    case 10...13: true
    // U+0085, U+2028 and U+2029.
    case 0xC2: bytes[index + 1] == 0x85
    case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
    default: false
    }
  }
}
