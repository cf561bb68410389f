/// The word among `candidates` that `word` was probably meant to be; see ``WordList/nearest(to:)``.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  WordList(candidates).nearest(to: word)
}

/// Words to look for similar ones in, again and again.
public struct WordList: Sendable {
  private let words: [String]
  private let keys: [Key]

  /// The first 128 bytes of a word in lower case, and which letters occur in them.
  private struct Key: Sendable {
    var bytes: [UInt8]
    var letters: UInt64 = 0

    init(_ word: String) {
      bytes = Array(word.lowercased().utf8.prefix(128))
      for byte in bytes { letters |= 1 << UInt64(byte & 63) }
    }

    /// At least as many edits lie between two words as letters occur in one and not in the other.
    func leastDistance(to other: Key) -> Int {
      let missing = max((letters & ~other.letters).nonzeroBitCount, (other.letters & ~letters).nonzeroBitCount)
      return max(missing, abs(bytes.count - other.bytes.count))
    }
  }

  /// A list of words, in the order that decides ties.
  public init(_ words: some Sequence<String>) {
    self.words = Array(words)
    keys = self.words.map(Key.init)
  }

  /// The word that `word` was probably meant to be: the one with the smallest edit distance, if that is at most a third of the
  /// longer one's length. Ties go to the word that comes first; `word` itself is no answer.
  ///
  /// The distance is Damerau's in its optimal string alignment form (insert, delete, replace, swap neighbours), whatever
  /// the case. O(words × length²) at worst; most words are told to be too far by their length and letters alone.
  public func nearest(to word: String) -> String? {
    let target = Key(word)
    guard !target.bytes.isEmpty else { return nil }
    var best: (index: Int, distance: Int)?
    var rows = Rows(width: 129)
    for index in words.indices {
      let key = keys[index]
      let limit = min(max(target.bytes.count, key.bytes.count) / 3, best.map { $0.distance - 1 } ?? .max)
      guard limit >= 0, target.leastDistance(to: key) <= limit, words[index] != word else { continue }
      if let distance = rows.distance(target.bytes, key.bytes, limit: limit) { best = (index, distance) }
    }
    return best.map { words[$0.index] }
  }
}

/// The rows of the table of distances that are looked back at.
private struct Rows {
  private var beforeLast: [Int]
  private var last: [Int]
  private var row: [Int]

  init(width: Int) {
    beforeLast = Array(repeating: 0, count: width)
    last = beforeLast
    row = beforeLast
  }

  /// The distance between two words of at most 128 bytes, `nil` when it is larger than `limit`.
  mutating func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    for j in 0...b.count { last[j] = j }
    for i in a.indices {
      row[0] = i + 1
      var least = row[0]
      for j in b.indices {
        var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforeLast[j - 1] + 1) }
        row[j + 1] = distance
        least = min(least, distance)
      }
      // No later row is smaller than two in a row are.
      if least > limit, (last[0...b.count].min() ?? 0) > limit { return nil }
      swap(&beforeLast, &last)
      swap(&last, &row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }
}
