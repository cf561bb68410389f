import Buffers

/// Code with its tokens in `<span class="token …">`: for the languages of ``Language``, HTML, diff and Markdown.
///
/// The lexers are our own: a highlighter from elsewhere (Pygments, GNU source-highlight) would have to be there when the site is
/// built, and another version of it would give other bytes. Each takes one walk over the code.
func highlighted(_ code: Bytes, language name: String) -> [UInt8]? {
  var output = TokenWriter(code)
  switch name.lowercased() {
  case "html", "xml", "svg", "vue": output.writeMarkup()
  case "diff", "patch": output.writeLines { TokenWriter.diffToken(of: $0) }
  case "markdown", "md": output.writeLines { TokenWriter.markdownToken(of: $0) }
  default:
    guard let language = Language.named(name) else { return nil }
    output.write(language)
  }
  return output.html.array
}

/// Writes code piece by piece, each escaped, some in a span.
struct TokenWriter: ~Copyable {
  let code: Bytes
  var html: OutputBuffer
  var index = 0

  init(_ code: Bytes) {
    self.code = code
    html = OutputBuffer(capacity: code.count * 2)
  }

  /// Writes the code from `index` up to `end` as a token of a class, or plain.
  mutating func write(to end: Int, _ token: StaticString? = nil) {
    let end = min(end, code.count)
    guard end > index else { return }
    if let token {
      html.append("<span class=\"token ")
      html.append(token)
      html.append("\">")
    }
    html.append(escaping: code.part(index..<end))
    if token != nil { html.append("</span>") }
    index = end
  }

  /// The offset of `text` at or after `start`, or the end of the code.
  func find(_ text: String, from start: Int) -> Int {
    var index = start
    while index < code.count {
      if code.has(text, at: index) { return index }
      index += 1
    }
    return code.count
  }

  func lineEnd(from start: Int) -> Int {
    var end = start
    while end < code.count, code[end] != 10 { end += 1 }
    return end
  }

  // MARK: - Languages of words

  mutating func write(_ language: Language) {
    let starts = language.starts
    while index < code.count {
      let byte = code[index]
      if starts.contains(byte), writeComment(language) || writeString(language) { continue }
      if byte.isASCIIDigit, index == 0 || !isName(code[index - 1], language) {
        var end = index + 1
        while end < code.count, isName(code[end], language) || code[end] == UInt8(ascii: ".") { end += 1 }
        write(to: end, "number")
      } else if byte == language.variableMark {
        writeVariable(language)
      } else if isName(byte, language) {
        writeName(language)
      } else {
        var end = index + 1
        while end < code.count, !starts.contains(code[end]), !isName(code[end], language),
          code[end] != language.variableMark
        {
          end += 1
        }
        write(to: end)
      }
    }
  }

