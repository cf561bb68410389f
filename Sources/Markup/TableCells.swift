import Diagnostics

extension MarkupText {
  /// Where the cells of a table stand. A large handbook has many, so each takes no more than three numbers.
  public struct Table: Sendable, Hashable {
    /// Where a cell's text stands, within one line.
    public struct Cell: Sendable, Hashable {
      var line: Int32
      var column: Int32
      var length: Int32
    }

    /// The file that the table stands in: the text's own, or an included one.
    public var file: String
    /// The number of cells that were written in each row; the first row is the header.
    public var rows: [Int]
    /// The cells that were written, row by row.
    public var cells: [Cell]

    /// The place of a cell's text; an empty one has no length.
    ///
    /// - Parameters:
    ///   - row: from 0, the header.
    ///   - column: from 0.
    /// - Returns: `nil` when no such cell was written.
    public func range(row: Int, column: Int) -> SourceRange? {
      guard rows.indices.contains(row), 0..<rows[row] ~= column else { return nil }
      let index = rows[..<row].reduce(0, +) + column
      guard index < cells.count else { return nil }
      let cell = cells[index]
      let start = SourcePosition(line: Int(cell.line), column: Int(cell.column))
      return SourceRange(
        file: file, start: start, end: SourcePosition(line: start.line, column: start.column + Int(cell.length)))
    }
  }
}

extension BodyWriter {
  /// Notes where a cell stands: a heading `# text #` on a line of its own in what libcmark read.
  mutating func note(cell node: TreeNode) {
    let line = source.line(node.startLine - 1)
    let start = source.position(ofOffset: line.lowerBound + node.startColumn + 1, inLine: node.startLine - 1)
    table?.places.append(
      MarkupText.Table.Cell(
        line: Int32(clamping: start.line), column: Int32(clamping: start.column),
        length: Int32(clamping: max(line.count - node.startColumn - 3, 0))))
  }
}
