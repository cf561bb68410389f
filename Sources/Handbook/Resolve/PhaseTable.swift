import Diagnostics

/// The phases of a handbook, in order.
struct PhaseTable: Sendable {
  /// Their names: the configured ones, then others as the documents name them.
  private(set) var names: [String] = []
  /// The phases by their names, as they were written and in lower case.
  private var index: [String: Int] = [:]

  init(documents: [Document], configured: [String]) {
    for name in configured { add(name) }
    for document in documents.indices {
      for item in documents[document].phases?.items ?? [] {
        add(item.first.value)
        if let last = item.last { add(last.value) }
      }
    }
  }

  private mutating func add(_ name: String) {
    guard index[name] == nil else { return }
    let key = name.lowercased()
    if index[key] == nil {
      index[key] = names.count
      names.append(name)
    }
    index[name] = index[key]
  }

  /// The place of a phase, whatever the case it is written in.
  private func place(of name: String) -> Int? { index[name] ?? index[name.lowercased()] }

  /// The phases that `list` covers, in order, each once. A range holds what lies between its ends in this table; one that
  /// runs backward holds its two ends only.
  func indices(_ list: PhaseList?) -> [Int] {
    guard let list else { return [] }
    if list.coversAll { return Array(names.indices) }
    var found: [Int] = []
    for item in list.items {
      let first = place(of: item.first.value)
      let last = item.last.flatMap { place(of: $0.value) }
      if let first { found.append(first) }
      if let last { found.append(last) }
      if let first, let last, first < last { found += first...last }
      // Many ranges may hold the same phases again and again.
      if found.count > 2 * names.count { found = found.sortedOnce }
    }
    return found.count > 1 ? found.sortedOnce : found
  }
}

extension [Int] {
  /// The numbers in ascending order, each once.
  fileprivate var sortedOnce: [Int] {
    var kept: [Int] = []
    for number in sorted() where kept.last != number { kept.append(number) }
    return kept
  }
}
