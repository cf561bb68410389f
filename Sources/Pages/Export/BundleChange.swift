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
    /// The address of a file that is no document, between other texts.
    case file(String, fragment: String?, before: String = "", after: String = "")
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
    appendLinks(of: text, targets, file: file, lines, source, to: &changes)
    for mark in text.marks where mark.range.file == file {
      switch mark.meaning {
      case .footnote, .definition: changes.append(BundleChange(bytes: lines.bytes(of: mark.range), replacement: .label))
      case .link, .unclosed: break
      }
    }
    for (number, inclusion) in text.inclusions.enumerated() where inclusion.place.file == file {
      changes.append(BundleChange(bytes: lines.bytes(of: inclusion.place), replacement: .inclusion(number)))
    }
    changes.sort(by: Self.isBefore)
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
