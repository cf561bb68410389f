import Diagnostics
import Glibc

/// A change of one stretch of a file.
public struct TextEdit: Sendable, Equatable {
  /// The file, relative to the content folder.
  public var file: String
  /// The bytes that are replaced, from the beginning of the file; empty where something is inserted.
  public var bytes: Range<Int>
  /// What stands there afterwards.
  public var replacement: String

  /// A change; see the properties.
  public init(file: String, bytes: Range<Int>, replacement: String) {
    self.file = file
    self.bytes = bytes
    self.replacement = replacement
  }
}

extension Array where Element == TextEdit {
  /// The files that are changed, sorted.
  public var files: [String] { Set(map { FileName($0.file) }).map(\.text).sortedInUTF8 }

  /// The edits of a file that are made, from its beginning on: of those that touch the same bytes the first one, and of equal ones one.
  ///
  /// - Parameter count: how many bytes the file has.
  public func made(in file: String, ofBytes count: Int) -> [TextEdit] {
    let sorted = enumerated().filter { $0.element.file.isSameInUTF8(as: file) }.sorted { a, b in
      let (x, y) = (a.element.bytes, b.element.bytes)
      return (x.lowerBound, x.upperBound, a.offset) < (y.lowerBound, y.upperBound, b.offset)
    }
    var made: [TextEdit] = []
    for (_, edit) in sorted where edit.bytes.upperBound <= count && edit != made.last {
      if edit.bytes.lowerBound >= made.last?.bytes.upperBound ?? 0 { made.append(edit) }
    }
    return made
  }

  /// A file's bytes with those edits made that ``made(in:ofBytes:)`` gives.
  public func applied(to source: [UInt8], of file: String) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in made(in: file, ofBytes: source.count) {
      result += source[position..<edit.bytes.lowerBound]
      result += edit.replacement.utf8
      position = edit.bytes.upperBound
    }
    return result + source[position...]
  }
}

/// Where the lines of a text begin, to find places by line and column.
public struct LineTable: Sendable {
  /// The offset of each line's first byte.
  public private(set) var starts: [Int]
  private let count: Int

  /// The lines of a text, as Markdown has them: a carriage return that stands alone ends one too. A byte order mark is no part of
  /// the first one.
  public init(_ source: [UInt8]) {
    starts = [source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    var starts = starts
    starts.reserveCapacity(source.count / 32 + 8)
    source.withUnsafeBytes { bytes in
      guard let first = bytes.baseAddress else { return }
      guard memchr(first, Int32(carriageReturn), bytes.count) == nil else {
        for (index, byte) in bytes.enumerated() where byte == newline || byte == carriageReturn {
          let isPair = byte == carriageReturn && index + 1 < bytes.count && bytes[index + 1] == newline
          if !isPair { starts.append(index + 1) }
        }
        return
      }
      // Most texts have no carriage returns, and their lines are found much faster.
      var position = 0
      while let found = memchr(first + position, Int32(newline), bytes.count - position) {
        position = UnsafeRawPointer(found) - first + 1
        starts.append(position)
      }
    }
    self.starts = starts
    count = source.count
  }

  /// The bytes of a line, its end among them; none at the text's end for a line that there is not.
  public func bytes(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return count..<count }
    let start = Swift.min(starts[line - 1], count)
    return start..<(line < starts.count ? starts[line] : count)
  }

  /// The offset of a place; the text's end for one beyond it.
  public func offset(of place: SourcePosition) -> Int {
    guard place.line >= 1, place.line <= starts.count else { return count }
    return Swift.min(starts[place.line - 1] + Swift.max(place.column - 1, 0), count)
  }

  /// The bytes of a stretch.
  public func bytes(of range: SourceRange) -> Range<Int> {
    let start = offset(of: range.start)
    return start..<Swift.max(start, offset(of: range.end))
  }

  /// The place of an offset.
  public func place(of offset: Int) -> SourcePosition {
    var (low, high) = (0, starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: Swift.max(offset - starts[low], 0) + 1)
  }
}

extension Array where Element == UInt8 {
  /// Where an id stands in a stretch, if it stands there once, and not as a part of another.
  func only(_ id: String, in stretch: Range<Int>) -> Range<Int>? {
    let id = Array(id.utf8)
    guard !id.isEmpty, stretch.upperBound <= count else { return nil }
    let isOfID = { (byte: UInt8) in
      byte >= 0x80 || (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == 45 || byte == 95
    }
    let found = self[stretch].ranges(of: id).filter { range in
      !self[stretch.lowerBound..<range.lowerBound].suffix(1).contains(where: isOfID)
        && !self[range.upperBound..<stretch.upperBound].prefix(1).contains(where: isOfID)
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The line end that the text uses: that of its first line.
  var lineEnd: String {
    let (end, next) = lineEnd(from: startIndex)
    return end == next ? "\n" : String(decoding: self[end..<next], as: UTF8.self)
  }
}
