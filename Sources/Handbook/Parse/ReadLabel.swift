import Diagnostics
import Markup

extension FieldReader {
  /// The value of `field` that a bold label gives.
  ///
  /// Where markup was taken out of the value, or it has several lines, places are counted in the value at first, as if it stood in a
  /// line of its own; then each is looked up.
  mutating func read(_ field: Field, _ label: MarkupText.Label) -> FieldValue? {
    guard !label.places.isEmpty else { return read(field, value(of: label.value, for: field)) }
    let places = LabelPlaces(of: label, asLinks: field.relation != nil)
    let counted = places.countedText
    // Links are told from each other before names are known; elsewhere a name may hold `and`.
    let entry =
      field.shape == .names && places.hasLinks
      ? .list(counted.split(at: .names).map(YAMLValue.text), counted.range) : value(of: counted, for: field)
    return read(field, entry).map(places.placed)
  }

  /// A label's text as the value that front matter would hold.
  private func value(of text: Located<String>, for field: Field) -> YAMLValue {
    switch field.shape {
    case .text, .texts, .phases, .names: .text(text)
    case .ids: .list(text.split(at: .commas).map(YAMLValue.text), text.range)
    case .namedTexts, .idsWithText:
      .list(
        text.split(at: .commas).map { item in
          guard let (name, text) = item.splitAtColon else { return .text(item) }
          return .mapping([YAMLEntry(key: name, value: text.map(YAMLValue.text) ?? .empty(item.range))], item.range)
        }, text.range)
    }
  }
}

/// Where the parts of a label's value stand, and what its links lead to.
private struct LabelPlaces {
  private let value: Located<String>
  private let bytes: [UInt8]
  private let places: [SourcePosition]
  /// The links by the first of their bytes.
  private var links: [Int: MarkupText.Label.Link] = [:]

  init(of label: MarkupText.Label, asLinks: Bool) {
    value = label.value
    bytes = Array(label.value.value.utf8)
    places = label.places
    for link in asLinks ? label.links : [] where link.bytes.upperBound <= bytes.count {
      links[link.bytes.lowerBound] = link
    }
  }

  var hasLinks: Bool { !links.isEmpty }

  /// The value as if it stood in a line of its own. What a link gives is one word there, as nothing in it separates names.
  var countedText: Located<String> {
    var text = bytes
    for link in links.values { for index in link.bytes { text[index] = UInt8(ascii: "x") } }
    return Located(
      String(decoding: text, as: UTF8.self),
      at: SourceRange(file: value.range.file, line: 1, column: 1, length: text.count))
  }

  /// What was read of that line, with everything where it stands.
  func placed(_ value: FieldValue) -> FieldValue {
    switch value {
    case .text(let text): return .text(placed(text))
    case .texts(let texts): return .texts(texts.map(placed))
    case .phases(var list):
      for index in list.items.indices {
        list.items[index].first = placed(list.items[index].first)
        list.items[index].last = list.items[index].last.map(placed)
      }
      return .phases(list)
    case .namedTexts(let texts):
      return .namedTexts(texts.map { NamedText(name: placed($0.name), text: $0.text.map(placed)) })
    case .references(let references): return .references(references.map(placed))
    }
  }

  private func placed(_ reference: FieldReference) -> FieldReference {
    var reference = reference
    reference.text = reference.text.map(placed)
    let split = reference.target.splitRemark
    let name = range(of: split.name)
    if let link = links[name.lowerBound], link.bytes == name {
      reference.target = placed(split.name)
      reference.remark = split.remark
      reference.path = link.target
    } else {
      reference.target = placed(reference.target)
    }
    return reference
  }

  private func placed(_ text: Located<String>) -> Located<String> {
    let range = range(of: text)
    guard let first = range.first, let last = range.last else { return Located(text.value, at: value.range) }
    var end = places[last]
    end.column += 1
    let place = SourceRange(file: value.range.file, start: places[first], end: max(end, places[first]))
    guard hasLinks, text.value.utf8.count == range.count else { return Located(text.value, at: place) }
    return Located(String(decoding: bytes[range], as: UTF8.self), at: place)
  }

  /// The bytes of the value that a text counted in it takes.
  private func range(of text: Located<String>) -> Range<Int> {
    let start = min(max(text.range.start.column - 1, 0), places.count)
    return start..<min(max(text.range.end.column - 1, start), places.count)
  }
}
