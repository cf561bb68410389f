import Synchronization

/// The names of a handbook's documents, to be found in texts that speak of them without a link.
///
/// A name is known by the hash of its words, and so is every beginning of one: a text is walked once, and from each of its words
/// only as far as some name goes on.
struct NamesInText: Sendable {
  /// What a run of words means.
  private struct Meaning: Sendable {
    /// The document of that name; `nil` where several have it.
    var document: Int?
    /// The hash of the name as it is written.
    var exact: UInt64
    /// Whether the name may stand in another case behind an article: it is a colleague's.
    var isPersona: Bool
    /// Whether two of its words begin with a capital letter, so that no sentence has them by chance.
    var isUnmistakable: Bool
  }

  private var meanings: [UInt64: Meaning] = [:]
  /// The beginnings of names.
  private var beginnings: Set<UInt64> = []
  /// The first two words of names, whatever stands between them.
  private var pairs: WordPairs

  /// The most words of a name.
  private static let mostWords = 12
  private static let articles = hashes(["the", "our"])
  /// Words that may stand with a capital letter before a name and are no part of it.
  private static let openers = hashes([
    "a", "after", "all", "an", "and", "as", "ask", "at", "before", "but", "by", "each", "every", "for", "from", "if",
    "in",
    "it", "like", "my", "no", "not", "of", "on", "or", "our", "see", "so", "tell", "that", "the", "then", "this", "to",
    "use", "when", "where", "while", "with", "without", "your",
  ])

  private static func hashes(_ words: [String]) -> Set<UInt64> {
    Set(words.flatMap { [NameWord](plain: $0).map(\.folded) })
  }

  /// The names of all documents: titles, and a persona's role name and aliases.
  init(documents: [Document]) {
    pairs = WordPairs(room: documents.count)
    for (index, document) in documents.enumerated() {
      guard document.kind == .persona else {
        add(document.title.value, index, isPersona: false)
        continue
      }
      add(document.name, index, isPersona: true)
      for alias in document.aliases { add(alias.value, index, isPersona: true) }
      add(document.title.value, index, isPersona: false)
    }
  }

  private mutating func add(_ name: String, _ document: Int, isPersona: Bool) {
    let words = [NameWord](plain: name)
    let counted = words.filter { $0.kind == .word }
    let isLong = counted.count > 2 || counted.count == 2 && !Self.articles.contains(counted[0].folded)
    guard isLong, words.count <= Self.mostWords else { return }
    pairs.insert(counted[0], counted[1])
    var (folded, exact) = (NameWord.basis, NameWord.basis)
    for (place, word) in words.enumerated() {
      (folded, exact) = (NameWord.join(folded, word.folded), NameWord.join(exact, word.exact))
      if place < words.count - 1 { beginnings.insert(folded) }
    }
    if var known = meanings[folded] {
      if known.document != document { known.document = nil }
      meanings[folded] = known
      return
    }
    meanings[folded] = Meaning(
      document: document, exact: exact, isPersona: isPersona, isUnmistakable: counted.count(where: \.isCapitalized) > 1)
  }

  /// A document that a text names, and the bytes of the text that do.
  struct Mention: Equatable {
    var document: Int
    var range: Range<Int>
  }

  /// Whether two words that follow each other in some HTML may begin a name: most texts hold none, and are done with.
  func mayBeTold(by html: [UInt8]) -> Bool {
    html.withUnsafeBufferPointer { bytes in
      var before: (word: Range<Int>, outline: UInt64)?
      var index = 0
      while let word = NameWord.outline(in: bytes, from: index) {
        if let before, pairs.mayContain(before.outline, word.outline),
          let first = NameWord(in: bytes, at: before.word.lowerBound)?.hashed(in: bytes),
          let second = NameWord(in: bytes, at: word.word.lowerBound)?.hashed(in: bytes), pairs.contains(first, second)
        {
          return true
        }
        before = word
        index = word.word.upperBound
      }
      return false
    }
  }

  /// The documents that a text names, in its order; the longest name counts.
  ///
  /// - Parameter text: the bytes that the words stand in.
  func mentions(in words: [NameWord], of text: [UInt8]) -> [Mention] {
    text.withUnsafeBufferPointer { mentions(in: words, of: $0) }
  }

