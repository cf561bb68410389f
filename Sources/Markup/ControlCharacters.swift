import Buffers
import CMarkup

/// The offset of the first control character that HTML does not allow; `nil` when there is none. Tabs, form feeds and ends of lines are
/// allowed.
public func firstControlCharacter(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let base = bytes.baseAddress else { return nil }
  let offset = first_control(base, bytes.count)
  return offset < bytes.count ? offset : nil
}

extension OutputBuffer {
  /// Puts U+FFFD in the place of each control character that HTML does not allow.
  public mutating func replaceControlCharacters() {
    guard let first = withBytes(firstControlCharacter) else { return }
    let rest = takeBack(from: first)
    rest.withUnsafeBufferPointer { rest in
      var start = 0
      while let offset = firstControlCharacter(in: UnsafeBufferPointer(rebasing: rest[start...])) {
        append(contentsOf: rest.part(start..<start + offset))
        append("\u{FFFD}")
        start += offset + 1
      }
      append(contentsOf: rest.part(start..<rest.count))
    }
  }
}
