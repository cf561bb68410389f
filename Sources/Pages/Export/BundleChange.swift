import Handbook
import Markup
import TextFormats

/// Something in a document's text that is written in another way in bundles.
struct BundleChange {
  var bytes: Range<Int>
  var replacement: Replacement

  enum Replacement {
    /// Another text. None for the title, which stands above the fields already, and for what bold labels say among these.
    case text(String)
    /// The heading with this index in the outline, one level deeper: its marks begin at an offset, or it was underlined.
    case heading(Int, mark: Int?)
    /// What stands before the label of a link, and after it.
    case linkStart(BundlePiece.Target)
    case linkEnd
    /// A link that shows the title of where it leads.
    case title(BundlePiece.Target)
    /// The label of a footnote or a definition, which other documents may have too.
    case label
    /// The included text with this index.
    case inclusion(Int)
  }

  /// What is written in another way in one file of a document's text, in order. Of changes that overlap, the first one counts.
  static func changes(
    of text: MarkupText, _ targets: [LinkTarget], file: String, _ source: [UInt8]
  ) -> [BundleChange] {
    let lines = LineTable(source)
    var changes: [BundleChange] = []
    changes.reserveCapacity(text.outline.count + text.references.count * 2 + text.marks.count + 1)
    if let title = text.title, title.range.file == file {
      changes.append(
        BundleChange(bytes: titleBytes(title, lines, source), replacement: .text("")))
    }
    if let labels = text.labelLines, text.title?.range.file == file {
      let bytes = lines.bytes(ofLine: labels.lowerBound).lowerBound..<lines.bytes(ofLine: labels.upperBound).upperBound
      changes.append(BundleChange(bytes: bytes, replacement: .text("")))
    }
    for (number, heading) in text.outline.enumerated() where heading.range.file == file {
      append(heading, number, lines, source, to: &changes)
    }
    for (reference, target) in zip(text.references, targets) {
      guard reference.form == .link || reference.form == .wiki, reference.range.file == file,
        case .document(let other, let fragment) = target
      else { continue }
      let target = BundlePiece.Target(document: other, heading: fragment)
      append(reference, target, lines.bytes(of: reference.range), source, to: &changes)
    }
    for mark in text.marks where mark.range.file == file {
      append(mark, targets, lines.bytes(of: mark.range), source, to: &changes)
    }
    for (number, inclusion) in text.inclusions.enumerated() where inclusion.place.file == file {
      changes.append(BundleChange(bytes: lines.bytes(of: inclusion.place), replacement: .inclusion(number)))
    }
    changes.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    // What a file holds that is included several times is known several times.
    guard !text.inclusions.isEmpty else { return changes }
    var last: Range<Int>?
    return changes.filter { change in
      defer { last = change.bytes }
      return change.bytes != last
    }
  }

  // MARK: - Headings

  private static func append(
    _ heading: MarkupText.Heading, _ number: Int, _ lines: LineTable, _ source: [UInt8],
    to changes: inout [BundleChange]
  ) {
    let line = lines.bytes(ofLine: heading.range.start.line)
    let start = min(lines.offset(of: heading.range.start), line.upperBound)
    if isMarked(start, heading.level, source) {
      // Links in the heading are changed too: this change ends behind the first mark.
      changes.append(
        BundleChange(bytes: line.lowerBound..<start + 1, replacement: .heading(number, mark: start)))
      return
    }
    // Behind the mark of a list or a quote, the lines of one heading can't be made one; nor those of definitions before it.
    guard source[line.lowerBound..<start].allSatisfy({ $0 == 32 }),
      !source[start..<line.upperBound].contains("]:".utf8),
      let ends = textEnds(heading, lines, source), let last = ends.last
    else { return }
    changes.append(BundleChange(bytes: line.lowerBound..<start, replacement: .heading(number, mark: nil)))
    for end in ends.dropLast() { changes.append(BundleChange(bytes: end, replacement: .text(" "))) }
    // Marks at the end of a line are no text of a marked heading.
    let endsWithMark = last.lowerBound > start && source[last.lowerBound - 1] == UInt8(ascii: "#")
    changes.append(BundleChange(bytes: last, replacement: .text(endsWithMark ? " #" : "")))
  }

  /// Whether the marks of a heading of a level stand at an offset; else it is underlined.
  private static func isMarked(_ start: Int, _ level: Int, _ source: [UInt8]) -> Bool {
    let marks = source[start...].prefix { $0 == UInt8(ascii: "#") }
    return marks.count == level && (marks.endIndex == source.count || source[marks.endIndex] <= 32)
  }

  /// What stands between the lines of an underlined heading's text, and from its end to that of the underline; `nil` when there is
  /// no underline.
  private static func textEnds(_ heading: MarkupText.Heading, _ lines: LineTable, _ source: [UInt8]) -> [Range<Int>]? {
    let first = heading.range.start.line
    var ends: [Range<Int>] = []
    var end = content(lines.bytes(ofLine: first), source).upperBound
    for number in first + 1..<first + 50 {
      let content = content(lines.bytes(ofLine: number), source)
      guard !content.isEmpty else { return nil }
      ends.append(end..<content.lowerBound)
      if isUnderline(content, of: heading.level, source) {
        ends[ends.count - 1] = end..<content.upperBound
        return ends
      }
      end = content.upperBound
    }
    return nil
  }

