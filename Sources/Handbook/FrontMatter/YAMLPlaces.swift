import Diagnostics
import Glibc

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
  /// The place that was looked up last: marks come in the text's order, so that the way from one to the next is short, where
  /// that from the line's beginning would take a line of 1 MB forever.
  private var last = (line: -1, scalars: 0, offset: 0)
  /// A stretch without the end of a line, and one behind it.
  private var stretch = 0..<0

  init(_ bytes: ArraySlice<UInt8>, file: String, firstLine: Int) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    lineStarts = Self.lineStarts(of: bytes)
  }

  private static func lineStarts(of bytes: ArraySlice<UInt8>) -> [Int] {
    var starts = [bytes.startIndex]
    starts.reserveCapacity(bytes.count / 24 + 4)
    let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    guard bytes.hasByte(carriageReturn) else {
      while let end = starts.last.flatMap({ bytes.firstOffset(of: newline, from: $0) }) { starts.append(end + 1) }
      return starts
    }
    for index in bytes.indices where bytes[index] == newline || bytes[index] == carriageReturn {
      let isPair = bytes[index] == carriageReturn && index + 1 < bytes.endIndex && bytes[index + 1] == newline
      if !isPair { starts.append(index + 1) }
    }
    return starts
  }

  /// The part's beginning.
  var start: SourceRange { SourceRange(file: file, line: firstLine + firstOfPart, column: 1) }

  /// The place of a mark; the part's beginning without one.
  mutating func place(_ mark: YAMLEvents.Mark?, length: Int = 1) -> SourceRange {
    guard let mark else { return start }
    let index = firstOfPart + mark.line
    let column = byteColumn(scalars: mark.column, line: index)
    return SourceRange(file: file, line: firstLine + index, column: column + 1, length: length)
  }

  /// Where a scalar stands: for a quoted one, what is between the quotes.
  mutating func range(of text: String, _ style: YAMLEvents.Style, _ mark: YAMLEvents.Mark) -> SourceRange {
    var range = place(mark)
    let index = range.start.line - firstLine
    guard lineStarts.indices.contains(index) else { return range }
    let start = lineStarts[index] + range.start.column - 1
    var rest = restOfLine(from: min(start, bytes.endIndex))
    // A tag or the name of an anchor stands before the value.
    while let mark = rest.first, mark == UInt8(ascii: "!") || mark == UInt8(ascii: "&"),
      let space = rest.firstIndex(where: { $0 == 32 || $0 == 9 }),
      let value = rest[space...].firstIndex(where: { $0 != 32 && $0 != 9 })
    {
      range.start.column += value - rest.startIndex
      rest = rest[value...]
    }
    if style == .quoted, let quote = rest.first {
      let inner = Self.quoted(rest, by: quote)
      range.start.column += 1
      range.end.column = range.start.column + max(inner.count, 1)
    } else {
      let count = text.utf8.count
      range.end.column = range.start.column + max(begins(rest, with: text) ? count : rest.count, 1)
    }
    return range
  }

  private func begins(_ bytes: ArraySlice<UInt8>, with text: String) -> Bool {
    let count = text.utf8.count
    guard bytes.count >= count, count > 0 else { return count == 0 }
    var text = text
    return text.withUTF8 { text in
      bytes.withUnsafeBufferPointer { bytes in
        guard let text = text.baseAddress, let bytes = bytes.baseAddress else { return true }
        return memcmp(bytes, text, count) == 0
      }
    }
  }

  /// What stands between quotes, those that are escaped among it; all of the line when they are closed in another.
  private static func quoted(_ rest: ArraySlice<UInt8>, by quote: UInt8) -> ArraySlice<UInt8> {
    var index = rest.startIndex + 1
    while index < rest.endIndex {
      let next = index + 1
      let isEscape =
        quote == UInt8(ascii: "\"")
        ? rest[index] == UInt8(ascii: "\\")
        : rest[index] == quote && next < rest.endIndex && rest[next] == quote
      if !isEscape, rest[index] == quote { break }
      index += isEscape ? 2 : 1
    }
    return rest[(rest.startIndex + 1)..<Swift.min(index, rest.endIndex)]
  }

  /// What stands from `start` to the end of its line.
  private mutating func restOfLine(from start: Int) -> ArraySlice<UInt8> {
    // The end of one scalar's line is that of the next one's.
    if !stretch.contains(start) {
      let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: start) ?? bytes.endIndex
      stretch = start..<(bytes[start..<end].firstOffset(of: UInt8(ascii: "\r"), from: start) ?? end)
    }
    return bytes[start..<stretch.upperBound]
  }

  /// The offset in bytes of the character with index `scalars` in line `index`.
  private mutating func byteColumn(scalars: Int, line index: Int) -> Int {
    guard lineStarts.indices.contains(index) else { return scalars }
    if last.line != index || last.scalars > scalars { last = (index, 0, lineStarts[index]) }
    var (_, left, offset) = last
    left = scalars - left
    while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "\n") {
      if bytes[offset] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      offset += 1
    }
    last = (index, scalars - left, offset)
    return offset - lineStarts[index]
  }
}
