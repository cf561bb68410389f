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
    /// The names of all personas.
    case names
    /// The headings of the document with this index.
    case anchors(Int)
  }

  /// How the answer stands in a text.
  enum Form: Sendable, Hashable {
    /// As it is.
    case plain
    /// As a link, in the help only.
    case wikiLink
    /// As a link that takes the place of a path.
    case pathLink
    /// Behind `#`, in the help only.
    case anchor
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
  func answer(_ diagnostic: inout Diagnostic, _ found: String) {
    diagnostic.suggestion = form == .pathLink ? "[[\(found)]]" : found
    diagnostic.help =
      switch form {
      case .plain: "did you mean `\(found)`?"
      case .wikiLink: "did you mean `[[\(found)]]`?"
      case .pathLink: "did you mean [[\(found)]]?"
      case .anchor: "did you mean `#\(found)`?"
      }
  }
}

/// How many words are looked for: each costs a walk over all names.
private let mostQuestions = 500

/// The diagnostics in their order, the first 500 questions among them answered.
func answered(_ findings: [Finding], documents: [Document], jobs: Int) -> [Diagnostic] {
  struct Place: Hashable {
    var words: Question.Words
    var word: String
  }
  var asked: [Question] = []
  var numbers: [Place: Int] = [:]
  var numberOfFinding: [(finding: Int, number: Int)] = []
  for (index, finding) in findings.enumerated() where numberOfFinding.count < mostQuestions {
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
    if let answer = answers[number] { findings[index].question?.answer(&diagnostics[index], answer) }
  }
  return diagnostics
}

private func answers(to questions: [Question], documents: [Document], jobs: Int) -> [String?] {
  let ids = WordList(questions.contains { $0.words == .ids } ? documents.map(\.id.value) : [])
  let names = WordList(
    questions.contains { $0.words == .names }
      ? documents.filter { $0.kind == .persona }.flatMap(NameTable.names(of:)) : [])
  return concurrentMap(count: questions.count, jobs: jobs) { number in
    let question = questions[number]
    return switch question.words {
    case .ids: ids.nearest(to: question.word)
    case .names: names.nearest(to: question.word)
    case .anchors(let document): nearest(to: question.word, among: documents[document].text.outline.map(\.anchor))
    }
  }
}