  private static func isUnderline(_ content: Range<Int>, of level: Int, _ source: [UInt8]) -> Bool {
    source[content].allSatisfy { $0 == (level == 1 ? UInt8(ascii: "=") : UInt8(ascii: "-")) }
  }

  /// A line without the space around what stands in it.
  private static func content(_ line: Range<Int>, _ source: [UInt8]) -> Range<Int> {
    var (start, end) = (line.lowerBound, line.upperBound)
    while end > start, source[end - 1] <= 32 { end -= 1 }
    while start < end, source[start] <= 32 { start += 1 }
    return start..<end
  }

  /// The lines of a title: that one, or all to its underline.
  private static func titleBytes(_ title: MarkupText.Heading, _ lines: LineTable, _ source: [UInt8]) -> Range<Int> {
    let first = lines.bytes(ofLine: title.range.start.line)
    guard !isMarked(min(lines.offset(of: title.range.start), first.upperBound), title.level, source),
      let underline = textEnds(title, lines, source)?.last
    else { return first }
    let last = lines.place(of: underline.upperBound - 1).line
    return first.lowerBound..<lines.bytes(ofLine: last).upperBound
  }

  // MARK: - Links

  /// Appends the changes of a link that says itself where it leads.
  private static func append(
    _ reference: MarkupText.Reference, _ target: BundlePiece.Target, _ bytes: Range<Int>, _ source: [UInt8],
    to changes: inout [BundleChange]
  ) {
    if reference.form == .link {
      let span = source.withUnsafeBufferPointer { LinkSpan(in: $0, at: bytes.lowerBound) }
      if let span, span.isInline { append(link: span, to: target, &changes) }
      return
    }
    let (start, end) = (bytes.lowerBound, bytes.upperBound)
    guard bytes.count >= 4, source[start] == UInt8(ascii: "["), source[end - 1] == UInt8(ascii: "]") else { return }
    guard let bar = source[start..<end - 2].firstIndex(of: UInt8(ascii: "|")) else {
      changes.append(BundleChange(bytes: bytes, replacement: .title(target)))
      return
    }
    changes.append(BundleChange(bytes: start..<bar + 1, replacement: .linkStart(target)))
    changes.append(BundleChange(bytes: end - 2..<end, replacement: .linkEnd))
  }

  private static func append(link span: LinkSpan, to target: BundlePiece.Target, _ changes: inout [BundleChange]) {
    let start = span.text.lowerBound
    changes.append(BundleChange(bytes: start - 1..<start, replacement: .linkStart(target)))
    changes.append(BundleChange(bytes: span.text.upperBound..<span.end, replacement: .linkEnd))
  }

  // MARK: - Marks

  private static func append(
    _ mark: MarkupText.SourceMark, _ targets: [LinkTarget], _ bytes: Range<Int>, _ source: [UInt8],
    to changes: inout [BundleChange]
  ) {
    switch mark.meaning {
    case .footnote, .definition: changes.append(BundleChange(bytes: bytes, replacement: .label))
    case .link(let destination, let title, let reference):
      let isImage = source[bytes].first == UInt8(ascii: "!")
      let start = bytes.lowerBound + (isImage ? 1 : 0)
      guard let span = source.withUnsafeBufferPointer({ LinkSpan(in: $0, at: start) }), span.end == bytes.upperBound
      else { return }
      if !isImage, let reference, targets.indices.contains(reference),
        case .document(let other, let fragment) = targets[reference]
      {
        append(link: span, to: BundlePiece.Target(document: other, heading: fragment), &changes)
      } else {
        // Its definition is another one's here.
        let address = "](\(markdownDestination(destination))\(markdownTitle(title)))"
        changes.append(BundleChange(bytes: span.text.upperBound..<span.end, replacement: .text(address)))
      }
    case .unclosed: break
    }
  }

  /// An address as it stands in the round brackets of a link.
  private static func markdownDestination(_ address: String) -> String {
    let needsBrackets = address.isEmpty || address.utf8.contains { $0 <= 32 || $0 == 127 }
    let escaped = address.replacingScalars { scalar in
      switch scalar {
      case "\\", "(", ")", "<", ">", "|": "\\\(scalar)"
      case "&": address.utf8.contains(UInt8(ascii: ";")) ? "\\&" : nil
      case _ where scalar.value < 32: " "
      default: nil
      }
    }
    return needsBrackets ? "<\(escaped)>" : escaped
  }

  private static func markdownTitle(_ title: String) -> String {
    guard !title.isEmpty else { return "" }
    let escaped = oneLine(title).replacingScalars { "\\\"&|".unicodeScalars.contains($0) ? "\\\($0)" : nil }
    return " \"\(escaped)\""
  }
}

extension MarkupText {
  /// What would end the last block in some lines of a file, when nothing does.
  func openEnd(of file: String, in lines: Range<Int>) -> String? {
    for mark in marks where mark.range.file == file && lines.contains(mark.range.start.line) {
      if case .unclosed(let end) = mark.meaning { return end }
    }
    return nil
  }
}
