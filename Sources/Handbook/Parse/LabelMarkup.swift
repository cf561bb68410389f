import Diagnostics
import Markup

/// The HTML of a label's value, taken apart where its text is: nothing is cut within an element.
struct LabelMarkup {
  private let html: MarkupText.InlineHTML
  /// The HTML's text, with a letter for each element; what separates stands only between them.
  private var masked: [UInt8] = []
  /// Where each byte of that stands in the HTML, and where it ends.
  private var offsets: [Int] = []

  /// How many slots stand before each byte of it, and before its end.
  private var slots: [Int] = []

  init(_ html: MarkupText.InlineHTML) {
    self.html = html
    var depth = 0
    // Where the element that is open began, and how many slots stood before it.
    var start = (offset: 0, slot: 0)
    var slot = 0
    var index = 0
    while true {
      while slot < html.slots.count, html.slots[slot].offset <= index {
        slot += 1
        switch html.slots[slot - 1].slot {
        case .open:
          if depth == 0 { start = (index, slot - 1) }
          depth += 1
        case .close where depth > 0:
          depth -= 1
          if depth == 0 { append(elementFrom: start, to: index, slot) }
        default: break
        }
      }
      guard index < html.bytes.count else { break }
      if html.bytes[index] == UInt8(ascii: "<"), let tag = Tag(in: html.bytes, at: index) {
        if depth == 0 { start = (index, slot) }
        depth = max(depth + tag.change, 0)
        index = tag.end
        if depth == 0 { append(elementFrom: start, to: index, slot) }
      } else if depth > 0 {
        index += 1
      } else {
        let end = html.bytes[index] == UInt8(ascii: "&") ? entityEnd(index) : index + 1
        append(end == index + 1 ? html.bytes[index] : UInt8(ascii: "x"), at: index, slot)
        index = end
      }
    }
    offsets.append(html.bytes.count)
    slots.append(html.slots.count)
  }

  private mutating func append(_ byte: UInt8, at offset: Int, _ slot: Int) {
    masked.append(byte)
    offsets.append(offset)
    slots.append(slot)
  }

  private mutating func append(elementFrom start: (offset: Int, slot: Int), to end: Int, _ slot: Int) {
    append(UInt8(ascii: "x"), at: start.offset, start.slot)
    // `**Name:** text` is a name and its text too.
    var last = end
    while last > start.offset, html.bytes[last - 1] == UInt8(ascii: ">"),
      let tag = html.bytes[start.offset..<last].lastIndex(of: UInt8(ascii: "<"))
    { last = tag }
    if last > start.offset, html.bytes[last - 1] == UInt8(ascii: ":") { append(UInt8(ascii: ":"), at: end, slot) }
  }

  private func entityEnd(_ start: Int) -> Int {
    let end = html.bytes[start...].prefix(10).firstIndex(of: UInt8(ascii: ";")) ?? start
    return end + 1
  }

  /// The parts that stand between commas.
  var parts: [Located<String>] { text.split(at: .commas) }

  /// All of the value, as a part of it.
  var text: Located<String> {
    Located(
      String(decoding: masked, as: UTF8.self), at: SourceRange(file: "", line: 1, column: 1, length: masked.count))
  }

  /// The HTML of a part; `nil` where that is mere text.
  func html(of part: Located<String>) -> MarkupText.InlineHTML? {
    let first = min(max(part.range.start.column - 1, 0), masked.count)
    let last = min(max(part.range.end.column - 1, first), masked.count)
    let (start, end) = (offsets[first], offsets[last])
    let slots = html.slots[slots[first]..<slots[last]].map { place in
      MarkupText.PlacedSlot(offset: min(max(place.offset, start), end) - start, slot: place.slot)
    }
    let bytes = Array(html.bytes[start..<end])
    guard !slots.isEmpty || bytes.contains(UInt8(ascii: "<")) else { return nil }
    return MarkupText.InlineHTML(bytes: bytes, slots: slots)
  }
}

/// A tag of finished HTML.
private struct Tag {
  /// How much deeper the text behind it stands.
  var change: Int
  /// The offset behind it.
  var end: Int

  init?(in bytes: [UInt8], at start: Int) {
    guard let close = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
    end = close + 1
    let name = bytes[(start + 1)...].prefix { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 }
    let isAlone =
      bytes[close - 1] == UInt8(ascii: "/")
      || ["br", "hr", "img", "input", "wbr", "source"].contains(String(decoding: name, as: UTF8.self))
    change = bytes[start + 1] == UInt8(ascii: "/") ? -1 : isAlone || name.isEmpty ? 0 : 1
  }
}
