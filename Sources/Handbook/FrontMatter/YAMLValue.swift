import Diagnostics

/// A value of front matter or of `baton.yml`, as it was written: a scalar is its text, whatever YAML takes it for
/// (`yes` stays `yes`, `012` stays `012`).
enum YAMLValue: Sendable {
  /// A scalar.
  case text(Located<String>)
  /// A sequence.
  case list([YAMLValue], SourceRange)
  /// A mapping, in order.
  case mapping([YAMLEntry], SourceRange)
  /// Nothing, `~` or `null`.
  case empty(SourceRange)

  var range: SourceRange {
    switch self {
    case .text(let text): text.range
    case .list(_, let range), .mapping(_, let range), .empty(let range): range
    }
  }

  /// What it is, in words for a message.
  var description: String {
    switch self {
    case .text: "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .empty: "nothing"
    }
  }
}

extension YAMLValue {
  /// Whether another value reads the same, wherever it stands.
  func isSame(as other: YAMLValue) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): a.value == b.value
    case (.list(let a, _), .list(let b, _)): a.elementsEqual(b) { $0.isSame(as: $1) }
    case (.mapping(let a, _), .mapping(let b, _)): a.elementsEqual(b) { $0.isSame(as: $1) }
    case (.empty, .empty): true
    default: false
    }
  }
}

/// One entry of a mapping.
struct YAMLEntry: Sendable {
  var key: Located<String>
  var value: YAMLValue

  /// Whether another entry reads the same, wherever it stands.
  func isSame(as other: YAMLEntry) -> Bool { key.value == other.key.value && value.isSame(as: other.value) }
}

extension YAMLValue {
  /// Whether a scalar without quotes stands for nothing.
  static func isNothing(_ text: String) -> Bool {
    text.utf8.count <= 4 && ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The value as lines of text, for fields that Baton does not know: at most `limit` of them.
  func lines(limit: Int = 200) -> [String] {
    var lines: [String] = []
    collect(into: &lines, prefix: "", limit: limit)
    return lines
  }

  private func collect(into lines: inout [String], prefix: String, limit: Int) {
    guard lines.count < limit else { return }
    switch self {
    case .text(let text): lines.append(prefix + text.value)
    case .empty: if !prefix.isEmpty { lines.append(String(prefix.dropLast(2))) }
    case .list(let items, _): for item in items { item.collect(into: &lines, prefix: prefix, limit: limit) }
    case .mapping(let entries, _):
      for entry in entries {
        entry.value.collect(into: &lines, prefix: prefix + entry.key.value + ": ", limit: limit)
      }
    }
  }
}
