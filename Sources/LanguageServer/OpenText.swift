import Diagnostics
import Foundation
import Handbook

/// A text with its lines, for places as the protocol has them: lines from 0, columns in UTF-16 code units from 0.
struct OpenText {
  /// The text, UTF-8.
  private(set) var bytes: [UInt8]
  private(set) var lines: LineTable

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lines = LineTable(bytes)
  }

  /// A line without its end; empty beyond the last one.
  func line(_ number: Int) -> Substring {
    guard number >= 0, number < lines.starts.count else { return "" }
    // Other characters that end lines for Swift, such as U+2028, do not for editors.
    let start = min(lines.starts[number], bytes.count)
    return Substring(decoding: bytes[start..<bytes.lineEnd(from: start).end], as: UTF8.self)
  }

  // MARK: - Places

  /// The offset in bytes of a place of the protocol.
  func offset(_ place: [String: Any]) -> Int {
    let number = Self.number(place["line"])
    guard number >= 0, number < lines.starts.count else { return number < 0 ? 0 : bytes.count }
    let line = self.line(number)
    let units = min(max(Self.number(place["character"]), 0), line.utf16.count)
    let index = line.utf16.index(line.startIndex, offsetBy: units)
    return lines.starts[number] + line.utf8.distance(from: line.startIndex, to: index)
  }

  /// A number of the protocol, whatever a client writes in its place: one that is too large is the largest.
  private static func number(_ value: Any?) -> Int {
    if let number = value as? Int { return number }
    let number = value as? Double ?? 0
    return number >= 0 ? Int(exactly: number.rounded(.down)) ?? .max : -1
  }

  /// A place of the protocol.
  func position(_ offset: Int) -> [String: Any] {
    let place = lines.place(of: min(max(offset, 0), bytes.count))
    let start = lines.starts[place.line - 1]
    // A place behind a carriage return that belongs to a line's end is the line's end.
    let end = min(start + place.column - 1, bytes.count, bytes.lineEnd(from: min(start, bytes.count)).end)
    let before = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    return ["line": place.line - 1, "character": before.utf16.count]
  }

  /// A range of the protocol.
  func range(_ bytes: Range<Int>) -> [String: Any] {
    ["start": position(bytes.lowerBound), "end": position(bytes.upperBound)]
  }

  /// A range of the protocol.
  func range(_ range: SourceRange) -> [String: Any] { self.range(lines.bytes(of: range)) }

  // MARK: - Changes

  /// Makes the changes of a `textDocument/didChange`.
  mutating func apply(_ changes: [[String: Any]]) {
    for change in changes {
      let text = Array((change["text"] as? String ?? "").utf8)
      if let range = change["range"] as? [String: Any], let start = range["start"] as? [String: Any],
        let end = range["end"] as? [String: Any]
      {
        let first = offset(start)
        let last = max(first, offset(end))
        self = OpenText(bytes[..<first] + text + bytes[last...])
      } else {
        self = OpenText(text)
      }
    }
  }
}

extension OpenText {
  fileprivate init(_ bytes: ArraySlice<UInt8>) { self.init(Array(bytes)) }
}
