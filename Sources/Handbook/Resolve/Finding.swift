import Diagnostics
import Threads

/// A problem, and the word in it that may have been meant otherwise.
struct Finding: Sendable {
  var diagnostic: Diagnostic
  var question: Question?

  init(_ diagnostic: Diagnostic, question: Question? = nil) {
    self.diagnostic = diagnostic
    self.question = question
  }
}

/// A word that names nothing. It is looked for among similar ones when all documents have been resolved, since only so many
/// words are: the first ones in the order of files, whichever thread came upon them first.
struct Question: Sendable, Hashable {
  /// Where to look.
  enum Words: Sendable, Hashable {
    /// The ids of all documents.
    case ids
    /// The ids of the documents of a kind, and else, if others may be meant, those of all documents.
    case idsOf(Kind, orOthers: Bool)
    /// The names of all personas.
    case names
    /// The headings of the document with this index.
    case anchors(Int)
    /// Nowhere: the document with this index is meant.
    case document(Int)
  }

  /// How the answer stands in a text.
  enum Form: Sendable, Hashable {
    /// As it is.
    case plain
    /// In a field of a document of some kind.
    case field(Field, in: Kind)
    /// As the id of a link of the document with this index; `nil` for the footer.
    case id(of: Int?)
    /// As the path of a link of the document with this index, in the place of what was written; `nil` for the footer.
    case path(of: Int?, written: String)
    /// Behind the `#` of a link of the document with this index; `nil` for the footer.
    case anchor(of: Int?)
  }

  var words: Words
  var word: String
  var form: Form

  init(_ words: Words, _ word: String, form: Form = .plain) {
    self.words = words
    self.word = word
    self.form = form
  }

  /// The diagnostic with the word that was probably meant.
  func answer(_ diagnostic: inout Diagnostic, _ found: Answer, documents: [Document]) {
    var meant = found.word
    switch form {
    case .plain: diagnostic.suggestion = meant
    case .field(let field, let kind):
      if let other = found.otherKind {
        // It can't stand here, so it is no text to write in the place of what was written.
        let fields = Field.naming(other, in: kind).map { "it belongs in \($0)" }
        let taken = field.relation.map { "`\(field.rawValue)` takes \($0.target.plural)" }
        diagnostic.help = "did you mean the \(other.rawValue) `\(meant)`? \(fields ?? taken ?? "")"
        return
      }
      diagnostic.suggestion = meant
    case .id(let document):
      diagnostic.suggestion = document.flatMap {
        documents[$0].written(at: diagnostic.range, word, replacedBy: meant)
      }
      meant = diagnostic.suggestion ?? "[[\(meant)]]"
    case .path(let document, let written):
      guard let file = found.document.map({ documents[$0].file }) else { return }
      meant = relativePath(to: file, from: document.map { documents[$0].folder } ?? "")
      diagnostic.suggestion = document.flatMap {
        documents[$0].written(at: diagnostic.range, written, replacedBy: meant)
      }
    case .anchor(let document):
      meant = "#" + meant
      diagnostic.suggestion = document.flatMap {
        documents[$0].written(at: diagnostic.range, "#" + word, replacedBy: meant)
      }
    }
    diagnostic.help = "did you mean `\(meant)`?"
  }
}

/// What a question was answered with.
struct Answer: Sendable {
  var word: String
  /// The document that it names, where it names one.
  var document: Int?
  /// That document's kind, where another one was asked for.
  var otherKind: Kind?
}

extension Document {
  /// What stands in a line of its text, with a part of it replaced; `nil` where that part is written otherwise.
  fileprivate func written(at range: SourceRange?, _ part: String, replacedBy other: String) -> String? {
    guard let range, range.file == file, range.start.line == range.end.line, !part.isEmpty else { return nil }
    let text = String(decoding: source[LineTable(source).bytes(of: range)], as: UTF8.self)
    // A link's target stands behind its text.
    let places = text.ranges(of: part)
    guard let place = text.hasPrefix("[[") ? places.first : places.last else { return nil }
    return text.replacingCharacters(in: place, with: other)
  }
}

extension String {
  fileprivate func replacingCharacters(in place: Range<Index>, with other: String) -> String {
    String(self[..<place.lowerBound]) + other + String(self[place.upperBound...])
  }
}

extension Handbook {
  /// How many words are looked for: each costs a walk over all names.
  public static let mostQuestions = 500
}