  private func mentions(in words: [NameWord], of bytes: NameWord.Bytes) -> [Mention] {
    var found: [Mention] = []
    var start = 0
    while start < words.count {
      guard mayBegin(at: start, in: words), let (end, document) = name(at: start, in: words, of: bytes) else {
        start += 1
        continue
      }
      if let document {
        let range = words[start].range.lowerBound..<words[end - 1].range.upperBound
        found.append(Mention(document: document, range: range))
      }
      start = end
    }
    return found
  }

  /// Whether a name may begin with the word at `start` and the one that follows: most words are passed over by that.
  private func mayBegin(at start: Int, in words: [NameWord]) -> Bool {
    guard words[start].kind == .word else { return false }
    var next = start + 1
    while next < words.count, words[next].kind == .sign { next += 1 }
    guard next < words.count, words[next].kind == .word else { return false }
    return pairs.mayContain(words[start].outline, words[next].outline)
  }

  /// Where the longest name that begins at a word ends; the document is `nil` when it may mean something else.
  private func name(
    at start: Int, in words: [NameWord], of bytes: NameWord.Bytes
  ) -> (end: Int, document: Int?)? {
    var (folded, exact) = (NameWord.basis, NameWord.basis)
    var longest: (end: Int, meaning: Meaning, exact: UInt64)?
    var index = start
    while index < words.count, words[index].kind != .end {
      let word = words[index].hashed(in: bytes)
      (folded, exact) = (NameWord.join(folded, word.folded), NameWord.join(exact, word.exact))
      index += 1
      if let meaning = meanings[folded] { longest = (index, meaning, exact) }
      guard beginnings.contains(folded) else { break }
    }
    guard let (end, meaning, exact) = longest else { return nil }
    let before = start > 0 && words[start - 1].kind == .word ? words[start - 1].hashed(in: bytes) : nil
    let isMeant =
      exact == meaning.exact && meaning.isUnmistakable
      || meaning.isPersona && before.map { Self.articles.contains($0.folded) } ?? false
    // Between other words with capitals it is a part of a longer name.
    let goesOn = end < words.count && words[end].isCapitalized
    let hasBegun = before.map { $0.isCapitalized && !Self.openers.contains($0.folded) } ?? false
    return (end, isMeant && !goesOn && !hasBegun ? meaning.document : nil)
  }
}

/// Pairs of words. Most of those that are none are told by the words' outlines and one bit.
private struct WordPairs: Sendable {
  private var pairs: Set<UInt64> = []
  private var bits: [UInt64]
  private let mask: UInt64

  init(room: Int) {
    var size = 256
    while size < room * 2 { size *= 2 }
    bits = Array(repeating: 0, count: size)
    mask = UInt64(size * 64 - 1)
  }

  mutating func insert(_ first: NameWord, _ second: NameWord) {
    pairs.insert(NameWord.join(first.folded, second.folded))
    let place = place(first.outline, second.outline)
    bits[Int(place >> 6)] |= 1 << (place & 63)
  }

  func contains(_ first: NameWord, _ second: NameWord) -> Bool {
    pairs.contains(NameWord.join(first.folded, second.folded))
  }

  /// Whether there may be a pair of words with these outlines.
  func mayContain(_ first: UInt64, _ second: UInt64) -> Bool {
    let place = place(first, second)
    return bits[Int(place >> 6)] & 1 << (place & 63) != 0
  }

  private func place(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let hash = (first &* 0x9e37_79b9_7f4a_7c15) ^ (second &* 0xc2b2_ae3d_27d4_eb4f)
    return (hash >> 32) & mask
  }
}

/// The names of a handbook, collected when the first check asks for them; threads share them.
final class NameCollection: Sendable {
  private let names = Mutex<NamesInText?>(nil)

  /// The names of the documents, which must be the same ones each time, as far as they are called something.
  func names(of documents: [Document]) -> NamesInText {
    names.withLock { known in
      if let known { return known }
      let names = NamesInText(documents: documents)
      known = names
      return names
    }
  }
}
