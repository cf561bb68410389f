import Diagnostics
import Handbook
import Markup

/// One document as it stands in bundles: its fields and its text below a heading of level 2. Where it links to other documents is
/// left open, since that depends on which others a bundle holds. So it is made once, however many bundles it stands in.
struct BundlePiece: Sendable {
  /// The whole piece; every link is only its label.
  private(set) var bytes: [UInt8] = []
  /// The links to documents, in order.
  private(set) var links: [Link] = []
  /// The line for a table of contents.
  private(set) var entry: [UInt8] = []
  /// The id by which others link to the piece.
  let anchor: String
  /// The document's headings that have an anchor in the piece.
  private(set) var headings: Set<String> = []

  /// A link to a document.
  struct Link: Sendable {
    /// Where its label stands in the piece.
    var label: Range<Int>
    /// The document's index.
    var target: Int
    /// The heading that it leads to.
    var fragment: String?
  }

  /// Makes the piece of the document with this index.
  ///
  /// - Parameter linked: the document's headings that others, or the document itself, link to.
  init(_ index: Int, of handbook: Handbook, linked: Set<String>) {
    let document = handbook.documents[index]
    var id = document.id.value
    if id.utf8.contains(UInt8(ascii: "/")) { id = id.split(separator: "/").joined(separator: "-") }
    anchor = URLPath.encoded(URLPath.slug(id))
    entry.append(string: "- [\(escapedLabel(document.title.value))](#\(anchor))\n")
    bytes.reserveCapacity(document.source.count + 512)
    bytes.append(string: "\n<a id=\"\(anchor)\"></a>\n\n## \(oneLine(document.title.value))\n\n")
    if document.kind != .page { bytes.append(string: "*\(document.kind.rawValue.inWords)*\n\n") }
    let start = bytes.count
    appendFields(of: index, handbook)
    if bytes.count > start { bytes.append(10) }
    appendText(of: document, handbook.resolutions[index].links, linked, handbook)
  }

  /// The anchor of a heading in the piece.
  func anchor(ofHeading heading: String) -> String { "\(anchor)--\(URLPath.encoded(heading))" }

  // MARK: - Fields

  /// Appends the fields as a list.
  private mutating func appendFields(of index: Int, _ handbook: Handbook) {
    let fields = handbook.documents[index].fields
    for field in Field.allCases where field != .type && field != .id && field != .title {
      switch fields[field] {
      case .text(let value): append(field, oneLine(value.value))
      case .texts(let values):
        append(field, values.map { oneLine($0.value) }.joined(separator: field == .keyQuestions ? " " : ", "))
      case .phases(let list): append(field, oneLine(list.description))
      case .namedTexts(let values):
        append(field)
        for value in values {
          bytes.append(string: "  - **\(oneLine(value.name.value))**")
          if let text = value.text { bytes.append(string: ": \(oneLine(text.value))") }
          bytes.append(10)
        }
      case .references: append(handbook.resolutions[index].fields[field] ?? [], of: field, handbook)
      case nil: break
      }
    }
  }

  private mutating func append(_ field: Field, _ value: String? = nil) {
    bytes.append(string: "- **")
    bytes.append(string: field.name)
    bytes.append(string: value == nil ? "**:" : "**: ")
    if let value { bytes.append(string: value) }
    bytes.append(10)
  }

  private mutating func append(_ references: [ResolvedFieldReference], of field: Field, _ handbook: Handbook) {
    guard !references.isEmpty else { return }
    append(field)
    for reference in references {
      let node = handbook.graph.nodes[reference.node]
      bytes.append(string: "  - ")
      if let target = node.document {
        append(link: escapedLabel(node.name).utf8, to: target, nil)
      } else {
        bytes.append(string: oneLine(node.name))
      }
      if let remark = reference.remark { bytes.append(string: " (\(oneLine(remark)))") }
      if let text = reference.text { bytes.append(string: ": \(oneLine(text))") }
      bytes.append(10)
    }
  }

  private mutating func append(link label: some Sequence<UInt8>, to target: Int, _ fragment: String?) {
    let start = bytes.count
    bytes.append(contentsOf: label)
    links.append(Link(label: start..<bytes.count, target: target, fragment: fragment))
  }

  // MARK: - The text

  /// Something in the text that is written in another way.
  private struct Change {
    var bytes: Range<Int>
    var replacement: Replacement

    enum Replacement {
      /// Nothing: the title stands above the fields already.
      case nothing
      /// The heading with this index in the outline, one level deeper: its marks begin at an offset, or it is underlined.
      case heading(Int, mark: Int?)
      /// A link: its label in the source, or the title where there is none.
      case link(label: Range<Int>?, target: Int, fragment: String?)
    }
  }

  private mutating func appendText(
    of document: Document, _ targets: [LinkTarget], _ linked: Set<String>, _ handbook: Handbook
  ) {
    let source = document.source
    let changes = changes(of: document, targets)
    var position = document.bodyStart
    var end = source.count
    while end > position, source[end - 1] <= 32 { end -= 1 }
    let start = bytes.count
    for change in changes where change.bytes.lowerBound >= position && change.bytes.upperBound <= source.count {
      append(source, position..<min(change.bytes.lowerBound, end), after: start)
      position = change.bytes.upperBound
      switch change.replacement {
      case .nothing: break
      case .heading(let number, let mark):
        append(heading: document.text.outline[number], change.bytes, mark, source, linked)
      case .link(let label?, let target, let fragment): append(link: source[label], to: target, fragment)
      case .link(nil, let target, let fragment):
        append(link: escapedLabel(handbook.documents[target].title.value).utf8, to: target, fragment)
      }
    }
    if position < end { append(source, position..<end, after: start) }
    while bytes.count > start, let last = bytes.last, last <= 32 { bytes.removeLast() }
    if bytes.count > start { bytes.append(10) }
  }

