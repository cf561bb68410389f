import Buffers
import Handbook
import Markup
import TextFormats

extension Handbook {
  /// A document's text as an author wrote it, without front matter: what stands at its page as `index.md`.
  public func markdown(of index: Int) -> [UInt8] {
    let document = documents[index]
    let body = document.body
    // A document without a heading of its own gets its title, so that the text stands for itself.
    let hasTitle = document.text.title != nil
    return (hasTitle ? [] : Array("# \(oneLine(document.title.value))\n\n".utf8)) + body
  }
}

/// A text on one line.
func oneLine(_ text: String) -> String {
  var breaks = false
  OutputBuffer.withBytes(of: text) { breaks = hasLineBreak($0) }
  return breaks ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
}

extension OutputBuffer {
  /// Appends a text on one line.
  mutating func append(oneLine text: String) {
    // Most texts are one; bytes are looked through much faster than characters.
    var breaks = false
    Self.withBytes(of: text) { bytes in
      breaks = hasLineBreak(bytes)
      if !breaks { append(contentsOf: bytes) }
    }
    if breaks { append(string: oneLine(text)) }
  }
}

/// Whether a text in UTF-8 goes on behind the end of a line.
private func hasLineBreak(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  bytes.indices.contains { index in
    switch bytes[index] {
    case 10...13: true
    // U+0085, U+2028 and U+2029.
    case 0xC2: bytes[index + 1] == 0x85
    case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
    default: false
    }
  }
}

/// A text for the label of a link, on one line: brackets and backslashes are escaped.
func escapedLabel(_ text: String) -> String {
  let line = oneLine(text)
  func isMarkup(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\\")
  }
  guard line.utf8.contains(where: isMarkup) else { return line }
  return line.replacingScalars { $0.isASCII && isMarkup(UInt8($0.value)) ? "\\\($0)" : nil }
}
