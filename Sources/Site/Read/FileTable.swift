import Glibc

/// Values by path, told apart by their bytes: to Swift's strings two files are one whose names differ only in how accents are
/// written.
struct FileTable<Value: Sendable>: Sendable {
  private var values: [Key: Value] = [:]

  private struct Key: Hashable {
    let path: String

    static func == (a: Key, b: Key) -> Bool {
      let areSame: Bool?? = a.path.utf8.withContiguousStorageIfAvailable { first in
        b.path.utf8.withContiguousStorageIfAvailable { second in
          guard let one = first.baseAddress, let other = second.baseAddress else { return first.count == second.count }
          return first.count == second.count && memcmp(one, other, first.count) == 0
        }
      }
      return (areSame ?? nil) ?? a.path.utf8.elementsEqual(b.path.utf8)
    }

    func hash(into hasher: inout Hasher) {
      let isHashed: Void? = path.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: .init($0)) }
      if isHashed == nil { for byte in path.utf8 { hasher.combine(byte) } }
    }
  }

  /// An empty table with room for some files.
  init(room: Int = 0) { values.reserveCapacity(room) }

  /// The table of some files; of equal paths the first counts.
  init(_ files: some Sequence<(String, Value)>) {
    for (path, value) in files where self[path] == nil { self[path] = value }
  }

  /// The value of a file, `nil` when there is none.
  subscript(path: String) -> Value? {
    get { values[Key(path: path)] }
    set { values[Key(path: path)] = newValue }
  }
}
