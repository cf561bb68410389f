import Buffers
import Handbook
import Markup

extension BundlePieceWriter {
  /// Writes a field's value that has markup: its links as links, the rest as text.
  mutating func write(_ value: MarkupText.InlineHTML) {
    let bytes = value.bytes
    var addresses: [String] = []
    var isOpen = false
    var slot = value.slots.startIndex
    var index = 0
    while true {
      while slot < value.slots.count, value.slots[slot].offset <= index {
        switch value.slots[slot].slot {
        case .open(let reference):
          guard case .document(let other, let fragment) = target(of: reference) else { break }
          isOpen = true
          beginLink(to: BundlePiece.Target(document: other, heading: fragment))
        case .close:
          if isOpen { endLink() }
          isOpen = false
        case .text(let reference):
          if case .document(let other, let fragment) = target(of: reference) {
            output.append(string: label(of: BundlePiece.Target(document: other, heading: fragment)))
          } else {
            output.append(escapedText: document.text.references[reference].target)
          }
        default: break
        }
        slot += 1
      }
      guard index < bytes.count else { break }
      if bytes[index] == UInt8(ascii: "<") {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1
        write(tag: bytes[index...end], &addresses)
        index = end + 1
      } else {
        let next = value.slots[slot...].first?.offset ?? bytes.count
        let end = min(bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count, max(next, index + 1))
        output.append(escapedText: unescaped(bytes[index..<end]))
        index = end
      }
    }
    for address in addresses.reversed() { end(address) }
  }

  private func target(of reference: Int) -> LinkTarget? {
    resolution.links.indices.contains(reference) ? resolution.links[reference] : nil
  }

  /// Writes what a tag is in Markdown: links to the web are links, and images are their words.
  private mutating func write(tag: ArraySlice<UInt8>, _ addresses: inout [String]) {
    if tag.starts(with: "<a ".utf8) {
      let address = attribute(" href=", of: tag) ?? ""
      addresses.append(address)
      if !address.isEmpty { output.append("[") }
    } else if tag.elementsEqual("</a>".utf8) {
      if let address = addresses.popLast() { end(address) }
    } else if tag.starts(with: "<img ".utf8) {
      output.append(escapedText: attribute(" alt=", of: tag) ?? "")
    } else if tag.starts(with: "<br".utf8) {
      output.append(" ")
    } else if tag.elementsEqual("<strong>".utf8) || tag.elementsEqual("</strong>".utf8) {
      output.append("**")
    } else if tag.elementsEqual("<em>".utf8) || tag.elementsEqual("</em>".utf8) {
      output.append("*")
    }
  }

  private mutating func end(_ address: String) {
    guard !address.isEmpty else { return }
    output.append("](<")
    output.append(string: address)
    output.append(">)")
  }

  private func attribute(_ name: String, of tag: ArraySlice<UInt8>) -> String? {
    guard let start = tag.firstRange(of: Array((name + "\"").utf8))?.upperBound,
      let end = tag[start...].firstIndex(of: UInt8(ascii: "\""))
    else { return nil }
    return unescaped(tag[start..<end])
  }

  /// A text of HTML as it reads.
  private func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "&")) else { return text }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(text) { text, entity in
      text.replacing(entity.0, with: entity.1)
    }
  }
}
