import Diagnostics
import Glibc

/// A file's text, split at its front matter.
public struct SplitSource {
  /// The bytes between the two lines of `---`, `nil` when the file has no front matter.
  public var frontMatter: ArraySlice<UInt8>?
  /// Whether a first line `---` is never answered by a second.
  public var isUnclosed = false
  /// The text behind the front matter.
  public var body: ArraySlice<UInt8>
  /// The number of the body's first line.
  public var bodyLine: Int

  /// Splits `source`: front matter is what stands between a first line `---` and the next line `---` (or `...`). A byte order
  /// mark before it and white space behind the dashes do not count. Lines end as Markdown has it, with a carriage return alone too.
  /// Front matter that never ends is text.
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
