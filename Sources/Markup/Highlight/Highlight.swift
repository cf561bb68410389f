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
  return output.html
}

/// Writes code piece by piece, each escaped, some in a span.
struct TokenWriter {
  let code: Bytes
  var html: [UInt8] = []
  var index = 0

  init(_ code: Bytes) {
    self.code = code
    html.reserveCapacity(code.count * 2)
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
    while index < code.count {
      if writeComment(language) || writeString(language) { continue }
      let byte = code[index]
      if (48...57).contains(byte), index == 0 || !isName(code[index - 1], language) {
        var end = index + 1
        while end < code.count, isName(code[end], language) || code[end] == UInt8(ascii: ".") { end += 1 }
        write(to: end, "number")
      } else if byte == language.variableMark {
        var end = index + 1
        if end < code.count, code[end] == UInt8(ascii: "{") { end = min(find("}", from: end) + 1, lineEnd(from: end)) }
        while end < code.count, isName(code[end], language), code[end] != 45 { end += 1 }
        write(to: max(end, index + 1), "variable")
      } else if isName(byte, language) {
        writeName(language)
      } else {
        write(to: index + 1)
      }
    }
  }

  private func isName(_ byte: UInt8, _ language: Language) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte >= 0x80 || language.nameBytes.contains(byte)
  }

  private mutating func writeName(_ language: Language) {
    var end = index
    while end < code.count, isName(code[end], language) { end += 1 }
    let word = code.part(index..<end).string
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
    } else if let first = word.utf8.first, (65...90).contains(first), !language.ignoresCase, !language.hasKeys {
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
        let end = min(find(";", from: index) + 1, lineEnd(from: index))
        write(to: end - index < 12 ? end : index + 1, end - index < 12 ? "number" : nil)
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