/// The diagnostics in their order, the first 500 questions among them answered; those that documents that can't be read explain are
/// left out.
func answered(
  _ findings: [Finding], unread: UnreadDocuments, documents: [Document], jobs: Int
) -> [Diagnostic] {
  let findings = unread.isEmpty ? findings : findings.filter { !$0.isExplained(by: unread) }
  struct Place: Hashable {
    var words: Question.Words
    var word: String
  }
  var asked: [Question] = []
  var numbers: [Place: Int] = [:]
  var numberOfFinding: [(finding: Int, number: Int)] = []
  for (index, finding) in findings.enumerated() where numberOfFinding.count < Handbook.mostQuestions {
    guard let question = finding.question else { continue }
    let place = Place(words: question.words, word: question.word)
    let number = numbers[place] ?? asked.count
    if number == asked.count {
      numbers[place] = number
      asked.append(question)
    }
    numberOfFinding.append((index, number))
  }
  var diagnostics = findings.map(\.diagnostic)
  guard !asked.isEmpty else { return diagnostics }
  let answers = answers(to: asked, documents: documents, jobs: jobs)
  for (index, number) in numberOfFinding {
    guard let answer = answers[number] else { continue }
    findings[index].question?.answer(&diagnostics[index], answer, documents: documents)
  }
  return diagnostics
}

private func answers(to questions: [Question], documents: [Document], jobs: Int) -> [Answer?] {
  let ids = AnswerTable(documents: documents, questions: questions)
  let names = WordList(
    questions.contains { $0.words == .names }
      ? documents.filter { $0.kind == .persona }.flatMap(NameTable.names(of:)) : [])
  return concurrentMap(count: questions.count, jobs: jobs) { number in
    let question = questions[number]
    return switch question.words {
    case .ids: ids.nearest(to: question.word)
    case .idsOf(let kind, let orOthers): ids.nearest(to: question.word, of: kind, orOthers: orOthers)
    case .names: names.nearest(to: question.word).map { Answer(word: $0) }
    case .anchors(let document):
      nearest(to: question.word, among: documents[document].text.outline.map(\.anchor)).map { Answer(word: $0) }
    case .document(let document): Answer(word: documents[document].id.value, document: document)
    }
  }
}

/// The ids of all documents and those of each kind, as far as questions ask for them. What is called as a whole by another of a
/// document's names means this document; else an id is meant that is written alike.
private struct AnswerTable: Sendable {
  private var all = WordList([])
  private var ofKind: [Kind: WordList] = [:]
  private var documents: [String: Int] = [:]
  private var kinds: [Kind] = []
  /// The ids of documents by what else they are called: the first of each kind with a name.
  private var byName: [Kind: [String: String]] = [:]

  init(documents: [Document], questions: [Question]) {
    var wanted: Set<Kind> = []
    var wantsAll = false
    for question in questions {
      switch question.words {
      case .ids: wantsAll = true
      case .idsOf(let kind, let orOthers):
        wanted.insert(kind)
        if orOthers { wantsAll = true }
      case .names, .anchors, .document: break
      }
    }
    guard wantsAll || !wanted.isEmpty else { return }
    kinds = documents.map(\.kind)
    self.documents = Dictionary(documents.enumerated().map { ($1.id.value, $0) }) { first, _ in first }
    if wantsAll { all = WordList(documents.lazy.map(\.id.value)) }
    for document in documents where wantsAll || wanted.contains(document.kind) {
      for name in NameTable.names(of: document).dropFirst() {
        let key = NameTable.key(name)
        if byName[document.kind]?[key] == nil { byName[document.kind, default: [:]][key] = document.id.value }
      }
    }
    for kind in Kind.allCases where wanted.contains(kind) {
      ofKind[kind] = WordList(documents.lazy.filter { $0.kind == kind }.map(\.id.value))
    }
  }

  func nearest(to word: String) -> Answer? {
    let key = NameTable.key(word)
    if let named = Kind.allCases.lazy.compactMap({ byName[$0]?[key] }).first {
      return Answer(word: named, document: documents[named])
    }
    return all.nearest(to: word).map { Answer(word: $0, document: documents[$0]) }
  }

  /// The nearest id of a kind; else, if others may be meant, the nearest of all.
  func nearest(to word: String, of kind: Kind, orOthers: Bool) -> Answer? {
    if let found = byName[kind]?[NameTable.key(word)] ?? ofKind[kind]?.nearest(to: word) {
      return Answer(word: found, document: documents[found])
    }
    guard orOthers, var answer = nearest(to: word) else { return nil }
    answer.otherKind = answer.document.map { kinds[$0] }
    return answer
  }
}
