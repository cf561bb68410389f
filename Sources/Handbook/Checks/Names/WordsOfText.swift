import Diagnostics
import Markup

extension [NameWord] {
  /// The words of a text as its page shows them, without code, links and anything that is no text.
  init(shownBy text: MarkupText) {
    self = []
    // More than a usual text has: growing would copy all words.
    reserveCapacity(text.bytes.count / 4)
    text.bytes.withUnsafeBufferPointer { bytes in
      var slots = text.slots[...]
      var index = 0
      while index < bytes.count || !slots.isEmpty {
        if let first = slots.first, first.offset <= index {
          slots.removeFirst()
          // A link is told by itself.
          if case .open(let reference) = first.slot {
            while let next = slots.popFirst() {
              guard case .close(reference) = next.slot else { continue }
              index = Swift.max(index, next.offset)
              break
            }
          }
          append(.end(at: index))
          continue
        }
        guard index < bytes.count else { break }
        switch bytes[index] {
        case UInt8(ascii: "<"): index = passTag(bytes, at: index)
        case UInt8(ascii: "&"): index = appendEntity(bytes, at: index)
        default: index = append(from: bytes, at: index)
        }
      }
    }
  }

  /// Elements within a line: a name may go on behind their tags.
  private static let inline = [
    "em", "strong", "b", "i", "del", "ins", "s", "u", "span", "mark", "small", "abbr", "q", "cite", "br",
  ].map { key($0.utf8) }
  /// Elements whose content is no text of the author's own.
  private static let passed = ["code", "pre", "a", "kbd", "samp", "var"].map { key($0.utf8) }

  /// An element's name in lower case as one number; 0 for longer names than those above.
  private static func key(_ name: some Collection<UInt8>) -> UInt64 {
    guard name.count <= 8 else { return 0 }
    return name.reduce(0) { $0 << 8 | UInt64((65...90).contains($1) ? $1 | 0x20 : $1) }
  }

  /// Goes behind a tag, and behind the whole element where that is no text.
  private mutating func passTag(_ bytes: NameWord.Bytes, at start: Int) -> Int {
    let isEnd = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/")
    var index = start + (isEnd ? 2 : 1)
    let first = index
    while index < bytes.count, bytes[index] > 32, bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/") {
      index += 1
    }
    let last = index
    let name = Self.key(bytes[first..<last])
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
    if !Self.inline.contains(name) { append(.end(at: start)) }
    guard !isEnd, Self.passed.contains(name) else { return Swift.min(index + 1, bytes.count) }
    let close = Array<UInt8>("</".utf8) + bytes[first..<last].map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    while index < bytes.count, !bytes[index...].starts(with: close) { index += 1 }
    return index
  }

  private mutating func appendEntity(_ bytes: NameWord.Bytes, at start: Int) -> Int {
    for (entity, sign) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
    where bytes[start...].starts(with: entity.utf8) {
      let end = start + entity.utf8.count
      append(NameWord(sign: sign.utf8.first ?? 0, at: start..<end))
      return end
    }
    return append(from: bytes, at: start)
  }
}

extension [NameWord] {
  /// The words of a document's Markdown, with their places in its source: what is code or a link is left out as far as a line tells
  /// it. It is to find the place of a name that the page is known to show.
  init(writtenIn document: Document) {
    self = []
    let lines = LineTable(document.source)
    let links = document.text.references.filter { $0.range.file == document.file }
      .map { lines.bytes(of: $0.range) }.sorted { $0.lowerBound < $1.lowerBound }
    let body = document.bodyStart
    // The title is no part of the text.
    let title = document.text.title.map { lines.bytes(of: $0.range) }
    document.source.withUnsafeBufferPointer { bytes in
      var rest = links[...]
      var fence: (mark: UInt8, count: Int)?
      var index = body
      while index < bytes.count {
        let (lineEnd, next) = bytes.lineEnd(from: index)
        let mark = Self.fence(bytes[index..<lineEnd])
        if let open = fence {
          if let mark, mark.mark == open.mark, mark.count >= open.count { fence = nil }
        } else if let mark {
          fence = mark
        } else if let title, title.contains(index) {
          append(.end(at: index))
        } else {
          appendLine(bytes, index..<lineEnd, &rest)
        }
        index = next
      }
    }
  }

  private static func fence(_ line: Slice<NameWord.Bytes>) -> (mark: UInt8, count: Int)? {
    let rest = line.drop { $0 == 32 || $0 == UInt8(ascii: ">") }
    guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let count = rest.prefix { $0 == mark }.count
    return count >= 3 ? (mark, count) : nil
  }

  private mutating func appendLine(
    _ bytes: NameWord.Bytes, _ line: Range<Int>, _ links: inout ArraySlice<Range<Int>>
  ) {
    if bytes[line].allSatisfy({ $0 <= 32 }) { append(.end(at: line.lowerBound)) }
    var index = line.lowerBound
    while index < line.upperBound {
      while let link = links.first, link.upperBound <= index { links.removeFirst() }
      if let link = links.first, link.contains(index) {
        append(.end(at: index))
        index = Swift.min(link.upperBound, line.upperBound)
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "`"):
        let count = bytes[index..<line.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
        append(.end(at: index))
        index = Self.codeEnd(bytes, index + count..<line.upperBound, count)
      // Marks of emphasis, quotes and escapes stand within names.
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "\\"), UInt8(ascii: ">"): index += 1
      case UInt8(ascii: "|"):
        append(.end(at: index))
        index += 1
      default: index = append(from: bytes, at: index)
      }
    }
  }

  /// Where a code span ends that began with so many backticks; its beginning where it does not end in its line.
  private static func codeEnd(_ bytes: NameWord.Bytes, _ rest: Range<Int>, _ count: Int) -> Int {
    var index = rest.lowerBound
    while index < rest.upperBound {
      let run = bytes[index..<rest.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
      if run == count { return index + run }
      index += Swift.max(run, 1)
    }
    return rest.lowerBound
  }
}
