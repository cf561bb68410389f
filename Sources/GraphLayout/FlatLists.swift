/// A list of integers for each of some keys, all in one array: as good as an array of arrays, without memory for each.
struct FlatLists: Sendable {
  /// For each key where its list begins in `members`; one more at the end.
  private(set) var start: [Int]
  /// All lists, one after another.
  private(set) var members: [Int]

  /// The numbers from 0 that have each key, in ascending order. O(keys + numbers).
  ///
  /// - Parameter key: the key of a number, from 0 and less than `keys`; -1 when it has none.
  init(keys: Int, numbers: Int, key: (Int) -> Int) {
    self.init(keys: keys, numbers: numbers, key: key, member: { $0 })
  }

  /// What belongs to the numbers from 0 that have each key, in ascending order of these. O(keys + numbers).
  init(keys: Int, numbers: Int, key: (Int) -> Int, member: (Int) -> Int) {
    start = Array(repeating: 0, count: keys + 1)
    for number in 0..<numbers {
      let key = key(number)
      if key >= 0 { start[key] += 1 }
    }
    var sum = 0
    for key in 0..<keys {
      sum += start[key]
      start[key] = sum
    }
    start[keys] = sum
    members = Array(repeating: 0, count: sum)
    // From behind, so that each list is filled from its end, and `start` ends up at its beginning.
    for number in stride(from: numbers - 1, through: 0, by: -1) {
      let key = key(number)
      guard key >= 0 else { continue }
      start[key] -= 1
      members[start[key]] = member(number)
    }
  }

  /// Where the list of a key stands in `members`.
  func range(_ key: Int) -> Range<Int> { start[key]..<start[key + 1] }

  /// The list of a key.
  subscript(key: Int) -> ArraySlice<Int> { members[range(key)] }
}
