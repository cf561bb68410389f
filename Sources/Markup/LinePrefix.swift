/// What stands before the text of a line: indentation and the marks of quotes.
struct LinePrefix {
  /// The offset of the text's first byte.
  var end = 0
  /// The offset after the last `>`.
  var quotesEnd = 0
  /// How many `>` there are.
  var quotes = 0
  /// The column at which a text after the last `>` and a space begins; 0 when there is no `>`.
  var quotedColumn = 0
  /// The column at which the text begins, tabs counted as they look, from 0.
  var column = 0

  init(of line: Bytes) {
    while end < line.count {
      switch line[end] {
      case 32: column += 1
      case 9: column += 4 - column % 4
      case UInt8(ascii: ">"):
        column += 1
        quotes += 1
        quotesEnd = end + 1
        quotedColumn = column + 1
      default: return
      }
      end += 1
    }
  }

  /// Where the text of a table's header row begins, which may be the first line of list items; `nil` when the
  /// delimiter row, whose text begins in the column given, would stand outside of these.
  ///
  /// - Parameter isFirst: whether a blank line or nothing stands before, so that any number can begin a list.
  static func headerStart(_ line: Bytes, delimiterColumn: Int, isFirst: Bool) -> Int? {
    var prefix = LinePrefix(of: line)
    while let marker = BlockStart.listMarker(line, at: prefix.end, interrupting: !isFirst) {
      prefix.column += marker - prefix.end
      prefix.end = marker
      while prefix.end < line.count, line[prefix.end].isSpaceOrTab || line[prefix.end] == UInt8(ascii: ">") {
        prefix.column += line[prefix.end] == 9 ? 4 - prefix.column % 4 : 1
        prefix.end += 1
      }
      if delimiterColumn + 3 < prefix.column || delimiterColumn == 0 { return nil }
    }
    return prefix.end
  }
}

/// The list items that a line stands in, as far as it and the lines before it tell.
struct OpenItems {
  /// The columns at which their contents begin, outer ones first.
  private var columns: [Int] = []
  private var quotes = 0

  /// Follows the items into a line.
  mutating func look(at line: Bytes) {
    let prefix = LinePrefix(of: line)
    guard prefix.end < line.count else { return }
    if prefix.quotes != quotes { columns = [] }
    quotes = prefix.quotes
    while let last = columns.last, last > prefix.column { columns.removeLast() }
    var (offset, column) = (prefix.end, prefix.column)
    while column - (columns.last ?? prefix.quotedColumn) < 4,
      let next = BlockStart.afterListMarker(line, at: offset, column: column)
    {
      // Five columns further in it is code, and what ends a line has no column of its own.
      let end = column + next.marker
      columns.append(next.offset == line.count || next.column - end > 4 ? end + 1 : next.column)
      (offset, column) = (next.offset, next.column)
    }
  }

  /// The column at which the content of the innermost item begins that holds a text in this column.
  func contentColumn(around column: Int) -> Int? { columns.last { $0 <= column } }
}

/// A fence of a code block, as far as a line alone tells.
struct Fence {
  private let byte: UInt8
  private let length: Int

  /// The fence that a line opens, after indentation, quotes and list markers.
  init?(openedBy line: Bytes) {
    var index = LinePrefix(of: line).end
    while let marker = BlockStart.listMarker(line, at: index, interrupting: false) {
      index = marker
      while index < line.count, line[index].isSpaceOrTab || line[index] == UInt8(ascii: ">") { index += 1 }
    }
    guard let length = BlockStart.fenceLength(line, at: index) else { return nil }
    byte = line[index]
    self.length = length
  }

  /// Whether `line` closes it.
  func isClosed(by line: Bytes) -> Bool {
    var index = LinePrefix(of: line).end
    let start = index
    while index < line.count, line[index] == byte { index += 1 }
    guard index - start >= length else { return false }
    while index < line.count, line[index].isSpaceOrTab { index += 1 }
    return index == line.count
  }
}

