import Buffers

/// What a template sees under a name.
public enum Value: Sendable {
  /// Text; the empty text is false.
  case text(String)
  /// Two texts one behind the other: thousands of URLs of one page begin with the same way up, and need not be put together.
  case texts(String, String)
  /// Text with markup: `{{name}}` writes the text, and `{{{name}}}` its HTML, which is the escaped text where there is none.
  case marked(String, FinishedBytes?)
  /// UTF-8 bytes, finished HTML as a rule; none are false.
  case bytes(FinishedBytes)
  /// The same with pieces put in.
  case spliced(SplicedBytes)
  /// True, and what is written before and behind what a section for it renders.
  case around(FinishedBytes, FinishedBytes)
  /// True, and nothing to show.
  case flag
  /// Names with values of their own.
  case view(View)
  /// Values that a section is rendered for one by one; an empty list is false.
  case list([Value])

  /// Whether a section is rendered for it.
  var isTrue: Bool {
    switch self {
    case .text(let text), .marked(let text, _): !text.isEmpty
    case .texts(let first, let second): !first.isEmpty || !second.isEmpty
    case .bytes(let bytes): !bytes.isEmpty
    case .spliced(let spliced): !spliced.bytes.isEmpty
    case .flag, .view, .around: true
    case .list(let list): !list.isEmpty
    }
  }

  /// The value of a name within it.
  func value(of name: Name) -> Value? {
    if case .view(let view) = self { view[name] } else { nil }
  }
}

/// Names with values. What has no value is false.
public struct View: Sendable {
  private var entries: [Entry] = []

  /// A tuple would be copied and destroyed by way of its type's description.
  private struct Entry: Sendable {
    var name: Name
    var value: Value
  }

  /// A view without values.
  public init() {}

  /// A view with one value.
  public init(_ name: Name, _ value: Value) { entries = [Entry(name: name, value: value)] }

  /// The value of a name, `nil` when it has none.
  public subscript(name: Name) -> Value? {
    get {
      for index in entries.indices where entries[index].name == name { return entries[index].value }
      return nil
    }
    set {
      let place = entries.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append(Entry(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Gives a value to a name that has none yet.
  public mutating func add(_ name: Name, _ value: consuming Value) {
    entries.append(Entry(name: name, value: value))
  }

  /// Makes room for as many values.
  public mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }
}

extension View: ExpressibleByDictionaryLiteral {
  /// A view with some values; of two for one name the last counts.
  public init(dictionaryLiteral values: (Name, Value)...) {
    entries.reserveCapacity(values.count)
    for index in values.indices {
      if entries.contains(where: { $0.name == values[index].0 }) {
        self[values[index].0] = values[index].1
      } else {
        entries.append(Entry(name: values[index].0, value: values[index].1))
      }
    }
  }
}