  private func isName(_ byte: UInt8, _ language: Language) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte >= 0x80 || language.nameBytes.contains(byte)
  }

  private mutating func writeVariable(_ language: Language) {
    var end = index + 1
    if end < code.count, code[end] == UInt8(ascii: "{") { end = self.end(of: "}", within: 200) ?? end + 1 }
    while end < code.count, isName(code[end], language), code[end] != 45 { end += 1 }
    write(to: end, "variable")
  }

  /// The offset after the next `mark` in this line, not further than some bytes away: a search to the end of the code for
  /// each of many would take forever.
  private func end(of mark: Unicode.Scalar, within limit: Int) -> Int? {
    var end = index
    while end < min(code.count, index + limit), code[end] != 10 {
      if code[end] == UInt8(ascii: mark) { return end + 1 }
      end += 1
    }
    return nil
  }

  private mutating func writeName(_ language: Language) {
    var end = index
    while end < code.count, isName(code[end], language) { end += 1 }
    // No word that is known is longer than that.
    let word = end - index <= 20 ? code.part(index..<end).string : ""
    let known = language.ignoresCase ? word.lowercased() : word
    var next = end
    while next < code.count, code[next] == 32 { next += 1 }
    let follower = next < code.count ? code[next] : 10
    if language.hasKeys, follower == UInt8(ascii: ":") {
      write(to: end, "property")
    } else if language.keywords.contains(known) {
      write(to: end, "keyword")
    } else if language.constants.contains(known) {
      write(to: end, "number")
    } else if follower == UInt8(ascii: "("), next == end {
      write(to: end, "function")
    } else if (65...90).contains(code[index]), !language.ignoresCase, !language.hasKeys {
      write(to: end, "type")
    } else {
      write(to: end)
    }
  }

  private mutating func writeComment(_ language: Language) -> Bool {
    for mark in language.lineComments where code.has(mark, at: index) {
      // A hash within a word or a URL begins no comment.
      if mark == "#", index > 0, !code[index - 1].isASCIISpace { continue }
      if mark == "//", index > 0, code[index - 1] == UInt8(ascii: ":") { continue }
      write(to: lineEnd(from: index), "comment")
      return true
    }
    guard let block = language.blockComment, code.has(block.open, at: index) else { return false }
    write(to: find(block.close, from: index + block.open.utf8.count) + block.close.utf8.count, "comment")
    return true
  }

  private mutating func writeString(_ language: Language) -> Bool {
    guard let quote = language.quotes.first(where: { code.has($0, at: index) }) else { return false }
    // An apostrophe within a word is one.
    if quote == "'", index > 0, code[index - 1].isASCIIAlphanumeric { return false }
    let length = quote.utf8.count
    var end = index + length
    while end < code.count, !code.has(quote, at: end) {
      if code[end] == 10, !language.longQuotes.contains(quote) {
        // A quote that its line does not close is a character like any other.
        write(to: index + length)
        return true
      }
      end += code[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    end += length
    var next = min(end, code.count)
    while next < code.count, code[next] == 32 { next += 1 }
    let isKey = language.hasKeys && next < code.count && code[next] == UInt8(ascii: ":")
    write(to: end, isKey ? "property" : "string")
    return true
  }

  // MARK: - HTML

  mutating func writeMarkup() {
    while index < code.count {
      if code.has("<!--", at: index) {
        write(to: find("-->", from: index) + 3, "comment")
      } else if code[index] == UInt8(ascii: "<") {
        writeTag()
      } else if code[index] == UInt8(ascii: "&") {
        let end = self.end(of: ";", within: 12)
        write(to: end ?? index + 1, end == nil ? nil : "number")
      } else {
        write(to: index + 1)
      }
    }
  }

  private mutating func writeTag() {
    var end = index + 1
    while end < code.count, !code[end].isASCIISpace, code[end] != UInt8(ascii: ">") { end += 1 }
    write(to: end, "tag")
    while index < code.count, code[index] != UInt8(ascii: ">") {
      let byte = code[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        var end = index + 1
        while end < code.count, code[end] != byte { end += 1 }
        write(to: end + 1, "string")
      } else if byte.isASCIIAlphanumeric {
        var end = index
        while end < code.count, code[end].isASCIIAlphanumeric || code[end] == 45 || code[end] == 58 { end += 1 }
        write(to: end, "attribute")
      } else {
        write(to: index + 1)
      }
    }
    write(to: index + 1, "tag")
  }

  // MARK: - Languages of lines

  mutating func writeLines(_ token: (Bytes) -> StaticString?) {
    while index < code.count {
      let end = lineEnd(from: index)
      write(to: end, token(code.part(index..<end)))
      write(to: end + 1)
    }
  }

  static func diffToken(of line: Bytes) -> StaticString? {
    if line.has("+++", at: 0) || line.has("---", at: 0) || line.has("diff ", at: 0) { return "heading" }
    if line.has("@@", at: 0) { return "comment" }
    return line.has("+", at: 0) ? "inserted" : line.has("-", at: 0) ? "deleted" : nil
  }

  static func markdownToken(of line: Bytes) -> StaticString? {
    var start = 0
    while start < line.count, line[start] == 32 { start += 1 }
    if line.has("#", at: start) { return "heading" }
    if line.has(">", at: start) { return "comment" }
    if line.has("```", at: start) || line.has("---", at: start) { return "keyword" }
    if line.has("- ", at: start) || line.has("* ", at: start) { return "property" }
    return nil
  }
}

extension Bytes {
  /// Whether `text` stands at `offset`.
  fileprivate func has(_ text: String, at offset: Int) -> Bool {
    let bytes = text.utf8
    guard offset >= 0, offset + bytes.count <= count else { return false }
    var index = offset
    for byte in bytes {
      if self[index] != byte { return false }
      index += 1
    }
    return true
  }
}
