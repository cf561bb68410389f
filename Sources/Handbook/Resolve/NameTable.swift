import Diagnostics

/// Finds personas and groups by name, and documents by id.
struct NameTable: Sendable {
  /// Documents by id.
  let byID: [String: Int]
  /// Documents by aliases that are no ids: what a document was called before it was renamed.
  private var byAlias: [String: Int] = [:]
  /// The first persona with a name, by the name's key.
  private var firstByName: [String: Int] = [:]
  /// All personas with a name that several have.
  private var allByName: [String: [Int]] = [:]
  private var groups: [String: Int] = [:]

  /// - Parameter byID: the documents by id; ids are unique.
  init(documents: [Document], byID: [String: Int], groups: [Configuration.Group] = []) {
    self.byID = byID
    for index in documents.indices where documents[index].kind == .persona {
      for name in Self.names(of: documents[index]) { add(Self.key(name), index) }
    }
    for index in documents.indices {
      for alias in documents[index].aliases where byID[alias.value] == nil && byAlias[alias.value] == nil {
        byAlias[alias.value] = index
      }
    }
    for (index, group) in groups.enumerated() {
      for key in group.keys { self.groups[key] = index }
    }
  }

  /// The document with an id, or else with an alias.
  func document(id: String) -> Int? { byID[id] ?? byAlias[id] }

  /// By what a persona is called.
  static func names(of persona: Document) -> [String] {
    [persona.id.value, persona.title.value, persona.name] + persona.aliases.map(\.value)
  }

  private mutating func add(_ key: String, _ index: Int) {
    guard let first = firstByName[key] else {
      firstByName[key] = index
      return
    }
    guard first != index else { return }
    if allByName[key, default: [first]].last != index { allByName[key, default: [first]].append(index) }
  }

  /// The name in lower case, with one space between its words.
  static func key(_ name: String) -> String {
    asciiKey(name) ?? name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The key of a name of plain ASCII whose words stand one space apart, as in most names.
  private static func asciiKey(_ name: String) -> String? {
    var before = UInt8(ascii: " ")
    for byte in name.utf8 {
      guard byte > 32 && byte < 127 || byte == 32 && before != 32 else { return nil }
      before = byte
    }
    guard before != 32 else { return nil }
    return String(unsafeUninitializedCapacity: name.utf8.count) { buffer in
      var count = 0
      for byte in name.utf8 {
        buffer[count] = byte >= 65 && byte <= 90 ? byte | 32 : byte
        count += 1
      }
      return count
    }
  }

  /// What a name may mean.
  enum Meaning {
    /// A persona, the only one of that name.
    case persona(Int)
    /// Several personas that are called so.
    case personas([Int])
    /// The group with this index.
    case group(Int)
  }

  /// What `name` means: the persona with that id, else all that are called so, else a group.
  func meaning(of name: String, documents: [Document]) -> Meaning? {
    if let index = byID[name], documents[index].kind == .persona { return .persona(index) }
    let key = Self.key(name)
    if let first = firstByName[key] { return allByName[key].map(Meaning.personas) ?? .persona(first) }
    return group(key: key).map(Meaning.group)
  }

  /// The personas that `name` may mean.
  func personas(named name: String, documents: [Document]) -> [Int] {
    switch meaning(of: name, documents: documents) {
    case .persona(let index): [index]
    case .personas(let indices): indices
    case .group, nil: []
    }
  }

  /// The index of the group that `name` means, written with spaces or hyphens.
  func group(named name: String) -> Int? { group(key: Self.key(name)) }

  private func group(key: String) -> Int? {
    groups[key] ?? groups[key.split(separator: " ").joined(separator: "-")]
  }
}

extension Configuration.Group {
  /// The keys by which it is found: those of its id and its title.
  var keys: [String] { [id, NameTable.key(title)] }
}
