import Diagnostics

/// `artifact-without-producer` and `artifact-never-used`: what templates produce, and what tasks and handoffs speak of.
///
/// Two names mean one artifact when the words of one stand in the other, whatever the case and the plural. Nothing is reported in
/// a handbook whose templates name no artifact.
@Sendable func artifacts(in handbook: Handbook) -> [Diagnostic] {
  let produced = handbook.documents.compactMap { document -> Located<String>? in
    document.kind == .template ? document.text(.produces) : nil
  }
  guard !produced.isEmpty else { return [] }
  var made = ArtifactNames(), wanted = ArtifactNames()
  for artifact in produced { made.add(artifact.value) }
  for document in handbook.documents {
    switch document.kind {
    case .template, .task:
      // A prerequisite may also be a task that is done, or a template that is filled in.
      made.add(document.title.value)
      made.add(document.id.value)
      if document.kind == .task { for text in document.texts(.prerequisites) { wanted.add(text.value) } }
    case .persona, .checklist, .page: break
    }
  }
  for edge in handbook.graph.edges where edge.kind == .handoff {
    for text in edge.declarations.compactMap(\.text) {
      made.add(text)
      wanted.add(text)
    }
  }
  let unused = produced.filter { !wanted.mean($0.value) }.map { artifact in
    Diagnostic(
      .artifactNeverUsed, "no task needs `\(artifact.value)`, and no handoff passes it on", at: artifact.range,
      help: "name it in a task's `prerequisites` or in a handoff, in the same words")
  }
  let missing = handbook.documents.lazy.filter { $0.kind == .task }.flatMap { $0.texts(.prerequisites) }
    .filter { !made.mean($0.value) }.map { text in
      Diagnostic(
        .artifactWithoutProducer, "no template produces `\(text.value)`, and no handoff passes it on", at: text.range,
        help: "name it in a template's `produces` or in a handoff, in the same words")
    }
  return unused + missing
}

/// Names of artifacts, found again when they stand in another text, or another text in them. Words and runs of words are known by
/// hashes of 64 bits, as texts of many words have many runs.
private struct ArtifactNames {
  /// The most words of a name that are compared.
  private static let mostWords = 12

  /// The texts that were added: many handoffs pass the same.
  private var texts: Set<String> = []
  private var names: Set<UInt64> = []
  /// All runs of words in the names.
  private var parts: Set<UInt64> = []

  mutating func add(_ text: String) {
    guard texts.insert(text).inserted else { return }
    let words = Self.words(of: text)
    guard !words.isEmpty else { return }
    names.insert(Self.hash(words[...]))
    for run in Self.runs(of: words) { parts.insert(run) }
  }

  /// Whether a text means one of the names.
  func mean(_ text: String) -> Bool {
    if texts.contains(text) { return true }
    let words = Self.words(of: text)
    // What says nothing in words can't be looked for.
    return words.isEmpty || parts.contains(Self.hash(words[...]))
      || Self.runs(of: words).contains(where: names.contains)
  }

  /// Takes the end off that tells a plural: `dishes` and `dish`, `cases` and `case`, `policies` and `policy` become the same.
  private static func shorten(_ word: inout [UInt8]) {
    if word.last == UInt8(ascii: "s") { word.removeLast() }
    if word.last == UInt8(ascii: "e") { word.removeLast() }
    if word.last == UInt8(ascii: "y") { word[word.count - 1] = UInt8(ascii: "i") }
  }

  /// The hashes of a text's words, in lower case and without the ends of plurals.
  private static func words(of text: String) -> [UInt64] {
    var words: [UInt64] = []
    var word: [UInt8] = []
    func end() {
      guard !word.isEmpty, words.count < mostWords else { return word.removeAll() }
      if word.count > 3 { shorten(&word) }
      words.append(word.reduce(basis) { ($0 ^ UInt64($1)) &* prime })
      word.removeAll(keepingCapacity: true)
    }
    let lowered = text.utf8.allSatisfy { $0 < 0x80 } ? text : text.lowercased()
    for scalar in lowered.unicodeScalars {
      let isWord =
        scalar.isASCII
        ? isLetterOrDigit(UInt8(scalar.value))
        : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if !isWord {
        end()
      } else if scalar.isASCII {
        let byte = UInt8(scalar.value)
        word.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
      } else {
        word += Array(String(scalar).utf8)
      }
    }
    end()
    return words
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  // The numbers of the FNV-1a hash.
  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01b3

  private static func hash(_ words: ArraySlice<UInt64>) -> UInt64 { words.reduce(basis) { join($0, $1) } }

  /// The hash of a run with one more word; the order of words counts.
  private static func join(_ run: UInt64, _ word: UInt64) -> UInt64 { (run ^ word) &* prime &+ (run >> 29) }

  private static func runs(of words: [UInt64]) -> [UInt64] {
    var runs: [UInt64] = []
    for start in words.indices {
      var run = basis
      for word in words[start...] {
        run = join(run, word)
        runs.append(run)
      }
    }
    return runs
  }
}
