import Buffers

/// GitHub's tables and footnotes put into words that libcmark knows, so that one parse gives their inline markup with the
/// whole text's reference definitions in force.
///
/// Each cell becomes a level-1 heading on a line of its own, after a mark; a footnote definition becomes a list item whose
/// content begins in column 5 (its continuation lines are indented by four columns, as a footnote's are), with a mark as
/// its first block. A mark is an empty HTML comment; the number of its line, which no author can forge, tells what it
/// stands for. Whether a line is a table depends on the blocks around it, so this is a guess; ``RewriteCheck`` compares it
/// with the tree that libcmark made of it, and a wrong guess is corrected and the text parsed again.
struct SourceRewriting: ~Copyable {
  /// What earlier guesses taught.
  struct Corrections {
    /// Lines (the delimiter row of a table, the first of a footnote), from 0, that are to be left alone.
    var untouched: Set<Int> = []
    /// The number of body rows of the table whose delimiter row is in the line.
    var rowLimits: [Int: Int] = [:]
    /// Lines that look as if they stood in a fenced code block, but do not.
    var unfenced: Set<Int> = []
  }

  private(set) var text: SourceText
  private(set) var pieces = RewrittenPieces()
  /// The line of each piece that its corrections go by.
  private(set) var lines: [Int] = []
  /// Lines that would be pieces if they did not seem to stand in a fenced code block.
  private(set) var fenced: [Int] = []

  private let source: SourceText
  private let corrections: Corrections
  /// The fence of the code block that the line which was looked at last seems to stand in.
  private var fence: Fence?
  /// The list items that this line stands in.
  private var items = OpenItems()
  private var output = OutputBuffer()
  /// The offset in the output of each of its lines.
  private var lineStarts: [Int] = []
  private var origins: [SourceText.Origin] = []

  /// Whether anything looks like a table or a footnote.
  var isNeeded: Bool { !pieces.isEmpty || !fenced.isEmpty }

  /// Rewrites what looks like tables and footnotes in `source`.
  init(_ source: SourceText, corrections: Corrections = Corrections()) {
    let candidates = SourceRewriting.candidates(in: source)
    self.source = source
    self.corrections = corrections
    text = source
    guard !candidates.isEmpty else { return }
    output.reserve(source.bytes.count + source.bytes.count / 4)
    lineStarts.reserveCapacity(source.lineStarts.count * 2)
    origins.reserveCapacity(source.lineStarts.count * 2)
    source.bytes.withUnsafeBufferPointer { rewrite(candidates, $0) }
    guard !pieces.isEmpty else { return }
    text.bytes = output.array
    text.lineStarts = lineStarts
    text.origins = origins
  }

  /// The lines, ascending, that begin a footnote or stand before what could be a delimiter row.
  private static func candidates(in source: SourceText) -> [Int] {
    var candidates: [Int] = []
    source.bytes.withUnsafeBufferPointer { bytes in
      for (line, start) in source.lineStarts.enumerated() {
        var index = start
        while index < bytes.count, bytes[index].isSpaceOrTab || bytes[index] == UInt8(ascii: ">") { index += 1 }
        guard index + 1 < bytes.count else { continue }
        switch bytes[index] {
        case UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: "-"):
          var end = index
          while end < bytes.count, isDelimiterByte(bytes[end]) { end += 1 }
          let isRow = end == bytes.count || bytes[end] == 10 || bytes[end] == 13
          if isRow {
            if line > 0, candidates.last != line - 1 { candidates.append(line - 1) }
          } else if beginsFootnote(bytes, afterMarkersAt: index) {
            candidates.append(line)
          }
        case UInt8(ascii: "["): if bytes[index + 1] == UInt8(ascii: "^") { candidates.append(line) }
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          if beginsFootnote(bytes, afterMarkersAt: index) { candidates.append(line) }
        default: break
        }
      }
    }
    return candidates
  }

  /// Whether `[^` follows one or more list markers.
  private static func beginsFootnote(_ bytes: Bytes, afterMarkersAt start: Int) -> Bool {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): index += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
        index += 1
      case UInt8(ascii: "["): return index > start && bytes.has("[^", at: index)
      default: return false
      }
      guard index < bytes.count, bytes[index].isSpaceOrTab else { return false }
      while index < bytes.count, bytes[index].isSpaceOrTab { index += 1 }
    }
    return false
  }

  private static func isDelimiterByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "|") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") || byte.isSpaceOrTab
      || byte == 11 || byte == 12
  }
}

// MARK: - Lines

