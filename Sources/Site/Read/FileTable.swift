import Diagnostics

/// Values by path, told apart by their bytes.
struct FileTable<Value: Sendable>: Sendable {
  private var values: [FileName: Value] = [:]

  /// An empty table with room for some files.
  init(room: Int = 0) { values.reserveCapacity(room) }

  /// The table of some files; of equal paths the first counts.
  init(_ files: some Sequence<(String, Value)>) {
    for (path, value) in files where self[path] == nil { self[path] = value }
  }

  /// How many files there are.
  var count: Int { values.count }

  /// All files with their values, in no order.
  var all: some Collection<(path: String, value: Value)> {
    values.lazy.map { (path: $0.key.text, value: $0.value) }
  }

  /// The value of a file, `nil` when there is none.
  subscript(path: String) -> Value? {
    get { values[FileName(path)] }
    set { values[FileName(path)] = newValue }
  }
}
