/// A URL or e-mail address that stands in text without any markup, as cmark-gfm recognises it (GitHub Flavored
/// Markdown, section 6.9).
struct BareLink {
  /// Where in the text it stands.
  var range: Range<Int>
  /// What its target has before it: `http://`, `mailto:` or nothing.
  var prefix: StaticString

  /// The link whose characteristic byte (`:` of `://`, `w` of `www.`, `@`) stands at `index`.
  ///
  /// - Parameter start: nothing before this offset may belong to it.
  init?(in text: Bytes, at index: Int, from start: Int) {
    let found: (Range<Int>, StaticString)?
    switch text[index] {
    case UInt8(ascii: ":"): found = BareLink.url(text, at: index, from: start)
    case UInt8(ascii: "w"): found = BareLink.www(text, at: index)
    default: found = BareLink.email(text, at: index, from: start)
    }
    guard let found else { return nil }
    (range, prefix) = found
  }

  private static func url(_ text: Bytes, at index: Int, from start: Int) -> (Range<Int>, StaticString)? {
    guard text.has("://", at: index) else { return nil }
    var first = index
    while first > start, text[first - 1].isASCIILetter, index - first < 6 { first -= 1 }
    let scheme = text.part(first..<index).map(\.asciiLowercased)
    guard ["http", "https", "ftp"].contains(where: { scheme.elementsEqual($0.utf8) }) else { return nil }
    guard index + 3 < text.count, text[index + 3] >= 0x80 || text[index + 3].isASCIIAlphanumeric,
      let domain = domainEnd(text, from: index + 3, needsDot: false)
    else { return nil }
    let end = trimmed(text, first..<urlEnd(text, from: domain))
    return end > index + 3 ? (first..<end, "") : nil
  }

  private static func www(_ text: Bytes, at index: Int) -> (Range<Int>, StaticString)? {
    guard text.has("www.", at: index) else { return nil }
    if index > 0 {
      switch text[index - 1] {
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "("): break
      case let before where before.isASCIISpace: break
      default: return nil
      }
    }
    guard let domain = domainEnd(text, from: index, needsDot: true), domain > index else { return nil }
    let end = trimmed(text, index..<urlEnd(text, from: domain))
    return end > index ? (index..<end, "http://") : nil
  }

  /// The offset after a host name; `nil` when its last two parts hold an underscore or a dot is missing.
  private static func domainEnd(_ text: Bytes, from start: Int, needsDot: Bool) -> Int? {
    guard start < text.count else { return nil }
    var dots = 0
    var underscoresBefore = 0
    var underscores = 0
    var index = start + 1
    // No host name is longer than 253 bytes: searching further would only take time.
    while index < min(text.count - 1, start + 1000) {
      switch text[index] {
      case UInt8(ascii: "_"): underscores += 1
      case UInt8(ascii: "."):
        (underscoresBefore, underscores) = (underscores, 0)
        dots += 1
      case UInt8(ascii: "-"): break
      case let byte where byte.isASCIISpace || byte.isASCIIPunctuation || byte < 32:
        return finish()
      default: break
      }
      index += 1
    }
    func finish() -> Int? {
      if underscoresBefore > 0 || underscores > 0 { return nil }
      return needsDot && dots == 0 ? nil : index
    }
    return finish()
  }

  private static func urlEnd(_ text: Bytes, from start: Int) -> Int {
    var end = start
    while end < text.count, !text[end].isASCIISpace, text[end] != UInt8(ascii: "<") { end += 1 }
    return end
  }

  /// The end of a link without the punctuation, unbalanced brackets and entities that follow it in a sentence.
  private static func trimmed(_ text: Bytes, _ range: Range<Int>) -> Int {
    var opening = 0
    var closing = 0
    for byte in text.part(range) {
      if byte == UInt8(ascii: "(") { opening += 1 } else if byte == UInt8(ascii: ")") { closing += 1 }
    }
    var end = range.upperBound
    while end > range.lowerBound {
      switch text[end - 1] {
      case UInt8(ascii: ")"):
        if closing <= opening { return end }
        closing -= 1
        end -= 1
      case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"),
        UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "'"), UInt8(ascii: "\""):
        end -= 1
      case UInt8(ascii: ";"):
        var start = end - 2
        while start > range.lowerBound, text[start].isASCIILetter { start -= 1 }
        end = start < end - 2 && start >= range.lowerBound && text[start] == UInt8(ascii: "&") ? start : end - 1
      default: return end
      }
    }
    return end
  }

  private static func email(_ text: Bytes, at index: Int, from start: Int) -> (Range<Int>, StaticString)? {
    var first = index
    var prefix: StaticString = "mailto:"
    var hasPath = false
    while first > start {
      if isLocal(text[first - 1]) {
        first -= 1
      } else if let scheme = scheme(text, endingAt: first, from: start) {
        prefix = ""
        hasPath = text[scheme] == UInt8(ascii: "x")
        first = scheme
      } else {
        break
      }
    }
    guard first < index else { return nil }
    var end = index + 1
    var dots = 0
    scan: while end < text.count {
      switch text[end] {
      case UInt8(ascii: "@"): return nil
      case UInt8(ascii: "."):
        guard end + 1 < text.count, text[end + 1].isASCIIAlphanumeric else { break scan }
        dots += 1
      case UInt8(ascii: "/"): if !hasPath { break scan }
      case UInt8(ascii: "-"), UInt8(ascii: "_"): break
      case let byte where byte.isASCIIAlphanumeric: break
      default: break scan
      }
      end += 1
    }
    guard end - index >= 2, dots > 0, text[end - 1].isASCIILetter || text[end - 1] == UInt8(ascii: ".") else {
      return nil
    }
    end = trimmed(text, first..<end)
    return end > index ? (first..<end, prefix) : nil
  }

  /// Where `mailto:` or `xmpp:`, which ends at `end`, begins, when it is a word of its own.
  private static func scheme(_ text: Bytes, endingAt end: Int, from start: Int) -> Int? {
    let begin: Int
    if text.has("mailto:", at: end - 7) {
      begin = end - 7
    } else if text.has("xmpp:", at: end - 5) {
      begin = end - 5
    } else {
      return nil
    }
    return begin >= start && (begin == start || !text[begin - 1].isASCIIAlphanumeric) ? begin : nil
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == 43 || byte == 45 || byte == 46 || byte == 95
  }
}
