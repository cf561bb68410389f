/// What a template sees under a name.
public enum Value: Sendable {
  /// Text; the empty text is false.
  case text(String)
  /// UTF-8 bytes, finished HTML as a rule; none are false.
  case bytes([UInt8])
  /// True, and nothing to show.
  case flag
  /// Names with values of their own.
  case view(View)
  /// Values that a section is rendered for one by one; an empty list is false.
  case list([Value])

  /// Whether a section is rendered for it.
  var isTrue: Bool {
    switch self {
    case .text(let text): !text.isEmpty
    case .bytes(let bytes): !bytes.isEmpty
    case .flag, .view: true
    case .list(let list): !list.isEmpty
    }
  }
}

/// Names with values. What has no value is false.
public struct View: Sendable {
  private var entries: [(Name, Value)] = []

  /// A view without values.
  public init() {}

  /// The value of a name, `nil` when it has none.
  public subscript(name: Name) -> Value? {
    get {
      for index in entries.indices where entries[index].0 == name { return entries[index].1 }
      return nil
    }
    set {
      let place = entries.indices.first { entries[$0].0 == name }
      switch (place, newValue) {
      case (let place?, let value?): entries[place].1 = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Gives a value to a name that has none yet.
  public mutating func add(_ name: Name, _ value: Value) { entries.append((name, value)) }

  /// Makes room for as many values.
  public mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }
}

extension View: ExpressibleByDictionaryLiteral {
  /// A view with some values; of two for one name the last counts.
  public init(dictionaryLiteral values: (Name, Value)...) {
    for index in values.indices where values[..<index].contains(where: { $0.0 == values[index].0 }) {
      for (name, value) in values { self[name] = value }
      return
    }
    entries = values
  }
}