  /// Appends a stretch of the source; empty lines before the text has begun are left out.
  private mutating func append(_ source: [UInt8], _ range: Range<Int>, after start: Int) {
    guard range.lowerBound < range.upperBound else { return }
    var range = range
    if bytes.count == start {
      while let first = range.first, source[first] == 10 || source[first] == 13 { range.removeFirst() }
    }
    bytes.append(contentsOf: source[range])
  }

  /// Appends a heading one level deeper, behind its anchor where something links to it.
  private mutating func append(
    heading: MarkupText.Heading, _ range: Range<Int>, _ mark: Int?, _ source: [UInt8], _ linked: Set<String>
  ) {
    // In a list or a quote an anchor on a line of its own would end it.
    if linked.contains(heading.anchor), mark == nil || mark == range.lowerBound {
      headings.insert(heading.anchor)
      bytes.append(string: "<a id=\"\(anchor(ofHeading: heading.anchor))\"></a>\n\n")
    }
    if let mark {
      bytes.append(contentsOf: source[range.lowerBound..<mark])
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "#"), count: heading.level < 6 ? 2 : 1))
    } else {
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "#"), count: min(heading.level + 1, 6)))
      bytes.append(string: " \(oneLine(heading.text))\n")
    }
  }

  /// What is written in another way, in order. Of changes that overlap, the first one counts.
  private func changes(of document: Document, _ targets: [LinkTarget]) -> [Change] {
    let (source, text, file) = (document.source, document.text, document.file)
    let lines = LineTable(source)
    var changes: [Change] = []
    changes.reserveCapacity(text.outline.count + text.references.count + 1)
    if let title = text.title, title.range.file == file {
      changes.append(
        Change(bytes: headingBytes(title.range.start.line, lines, source), replacement: .nothing))
    }
    for (number, heading) in text.outline.enumerated() where heading.range.file == file {
      let bytes = headingBytes(heading.range.start.line, lines, source)
      if let mark = mark(of: bytes, source) {
        // Links in the heading are changed too: this change ends behind the first mark.
        changes.append(Change(bytes: bytes.lowerBound..<mark + 1, replacement: .heading(number, mark: mark)))
      } else if heading.range.start.column <= 4 {
        changes.append(Change(bytes: bytes, replacement: .heading(number, mark: nil)))
      }
    }
    for (reference, target) in zip(text.references, targets) {
      guard reference.form == .link || reference.form == .wiki, reference.range.file == file,
        case .document(let other, let fragment) = target
      else { continue }
      let bytes = lines.bytes(of: reference.range)
      guard let label = label(of: bytes, reference.form, source) else { continue }
      changes.append(
        Change(
          bytes: bytes, replacement: .link(label: label.isEmpty ? nil : label, target: other, fragment: fragment)))
    }
    changes.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    return changes
  }

  /// Where the first `#` of a marked heading stands, behind what a quote or a list puts before it.
  private func mark(of line: Range<Int>, _ source: [UInt8]) -> Int? {
    guard let mark = source[line].firstIndex(of: UInt8(ascii: "#")) else { return nil }
    let isMarked = source[line.lowerBound..<mark].allSatisfy { byte in
      !((97...122).contains(byte | 0x20) || byte >= 128)
    }
    return isMarked ? mark : nil
  }

  /// The lines of a heading that begins on a line: that one, or all to its underline.
  private func headingBytes(_ line: Int, _ lines: LineTable, _ source: [UInt8]) -> Range<Int> {
    let first = lines.bytes(ofLine: line)
    if source[first].first(where: { $0 != 32 }) == UInt8(ascii: "#") { return first }
    for number in line + 1..<line + 50 {
      let bytes = lines.bytes(ofLine: number)
      guard let mark = source[bytes].first(where: { $0 > 32 }) else { break }
      let isUnderline = mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-")
      if isUnderline, source[bytes].allSatisfy({ $0 <= 32 || $0 == mark }) { return first.lowerBound..<bytes.upperBound }
    }
    return first
  }

  /// Where what a link shows stands, as Markdown; empty where it shows the title, `nil` where it is written in a way that is left
  /// alone.
  private func label(of bytes: Range<Int>, _ form: MarkupText.Reference.Form, _ source: [UInt8]) -> Range<Int>? {
    guard bytes.count > 2, source[bytes.lowerBound] == UInt8(ascii: "[") else { return nil }
    let (start, end) = (bytes.lowerBound, bytes.upperBound)
    if form == .wiki {
      guard bytes.count >= 4, source[end - 1] == UInt8(ascii: "]"), source[end - 2] == UInt8(ascii: "]") else {
        return nil
      }
      guard let bar = source[start..<end - 2].firstIndex(of: UInt8(ascii: "|")) else { return start..<start }
      return bar + 1..<end - 2
    }
    guard source[end - 1] == UInt8(ascii: ")") else { return nil }
    var close = end - 2
    while close > start {
      if source[close] == UInt8(ascii: "]"), source[close + 1] == UInt8(ascii: "(") { return start + 1..<close }
      close -= 1
    }
    return nil
  }
}
