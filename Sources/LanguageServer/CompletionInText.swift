import Diagnostics
import Handbook

extension CompletionPlace {
  // MARK: - Links

  /// Where the id of a link `[[…` begins that a line ends in; `nil` where there is none, or the link has been closed.
  static func wikiLink(_ before: ArraySlice<UInt8>) -> Int? {
    let bracket = UInt8(ascii: "[")
    guard let last = before.lastIndex(of: bracket), last > before.startIndex, before[last - 1] == bracket,
      !before[last...].contains(UInt8(ascii: "]"))
    else { return nil }
    return last + 1
  }

  /// The id in a link; nothing is offered for what stands behind it.
  static func inWikiLink(from start: Int, _ text: OpenText, at offset: Int) -> CompletionPlace? {
    guard !text.bytes[start..<offset].contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "#") }) else {
      return nil
    }
    let end = end(of: offset, text, of: .ids)
    // In front of an id that is linked already, a choice replaces it; no other word is run into.
    guard start < offset || end == offset || text.bytes[end...].first.map("]|#".utf8.contains) == true else {
      return nil
    }
    return CompletionPlace(candidates: .documents(nil), starts: [start], offset: offset, end: end)
  }

  // MARK: - Labels

  /// What could stand in the value of a bold label under the title.
  static func inLabel(_ text: OpenText, at offset: Int, line: Int, _ kind: Kind) -> CompletionPlace? {
    let start = text.lines.starts[line - 1]
    guard let (field, colon) = label(text.bytes[start..<offset]), let candidates = candidates(for: field, in: kind),
      isUnderTitle(text, line: line), var starts = starts(in: text.bytes[colon..<offset], of: field.shape)
    else { return nil }
    // Ids may stand in backticks.
    starts = starts.map { $0 < offset && text.bytes[$0] == UInt8(ascii: "`") ? $0 + 1 : $0 }
    guard let first = starts.last, !text.bytes[first..<offset].contains(where: { "[]()`:".utf8.contains($0) }),
      first < offset || isFree(text, at: offset, before: "`")
    else { return nil }
    return CompletionPlace(
      candidates: candidates, starts: starts, offset: offset,
      end: first == offset ? offset : end(of: offset, text, of: field.shape), before: starts[0] == colon ? " " : "")
  }

  /// The field that the label at a line's beginning gives, and where its value begins.
  private static func label(_ before: ArraySlice<UInt8>) -> (field: Field, value: Int)? {
    let bold = Array("**".utf8)
    let line = before.drop { $0 == 32 }
    guard line.starts(with: bold), let close = line.dropFirst(2).firstRange(of: bold) else { return nil }
    var name = line.dropFirst(2)[..<close.lowerBound]
    var value = close.upperBound
    if name.last == UInt8(ascii: ":") {
      name.removeLast()
    } else {
      guard before[value...].first == UInt8(ascii: ":") else { return nil }
      value += 1
    }
    return Field(label: String(decoding: name, as: UTF8.self)).map { ($0, value) }
  }

  /// Whether a line stands under the first heading and above the second.
  private static func isUnderTitle(_ text: OpenText, line: Int) -> Bool {
    let body = SplitSource(text.bytes).bodyLine
    guard body < line else { return false }
    return (body..<line).count { text.bytes[text.lines.bytes(ofLine: $0)].first == UInt8(ascii: "#") } == 1
  }
}
