import Handbook
import Markup

/// Something in a document's text that is written in another way in bundles.
struct BundleChange {
  var bytes: Range<Int>
  var replacement: Replacement

  enum Replacement {
    /// Nothing: the title stands above the fields already, and what bold labels say among these.
    case nothing
    /// The heading with this index in the outline, one level deeper: its marks begin at an offset, or it is underlined.
    case heading(Int, mark: Int?)
    /// A link: its label in the source, or the title where there is none.
    case link(label: Range<Int>?, target: BundlePiece.Target)
    /// The included text with this index.
    case inclusion(Int)
  }

  /// What is written in another way in one file of a document's text, in order. Of changes that overlap, the first one counts.
  static func changes(
    of text: MarkupText, _ targets: [LinkTarget], file: String, _ source: [UInt8]
  ) -> [BundleChange] {
    let lines = LineTable(source)
    var changes: [BundleChange] = []
    changes.reserveCapacity(text.outline.count + text.references.count + 1)
    if let title = text.title, title.range.file == file {
      changes.append(
        BundleChange(bytes: headingBytes(title.range.start.line, lines, source), replacement: .nothing))
    }
    if let labels = text.labelLines, text.title?.range.file == file {
      let bytes = lines.bytes(ofLine: labels.lowerBound).lowerBound..<lines.bytes(ofLine: labels.upperBound).upperBound
      changes.append(BundleChange(bytes: bytes, replacement: .nothing))
    }
    for (number, heading) in text.outline.enumerated() where heading.range.file == file {
      let bytes = headingBytes(heading.range.start.line, lines, source)
      if let mark = mark(of: bytes, source) {
        // Links in the heading are changed too: this change ends behind the first mark.
        changes.append(BundleChange(bytes: bytes.lowerBound..<mark + 1, replacement: .heading(number, mark: mark)))
      } else if heading.range.start.column <= 4 {
        changes.append(BundleChange(bytes: bytes, replacement: .heading(number, mark: nil)))
      }
    }
    for (reference, target) in zip(text.references, targets) {
      guard reference.form == .link || reference.form == .wiki, reference.range.file == file,
        case .document(let other, let fragment) = target
      else { continue }
      let bytes = lines.bytes(of: reference.range)
      guard let label = label(of: bytes, reference.form, source) else { continue }
      changes.append(
        BundleChange(
          bytes: bytes,
          replacement: .link(
            label: label.isEmpty ? nil : label, target: BundlePiece.Target(document: other, heading: fragment))))
    }
    for (number, inclusion) in text.inclusions.enumerated() where inclusion.place.file == file {
      changes.append(BundleChange(bytes: lines.bytes(of: inclusion.place), replacement: .inclusion(number)))
    }
    changes.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    return changes
  }

  /// Where the first `#` of a marked heading stands, behind what a quote or a list puts before it.
  private static func mark(of line: Range<Int>, _ source: [UInt8]) -> Int? {
    guard let mark = source[line].firstIndex(of: UInt8(ascii: "#")) else { return nil }
    let isMarked = source[line.lowerBound..<mark].allSatisfy { byte in
      !((97...122).contains(byte | 0x20) || byte >= 128)
    }
    return isMarked ? mark : nil
  }

  /// The lines of a heading that begins on a line: that one, or all to its underline.
  private static func headingBytes(_ line: Int, _ lines: LineTable, _ source: [UInt8]) -> Range<Int> {
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
  private static func label(of bytes: Range<Int>, _ form: MarkupText.Reference.Form, _ source: [UInt8]) -> Range<Int>? {
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
