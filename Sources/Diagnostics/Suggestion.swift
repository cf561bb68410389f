/// The word among `candidates` that `word` was probably meant to be: the one with the smallest edit distance,
/// if that is at most a third of the longer one's length. Ties go to the candidate that comes first.
///
/// The distance is Damerau's in its optimal string alignment form (insert, delete, replace, swap neighbours), whatever
/// the case. O(candidates × length²) with an early exit on the difference of lengths.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(word.lowercased().utf8.prefix(128))
  guard !target.isEmpty else { return nil }
  var best: (word: String, distance: Int)?
  for candidate in candidates where candidate != word {
    let other = Array(candidate.lowercased().utf8.prefix(128))
    let limit = min(max(target.count, other.count) / 3, best.map { $0.distance - 1 } ?? .max)
    guard limit >= 0, abs(other.count - target.count) <= limit else { continue }
    let distance = alignmentDistance(target, other)
    if distance <= limit { best = (candidate, distance) }
  }
  return best?.word
}

private func alignmentDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in b.indices {
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