/// Whether a line's text begins a block of its own.
enum BlockStart {
  /// Whether the text at `offset` would end a paragraph.
  static func interruptsParagraph(_ line: Bytes, at offset: Int) -> Bool {
    switch line[offset] {
    case UInt8(ascii: "#"):
      var index = offset
      while index < line.count, line[index] == UInt8(ascii: "#") { index += 1 }
      return index - offset <= 6 && (index == line.count || line[index].isSpaceOrTab)
    case UInt8(ascii: "`"), UInt8(ascii: "~"): return fenceLength(line, at: offset) != nil
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "-"): return isThematicBreak(line, at: offset)
    default: return false
    }
  }

  /// Whether the text at `offset` would end a table.
  static func interruptsTable(_ line: Bytes, at offset: Int) -> Bool {
    if interruptsParagraph(line, at: offset) || listMarker(line, at: offset, interrupting: false) != nil { return true }
    return line[offset] == UInt8(ascii: "<") && beginsHTMLBlock(line, at: offset)
  }

  /// The length of the run of backticks or tildes that opens a code block at `offset`.
  static func fenceLength(_ line: Bytes, at offset: Int) -> Int? {
    guard offset < line.count, line[offset] == UInt8(ascii: "`") || line[offset] == UInt8(ascii: "~") else {
      return nil
    }
    var index = offset
    while index < line.count, line[index] == line[offset] { index += 1 }
    guard index - offset >= 3 else { return nil }
    if line[offset] == UInt8(ascii: "`"), line.part(index..<line.count).contains(UInt8(ascii: "`")) { return nil }
    return index - offset
  }

  /// The offset after a list marker at `offset`, when white space or the line's end follows it.
  ///
  /// - Parameter interrupting: whether a paragraph stands before, which only a bullet and the number 1 can interrupt.
  static func listMarker(_ line: Bytes, at offset: Int, interrupting: Bool) -> Int? {
    guard offset < line.count else { return nil }
    var index = offset
    switch line[offset] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): index += 1
    case _ where line[offset].isASCIIDigit:
      while index < line.count, line[index].isASCIIDigit, index - offset < 10 { index += 1 }
      guard index < line.count, index - offset < 10, line[index] == 41 || line[index] == 46 else { return nil }
      if interrupting, !(index - offset == 1 && line[offset] == UInt8(ascii: "1")) { return nil }
      index += 1
    default: return nil
    }
    return index == line.count || line[index].isSpaceOrTab ? index : nil
  }

  /// What follows the list marker at `offset`, which is in the column given, and the white space after it.
  static func afterListMarker(_ line: Bytes, at offset: Int, column: Int) -> (marker: Int, offset: Int, column: Int)? {
    guard let end = listMarker(line, at: offset, interrupting: false) else { return nil }
    var (index, next) = (end, column + end - offset)
    while index < line.count, line[index].isSpaceOrTab {
      next += line[index] == 9 ? 4 - next % 4 : 1
      index += 1
    }
    return (end - offset, index, next)
  }

  private static func isThematicBreak(_ line: Bytes, at offset: Int) -> Bool {
    var count = 0
    for byte in line.part(offset..<line.count) where !byte.isSpaceOrTab {
      guard byte == line[offset] else { return false }
      count += 1
    }
    return count >= 3
  }

  /// Whether the text at `offset` begins an HTML block of any of the seven kinds (a lone tag only roughly).
  private static func beginsHTMLBlock(_ line: Bytes, at offset: Int) -> Bool {
    let index = line.has("</", at: offset) ? offset + 2 : offset + 1
    guard index < line.count else { return false }
    if line[index] == UInt8(ascii: "!") || line[index] == UInt8(ascii: "?") { return true }
    var end = index
    while end < line.count, line[end].isASCIIAlphanumeric { end += 1 }
    guard end > index, line[index].isASCIILetter else { return false }
    let name = String(decoding: line.part(index..<end).map(\.asciiLowercased), as: UTF8.self)
    let ends = end == line.count || line[end].isASCIISpace || line[end] == 62 || line.has("/>", at: end)
    if blockElements.contains(name) { return ends }
    // Any other tag counts when it stands alone on its line.
    var last = line.count
    while last > end, line[last - 1].isASCIISpace { last -= 1 }
    return ends && line[last - 1] == 62 && !line.part(offset..<last - 1).contains(62)
  }

  private static let blockElements: Set<String> = [
    "script", "pre", "style", "textarea", "address", "article", "aside", "base", "basefont", "blockquote", "body",
    "caption", "center", "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption",
    "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
    "iframe", "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p",
    "param", "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track",
    "ul",
  ]
}
