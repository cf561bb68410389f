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

/// Names of artifacts, found again when they stand in another text, or another text in them.
private struct ArtifactNames {
  /// The most words of a name that are compared.
  private static let mostWords = 12

  private var names: Set<String> = []
  /// All runs of words in the names.
  private var parts: Set<String> = []

  mutating func add(_ text: String) {
    let words = Self.words(of: text)
    guard !words.isEmpty else { return }
    names.insert(words.joined(separator: " "))
    for run in Self.runs(of: words) { parts.insert(run) }
  }

  /// Whether a text means one of the names.
  func mean(_ text: String) -> Bool {
    let words = Self.words(of: text)
    // What says nothing in words can't be looked for.
    return words.isEmpty || parts.contains(words.joined(separator: " "))
      || Self.runs(of: words).contains { names.contains($0) }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(mostWords).map { word in
      word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : String(word)
    }
  }

  private static func runs(of words: [String]) -> [String] {
    words.indices.flatMap { start in
      (start + 1...words.count).map { words[start..<$0].joined(separator: " ") }
    }
  }
}
