import Buffers
import Diagnostics
import Handbook
import Markup

/// Writes one document as it stands in bundles; see ``BundlePiece``.
struct BundlePieceWriter: ~Copyable {
  let document: Document
  let handbook: Handbook
  let resolution: Handbook.Resolution
  /// The document's headings that something links to.
  private let linked: Set<String>

  /// What does not stand in the document's source.
  var output = OutputBuffer(capacity: 512)
  private(set) var parts: [BundlePiece.Part] = []
  private(set) var targets: [BundlePiece.Target] = []
  private(set) var files: [String] = []
  private(set) var headings: Set<String> = []
  let anchor: String
  /// What the labels of footnotes and definitions begin with, so that those of each document are its own.
  var labelPrefix: String { anchor + ":" }
  /// How many bytes the parts have.
  private(set) var count = 0
  /// How many bytes of the output stand in parts.
  private var ended = 0
  /// The number of the target of the link whose label is being written, and whether it has no part yet.
  private var openLink: Int32?
  private var isLabelEmpty = false

  init(_ index: Int, of handbook: Handbook, anchor: String, linked: Set<String>) {
    document = handbook.documents[index]
    resolution = handbook.resolutions[index]
    self.handbook = handbook
    self.linked = linked
    self.anchor = anchor
    parts.reserveCapacity(16)
  }

  /// The line for a table of contents.
  var entry: [UInt8] {
    var line = OutputBuffer(capacity: 128)
    line.append("- [")
    line.append(escapedText: document.title.value.cutForOthers)
    line.append("](#")
    line.append(string: anchor)
    line.append(")\n")
    return line.array
  }

  /// Writes the whole piece.
  mutating func write() {
    output.append("\n<a id=\"")
    output.append(string: anchor)
    output.append("\"></a>\n\n## ")
    output.append(escapedText: document.title.value)
    output.append("\n\n")
    if document.kind != .page {
      output.append("*")
      output.append(string: document.kind.inWords)
      output.append("*\n\n")
    }
    if let heading = document.heading, heading.lowercased() != document.title.value.lowercased() {
      output.append("**")
      output.append(escapedText: heading)
      output.append("**\n\n")
    }
    let start = output.count
    let hasLinks = writeFields()
    if hasLinks || output.count > start { output.append("\n") }
    endPart()
    writeText()
    endPart()
  }

  // MARK: - Parts

  /// Ends the part that the output since the last one is.
  private mutating func endPart() {
    guard output.count > ended else { return }
    add(BundlePiece.Part(isSource: false, start: Int32(ended), end: Int32(output.count)))
    ended = output.count
  }

  private mutating func append(source range: Range<Int>) {
    guard !range.isEmpty else { return }
    endPart()
    if let last = parts.last, last.link < 0, openLink == nil, last.isSource, last.end == Int32(range.lowerBound) {
      parts[parts.count - 1].end = Int32(range.upperBound)
      count += range.count
    } else {
      add(BundlePiece.Part(isSource: true, start: Int32(range.lowerBound), end: Int32(range.upperBound)))
    }
  }

  private mutating func add(_ part: BundlePiece.Part) {
    var part = part
    if let openLink {
      part.link = openLink
      part.opens = isLabelEmpty
      isLabelEmpty = false
    }
    count += Int(part.end - part.start)
    parts.append(part)
  }

  /// Appends the address of a file that is no document.
  private mutating func append(file path: String) {
    endPart()
    add(BundlePiece.Part(isSource: false, start: Int32(ended), end: Int32(ended), file: Int32(files.count)))
    files.append(path)
  }

  /// Begins a link: what is written next is its label.
  mutating func beginLink(to target: BundlePiece.Target) {
    endLink()
    endPart()
    openLink = Int32(targets.count)
    isLabelEmpty = true
    targets.append(target)
  }

  /// Ends a link that was begun.
  mutating func endLink() {
    guard openLink != nil else { return }
    endPart()
    if isLabelEmpty { add(BundlePiece.Part(isSource: false, start: Int32(ended), end: Int32(ended))) }
    parts[parts.count - 1].closes = true
    openLink = nil
  }

  /// Appends a link with a label.
  mutating func append(link label: String, to target: BundlePiece.Target) {
    beginLink(to: target)
    output.append(string: label)
    endLink()
  }

  // MARK: - Fields

  /// Writes the fields as a list.
  ///
  /// - Returns: whether there are links in it.
  private mutating func writeFields() -> Bool {
    let fields = document.fields
    for field in Field.allCases where field != .type && field != .id && field != .title {
      switch fields[field] {
      case .text(let value):
        begin(field, " ")
        write([value], between: "")
      case .texts(let values):
        begin(field, " ")
        write(values, between: field == .keyQuestions ? " " : ", ")
      case .phases(let list):
        begin(field, " ")
        end(list.description)
      case .namedTexts(let values):
        begin(field, "\n")
        for value in values {
          output.append("  - **")
          output.append(escapedText: value.name.value)
          output.append("**")
          guard let text = value.text else {
            output.append("\n")
            continue
          }
          output.append(": ")
          write([text], between: "")
        }
      case .references: write(resolution.fields[field] ?? [], of: field)
      case nil: break
      }
    }
    for field in document.unknownFields { write(field.name.value, field.values) }
    return !targets.isEmpty
  }

