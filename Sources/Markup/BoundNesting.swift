/// Two inputs on which libcmark 0.30 takes time that grows with the square of their length, made harmless: list items nested
/// thousands deep before thousands of blank lines (each line looks at each open item), and thousands of `![` before thousands
/// of links in one paragraph (each link looks at each open bracket).
///
/// Only a text that would take too long is changed: its list markers past column 200, or its image marks after the first
/// 1,000 of a paragraph, get a backslash, and so are text.
func boundedNesting(_ source: [UInt8]) -> [UInt8] {
  // No text this short takes longer than some milliseconds.
  guard source.count > 16_384 else { return source }
  var bound = NestingBound()
  bound.measure(source)
  return bound.isNeeded ? bound.rewritten(source) : source
}

private struct NestingBound {
  /// How many steps libcmark may take for nothing.
  static let steps = 5_000_000
  static let deepestColumn = 200
  static let imagesPerParagraph = 1_000

  private var escapesItems = false
  /// The paragraphs with too many images, by the offsets of their lines.
  private var paragraphs: [Range<Int>] = []

  var isNeeded: Bool { escapesItems || !paragraphs.isEmpty }

  mutating func measure(_ source: [UInt8]) {
    source.withUnsafeBufferPointer { bytes in
      var blankLines = 0
      var deepest = 0
      var paragraph = (start: 0, images: 0, ends: 0)
      var start = 0
      while start < bytes.count {
        let end = lineEnd(bytes, from: start)
        if bytes.part(start..<end).allSatisfy(\.isASCIISpace) {
          blankLines += 1
          close(&paragraph, at: start)
        } else {
          deepest = max(deepest, markers(bytes.part(start..<end)).column)
          count(bytes.part(start..<end), in: &paragraph)
        }
        start = end
      }
      close(&paragraph, at: bytes.count)
      escapesItems = deepest > Self.deepestColumn && blankLines > Self.steps / deepest
    }
  }

  private func count(_ line: Bytes, in paragraph: inout (start: Int, images: Int, ends: Int)) {
    for (index, byte) in line.enumerated() {
      if byte == UInt8(ascii: "]") { paragraph.ends += 1 }
      if byte == UInt8(ascii: "!"), line.has("![", at: index) { paragraph.images += 1 }
    }
  }

  private mutating func close(_ paragraph: inout (start: Int, images: Int, ends: Int), at end: Int) {
    if paragraph.images > Self.imagesPerParagraph, paragraph.images * paragraph.ends > Self.steps {
      paragraphs.append(paragraph.start..<end)
    }
    paragraph = (end, 0, 0)
  }

  private func lineEnd(_ bytes: Bytes, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 10, bytes[end] != 13 { end += 1 }
    return min(end + 1, bytes.count)
  }

  /// The column of the last list marker that a line begins with, and the offset at which a backslash makes the first one past the
  /// deepest column text.
  private func markers(_ line: Bytes) -> (column: Int, escape: Int?) {
    var (index, column, last) = (0, 0, 0)
    var escape: Int?
    while index < line.count {
      switch line[index] {
      case 9: column += 4 - column % 4
      case 32, UInt8(ascii: ">"): column += 1
      default:
        guard let end = BlockStart.listMarker(line, at: index, interrupting: false) ?? lineEndMarker(line, at: index)
        else { return (last, escape) }
        last = column
        if escape == nil, column > Self.deepestColumn { escape = end - 1 }
        column += end - index
        index = end - 1
      }
      index += 1
    }
    return (last, escape)
  }

  /// The offset after a bullet that the line's end follows.
  private func lineEndMarker(_ line: Bytes, at offset: Int) -> Int? {
    guard [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*")].contains(line[offset]), offset + 1 < line.count,
      line[offset + 1] == 10 || line[offset + 1] == 13
    else { return nil }
    return offset + 1
  }

  func rewritten(_ source: [UInt8]) -> [UInt8] {
    source.withUnsafeBufferPointer { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 2)
      var start = 0
      var next = 0
      var images = 0
      while start < bytes.count {
        let line = bytes.part(start..<lineEnd(bytes, from: start))
        while next < paragraphs.count, paragraphs[next].upperBound <= start { (next, images) = (next + 1, 0) }
        let isCrowded = next < paragraphs.count && paragraphs[next].lowerBound <= start
        let escape = escapesItems ? markers(line).escape : nil
        for (index, byte) in line.enumerated() {
          if index == escape { result.append(UInt8(ascii: "\\")) }
          if isCrowded, byte == UInt8(ascii: "!"), line.has("![", at: index) {
            images += 1
            if images > Self.imagesPerParagraph { result.append(UInt8(ascii: "\\")) }
          }
          result.append(byte)
        }
        start += line.count
      }
      return result
    }
  }
}
