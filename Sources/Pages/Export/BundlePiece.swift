import Diagnostics
import Handbook
import Markup

/// One document as it stands in bundles: its fields and its text below a heading of level 2. Where it links to other documents is
/// left open, since that depends on which others a bundle holds. So it is made once, however many bundles it stands in.
///
/// The document's text is not copied: a piece says which stretches of it stand between what is written in another way.
struct BundlePiece: Sendable {
  /// What does not stand in the document's source.
  private(set) var bytes: [UInt8] = []
  /// What the piece is put together from, in order.
  private(set) var parts: [Part] = []
  /// How many bytes the parts have.
  private(set) var count = 0
  /// The line for a table of contents.
  private(set) var entry: [UInt8] = []
  /// The id by which others link to the piece.
  let anchor: String
  /// The document's headings that have an anchor in the piece.
  private(set) var headings: Set<String> = []

  /// A stretch of the piece.
  struct Part: Sendable {
    /// Whether it is one of the document's source, or of ``BundlePiece/bytes``.
    var isSource: Bool
    /// The first byte, and the one behind the last.
    var start: Int32
    var end: Int32
    /// For a link, whose label the stretch is, the number of its target in ``BundlePiece/targets``; else -1.
    var link: Int32 = -1
  }

  /// Where the links lead: documents, and headings in them.
  private(set) var targets: [(document: Int, heading: String?)] = []

  /// Makes the piece of the document with this index.
  ///
  /// - Parameter linked: the document's headings that others, or the document itself, link to.
  init(_ index: Int, of handbook: Handbook, linked: Set<String>) {
    let document = handbook.documents[index]
    var id = document.id.value
    if id.utf8.contains(UInt8(ascii: "/")) { id = id.split(separator: "/").joined(separator: "-") }
    anchor = URLPath.encoded(URLPath.slug(id))
    entry = Array("- [\(escapedLabel(document.title.value))](#\(anchor))\n".utf8)
    bytes.reserveCapacity(512)
    append("\n<a id=\"", anchor, "\"></a>\n\n## ")
    append(oneLine(document.title.value), "\n\n")
    if document.kind != .page { append("*", document.kind.inWords, "*\n\n") }
    let start = count
    appendFields(of: index, handbook)
    if count > start { append("\n") }
    appendText(of: document, handbook.resolutions[index].links, linked, handbook)
    // Pieces are kept: no more room than they need.
    bytes = bytes.withUnsafeBufferPointer { Array($0) }
    parts = parts.withUnsafeBufferPointer { Array($0) }
  }

  /// The anchor of a heading in the piece.
  func anchor(ofHeading heading: String) -> String { "\(anchor)--\(URLPath.encoded(heading))" }

  // MARK: - Parts

  private mutating func append(_ first: String, _ second: String = "", _ third: String = "") {
    let start = bytes.count
    bytes.append(contentsOf: first.utf8)
    bytes.append(contentsOf: second.utf8)
    bytes.append(contentsOf: third.utf8)
    add(Part(isSource: false, start: Int32(start), end: Int32(bytes.count)))
  }

  private mutating func append(source range: Range<Int>) {
    if !range.isEmpty { add(Part(isSource: true, start: Int32(range.lowerBound), end: Int32(range.upperBound))) }
  }

  private mutating func add(_ part: Part) {
    count += Int(part.end - part.start)
    if part.link < 0, let last = parts.last, last.link < 0, last.isSource == part.isSource, last.end == part.start {
      parts[parts.count - 1].end = part.end
    } else {
      parts.append(part)
    }
  }

  /// Appends a link whose label stands in the source.
  private mutating func append(linkAt label: Range<Int>, to target: Int, _ heading: String?) {
    let part = Part(
      isSource: true, start: Int32(label.lowerBound), end: Int32(label.upperBound), link: Int32(targets.count))
    targets.append((target, heading))
    add(part)
  }