extension SourceRewriting {
  private mutating func rewrite(_ candidates: [Int], _ bytes: Bytes) {
    var line = 0
    for candidate in candidates where candidate >= line {
      appendUnchanged(line..<candidate, bytes)
      line = candidate
      let content = bytes.part(source.line(line))
      look(at: content)
      if let footnote = footnote(in: content), isFree(line) {
        append(footnote, content, line: line)
        line += 1
      } else if let alignments = delimiterRow(at: line + 1, bytes), !content.isEmpty,
        let header = header(line, bytes, columns: alignments.count), isFree(line + 1)
      {
        line = appendTable(alignments, header: header, line: line, bytes)
      } else {
        append(unchanged: line..<line + 1, bytes)
        line += 1
      }
    }
    append(unchanged: line..<source.lineStarts.count, bytes)
  }

  /// Follows the fences of code blocks into a line.
  private mutating func look(at line: Bytes) {
    var index = 0
    while index < line.count, line[index].isSpaceOrTab { index += 1 }
    guard index < line.count else { return }
    if let open = fence {
      if open.isClosed(by: line) { fence = nil }
      return
    }
    items.look(at: line)
    // Only these begin a fence, a list item or a quote.
    switch line[index] {
    case UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "*"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      fence = Fence(openedBy: line)
    default: break
    }
  }

  /// Whether the line may be rewritten.
  private mutating func isFree(_ line: Int) -> Bool {
    if corrections.untouched.contains(line) { return false }
    if fence != nil, !corrections.unfenced.contains(line) {
      fenced.append(line)
      return false
    }
    return true
  }

  /// Appends lines as they are, fences followed.
  private mutating func appendUnchanged(_ lines: Range<Int>, _ bytes: Bytes) {
    for line in lines { look(at: bytes.part(source.line(line))) }
    append(unchanged: lines, bytes)
  }

  private mutating func append(unchanged lines: Range<Int>, _ bytes: Bytes) {
    guard !lines.isEmpty else { return }
    let end = lines.upperBound < source.lineStarts.count ? source.lineStarts[lines.upperBound] : bytes.count
    let moved = output.count - source.lineStarts[lines.lowerBound]
    output.append(contentsOf: bytes.part(source.lineStarts[lines.lowerBound]..<end))
    for line in lines {
      lineStarts.append(source.lineStarts[line] + moved)
      origins.append(SourceText.Origin(line: line, shift: 0))
    }
  }

  /// Notes that the mark of `piece` is the next line.
  private mutating func begin(_ piece: RewrittenPieces.Piece, line: Int) {
    pieces.append(piece, markedInLine: origins.count + 1)
    lines.append(line)
  }

  /// Appends a line that comes from `line`, of which a column is `shift` further right there.
  private mutating func append(line: Int, shift: Int, _ write: (inout OutputBuffer) -> Void) {
    if let last = output.last, last != 10, last != 13 { output.append(10) }
    lineStarts.append(output.count)
    write(&output)
    output.append(10)
    origins.append(SourceText.Origin(line: line, shift: shift))
  }
}

// MARK: - Footnotes

extension SourceRewriting {
  /// The label when a footnote's definition `[^label]:` begins at `offset`.
  private func footnoteLabel(_ line: Bytes, at offset: Int) -> Range<Int>? {
    guard line.has("[^", at: offset) else { return nil }
    var index = offset + 2
    while index < line.count, line[index] != UInt8(ascii: "]"), !line[index].isASCIISpace { index += 1 }
    return index > offset + 2 && line.has("]:", at: index) ? offset + 2..<index : nil
  }

  /// A footnote's definition, and where its item is to stand.
  private struct Footnote {
    var label: Range<Int>
    /// What stands before the item in its first line, and in all others.
    var firstPrefix: [UInt8]
    var prefix: [UInt8]
  }

  /// The footnote that a line defines, which the items and quotes of the line hold.
  private func footnote(in line: Bytes) -> Footnote? {
    let prefix = LinePrefix(of: line)
    var (start, column) = (prefix.end, prefix.column)
    while let next = BlockStart.afterListMarker(line, at: start, column: column) {
      (start, column) = (next.offset, next.column)
    }
    guard let label = footnoteLabel(line, at: start) else { return nil }
    let content = items.contentColumn(around: column) ?? prefix.quotedColumn
    // Four columns further in it is code.
    guard column - content < 4 else { return nil }
    var before = Array(line.part(0..<prefix.quotesEnd))
    // The quote takes a space for its own.
    if prefix.quotes > 0 { before.append(32) }
    before.append(contentsOf: repeatElement(32, count: max(0, content - prefix.quotedColumn)))
    return Footnote(
      label: label, firstPrefix: start > prefix.end ? Array(line.part(0..<start)) : before, prefix: before)
  }

