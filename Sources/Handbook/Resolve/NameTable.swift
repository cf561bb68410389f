import Diagnostics

/// Finds personas by name, and documents by id.
struct NameTable {
  /// Documents by id.
  private(set) var byID: [String: Int] = [:]
  private var byName: [String: [Int]] = [:]
  private var groups: [String: Int] = [:]
  private let ids: WordList
  private let names: WordList
  /// How many suggestions may still be looked for: each costs a walk over all ids.
  private var suggestionsLeft = 500

  init(documents: [Document], groups: [Configuration.Group]) {
    var names: [String] = []
    for (index, document) in documents.enumerated() {
      byID[document.id.value] = index
      guard document.kind == .persona else { continue }
      let own = [document.id.value, document.title.value, document.name] + document.texts(.aliases).map(\.value)
      for name in own {
        let key = Self.key(name)
        if byName[key, default: []].last != index { byName[key, default: []].append(index) }
      }
      names += own
    }
    for (index, group) in groups.enumerated() {
      self.groups[group.id] = index
      self.groups[Self.key(group.title)] = index
    }
    ids = WordList(documents.lazy.map(\.id.value))
    self.names = WordList(names)
  }

  private static func key(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The personas that `name` may mean: the one with that id, else all that are called so.
  func personas(named name: String, documents: [Document]) -> [Int] {
    if let index = byID[name], documents[index].kind == .persona { return [index] }
    return byName[Self.key(name)] ?? []
  }

  /// The index of the group that `name` means, written with spaces or hyphens.
  func group(named name: String) -> Int? {
    let key = Self.key(name)
    return groups[key] ?? groups[key.split(separator: " ").joined(separator: "-")]
  }

  /// The id that `id` was probably meant to be.
  mutating func suggestion(forID id: String) -> String? { suggestion(in: ids, for: id) }

  /// The name or id that `name` was probably meant to be.
  mutating func suggestion(forName name: String) -> String? { suggestion(in: names, for: name) }

  /// The word among `candidates` that `word` was probably meant to be.
  mutating func suggestion(for word: String, among candidates: [String]) -> String? {
    suggestion(in: WordList(candidates), for: word)
  }

  private mutating func suggestion(in words: WordList, for word: String) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return words.nearest(to: word)
  }
}