  /// Writes a field of the team's own.
  private mutating func write(_ name: String, _ values: [Located<String>]) {
    output.append("- **")
    output.append(escapedText: name)
    output.append("**: ")
    write(values, between: ", ")
  }

  private mutating func write(_ values: [Located<String>], between separator: StaticString) {
    for (number, value) in values.enumerated() {
      if number > 0 { output.append(separator) }
      if let html = document.text.html(ofValueAt: value.range.start) {
        write(html)
      } else {
        output.append(escapedText: value.value)
      }
    }
    output.append("\n")
  }

  private mutating func begin(_ field: Field, _ next: StaticString) {
    output.append("- **")
    output.append(string: field.name)
    output.append("**:")
    output.append(next)
  }

  private mutating func end(_ text: String) {
    output.append(escapedText: text)
    output.append("\n")
  }

  private mutating func write(remark: String?) {
    guard let remark else { return output.append("\n") }
    output.append(": ")
    end(remark)
  }

  private mutating func write(_ references: [ResolvedFieldReference], of field: Field) {
    guard !references.isEmpty else { return }
    begin(field, "\n")
    for reference in references {
      let node = handbook.graph.nodes[reference.node]
      output.append("  - ")
      if let target = node.document {
        append(link: escapedText(node.name), to: BundlePiece.Target(document: target))
      } else {
        output.append(escapedText: node.name)
      }
      if let remark = reference.remark {
        output.append(" (")
        output.append(escapedText: remark)
        output.append(")")
      }
      write(remark: reference.text)
    }
  }

  // MARK: - The text

  private mutating func writeText() {
    let source = document.source
    var position = document.bodyStart
    var end = source.count
    while end > position, source[end - 1] <= 32 { end -= 1 }
    let start = count
    var included = Inclusions(of: document)
    for change in changes(in: document.file, source)
    where change.bytes.lowerBound >= position && change.bytes.upperBound <= source.count {
      append(position..<min(change.bytes.lowerBound, end), of: source, after: start)
      position = change.bytes.upperBound
      switch change.replacement {
      case .heading(let number, let mark): write(document.text.outline[number], change.bytes, mark)
      case .label:
        output.append(string: labelPrefix)
        append(source: change.bytes)
      case .inclusion(let number): write(number, for: change.bytes, in: source, &included)
      default: write(change.replacement)
      }
    }
    if position < end { append(position..<end, of: source, after: start) }
    endLink()
    if let end = document.text.openEnd(of: document.file, in: 1..<Int.max) {
      output.append("\n")
      output.append(string: end)
    }
    if count + output.count - ended > start, !endsLine(in: source) { output.append("\n") }
  }

  /// Writes what stands in the place of something, where that is the same in the document and in what it includes.
  mutating func write(_ replacement: BundleChange.Replacement) {
    switch replacement {
    case .text(let text): output.append(string: text)
    case .linkStart(let target): beginLink(to: target)
    case .linkEnd: endLink()
    case .title(let target): append(link: label(of: target), to: target)
    case .file(let path, let fragment, let before, let after):
      output.append(string: before)
      append(file: path)
      if let fragment { output.append(string: "#" + URLPath.encodedFragment(fragment)) }
      output.append(string: after)
    case .heading, .label, .inclusion: break
    }
  }

  /// Whether what was written last ends a line.
  private func endsLine(in source: [UInt8]) -> Bool {
    if output.count > ended { return output.last == 10 }
    guard let last = parts.last, last.link < 0, last.isSource else { return false }
    return source[Int(last.end) - 1] == 10
  }

  /// What a link shows that says nothing itself.
  func label(of target: BundlePiece.Target) -> String {
    escapedText(handbook.documents[target.document].title.value.cutForOthers)
  }

  /// Appends a stretch of the source; empty lines before the text has begun are left out.
  private mutating func append(_ range: Range<Int>, of source: [UInt8], after start: Int) {
    guard !range.isEmpty else { return }
    var first = range.lowerBound
    if count + output.count - ended == start {
      while first < range.upperBound, source[first] == 10 || source[first] == 13 { first += 1 }
    }
    append(source: first..<range.upperBound)
  }

  /// Writes a heading one level deeper, behind its anchor where something links to it.
  private mutating func write(_ heading: MarkupText.Heading, _ range: Range<Int>, _ mark: Int?) {
    // In a list or a quote an anchor on a line of its own would end it.
    if linked.contains(heading.anchor), mark == nil || mark == range.lowerBound {
      headings.insert(heading.anchor)
      output.append("<a id=\"")
      output.append(string: BundlePiece.anchor(ofHeading: heading.anchor, in: anchor))
      output.append("\"></a>\n\n")
    }
    if let mark {
      append(source: range.lowerBound..<mark)
      writeMark(deepening: heading)
    } else {
      append(source: range)
      writeMarks(deepening: heading)
    }
  }

  /// Writes the first mark of a heading and one more, as far as there may be one more.
  mutating func writeMark(deepening heading: MarkupText.Heading) { output.append(heading.level < 6 ? "##" : "#") }

  /// Writes the marks of a heading that was underlined, one level deeper.
  mutating func writeMarks(deepening heading: MarkupText.Heading) {
    for _ in 0..<min(heading.level + 1, 6) { output.append("#") }
    output.append(" ")
  }

  func changes(in file: String, _ source: [UInt8]) -> [BundleChange] {
    BundleChange.changes(of: document.text, resolution.links, file: file, source)
  }
}
