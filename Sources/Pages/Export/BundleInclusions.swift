import Handbook
import Markup

extension BundlePieceWriter {
  /// What is included in one document, and how far it has been written.
  struct Inclusions {
    /// The files that are being written, outer ones first.
    fileprivate var open: [String]
    /// How many texts may still be written: as many as the page has, as files could multiply each other.
    fileprivate var left: Int

    init(of document: Document) {
      open = [document.file]
      left = document.text.inclusions.count
    }
  }

  /// Writes the included text with an index, in the place of the mark that stands in some bytes of a source.
  mutating func write(_ number: Int, for mark: Range<Int>, in outer: [UInt8], _ included: inout Inclusions) {
    let inclusion = document.text.inclusions[number]
    guard included.left > 0, !included.open.contains(inclusion.file),
      let other = handbook.document(at: inclusion.file)
    else { return output.append(contentsOf: outer[mark]) }
    included.left -= 1
    included.open.append(inclusion.file)
    defer { included.open.removeLast() }
    let source = handbook.documents[other].source
    let lines = LineTable(source)
    var position = lines.bytes(ofLine: inclusion.lines.lowerBound).lowerBound
    var end = lines.bytes(ofLine: inclusion.lines.upperBound).lowerBound
    while end > position, source[end - 1] <= 32 { end -= 1 }
    let prefix = continuation(of: mark, in: outer)
    for change in changes(in: inclusion.file, source)
    where change.bytes.lowerBound >= position && change.bytes.upperBound <= end {
      append(source[position..<change.bytes.lowerBound], prefix)
      position = change.bytes.upperBound
      switch change.replacement {
      case .heading(let index, let mark?):
        output.append(contentsOf: source[change.bytes.lowerBound..<mark])
        writeMark(deepening: document.text.outline[index])
      case .heading(let index, nil):
        output.append(contentsOf: source[change.bytes])
        writeMarks(deepening: document.text.outline[index])
      case .label:
        // A file can be included several times.
        output.append(string: "\(labelPrefix)\(number + 1):")
        output.append(contentsOf: source[change.bytes])
      case .inclusion(let nested): write(nested, for: change.bytes, in: source, &included)
      default: write(change.replacement)
      }
    }
    if position < end { append(source[position..<end], prefix) }
    endLink()
    if let end = document.text.openEnd(of: inclusion.file, in: inclusion.lines) {
      output.append(10)
      output.append(contentsOf: prefix)
      output.append(string: end)
    }
  }

  /// What lines after the first begin with, so that they stay in the quote or the list that a mark stands in.
  private func continuation(of mark: Range<Int>, in source: [UInt8]) -> [UInt8] {
    let line = source[..<mark.lowerBound].lastIndex { $0 == 10 || $0 == 13 }.map { $0 + 1 } ?? 0
    return source[line..<mark.lowerBound].map { $0 == UInt8(ascii: ">") || $0 == 9 ? $0 : 32 }
  }

  /// Appends bytes of another file, with something before each line after the first.
  private mutating func append(_ bytes: ArraySlice<UInt8>, _ prefix: [UInt8]) {
    for byte in bytes {
      output.append(byte)
      if byte == 10 { output.append(contentsOf: prefix) }
    }
  }
}
