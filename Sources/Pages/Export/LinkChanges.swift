import Handbook
import Markup
import TextFormats

/// Links and images whose address is another one where a text stands in another place than in its document.
extension BundleChange {
  /// Appends the changes of links in one file of a document's text.
  ///
  /// - Parameter areInPlace: whether the text still stands alone, so that links to its own headings stay as they are.
  static func appendLinks(
    of text: MarkupText, _ targets: [LinkTarget], file: String, areInPlace: Bool = false, _ lines: LineTable,
    _ source: [UInt8], to changes: inout [BundleChange]
  ) {
    for (reference, target) in zip(text.references, targets) where reference.range.file == file {
      if areInPlace, reference.target.isEmpty { continue }
      switch (reference.form, target) {
      case (.link, .document(let other, let fragment)), (.wiki, .document(let other, let fragment)):
        let target = BundlePiece.Target(document: other, heading: fragment)
        append(reference, target, lines.bytes(of: reference.range), source, to: &changes)
      case (.link, .asset(let path, let fragment)), (.image, .asset(let path, let fragment)):
        let start = lines.bytes(of: reference.range).lowerBound + (reference.form == .image ? 1 : 0)
        let span = source.withUnsafeBufferPointer { LinkSpan(in: $0, at: start) }
        guard let destination = span?.destination else { continue }
        changes.append(BundleChange(bytes: destination, replacement: .file(path, fragment: fragment)))
      default: continue
      }
    }
    for mark in text.marks where mark.range.file == file {
      guard case .link(let destination, let title, let reference) = mark.meaning else { continue }
      let target = reference.flatMap { targets.indices.contains($0) ? targets[$0] : nil }
      append(destination, title, target, lines.bytes(of: mark.range), source, to: &changes)
    }
  }

  static func isBefore(_ one: BundleChange, _ other: BundleChange) -> Bool {
    (one.bytes.lowerBound, one.bytes.upperBound) < (other.bytes.lowerBound, other.bytes.upperBound)
  }

  /// Appends the changes of a link to a document that says itself where it leads.
  private static func append(
    _ reference: MarkupText.Reference, _ target: BundlePiece.Target, _ bytes: Range<Int>, _ source: [UInt8],
    to changes: inout [BundleChange]
  ) {
    if reference.form == .link {
      let span = source.withUnsafeBufferPointer { LinkSpan(in: $0, at: bytes.lowerBound) }
      if let span, span.isInline { append(link: span, to: target, &changes) }
      return
    }
    let (start, end) = (bytes.lowerBound, bytes.upperBound)
    guard bytes.count >= 4, source[start] == UInt8(ascii: "["), source[end - 1] == UInt8(ascii: "]") else { return }
    guard let bar = source[start..<end - 2].firstIndex(of: UInt8(ascii: "|")) else {
      changes.append(BundleChange(bytes: bytes, replacement: .title(target)))
      return
    }
    changes.append(BundleChange(bytes: start..<bar + 1, replacement: .linkStart(target)))
    changes.append(BundleChange(bytes: end - 2..<end, replacement: .linkEnd))
  }

  private static func append(link span: LinkSpan, to target: BundlePiece.Target, _ changes: inout [BundleChange]) {
    let start = span.text.lowerBound
    changes.append(BundleChange(bytes: start - 1..<start, replacement: .linkStart(target)))
    changes.append(BundleChange(bytes: span.text.upperBound..<span.end, replacement: .linkEnd))
  }

  /// Appends the changes of a link or an image that a definition tells the address of: that may be another one's elsewhere.
  private static func append(
    _ destination: String, _ title: String, _ target: LinkTarget?, _ bytes: Range<Int>, _ source: [UInt8],
    to changes: inout [BundleChange]
  ) {
    let isImage = source[bytes].first == UInt8(ascii: "!")
    let start = bytes.lowerBound + (isImage ? 1 : 0)
    guard let span = source.withUnsafeBufferPointer({ LinkSpan(in: $0, at: start) }), span.end == bytes.upperBound
    else { return }
    let rest = span.text.upperBound..<span.end
    switch target {
    case .document(let other, let fragment)? where !isImage:
      append(link: span, to: BundlePiece.Target(document: other, heading: fragment), &changes)
    case .asset(let path, let fragment)?:
      let file = Replacement.file(path, fragment: fragment, before: "](", after: markdownTitle(title) + ")")
      changes.append(BundleChange(bytes: rest, replacement: file))
    default:
      let address = "](\(markdownDestination(destination))\(markdownTitle(title)))"
      changes.append(BundleChange(bytes: rest, replacement: .text(address)))
    }
  }

  /// An address as it stands in the round brackets of a link.
  private static func markdownDestination(_ address: String) -> String {
    let needsBrackets = address.isEmpty || address.utf8.contains { $0 <= 32 || $0 == 127 }
    let escaped = address.replacingScalars { scalar in
      switch scalar {
      case "\\", "(", ")", "<", ">", "|": "\\\(scalar)"
      case "&": address.utf8.contains(UInt8(ascii: ";")) ? "\\&" : nil
      case _ where scalar.value < 32: " "
      default: nil
      }
    }
    return needsBrackets ? "<\(escaped)>" : escaped
  }

  private static func markdownTitle(_ title: String) -> String {
    guard !title.isEmpty else { return "" }
    let escaped = oneLine(title).replacingScalars { "\\\"&|".unicodeScalars.contains($0) ? "\\\($0)" : nil }
    return " \"\(escaped)\""
  }
}