  private mutating func append(link label: String, to target: Int, _ heading: String?) {
    let start = Int32(bytes.count)
    bytes.append(contentsOf: label.utf8)
    let part = Part(isSource: false, start: start, end: Int32(bytes.count), link: Int32(targets.count))
    targets.append((target, heading))
    add(part)
  }

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
          append("  - **", oneLine(value.name.value), "**")
          if let text = value.text { append(": ", oneLine(text.value)) }
          append("\n")
        }
      case .references: append(handbook.resolutions[index].fields[field] ?? [], of: field, handbook)
      case nil: break
      }
    }
  }

  private mutating func append(_ field: Field, _ value: String? = nil) {
    append("- **", field.name, "**:")
    if let value { append(" ", value) }
    append("\n")
  }

  private mutating func append(_ references: [ResolvedFieldReference], of field: Field, _ handbook: Handbook) {
    guard !references.isEmpty else { return }
    append(field)
    for reference in references {
      let node = handbook.graph.nodes[reference.node]
      append("  - ")
      if let target = node.document {
        append(link: escapedLabel(node.name), to: target, nil)
      } else {
        append(oneLine(node.name))
      }
      if let remark = reference.remark { append(" (", oneLine(remark), ")") }
      if let text = reference.text { append(": ", oneLine(text)) }
      append("\n")
    }
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
      /// The included text with this index.
      case inclusion(Int)
    }
  }

  private mutating func appendText(
    of document: Document, _ targets: [LinkTarget], _ linked: Set<String>, _ handbook: Handbook
  ) {
    let source = document.source
    var position = document.bodyStart
    var end = source.count
    while end > position, source[end - 1] <= 32 { end -= 1 }
    let start = count
    var included = IncludedParts(document, targets, linked, handbook)
    for change in changes(of: document.text, targets, file: document.file, source)
    where change.bytes.lowerBound >= position && change.bytes.upperBound <= source.count {
      append(position..<min(change.bytes.lowerBound, end), of: source, after: start)
      position = change.bytes.upperBound
      switch change.replacement {
      case .nothing: break
      case .heading(let number, let mark):
        append(heading: document.text.outline[number], change.bytes, mark, linked)
      case .link(let label?, let target, let fragment): append(linkAt: label, to: target, fragment)
      case .link(nil, let target, let fragment):
        append(link: escapedLabel(handbook.documents[target].title.value), to: target, fragment)
      case .inclusion(let number): append(number, written: change.bytes, in: source, &included)
      }
    }
    if position < end { append(position..<end, of: source, after: start) }
    guard count > start, let last = parts.last else { return }
    let lastByte = last.isSource ? source[Int(last.end) - 1] : bytes[Int(last.end) - 1]
    if lastByte != 10 || last.link >= 0 { append("\n") }
  }

  /// Appends a stretch of the source; empty lines before the text has begun are left out.
  private mutating func append(_ range: Range<Int>, of source: [UInt8], after start: Int) {
    guard !range.isEmpty else { return }
    var first = range.lowerBound
    if count == start { while first < range.upperBound, source[first] == 10 || source[first] == 13 { first += 1 } }
    append(source: first..<range.upperBound)
  }

  /// Appends a heading one level deeper, behind its anchor where something links to it.
  private mutating func append(
    heading: MarkupText.Heading, _ range: Range<Int>, _ mark: Int?, _ linked: Set<String>
  ) {
    // In a list or a quote an anchor on a line of its own would end it.
    if linked.contains(heading.anchor), mark == nil || mark == range.lowerBound {
      headings.insert(heading.anchor)
      append("<a id=\"\(anchor(ofHeading: heading.anchor))\"></a>\n\n")
    }
    if let mark {
      append(source: range.lowerBound..<mark)
      append(heading.level < 6 ? "##" : "#")
    } else {
      append(String(repeating: "#", count: min(heading.level + 1, 6)) + " \(oneLine(heading.text))\n")
    }
  }

  /// What is written in another way, in order. Of changes that overlap, the first one counts.
  private func changes(
    of text: MarkupText, _ targets: [LinkTarget], file: String, _ source: [UInt8]
  ) -> [Change] {
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
    for (number, inclusion) in text.inclusions.enumerated() where inclusion.place.file == file {
      changes.append(Change(bytes: lines.bytes(of: inclusion.place), replacement: .inclusion(number)))
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
      if isUnderline, source[bytes].allSatisfy({ $0 <= 32 || $0 == mark }) {
        return first.lowerBound..<bytes.upperBound
      }
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

// MARK: - Included texts

extension BundlePiece {
  /// What is included in one document, and how far it has been written.
  private struct IncludedParts {
    let document: Document
    let targets: [LinkTarget]
    let linked: Set<String>
    let handbook: Handbook
    /// The files that are being written, outer ones first.
    var open: [String]
    /// How many texts may still be written: as many as the page has, as files could multiply each other.
    var left: Int

    init(_ document: Document, _ targets: [LinkTarget], _ linked: Set<String>, _ handbook: Handbook) {
      self.document = document
      self.targets = targets
      self.linked = linked
      self.handbook = handbook
      open = [document.file]
      left = document.text.inclusions.count
    }
  }

  /// Appends the included text with an index, in the place of the mark that stands in some bytes of a source.
  private mutating func append(
    _ number: Int, written mark: Range<Int>, in outer: [UInt8], _ included: inout IncludedParts
  ) {
    let inclusion = included.document.text.inclusions[number]
    guard included.left > 0, !included.open.contains(inclusion.file),
      let other = included.handbook.document(at: inclusion.file)
    else { return append(bytes: outer[mark]) }
    included.left -= 1
    included.open.append(inclusion.file)
    defer { included.open.removeLast() }
    let source = included.handbook.documents[other].source
    let lines = LineTable(source)
    var position = lines.bytes(ofLine: inclusion.lines.lowerBound).lowerBound
    var end = lines.bytes(ofLine: inclusion.lines.upperBound).lowerBound
    while end > position, source[end - 1] <= 32 { end -= 1 }
    let prefix = continuation(of: mark, in: outer)
    for change in changes(of: included.document.text, included.targets, file: inclusion.file, source)
    where change.bytes.lowerBound >= position && change.bytes.upperBound <= end {
      append(bytes: source[position..<change.bytes.lowerBound], prefix)
      position = change.bytes.upperBound
      switch change.replacement {
      case .nothing: break
      case .heading(let index, let mark):
        let level = included.document.text.outline[index].level
        let marks = String(repeating: "#", count: min(level + 1, 6))
        if let mark {
          append(bytes: source[change.bytes.lowerBound..<mark])
          append(level < 6 ? "##" : "#")
        } else {
          append("\(marks) \(oneLine(included.document.text.outline[index].text))\n")
          append(bytes: prefix[...])
        }
      case .link(let label?, let target, let fragment):
        append(link: String(decoding: source[label], as: UTF8.self), to: target, fragment)
      case .link(nil, let target, let fragment):
        append(link: escapedLabel(included.handbook.documents[target].title.value), to: target, fragment)
      case .inclusion(let nested): append(nested, written: change.bytes, in: source, &included)
      }
    }
    if position < end { append(bytes: source[position..<end], prefix) }
  }

  /// What lines after the first begin with, so that they stay in the quote or the list that a mark stands in.
  private func continuation(of mark: Range<Int>, in source: [UInt8]) -> [UInt8] {
    let line = source[..<mark.lowerBound].lastIndex { $0 == 10 || $0 == 13 }.map { $0 + 1 } ?? 0
    return source[line..<mark.lowerBound].map { $0 == UInt8(ascii: ">") || $0 == 9 ? $0 : 32 }
  }

  /// Appends bytes of another file, with something before each line after the first.
  private mutating func append(bytes slice: ArraySlice<UInt8>, _ prefix: [UInt8] = []) {
    let start = Int32(bytes.count)
    for byte in slice {
      bytes.append(byte)
      if byte == 10 { bytes.append(contentsOf: prefix) }
    }
    if bytes.count > start { add(Part(isSource: false, start: start, end: Int32(bytes.count))) }
  }
}
