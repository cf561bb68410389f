import Diagnostics

extension BodyWriter {
  /// Reports definitions of links whose label stands nowhere else: a page shows nothing of them, and some author did not know that
  /// such a line is one.
  mutating func reportUnused(_ definitions: [Candidate]) {
    var unused: [String: Int] = [:]
    let labels = source.bytes.withUnsafeBufferPointer { bytes in definitions.map { foldedLabel(bytes.part($0.label)) } }
    for label in labels { unused[label, default: 0] += 1 }
    source.bytes.withUnsafeBufferPointer { bytes in
      forEachLabel(bytes) { unused[foldedLabel($0)]? -= 1 }
    }
    for ((line, label), name) in zip(definitions, labels) where unused[name] == 0 {
      let destination = destination(behind: label.upperBound)
      // Some write remarks so: `[//]: # (text)`.
      guard name != "//", destination != "#", destination != "<>" else { continue }
      let isAddress = destination.utf8.contains { "/.:#@".utf8.contains($0) }
      let text = source.bytes[label.lowerBound - 1...label.upperBound]
      diagnostics.append(
        Diagnostic(
          .unusedDefinition, "this line defines a link that no text uses, and the page does not show it",
          at: source.range(from: label.lowerBound - 1, to: label.upperBound + 1, inLine: line - 1),
          help: isAddress
            ? "write `\(String(decoding: text, as: UTF8.self))` where the link belongs, or delete the line"
            : "if the line is text, write `\\[` at its beginning"))
    }
  }

  /// What a definition whose label ends at an offset leads to, as it is written.
  private func destination(behind end: Int) -> String {
    let rest = source.bytes[min(end + 2, source.bytes.count)...].drop(while: \.isASCIISpace)
    return String(decoding: rest.prefix { !$0.isASCIISpace }, as: UTF8.self)
  }
}

/// Tells of all that stands between brackets and holds none, as every label does.
private func forEachLabel(_ bytes: Bytes, _ body: (Bytes) -> Void) {
  var open: Int?
  var index = 0
  while index < bytes.count {
    switch bytes[index] {
    case UInt8(ascii: "\\"): index += 1
    case UInt8(ascii: "["): open = index
    case UInt8(ascii: "]"):
      // No label is longer.
      if let open, index - open <= 1_000 { body(bytes.part(open + 1..<index)) }
      open = nil
    default: break
    }
    index += 1
  }
}

/// A label as labels are compared: whatever the case, and how much white space is in it.
private func foldedLabel(_ label: Bytes) -> String {
  let words = label.split(whereSeparator: \.isASCIISpace).map { String(decoding: $0, as: UTF8.self) }
  return words.joined(separator: " ").lowercased().uppercased()
}
