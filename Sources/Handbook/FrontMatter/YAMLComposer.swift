import Diagnostics
import TextFormats

/// Makes values of the events of one YAML text.
struct YAMLComposer {
  private let events: YAMLEvents
  /// Turns places in the text into places in the file.
  private var places: YAMLPlaces
  /// The values that aliases may refer to, and how many values each holds.
  private var anchors: [String: (value: YAMLValue, size: Int)] = [:]
  /// The most values that there may be, those counted again that aliases repeat.
  private let most: Int
  /// How many of them are left.
  private var budget: Int
  private var depth = 0
  /// Keys that were given twice; the first one counts.
  private(set) var diagnostics: [Diagnostic] = []

  /// The deepest that values may be nested.
  private static let deepest = 1_000

  init(_ bytes: UnsafeBufferPointer<UInt8>, places: YAMLPlaces, most: Int) {
    events = YAMLEvents(bytes)
    self.places = places
    self.most = most
    budget = most
  }

  /// The text's only value, `nil` when it holds none.
  mutating func compose() throws(YAMLEvents.Problem) -> YAMLValue? {
    guard case .documentStart = try events.next() else { return nil }
    let root = try value(try events.next())
    _ = try events.next()
    guard case .documentStart(let mark) = try events.next() else { return root }
    // A line `---` at the end begins nothing.
    if case .scalar("", .plain, anchor: nil, _) = try events.next(), case .documentEnd = try events.next(),
      case .end = try events.next()
    {
      return root
    }
    throw YAMLEvents.Problem(reason: "but found another document", mark: mark)
  }

  private mutating func value(_ event: YAMLEvents.Event) throws(YAMLEvents.Problem) -> YAMLValue {
    let before = budget
    try spend(1, event)
    let value: YAMLValue
    var name: String?
    switch event {
    case .scalar(let text, let style, let anchor, let mark):
      name = anchor
      let range = places.range(of: text, style, mark)
      let isEmpty = style == .plain && YAMLValue.isNothing(text)
      // Only escapes, which stand in quotes, bring in what may stand in no page and no picture.
      value = isEmpty ? .empty(range) : .text(Located(style == .quoted ? text.withoutControls : text, at: range))
    case .listStart(let anchor, let mark):
      name = anchor
      // Its place is looked up before those of what it holds, which stand behind it.
      let range = places.place(mark)
      value = .list(try list(mark), range)
    case .mappingStart(let anchor, let mark):
      name = anchor
      let range = places.place(mark)
      value = .mapping(try mapping(mark), range)
    case .alias(let name, let mark):
      guard let known = anchors[name] else {
        throw YAMLEvents.Problem(reason: "found undefined alias", mark: mark)
      }
      try spend(known.size, event)
      value = known.value
    case .listEnd, .mappingEnd, .documentStart, .documentEnd, .end: return .empty(places.start)
    }
    if let name { anchors[name] = (value, before - budget) }
    return value
  }

  private mutating func spend(_ count: Int, _ event: YAMLEvents.Event) throws(YAMLEvents.Problem) {
    guard count <= budget else {
      throw YAMLEvents.Problem(reason: "it holds more than \(most) values", mark: event.mark)
    }
    budget -= count
  }

  private mutating func list(_ mark: YAMLEvents.Mark) throws(YAMLEvents.Problem) -> [YAMLValue] {
    try descend(mark)
    defer { depth -= 1 }
    var values: [YAMLValue] = []
    while true {
      let event = try events.next()
      if case .listEnd = event { return values }
      values.append(try value(event))
    }
  }

  private mutating func mapping(_ mark: YAMLEvents.Mark) throws(YAMLEvents.Problem) -> [YAMLEntry] {
    try descend(mark)
    defer { depth -= 1 }
    var entries: [YAMLEntry] = []
    while true {
      let event = try events.next()
      if case .mappingEnd = event { break }
      let key: Located<String>
      switch (try value(event), event) {
      case (.text(let text), _): key = text
      case (.empty(let range), .scalar(let text, _, _, _)): key = Located(text, at: range)
      case (let other, _): key = Located(other.lines(limit: 1).first ?? "", at: other.range)
      }
      let value = try value(try events.next())
      entries.append(YAMLEntry(key: key, value: value))
    }
    return unique(entries)
  }

  private mutating func descend(_ mark: YAMLEvents.Mark) throws(YAMLEvents.Problem) {
    guard depth < Self.deepest else { throw YAMLEvents.Problem(reason: "it is nested too deep", mark: mark) }
    depth += 1
  }

  /// The entries without those whose key stands further up.
  private mutating func unique(_ entries: [YAMLEntry]) -> [YAMLEntry] {
    if hasDistinctKeys(entries) { return entries }
    var seen: [String: SourceRange] = [:]
    return entries.filter { entry in
      guard let first = seen.updateValue(entry.key.range, forKey: entry.key.value) else { return true }
      seen[entry.key.value] = first
      diagnostics.append(.duplicateKey(entry.key, first: first))
      return false
    }
  }
}

extension String {
  /// The text with U+FFFD for all that YAML does not allow without an escape, as is done with zero bytes of a file.
  var withoutControls: String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 32 ? !"\t\n\r".unicodeScalars.contains(scalar) : scalar.value == 0xFFFE || scalar.value == 0xFFFF
    }
    guard unicodeScalars.contains(where: isControl) else { return self }
    return replacingScalars { isControl($0) ? "\u{FFFD}" : nil }
  }
}

/// Whether no two entries have the same key. A few are compared with each other faster than a set of them is made.
func hasDistinctKeys(_ entries: [YAMLEntry]) -> Bool {
  guard entries.count <= 32 else { return Set(entries.map(\.key.value)).count == entries.count }
  return entries.indices.allSatisfy { index in
    entries[..<index].allSatisfy { $0.key.value != entries[index].key.value }
  }
}

extension Diagnostic {
  /// A key that was given before in its mapping.
  static func duplicateKey(_ key: Located<String>, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateField, "`\(key.value)` can only be given once", at: key.range,
      help: "the first one counts; remove or merge this one", related: [.init("first given here", at: first)])
  }
}
