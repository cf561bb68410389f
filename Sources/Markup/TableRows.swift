/// How GitHub Flavored Markdown reads the lines of a table, section 4.10 of its specification.
enum TableRows {
  /// How a column is aligned.
  enum Alignment: UInt8, Sendable {
    case none, left, center, right
  }

  /// The alignments that a delimiter row gives; `nil` when `line` is none.
  static func delimiterRow(_ line: Bytes) -> [Alignment]? {
    var alignments: [Alignment] = []
    var index = 0
    func skipSpaces() {
      while index < line.count, line[index] == 32 || (line[index] >= 9 && line[index] <= 12) { index += 1 }
    }
    func take(_ byte: UInt8) -> Bool {
      guard index < line.count, line[index] == byte else { return false }
      index += 1
      return true
    }
    _ = take(UInt8(ascii: "|"))
    repeat {
      skipSpaces()
      if index == line.count, !alignments.isEmpty { return alignments }
      let isLeft = take(UInt8(ascii: ":"))
      let dashes = index
      while take(UInt8(ascii: "-")) {}
      guard index > dashes else { return nil }
      let isRight = take(UInt8(ascii: ":"))
      skipSpaces()
      alignments.append(isLeft ? (isRight ? .center : .left) : (isRight ? .right : .none))
    } while take(UInt8(ascii: "|"))
    return index == line.count ? alignments : nil
  }

  /// The cells of a row as ranges of offsets in `line`, without the spaces around them. A pipe after a backslash
  /// belongs to its cell.
  static func cells(of line: Bytes, limit: Int = .max) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    cells.reserveCapacity(min(limit, 8))
    let pipe = UInt8(ascii: "|")
    var index = 0
    func skipPipe() -> Bool {
      guard index < line.count, line[index] == pipe else { return false }
      index += 1
      while index < line.count, line[index] == 32 || (line[index] >= 9 && line[index] <= 12) { index += 1 }
      return true
    }
    _ = skipPipe()
    while index < line.count, cells.count < limit {
      let start = index
      while index < line.count, line[index] != pipe || (index > start && line[index - 1] == UInt8(ascii: "\\")) {
        index += 1
      }
      var end = index
      var first = start
      while end > first, line[end - 1].isASCIISpace { end -= 1 }
      while first < end, line[first].isASCIISpace { first += 1 }
      let hasPipe = skipPipe()
      // Only spaces at the end of the line, after its last pipe, are no cell.
      if hasPipe || first < end || cells.isEmpty { cells.append(first..<end) }
    }
    return cells
  }
}
