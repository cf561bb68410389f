import Diagnostics
import TestTools
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("deployment-pipline-checklist", "deployment-pipeline-checklist"), ("prerequisits", "prerequisites"),
    ("Tilte", "title"), ("taks", "task"),
  ])
  func `The nearest word is found`(word: String, nearest expected: String) {
    let words = ["title", "task", "prerequisites", "deployment-pipeline-checklist", "deployment-pipeline-tmpl"]
    #expect(nearest(to: word, among: words) == expected)
  }

  @Test(arguments: ["pm", "qa", "weather", ""])
  func `A word that resembles none has no suggestion`(word: String) {
    #expect(nearest(to: word, among: ["p0", "title", "go"]) == nil)
  }

  @Test func `Ties go to the first`() {
    #expect(nearest(to: "cat", among: ["bat", "car", "cap"]) == "bat")
  }
}

@Suite struct WordListTests {
  /// The distance by its definition, without bounds.
  private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        guard i > 0, j > 0 else {
          table[i][j] = i + j
          continue
        }
        let replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, replaced)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  @Test func `Words that are told apart early are those too far away`() {
    var random = SeededRandom(seed: 7)
    var before = "a"
    /// A word of its own, or the one before with a few edits.
    func word() -> String {
      var word = Array(
        random.below(2) == 0 ? String((0..<random.below(40) + 1).map { _ in "abcde-"[random.below(6)] }) : before)
      for _ in 0..<random.below(6) where word.count > 1 {
        switch random.below(3) {
        case 0: word.remove(at: random.below(word.count))
        case 1: word.insert("abcde-"[random.below(6)], at: random.below(word.count))
        default: word.swapAt(0, random.below(word.count))
        }
      }
      before = String(word)
      return before
    }
    for _ in 0..<300 {
      let words = (0..<20).map { _ in word() }
      let target = word()
      var best: (word: String, distance: Int)?
      for other in words where other != target {
        let distance = distance(Array(target.utf8), Array(other.utf8))
        if distance <= max(target.utf8.count, other.utf8.count) / 3, distance < best?.distance ?? .max {
          best = (other, distance)
        }
      }
      #expect(WordList(words).nearest(to: target) == best?.word, "\(target) in \(words)")
    }
  }
}

extension String {
  fileprivate subscript(_ offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}

@Suite struct ByteOrderTests {
  @Test func `Texts are ordered by their bytes`() {
    let words = [
      "", "a", "a/b", "a-b", "Z", "ä", "a\u{308}", "é", "e\u{301}x", "personas/developer-1", "personas/developer-12",
      "𝄞",
    ]
    for a in words {
      for b in words { #expect(a.precedesInUTF8(b) == a.utf8.lexicographicallyPrecedes(b.utf8), "\(a) \(b)") }
    }
    #expect(words.shuffled().sortedInUTF8 == words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