  private mutating func append(_ footnote: Footnote, _ line: Bytes, line number: Int) {
    begin(.footnote(label: line.part(footnote.label).string), line: number)
    pieces.footnoteLabels.append((number, footnote.label))
    append(line: number, shift: 0) { output in
      output.append(contentsOf: footnote.firstPrefix)
      output.append("+   ")
      output.append("<!---->")
    }
    var start = footnote.label.upperBound + 2
    while start < line.count, line[start].isSpaceOrTab { start += 1 }
    append(line: number, shift: start - footnote.prefix.count - 4) { output in
      output.append(contentsOf: footnote.prefix)
      output.append("    ")
      output.append(contentsOf: line.part(start..<line.count))
    }
  }
}

// MARK: - Tables

extension SourceRewriting {
  private func delimiterRow(at line: Int, _ bytes: Bytes) -> [TableRows.Alignment]? {
    guard line < source.lineStarts.count else { return nil }
    let content = bytes.part(source.line(line))
    let start = LinePrefix(of: content).end
    guard start < content.count, SourceRewriting.isDelimiterByte(content[start]) else { return nil }
    // A lone run of dashes underlines a heading; a dash and a space begin a list.
    if content[start] == UInt8(ascii: "-"), start + 1 == content.count || content[start + 1].isSpaceOrTab { return nil }
    guard let row = TableRows.delimiterRow(content.part(start..<content.count)) else { return nil }
    let isUnderline =
      row.count == 1 && content[start] == UInt8(ascii: "-")
      && !content.part(start..<content.count).contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ":") }
    return isUnderline ? nil : row
  }

  /// The header row in `line`: where its text begins, and its cells; `nil` when it is no header of so many columns.
  private func header(_ line: Int, _ bytes: Bytes, columns: Int) -> (start: Int, cells: [Range<Int>])? {
    let content = bytes.part(source.line(line))
    let delimiters = bytes.part(source.line(line + 1))
    let isFirst = line == 0 || LinePrefix(of: bytes.part(source.line(line - 1))).end == source.line(line - 1).count
    guard
      let start = LinePrefix.headerStart(content, delimiterColumn: LinePrefix(of: delimiters).column, isFirst: isFirst),
      start < content.count, !BlockStart.interruptsParagraph(content, at: start)
    else { return nil }
    let cells = TableRows.cells(of: content.part(start..<content.count), limit: columns + 1)
    guard cells.count == columns else { return nil }
    return (start, cells.map { $0.lowerBound + start..<$0.upperBound + start })
  }

  /// Appends a table and gives the line after it.
  private mutating func appendTable(
    _ alignments: [TableRows.Alignment], header: (start: Int, cells: [Range<Int>]), line: Int, _ bytes: Bytes
  ) -> Int {
    let content = bytes.part(source.line(line))
    let delimiters = bytes.part(source.line(line + 1))
    let prefix = LinePrefix(of: delimiters)
    let index = pieces.count
    begin(.table(alignments: alignments, cells: []), line: line + 1)
    append(line: line, shift: 0) { output in
      output.append(contentsOf: content.part(0..<header.start))
      output.append("<!---->")
    }
    append(cells: header.cells, of: content, prefix: delimiters.part(0..<prefix.end), line: line)
    var counts = [header.cells.count]
    var padding = 0
    var next = line + 2
    let limit = corrections.rowLimits[line + 1] ?? .max
    while next < source.lineStarts.count, counts.count - 1 < limit {
      let row = bytes.part(source.line(next))
      let rowPrefix = LinePrefix(of: row)
      guard rowPrefix.end < row.count, rowPrefix.quotes == prefix.quotes,
        !BlockStart.interruptsTable(row, at: rowPrefix.end), footnoteLabel(row, at: rowPrefix.end) == nil
      else { break }
      let cells = TableRows.cells(of: row.part(rowPrefix.end..<row.count), limit: alignments.count)
      guard !cells.isEmpty else { break }
      padding += alignments.count - cells.count
      // Many rows of few cells under many columns would make the output grow with the square of the input.
      guard padding < 200_000 else { break }
      append(
        cells: cells.map { $0.lowerBound + rowPrefix.end..<$0.upperBound + rowPrefix.end }, of: row,
        prefix: row.part(0..<rowPrefix.end), line: next)
      counts.append(cells.count)
      next += 1
    }
    pieces[index] = .table(alignments: alignments, cells: counts)
    return next
  }

  private mutating func append(cells: [Range<Int>], of line: Bytes, prefix: Bytes, line number: Int) {
    for cell in cells {
      append(line: number, shift: cell.lowerBound - prefix.count - 2) { output in
        output.append(contentsOf: prefix)
        output.append("# ")
        output.append(contentsOf: line.part(cell))
        output.append(" #")
      }
    }
  }
}
