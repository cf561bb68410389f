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
  /// The offset of the part's first byte, and its line (from 0).
  private var part: (offset: Int, line: Int)
  /// The character that was looked up last, counted from the part's beginning: its offset and its line (from 0). Marks come in the
  /// text's order, so that the way from one to the next is short, where that from the part's beginning would take a long one forever.
  private var last: (character: Int, offset: Int, line: Int)
  /// A stretch without the end of a line, and one behind it.
  private var stretch = 0..<0

  init(_ bytes: ArraySlice<UInt8>, file: String, firstLine: Int) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    lineStarts = Self.lineStarts(of: bytes)
    part = (bytes.startIndex, 0)
    last = (0, bytes.startIndex, 0)
  }

  /// The places of the part that begins with line `line` (from 0).
  func part(fromLine line: Int) -> YAMLPlaces {
    var places = self
    let line = lineStarts.indices.contains(line) ? line : 0
    places.part = (lineStarts[line], line)
    places.last = (0, lineStarts[line], line)
    return places
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
  var start: SourceRange { SourceRange(file: file, line: firstLine + part.line, column: 1) }

  /// The place of a mark; the part's beginning without one.
  mutating func place(_ mark: YAMLEvents.Mark?) -> SourceRange {
    guard let mark else { return start }
    go(to: mark.character)
    return place(of: last.offset, line: last.line)
  }

  /// The place of a byte, counted from the part's beginning.
  func place(ofByte byte: Int) -> SourceRange {
    let offset = min(part.offset + byte, bytes.endIndex)
    return place(of: offset, line: lineStarts.lastIndex { $0 <= offset } ?? part.line)
  }

  private func place(of offset: Int, line: Int) -> SourceRange {
    SourceRange(file: file, line: firstLine + line, column: offset - lineStarts[line] + 1)
  }

  /// Where a scalar stands: for a quoted one, what is between the quotes.
  mutating func range(of text: String, _ style: YAMLEvents.Style, _ mark: YAMLEvents.Mark) -> SourceRange {
    var range = place(mark)
    var rest = restOfLine(from: last.offset)
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

  /// Goes to a character. Its line is not libyaml's, which takes U+0085, U+2028 and U+2029 for ends of lines too.
  private mutating func go(to character: Int) {
    var (count, offset, line) = last
    while count < character, offset < bytes.endIndex {
      repeat { offset += 1 } while offset < bytes.endIndex && bytes[offset] & 0xC0 == 0x80
      count += 1
    }
    while count > character, offset > part.offset {
      repeat { offset -= 1 } while offset > part.offset && bytes[offset] & 0xC0 == 0x80
      count -= 1
    }
    while line + 1 < lineStarts.count, lineStarts[line + 1] <= offset { line += 1 }
    while line > part.line, lineStarts[line] > offset { line -= 1 }
    last = (count, offset, line)
  }
}
