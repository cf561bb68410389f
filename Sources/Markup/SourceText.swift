import Diagnostics
import Glibc

/// The text of one file as libcmark reads it, and how its lines and columns lead back to the file.
struct SourceText {
  /// Where a line of a rewritten text comes from.
  struct Origin {
    /// The index of the line in the text as it was written, from 0.
    var line: Int
    /// What to add to a column of the rewritten line.
    var shift: Int
  }

  /// The file's path, for source ranges and relative links.
  var file: String
  /// The number of the first line in the file.
  var firstLine: Int
  /// What libcmark reads.
  var bytes: [UInt8]
  /// The offset of each line's first byte.
  var lineStarts: [Int]
  /// The origin of each line when the text was rewritten; `nil` when it is as the author wrote it.
  var origins: [Origin]?

  /// `bytes` as the author wrote them.
  init(_ bytes: [UInt8], file: String, firstLine: Int) {
    self.file = file
    self.firstLine = firstLine
    self.bytes = bytes
    lineStarts = SourceText.lineStarts(of: bytes)
  }

  /// The offset of the first byte of each line. A line ends with a line feed, a carriage return, or both.
  static func lineStarts(of source: [UInt8]) -> [Int] {
    var starts = [0]
    starts.reserveCapacity(source.count / 24 + 4)
    source.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      guard memchr(base, 13, bytes.count) == nil else {
        for index in bytes.indices where bytes[index] < 14 {
          let isReturn = bytes[index] == 13 && !(index + 1 < bytes.count && bytes[index + 1] == 10)
          if bytes[index] == 10 || isReturn { starts.append(index + 1) }
        }
        return
      }
      var index = 0
      while let found = memchr(base + index, 10, bytes.count - index) {
        index = UnsafeRawPointer(found) - base + 1
        starts.append(index)
      }
    }
    if starts.last == source.count, source.count > 0 { starts.removeLast() }
    return starts
  }

  /// The offsets of line `index` (from 0), without its line end.
  func line(_ index: Int) -> Range<Int> {
    guard lineStarts.indices.contains(index) else { return bytes.count..<bytes.count }
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    while end > start, bytes[end - 1] == 10 || bytes[end - 1] == 13 { end -= 1 }
    return start..<end
  }

  /// The offset of a line and column, both from 1.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return bytes.count }
    return min(lineStarts[line - 1] + max(column - 1, 0), bytes.count)
  }

  /// The line (from 0) that holds the byte at `offset`.
  func lineIndex(ofOffset offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The place in the author's file of the byte at `offset` of what libcmark reads.
  func position(ofOffset offset: Int) -> SourcePosition {
    position(ofOffset: offset, inLine: lineIndex(ofOffset: offset))
  }

  /// The rest of a line from a column on; both from 1, as libcmark counts them.
  func range(toEndOfLine line: Int, column: Int) -> SourceRange {
    let index = min(max(line - 1, 0), lineStarts.count - 1)
    let start = lineStarts[index] + max(column - 1, 0)
    return range(from: start, to: max(self.line(index).upperBound, start), inLine: index)
  }

  /// The place in the author's file of bytes of one line, which is given from 0.
  func range(from start: Int, to end: Int, inLine index: Int) -> SourceRange {
    let first = position(ofOffset: start, inLine: index)
    return SourceRange(
      file: file, start: first, end: SourcePosition(line: first.line, column: first.column + end - start))
  }

  /// The place of a byte of one line, which is given from 0.
  func position(ofOffset offset: Int, inLine index: Int) -> SourcePosition {
    let column = offset - lineStarts[index] + 1
    guard let origins, index < origins.count else { return SourcePosition(line: firstLine + index, column: column) }
    return SourcePosition(line: firstLine + origins[index].line, column: max(1, column + origins[index].shift))
  }

  /// The place in the author's file of the bytes from `start` up to `end` of what libcmark reads.
  func range(from start: Int, to end: Int) -> SourceRange {
    let first = position(ofOffset: start)
    guard end > start else { return SourceRange(file: file, start: first, end: first) }
    var last = position(ofOffset: end - 1)
    last.column += 1
    return SourceRange(file: file, start: first, end: max(first, last))
  }
}
