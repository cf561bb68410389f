import Diagnostics
import Glibc

/// A file's text, split at its front matter.
public struct SplitSource {
  /// The bytes between the two lines of `---`, `nil` when the file has no front matter.
  public var frontMatter: ArraySlice<UInt8>?
  /// Whether a first line `---` is never answered by a second.
  public var isUnclosed = false
  /// Whether a first line `---` is answered by a second, and what stands between is text: both are rules then.
  public var hasTextBetweenRules = false
  /// The text behind the front matter.
  public var body: ArraySlice<UInt8>
  /// The number of the body's first line.
  public var bodyLine: Int

  /// Splits `source`: front matter is what stands between a first line `---` and the next line `---` (or `...`). A byte order
  /// mark before it and white space behind the dashes do not count. Lines end as Markdown has it, with a carriage return alone too.
  /// Front matter that never ends is text, and so is what can't be meant as fields.
  public init(_ source: [UInt8]) {
    let bom = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let whole = source[bom...]
    body = whole
    bodyLine = 1
    guard let firstEnd = Self.delimiterEnd(in: whole, from: whole.startIndex, allowsDots: false) else { return }
    var line = 2
    var start = firstEnd
    let hasReturns = whole.hasByte(UInt8(ascii: "\r"))
    while start < whole.endIndex {
      if let end = Self.delimiterEnd(in: whole, from: start, allowsDots: true) {
        if Self.isText(whole[firstEnd..<start]) {
          hasTextBetweenRules = true
          return
        }
        frontMatter = whole[firstEnd..<start]
        body = whole[end...]
        bodyLine = line + 1
        return
      }
      let newline = hasReturns ? nil : whole.firstOffset(of: UInt8(ascii: "\n"), from: start)
      start = newline.map { $0 + 1 } ?? whole.lineEnd(from: start).next
      line += 1
    }
    isUnclosed = true
  }

  /// Whether what stands between two lines `---` is text: no line of it begins with a name and a colon, or it begins with an empty
  /// line, holds a heading, and none of its lines begins with a field. Front matter with a mistake in it is still front matter.
  private static func isText(_ part: ArraySlice<UInt8>) -> Bool {
    var start = part.startIndex
    var (hasWords, hasNames, hasHeading) = (false, false, false)
    var isFirst = true
    var beginsEmpty = false
    while start < part.endIndex {
      let (end, next) = part.lineEnd(from: start)
      let line = part[start..<end].drop { $0 <= 32 }
      let length = (line.lastIndex { $0 > 32 } ?? line.startIndex - 1) + 1
      start = next
      defer { isFirst = false }
      guard let first = line.first else {
        if isFirst { beginsEmpty = true }
        continue
      }
      if first == UInt8(ascii: "#") {
        if line.dropFirst().first == 32 { hasHeading = true }
        continue
      }
      // Mappings in braces, keys of several lines, and a list in the place of fields.
      if first == UInt8(ascii: "{") || first == UInt8(ascii: "?") || first == UInt8(ascii: "%") { return false }
      if isFirst, first == UInt8(ascii: "-") { return false }
      // One word alone may become the name of a field.
      hasWords = hasWords || beginsEmpty || line[..<length].contains { $0 <= 32 }
      guard let (name, isNamed) = name(of: line) else { continue }
      if isFirst, isNamed, !name.contains(32) { return false }
      if Field(rawValue: String(decoding: name, as: UTF8.self)) != nil { return false }
      hasNames = hasNames || isNamed
    }
    return beginsEmpty && hasHeading || hasWords && !hasNames
  }

  /// What a line of front matter names: up to four words before a colon. And whether the colon is one of YAML, with space behind it.
  private static func name(of line: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, isNamed: Bool)? {
    guard line.first != UInt8(ascii: "-"), let colon = line.prefix(80).firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let name = line[..<colon]
    guard name.count(where: { $0 == 32 }) < 4 else { return nil }
    return (name, colon + 1 == line.endIndex || line[colon + 1] <= 32)
  }

  /// The start of the next line, if the line at `start` is `---`.
  private static func delimiterEnd(in bytes: ArraySlice<UInt8>, from start: Int, allowsDots: Bool) -> Int? {
    guard start + 3 <= bytes.endIndex else { return nil }
    let mark = bytes[start]
    guard mark == UInt8(ascii: "-") || allowsDots && mark == UInt8(ascii: "."), bytes[start + 1] == mark,
      bytes[start + 2] == mark
    else { return nil }
    var end = start + 3
    while end < bytes.endIndex, bytes[end] == 32 || bytes[end] == 9 { end += 1 }
    guard end == bytes.endIndex || bytes[end] == 10 || bytes[end] == 13 else { return nil }
    return bytes.lineEnd(from: end).next
  }
}

extension Document {
  /// Where the text behind the front matter begins in ``source``.
  public var bodyStart: Int { SplitSource(source).body.startIndex }

  /// The text behind the front matter.
  public var body: ArraySlice<UInt8> { SplitSource(source).body }
}

extension ArraySlice<UInt8> {
  /// The offset of the first `byte` from `start` on.
  func firstOffset(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      let skipped = start - startIndex
      guard let base = bytes.baseAddress, (0..<bytes.count).contains(skipped) else { return nil }
      return memchr(base + skipped, Int32(byte), bytes.count - skipped).map { UnsafeRawPointer($0) - base + startIndex }
    }
  }

  /// Whether `byte` occurs.
  func hasByte(_ byte: UInt8) -> Bool { firstOffset(of: byte, from: startIndex) != nil }
}
