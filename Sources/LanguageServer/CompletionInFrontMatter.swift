import Diagnostics
import Handbook

extension CompletionPlace {
  /// What could stand in front matter: at a line's beginning a field, behind that what the field takes.
  static func inFrontMatter(
    _ frontMatter: Range<Int>, _ text: OpenText, at offset: Int, line: Int, _ kind: Kind
  ) -> CompletionPlace? {
    let bytes = text.bytes
    let word = bytes[line...].prefix { isOfID($0) }
    if word.first != UInt8(ascii: "-"), offset <= word.endIndex {
      guard !word.isEmpty || isFree(text, at: offset, before: "") else { return nil }
      let hasColon = bytes[word.endIndex...].first { $0 != 32 && $0 != 9 } == UInt8(ascii: ":")
      return CompletionPlace(
        candidates: .fields(kind), starts: [line], offset: offset, end: word.endIndex, after: hasColon ? "" : ": ")
    }
    guard let (field, colon) = field(above: offset, from: frontMatter.lowerBound, in: text),
      let candidates = candidates(for: field, in: kind)
    else { return nil }
    var reader = FrontMatterValueReader(bytes, behind: colon)
    // A choice replaces what stands on one line.
    guard let start = reader.word(at: offset), start >= line,
      let starts = starts(in: bytes[start..<offset], of: field.shape)
    else { return nil }
    let stops = reader.quote.map { String(UnicodeScalar($0)) } ?? (reader.depth > 0 ? ",]}#" : "#")
    guard starts.last != offset || isFree(text, at: offset, before: stops) else { return nil }
    return CompletionPlace(
      candidates: candidates, starts: starts, offset: offset,
      end: starts.last == offset ? offset : end(of: offset, text, of: field.shape), spelling: reader.spelling,
      before: start == reader.mark ? " " : "")
  }

  /// The field whose value stands at a place, and where that begins: the nearest line at it or above that begins with a key tells.
  private static func field(above offset: Int, from first: Int, in text: OpenText) -> (field: Field, value: Int)? {
    var line = text.lines.place(of: offset).line
    while line >= 1, text.lines.starts[line - 1] >= first {
      let bytes = text.bytes[text.lines.starts[line - 1]..<min(text.lines.bytes(ofLine: line).upperBound, offset)]
      let key = bytes.prefix { isOfID($0) }
      let colon = bytes[key.endIndex...].firstIndex { $0 != 32 && $0 != 9 }
      if !key.isEmpty, let colon, bytes[colon] == UInt8(ascii: ":"), key.first != UInt8(ascii: "-") {
        return Field(rawValue: String(decoding: key, as: UTF8.self)).map { ($0, colon + 1) }
      }
      line -= 1
    }
    return nil
  }
}

/// Reads the value of a field up to a place, to tell which word stands there.
private struct FrontMatterValueReader {
  private let bytes: [UInt8]
  /// What is read next.
  private var index: Int
  /// The quotes in which the word stands.
  private(set) var quote: UInt8?
  /// How many brackets and braces are open.
  private(set) var depth = 0
  /// Behind the last colon or dash, where a word needs a space.
  private(set) var mark: Int
  /// Where the word or text begins that is read.
  private var start: Int?
  /// Whether what stands here, or comes next on the line, is no id: a text does, or the value has ended.
  private var isText = false
  private var hasValue = false
  private var lineStart: Int?
  private var dashColumn: Int?

  init(_ bytes: [UInt8], behind colon: Int) {
    self.bytes = bytes
    (index, mark) = (colon, colon)
  }

  var spelling: CompletionPlace.Spelling {
    switch quote {
    case UInt8(ascii: "\""): .doubleQuoted
    case .some: .singleQuoted
    case nil: depth > 0 ? .yamlFlow : .yaml
    }
  }

  /// Where the word at an offset begins; `nil` where none may stand.
  mutating func word(at end: Int) -> Int? {
    while index < end {
      let byte = bytes[index]
      if let open = quote {
        readQuoted(byte, open)
        continue
      }
      switch byte {
      case 10, 13: if depth == 0 { beginLine() }
      case 32, 9: break
      case UInt8(ascii: "#") where bytes[index - 1] <= 32:
        index = bytes.lineEnd(from: index).end
        // The cursor stands in a comment.
        if index >= end { return nil }
        continue
      case UInt8(ascii: "-") where isDash: beginItem()
      case UInt8(ascii: "|") where depth == 0 && start == nil, UInt8(ascii: ">") where depth == 0 && start == nil:
        if !hasValue { return nil }
        start = index
      case UInt8(ascii: "["), UInt8(ascii: "{"): open()
      case UInt8(ascii: "]"), UInt8(ascii: "}"): close()
      case UInt8(ascii: ",") where depth > 0: (start, isText) = (nil, false)
      case UInt8(ascii: ":") where index + 1 >= end || bytes[index + 1] <= 32: (start, isText) = (nil, true)
      case UInt8(ascii: "\"") where start == nil, UInt8(ascii: "'") where start == nil:
        (quote, start, hasValue) = (byte, index + 1, true)
      default:
        if start == nil { (start, hasValue) = (index, true) }
      }
      if byte > 32 { lineStart = nil }
      index += 1
    }
    return isText || index > end ? nil : start ?? end
  }

  private mutating func readQuoted(_ byte: UInt8, _ open: UInt8) {
    index += open == UInt8(ascii: "\"") && byte == UInt8(ascii: "\\") ? 2 : 1
    guard byte == open else { return }
    quote = nil
    isText = true
  }

  private mutating func beginLine() {
    lineStart = index + 1
    start = nil
    // What goes on without a dash belongs to what came before.
    isText = hasValue
  }

  /// Whether a dash begins an item here. One that has no space behind it yet may be about to get one.
  private var isDash: Bool {
    guard depth == 0, let lineStart, index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "-") else {
      return false
    }
    return dashColumn.map { $0 == index - lineStart } ?? !hasValue
  }

  private mutating func beginItem() {
    if let lineStart { dashColumn = index - lineStart }
    (start, isText, hasValue, mark) = (nil, false, true, index + 1)
  }

  private mutating func open() {
    if depth > 0 || start == nil {
      depth += 1
      (start, hasValue) = (nil, true)
    }
  }

  private mutating func close() {
    guard depth > 0 else { return }
    depth -= 1
    (start, isText) = (nil, true)
  }
}

extension OpenText {
  /// The bytes of the front matter. As long as it has no end, what stands above the first empty line is taken for it.
  var frontMatter: Range<Int>? {
    let split = SplitSource(bytes)
    if let frontMatter = split.frontMatter { return frontMatter.startIndex..<frontMatter.endIndex }
    guard split.isUnclosed, lines.starts.count > 1 else { return nil }
    let empty = lines.starts.indices.dropFirst().first { index in
      !bytes[lines.bytes(ofLine: index + 1)].contains { $0 > 32 }
    }
    return lines.starts[1]..<(empty.map { lines.starts[$0] } ?? bytes.count)
  }
}
