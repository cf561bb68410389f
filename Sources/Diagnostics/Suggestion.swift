/// The word among `candidates` that `word` was probably meant to be; see ``WordList/nearest(to:)``.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  WordList(candidates).nearest(to: word)
}

/// A remedy that offers the word that was probably meant, else another one.
public func didYouMean(_ word: String?, or other: @autoclosure () -> String) -> String {
  word.map { "did you mean `\($0)`?" } ?? other()
}

/// Words to look for similar ones in, again and again.
public struct WordList: Sendable {
  private let words: [String]
  private let keys: [Key]
  /// The bytes of all words in lower case, one word after the other.
  private let bytes: [UInt8]

  /// The most bytes of a word that are compared.
  private static let mostBytes = 128

  /// What tells most words apart: how long they are, and which letters occur in them.
  private struct Key: Sendable {
    /// Where the word's bytes begin.
    var start: Int32
    var count: Int32
    var letters: UInt64 = 0

    /// The key of a word whose bytes are added to `all`.
    init(_ word: String, _ all: inout [UInt8]) {
      start = Int32(all.count)
      for byte in word.lowercased().utf8.prefix(WordList.mostBytes) {
        all.append(byte)
        letters |= 1 << UInt64(byte & 63)
      }
      count = Int32(all.count) - start
    }

    /// At least as many edits lie between two words as letters occur in one and not in the other.
    func leastDistance(to other: Key) -> Int {
      let missing = max((letters & ~other.letters).nonzeroBitCount, (other.letters & ~letters).nonzeroBitCount)
      return max(missing, Int(abs(count - other.count)))
    }
  }

  /// A list of words, in the order that decides ties.
  public init(_ words: some Sequence<String>) {
    self.words = Array(words)
    var bytes: [UInt8] = []
    keys = self.words.map { Key($0, &bytes) }
    self.bytes = bytes
  }

  /// All words whose edit distance to `word` is at most a third of the longer one's length; see ``nearest(to:)``.
  public func near(to word: String) -> [String] {
    var target: [UInt8] = []
    let key = Key(word, &target)
    guard !target.isEmpty else { return [] }
    var rows = Rows(width: Self.mostBytes + 1)
    return keys.indices.filter { index in
      let other = keys[index]
      let limit = Int(max(key.count, other.count)) / 3
      guard key.leastDistance(to: other) <= limit, words[index] != word else { return false }
      return rows.distance(target, bytes[Int(other.start)..<Int(other.start + other.count)], limit: limit) != nil
    }.map { words[$0] }
  }

  /// The word that `word` was probably meant to be: the one with the smallest edit distance, if that is at most a third of the
  /// longer one's length. Ties go to the word that comes first; `word` itself is no answer.
  ///
  /// The distance is Damerau's in its optimal string alignment form (insert, delete, replace, swap neighbours), whatever
  /// the case. O(words × length²) at worst; most words are told to be too far by their length and letters alone.
  public func nearest(to word: String) -> String? {
    var target: [UInt8] = []
    let key = Key(word, &target)
    guard !target.isEmpty else { return nil }
    var best: (index: Int, distance: Int)?
    var rows = Rows(width: Self.mostBytes + 1)
    for index in keys.indices {
      let other = keys[index]
      let limit = min(Int(max(key.count, other.count)) / 3, best.map { $0.distance - 1 } ?? .max)
      guard limit >= 0, key.leastDistance(to: other) <= limit, words[index] != word else { continue }
      let candidate = bytes[Int(other.start)..<Int(other.start + other.count)]
      if let distance = rows.distance(target, candidate, limit: limit) { best = (index, distance) }
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
    beforeLast = Array(repeating: 0, count: width + 1)
    last = beforeLast
    row = beforeLast
  }

  /// The distance between two words of at most 128 bytes, `nil` when it is larger than `limit`.
  ///
  /// Only a band along the diagonal is filled in: beyond it, a cell is larger than `limit` by its place alone.
  mutating func distance(_ a: [UInt8], _ b: ArraySlice<UInt8>, limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    let far = limit + 1
    var leastOfLast = 0
    for j in 0...min(b.count, far) { last[j] = j }
    for i in a.indices {
      let (from, to) = (max(0, i - limit), min(b.count, i + 1 + limit))
      row[from] = from == 0 ? i + 1 : far
      var least = row[from]
      for j in from..<to {
        let byte = b[b.startIndex + j]
        var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == byte ? 0 : 1))
        if i > 0, j > 0, a[i] == b[b.startIndex + j - 1], a[i - 1] == byte {
          distance = min(distance, beforeLast[j - 1] + 1)
        }
        row[j + 1] = distance
        least = min(least, distance)
      }
      // The next row looks at one cell beyond the band.
      if to < b.count { row[to + 1] = far }
      // No later row is smaller than two in a row are.
      if least > limit, leastOfLast > limit { return nil }
      leastOfLast = least
      swap(&beforeLast, &last)
      swap(&last, &row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }
}
