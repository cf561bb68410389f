import CCmark

/// A table whose cells, headings in libcmark's tree, are being walked.
final class OpenTable {
  let alignments: [TableRows.Alignment]
  /// The number of written cells in each row; the first row is the header.
  let cells: [Int]
  var row = 0
  var column = 0
  /// Where the cells stand.
  var places: [MarkupText.Table.Cell] = []

  init(alignments: [TableRows.Alignment], cells: [Int], notesCells: Bool) {
    self.alignments = alignments
    self.cells = cells
    if notesCells { places.reserveCapacity(cells.reduce(0, +)) }
  }
}

extension BodyWriter {
  /// Begins the table that a mark announces: as many headings as it has cells follow.
  mutating func begin(tableAt node: TreeNode, alignments: [TableRows.Alignment], cells: [Int]) {
    beginLine()
    html.append(options.isForPages ? "<div class=\"table\">\n<table>\n" : "<table>\n")
    table = OpenTable(alignments: alignments, cells: cells, notesCells: options.notesCells)
  }

  /// Begins a cell.
  mutating func enterCell(_ node: TreeNode) {
    guard let table else { return }
    if table.column == 0 {
      if table.row == 0 { html.append("<thead>\n") }
      if table.row == 1 { html.append("<tbody>\n") }
      html.append("<tr>\n")
    }
    openCell(table.column)
    if options.notesCells { note(cell: node) }
    prepareStrikes(in: node)
  }

  /// Ends a cell, and its row and the table if it is the last one.
  mutating func leaveCell() {
    guard let table else { return }
    endRawHTML()
    closeCell()
    table.column += 1
    if table.column < table.cells[table.row] { return }
    for column in table.column..<max(table.alignments.count, table.column) {
      openCell(column)
      closeCell()
    }
    html.append("</tr>\n")
    if table.row == 0 { html.append("</thead>\n") }
    table.row += 1
    table.column = 0
    if table.row < table.cells.count { return }
    if table.row > 1 { html.append("</tbody>\n") }
    html.append(options.isForPages ? "</table>\n</div>\n" : "</table>\n")
    if options.notesCells {
      text.tables.append(MarkupText.Table(file: source.file, rows: table.cells, cells: table.places))
    }
    self.table = nil
  }

  private mutating func openCell(_ column: Int) {
    guard let table else { return }
    html.append(table.row == 0 ? "<th" : "<td")
    switch table.alignments[column] {
    case .none: html.append(">")
    case .left: html.append(options.isForPages ? " class=\"left\">" : " align=\"left\">")
    case .center: html.append(options.isForPages ? " class=\"center\">" : " align=\"center\">")
    case .right: html.append(options.isForPages ? " class=\"right\">" : " align=\"right\">")
    }
  }

  private mutating func closeCell() {
    guard let table else { return }
    html.append(table.row == 0 ? "</th>\n" : "</td>\n")
  }
}
