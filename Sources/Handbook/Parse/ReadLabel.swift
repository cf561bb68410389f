import Diagnostics
import Markup

extension FieldReader {
  /// The value of `field` that a bold label gives; what of it has markup is added to `markup`.
  ///
  /// Where markup was taken out of the value, or it has several lines, places are counted in the value at first, as if it stood in a
  /// line of its own; then each is looked up.
  mutating func read(
    _ field: Field, _ label: MarkupText.Label, _ markup: inout [MarkupText.ValueWithMarkup]
  ) -> FieldValue? {
    guard label.items.isEmpty else { return read(field, itemsOf: label, &markup) }
    guard !label.places.isEmpty else { return read(field, value(of: label.value, for: field)) }
    let places = LabelPlaces(of: label, asLinks: field.relation != nil)
    let counted = places.countedText
    // Links are told from each other before names are known; elsewhere a name may hold `and`.
    let entry =
      field.shape == .names && places.isMasked
      ? .list(counted.split(at: .names).map(YAMLValue.text), counted.range) : value(of: counted, for: field)
    guard let value = read(field, entry).map(places.placed) else { return nil }
    guard let html = label.html else { return value }
    if note(LabelMarkup(html), of: value, field, &markup) { return value }
    // Text and HTML can't be cut in the same places: nothing is lost where they are one.
    let whole = read(field, .list([.text(label.value)], label.value.range))
    if let start = whole?.starts.first { markup.append(.init(start: start, html: html)) }
    return whole
  }

  /// The value that the items of a list below a label give, each an item of its own.
  private mutating func read(
    _ field: Field, itemsOf label: MarkupText.Label, _ markup: inout [MarkupText.ValueWithMarkup]
  ) -> FieldValue? {
    var all: FieldValue?
    for item in label.items where !item.value.value.isEmpty {
      let places = item.places.isEmpty ? nil : LabelPlaces(of: item, asLinks: field.relation != nil)
      let text = places?.countedText ?? item.value
      let isNamed = field.shape == .namedTexts || field.shape == .idsWithText
      let entry = isNamed ? named(text) : .text(text)
      // A field of one text says itself that it takes no list.
      let value = field.shape == .text ? read(field, entry) : read(field, .list([entry], text.range))
      guard let value = value.map({ places?.placed($0) ?? $0 }) else { continue }
      if let html = item.html { _ = note(LabelMarkup(html), of: value, field, isItem: true, &markup) }
      all = all.map { $0.joined(with: value) } ?? value
    }
    if field.shape == .text, label.items.count > 1 {
      report(field, "one text", .list([], label.name.range), help: "write `**\(label.name.value)**: …` on one line")
    }
    return all
  }

  /// Notes the HTML of the parts of a value; `false` when there are other parts in the HTML than in the text.
  private func note(
    _ html: LabelMarkup, of value: FieldValue, _ field: Field, isItem: Bool = false,
    _ markup: inout [MarkupText.ValueWithMarkup]
  ) -> Bool {
    let parts = isItem || field.shape == .text || field == .keyQuestions ? [html.text] : html.parts
    guard parts.count == value.starts.count else { return false }
    for (index, (start, part)) in zip(value.starts, parts).enumerated() {
      guard case .namedTexts(let texts) = value, let place = texts[index].text, let (name, text) = part.splitAtColon
      else {
        if let html = html.html(of: part) { markup.append(.init(start: start, html: html)) }
        continue
      }
      if let html = html.html(of: name) { markup.append(.init(start: start, html: html)) }
      if let text, let html = html.html(of: text) {
        markup.append(.init(start: place.range.start, html: html))
      }
    }
    return true
  }

  /// `name: text` as a mapping.
  private func named(_ item: Located<String>) -> YAMLValue {
    guard let (name, text) = item.splitAtColon else { return .text(item) }
    return .mapping([YAMLEntry(key: name, value: text.map(YAMLValue.text) ?? .empty(item.range))], item.range)
  }

  /// A label's text as the value that front matter would hold.
  private func value(of text: Located<String>, for field: Field) -> YAMLValue {
    switch field.shape {
    case .text, .texts, .phases, .names: .text(text)
    case .ids: .list(text.split(at: .commas).map(YAMLValue.text), text.range)
    case .namedTexts, .idsWithText:
      .list(text.split(at: .commas).map(named), text.range)
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
  /// Stretches in which nothing separates.
  private var wholes: [Range<Int>] = []

  init(of label: MarkupText.Label, asLinks: Bool) {
    value = label.value
    bytes = Array(label.value.value.utf8)
    places = label.places
    for link in asLinks ? label.links : [] where link.bytes.upperBound <= bytes.count {
      links[link.bytes.lowerBound] = link
      wholes.append(link.bytes)
    }
    guard label.html != nil else { return }
    wholes += label.wholes.filter { $0.upperBound <= bytes.count }.map { whole in
      // `**Name:** text` is a name and its text too.
      whole.lowerBound..<(bytes[whole.upperBound - 1] == UInt8(ascii: ":") ? whole.upperBound - 1 : whole.upperBound)
    }
    noteAddresses()
  }

  /// Notes the words that are addresses of the web, which hold commas too.
  private mutating func noteAddresses() {
    for word in bytes.split(separator: 32) where word.contains(UInt8(ascii: ",")) {
      let isAddress = word.contains(UInt8(ascii: "@")) || word.contains("://".utf8) || word.contains("www.".utf8)
      if isAddress { wholes.append(word.startIndex..<word.endIndex - 1) }
    }
  }

  var isMasked: Bool { !wholes.isEmpty }

  /// The value as if it stood in a line of its own. What a link or other markup gives is one word there, as nothing in it separates names.
  var countedText: Located<String> {
    var text = bytes
    for whole in wholes { for index in whole { text[index] = UInt8(ascii: "x") } }
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
    guard isMasked, text.value.utf8.count == range.count else { return Located(text.value, at: place) }
    return Located(String(decoding: bytes[range], as: UTF8.self), at: place)
  }

  /// The bytes of the value that a text counted in it takes.
  private func range(of text: Located<String>) -> Range<Int> {
    let start = min(max(text.range.start.column - 1, 0), places.count)
    return start..<min(max(text.range.end.column - 1, start), places.count)
  }
}

extension FieldValue {
  /// Where its parts begin.
  fileprivate var starts: [SourcePosition] {
    switch self {
    case .text(let text): [text.range.start]
    case .texts(let texts): texts.map(\.range.start)
    case .namedTexts(let texts): texts.map(\.name.range.start)
    case .phases, .references: []
    }
  }

  /// The value with the parts of another behind its own.
  fileprivate func joined(with other: FieldValue) -> FieldValue {
    switch (self, other) {
    case (.text(let first), .text(let second)): .text(Located(first.value + ", " + second.value, at: first.range))
    case (.texts(let first), .texts(let second)): .texts(first + second)
    case (.namedTexts(let first), .namedTexts(let second)): .namedTexts(first + second)
    case (.references(let first), .references(let second)): .references(first + second)
    case (.phases(var first), .phases(let second)):
      {
        first.coversAll = first.coversAll || second.coversAll
        first.remark = first.remark ?? second.remark
        first.items += second.items
        return .phases(first)
      }()
    default: self
    }
  }
}
