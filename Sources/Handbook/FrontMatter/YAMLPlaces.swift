import Diagnostics

/// Turns libyaml's places in a part of a YAML text into places in the file that the text stands in.
struct YAMLPlaces {
  let bytes: ArraySlice<UInt8>
  let file: String
  /// The number of the text's first line in the file.
  let firstLine: Int
  /// The offsets in `bytes` at which its lines start.
  let lineStarts: [Int]
  /// The line (from 0) of the text that the part begins with.
  var firstOfPart = 0

  init(_ bytes: ArraySlice<UInt8>, file: String, firstLine: Int) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    var starts = [bytes.startIndex]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
    lineStarts = starts
  }

  /// The part's beginning.
  var start: SourceRange { SourceRange(file: file, line: firstLine + firstOfPart, column: 1) }

  /// The place of a mark; the part's beginning without one.
  func place(_ mark: YAMLEvents.Mark?, length: Int = 1) -> SourceRange {
    guard let mark else { return start }
    let index = firstOfPart + mark.line
    let column = byteColumn(scalars: mark.column, line: index)
    return SourceRange(file: file, line: firstLine + index, column: column + 1, length: length)
  }

  /// Where a scalar stands: for a quoted one, what is between the quotes.
  func range(of text: String, _ style: YAMLEvents.Style, _ mark: YAMLEvents.Mark) -> SourceRange {
    var range = place(mark)
    let index = range.start.line - firstLine
    guard lineStarts.indices.contains(index) else { return range }
    let start = lineStarts[index] + range.start.column - 1
    let rest = bytes[min(start, bytes.endIndex)...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if style == .quoted, let quote = rest.first {
      let inner = rest.dropFirst().prefix { $0 != quote }
      range.start.column += 1
      range.end.column = range.start.column + max(inner.count, 1)
    } else {
      let text = text.utf8
      range.end.column = range.start.column + (rest.starts(with: text) ? max(text.count, 1) : max(rest.count, 1))
    }
    return range
  }

  /// The offset in bytes of the character with index `scalars` in line `index`.
  private func byteColumn(scalars: Int, line index: Int) -> Int {
    guard lineStarts.indices.contains(index) else { return scalars }
    var left = scalars
    var offset = lineStarts[index]
    while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "\n") {
      if bytes[offset] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      offset += 1
    }
    return offset - lineStarts[index]
  }
}
