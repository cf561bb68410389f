/// A piece of a template's text.
enum Token {
  /// Text that is shown as it is: its place in the text.
  case literal(Range<Int>)
  case variable([Name], isEscaped: Bool)
  case open([Name], isInverted: Bool)
  case close
  /// Another template, and the blanks before it when it stands alone in its line.
  case partial(String, indentation: Range<Int>, place: Range<Int>)
}

/// Reads a template's text into tokens, by the rules of the Mustache specification: sections, partials, comments
/// and changes of delimiters that stand alone in their line leave nothing of it behind.
///
/// - Throws: `TemplateError` for the first tag that is wrong.
func tokens(of text: [UInt8]) throws(TemplateError) -> [Token] {
  var parser = TemplateParser(text: text)
  return try parser.parse()
}

/// How deep sections may stand in each other: rendering takes room on the stack for each.
private let mostNestedSections = 100

private struct TemplateParser {
  let text: [UInt8]
  var tokens: [Token] = []
  private var position = 0
  private var opener = Array("{{".utf8)
  private var closer = Array("}}".utf8)
  /// The sections that are open: their names as written, and their tags.
  private var sections: [(name: String, tag: Range<Int>)] = []

  init(text: [UInt8]) { self.text = text }

  mutating func parse() throws(TemplateError) -> [Token] {
    while let start = find(opener, from: position) {
      let literal = position..<start
      let content = start + opener.count
      let isTriple = content < text.count && text[content] == UInt8(ascii: "{")
      let end = isTriple ? [UInt8(ascii: "}")] + closer : closer
      guard let close = find(end, from: content) else {
        throw TemplateError(reason: "the tag is not closed", offset: start, length: opener.count)
      }
      let tag = start..<(close + end.count)
      position = tag.upperBound
      try read(tag, content: (isTriple ? content + 1 : content)..<close, isTriple: isTriple, after: literal)
    }
    append(literal: position..<text.count)
    if let section = sections.last {
      throw TemplateError(
        reason: "the section `\(section.name)` is never closed", offset: section.tag.lowerBound,
        length: section.tag.count)
    }
    return tokens
  }

  private mutating func read(
    _ tag: Range<Int>, content: Range<Int>, isTriple: Bool, after literal: Range<Int>
  ) throws(TemplateError) {
    let sigil = isTriple ? UInt8(ascii: "&") : text[content].first ?? 0
    let marks = Array("#^/>!=&<$".utf8)
    let name = trimmed(marks.contains(sigil) && !isTriple ? content.dropFirst() : content)
    switch sigil {
    case UInt8(ascii: "#"), UInt8(ascii: "^"):
      leaveOutLine(of: tag, after: literal)
      guard sections.count < mostNestedSections else {
        throw error("sections are nested more than \(mostNestedSections) deep", tag)
      }
      tokens.append(.open(try path(name, tag), isInverted: sigil == UInt8(ascii: "^")))
      sections.append((string(name), tag))
    case UInt8(ascii: "/"):
      leaveOutLine(of: tag, after: literal)
      try close(string(name), tag)
    case UInt8(ascii: ">"):
      let indentation = leaveOutLine(of: tag, after: literal)
      _ = try path(name, tag)
      tokens.append(.partial(string(name), indentation: indentation, place: tag))
    case UInt8(ascii: "!"): leaveOutLine(of: tag, after: literal)
    case UInt8(ascii: "="):
      leaveOutLine(of: tag, after: literal)
      try changeDelimiters(name, tag)
    case UInt8(ascii: "<"), UInt8(ascii: "$"):
      throw error("templates that inherit from others are not understood", tag)
    default:
      append(literal: literal)
      tokens.append(.variable(try path(name, tag), isEscaped: sigil != UInt8(ascii: "&")))
    }
  }

  private mutating func close(_ name: String, _ tag: Range<Int>) throws(TemplateError) {
    guard let section = sections.popLast() else {
      throw error("the section `\(name)` is closed and was never opened", tag)
    }
    guard section.name == name else {
      throw error("the section `\(section.name)` is closed by the name `\(name)`", tag)
    }
    tokens.append(.close)
  }

  private mutating func changeDelimiters(_ name: Range<Int>, _ tag: Range<Int>) throws(TemplateError) {
    let parts = text[name].last == UInt8(ascii: "=") ? text[name].dropLast().split(whereSeparator: isBlank) : []
    guard parts.count == 2, !parts.joined().contains(UInt8(ascii: "=")) else {
      throw error("a change of delimiters is written `{{=<% %>=}}`", tag)
    }
    (opener, closer) = (Array(parts[0]), Array(parts[1]))
  }

  // MARK: - Lines

  /// Appends the text before a tag. When the tag stands alone in its line, what else the line holds is left out; returns the
  /// blanks before the tag then, and nothing otherwise.
  @discardableResult
  private mutating func leaveOutLine(of tag: Range<Int>, after literal: Range<Int>) -> Range<Int> {
    var start = tag.lowerBound
    while start > 0, text[start - 1] != UInt8(ascii: "\n"), isBlank(text[start - 1]) { start -= 1 }
    var end = tag.upperBound
    while end < text.count, text[end] != UInt8(ascii: "\n"), isBlank(text[end]) { end += 1 }
    let beginsLine = start == 0 || text[start - 1] == UInt8(ascii: "\n")
    guard beginsLine, end == text.count || text[end] == UInt8(ascii: "\n") else {
      append(literal: literal)
      return tag.lowerBound..<tag.lowerBound
    }
    append(literal: literal.lowerBound..<max(start, literal.lowerBound))
    position = min(end + 1, text.count)
    return start..<tag.lowerBound
  }

  private mutating func append(literal: Range<Int>) {
    if !literal.isEmpty { tokens.append(.literal(literal)) }
  }

  // MARK: - Names

  /// The parts of a dotted name; none for `.`, the value itself.
  private func path(_ name: Range<Int>, _ tag: Range<Int>) throws(TemplateError) -> [Name] {
    if text[name].elementsEqual(".".utf8) { return [] }
    guard !name.isEmpty, !text[name].contains(where: isBlank) else { throw error("a name is one word", tag) }
    return text[name].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: true).map {
      Name(String(decoding: $0, as: UTF8.self))
    }
  }

  private func trimmed(_ range: some RandomAccessCollection<Int>) -> Range<Int> {
    guard var start = range.first, var end = range.last.map({ $0 + 1 }) else { return position..<position }
    while start < end, isBlank(text[start]) { start += 1 }
    while end > start, isBlank(text[end - 1]) { end -= 1 }
    return start..<end
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private func error(_ reason: String, _ tag: Range<Int>) -> TemplateError {
    TemplateError(reason: reason, offset: tag.lowerBound, length: tag.count)
  }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    guard start <= text.count else { return nil }
    guard let first = pattern.first else { return start }
    // What the standard library has for this takes as long as all else that is done with a theme.
    var place = start
    while let next = text[place...].firstIndex(of: first), next + pattern.count <= text.count {
      if text[next..<next + pattern.count].elementsEqual(pattern) { return next }
      place = next + 1
    }
    return nil
  }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
