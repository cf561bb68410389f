import CCmark
import CMarkup

/// Keeps libcmark from reading `*` and `_` inside of bare URLs as emphasis: before parsing they are replaced by control
/// characters, byte for byte so that no place moves, and put back into the tree afterwards.
struct URLVeil {
  private static let asterisk: UInt8 = 1
  private static let underscore: UInt8 = 2

  /// Whether anything was replaced.
  private(set) var isUsed = false
  /// Whether there could be bare URLs.
  let mayHoldURLs: Bool

  /// Veils the bare URLs in `source`. A text that holds these control characters itself is left as it is.
  init(_ source: inout [UInt8]) {
    mayHoldURLs = source.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { may_hold_urls($0, bytes.count) != 0 } ?? false
    }
    guard mayHoldURLs else { return }
    let ranges = source.withUnsafeBufferPointer { URLVeil.markup(in: $0) }
    guard !ranges.isEmpty, !source.contains(where: { $0 == 1 || $0 == 2 }) else { return }
    isUsed = true
    for range in ranges {
      for index in range {
        if source[index] == UInt8(ascii: "*") { source[index] = URLVeil.asterisk }
        if source[index] == UInt8(ascii: "_") { source[index] = URLVeil.underscore }
      }
    }
  }

  /// Puts the bytes back into everything that `root` holds.
  func lift(from root: TreeNode) {
    guard isUsed else { return }
    var next = Optional(root)
    while let node = next {
      for bytes in [node.literal, node.url, node.title, node.fenceInfo] { lift(bytes) }
      next = node.following(in: root)
    }
  }

  private func lift(_ bytes: Bytes) {
    // The tree is ours alone, and the length stays.
    guard let start = UnsafeMutablePointer(mutating: bytes.baseAddress) else { return }
    for index in bytes.indices {
      if start[index] == URLVeil.asterisk { start[index] = UInt8(ascii: "*") }
      if start[index] == URLVeil.underscore { start[index] = UInt8(ascii: "_") }
    }
  }

  /// The parts of `text` that look like bare URLs with characters in them that could be emphasis.
  private static func markup(in text: Bytes) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while index + 3 < text.count {
      let isURL = text[index] == UInt8(ascii: ":") && text[index + 1] == 47 && text[index + 2] == 47
      guard isURL || (text[index] == UInt8(ascii: "w") && text.has("www.", at: index)) else {
        index += 1
        continue
      }
      let start = index
      // In angle brackets libcmark itself takes it for a link.
      var first = start
      while first > 0, text[first - 1].isASCIILetter { first -= 1 }
      var needsVeil = false
      while index < text.count, !text[index].isASCIISpace, text[index] != UInt8(ascii: "<") {
        if text[index] == UInt8(ascii: "*") { needsVeil = true }
        if text[index] == UInt8(ascii: "_"), !(text[index - 1].isASCIIAlphanumeric && isWord(text, index + 1)) {
          needsVeil = true
        }
        index += 1
      }
      guard needsVeil, first == 0 || text[first - 1] != UInt8(ascii: "<") else { continue }
      // What follows the URL in its sentence is not part of it, and may be the end of emphasis around it.
      if let end = BareLink(in: text, at: start, from: max(0, start - 6))?.range.upperBound, end > start {
        ranges.append(start..<end)
      }
    }
    return ranges
  }

  private static func isWord(_ text: Bytes, _ index: Int) -> Bool {
    index < text.count && text[index].isASCIIAlphanumeric
  }
}
