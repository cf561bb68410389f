import Diagnostics

/// The phases of a handbook, in order.
struct PhaseTable {
  /// Their names: the configured ones, then others as the documents name them.
  private(set) var names: [String]
  private var index: [String: Int] = [:]

  init(documents: [Document], configured: [String]) {
    names = []
    for name in configured { add(name) }
    for document in documents {
      for item in document.phases?.items ?? [] {
        add(item.first.value)
        if let last = item.last { add(last.value) }
      }
    }
  }

  private mutating func add(_ name: String) {
    let key = name.lowercased()
    guard index[key] == nil else { return }
    index[key] = names.count
    names.append(name)
  }

  /// The phases that `list` covers, in order, each once. A range holds what lies between its ends in this table; one that
  /// runs backward holds its two ends only.
  func indices(_ list: PhaseList?) -> [Int] {
    guard let list else { return [] }
    if list.coversAll { return Array(names.indices) }
    var found: Set<Int> = []
    for item in list.items {
      let first = index[item.first.value.lowercased()]
      let last = item.last.flatMap { index[$0.value.lowercased()] }
      if let first { found.insert(first) }
      if let last { found.insert(last) }
      if let first, let last, first < last { found.formUnion(first...last) }
    }
    return found.sorted()
  }
}
