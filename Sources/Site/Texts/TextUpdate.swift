import Diagnostics
import Handbook

/// A handbook in which documents get new texts, one after another, and all that is wrong with it: as long as nothing changes that
/// others show of them, or that they are connected by, the rest stays as it is.
struct TextUpdate {
  private(set) var handbook: Handbook
  /// Every problem, in order.
  private(set) var diagnostics: [Diagnostic]
  /// Checks single documents; made when it is needed.
  private(set) var checker: DocumentChecker?
  let configuration: Configuration
  /// The content folder's absolute path.
  let root: String

  /// - Parameter checker: the one that an earlier update of the same handbook made.
  init(
    _ handbook: Handbook, diagnostics: [Diagnostic], checker: DocumentChecker? = nil, configuration: Configuration,
    root: String
  ) {
    self.handbook = handbook
    self.diagnostics = diagnostics
    self.checker = checker
    self.configuration = configuration
    self.root = root
  }

  /// Puts a new version of a document in the place of the one with this index.
  ///
  /// - Parameters:
  ///   - sameLines: how many lines of the file are the same as before, from its beginning; asked when some problem names one.
  ///   - silenced: what comments in the old version silence, `nil` when that can't be compared.
  /// - Returns: false when others show something of the change, or what is said of how documents belong together may be another;
  ///   then the update is of no use any more.
  mutating func replace(_ index: Int, by new: ParsedDocument, sameLines: () -> Int, silenced: () -> [String]?) -> Bool {
    let (old, document) = (handbook.documents[index], new.checked.value)
    // A problem of the whole handbook that was silenced is not known here: what silenced it has to be the same, and its line.
    let comments = document.comments
    guard new.includes.isEmpty, let silenced = silenced(), comments.silenced == silenced,
      document.interface == old.interface,
      let diagnostics = diagnostics(with: new, at: index, silencedLine: comments.lastLine, sameLines: sameLines)
    else { return false }
    self.diagnostics = diagnostics
    return mayAsk(old, document, at: index) && handbook.replace(index, by: document)
  }

  /// Whether the same words are looked for elsewhere: when there are too many of them, those of the first documents are.
  private mutating func mayAsk(_ old: Document, _ new: Document, at index: Int) -> Bool {
    let checker = madeChecker()
    let (before, after) = (checker.questions(of: old, at: index), checker.questions(of: new, at: index))
    let count = handbook.questions - before + after
    guard before + after == 0 || max(count, handbook.questions) <= Handbook.mostQuestions else { return false }
    handbook.questions = count
    return true
  }

  private mutating func madeChecker() -> DocumentChecker {
    let checker = checker ?? DocumentChecker(handbook)
    self.checker = checker
    return checker
  }

  /// All problems, with those of a new version of a document in the place of the old one's. `nil` when others may have changed:
  /// what is said of how the documents belong together stays the same, but the places that it names may not.
  private mutating func diagnostics(
    with new: ParsedDocument, at index: Int, silencedLine: Int, sameLines: () -> Int
  ) -> [Diagnostic]? {
    let (document, all) = (new.checked.value, diagnostics)
    let path = document.file
    func isOwn(_ problem: Diagnostic) -> Bool { problem.range?.isIn(path) ?? false }
    let first = all.firstIndex(where: isOwn) ?? all.count
    let own = first..<(all[first...].firstIndex { !isOwn($0) } ?? all.count)
    let connected = all[own].filter { wholeHandbookCodes.contains($0.code) }
    let last = max(silencedLine, Self.lastLine(named(by: all, in: path, own)))
    guard last == 0 || last <= sameLines() else { return nil }
    let found = configuration.applied(to: new.checked.diagnostics + madeChecker().problems(of: document, at: index))
    // Of front matter that can't be read no fields are missed.
    guard all[own].contains(where: \.isAboutUnreadFields) == found.contains(where: \.isAboutUnreadFields) else {
      return nil
    }
    let listed = listed(found + connected, ofOne: document, handbook, root: root)
    guard listed.count >= connected.count else { return nil }
    // A problem that is told at its place among the others; where there was none, all are put in order.
    return own.isEmpty ? (all + listed).sorted() : Array(all[..<own.lowerBound]) + listed + all[own.upperBound...]
  }

  private func named(by all: [Diagnostic], in path: String, _ own: Range<Int>) -> [SourceRange] {
    all[own].filter { wholeHandbookCodes.contains($0.code) }.compactMap(\.range)
      + all.lazy.flatMap(\.related).map(\.range).filter { $0.isIn(path) }
  }

  private static func lastLine(_ places: [SourceRange]) -> Int { places.reduce(0) { max($0, $1.end.line) } }
}

extension TextUpdate {
  /// For each file the last line that is named by problems of how documents belong together, or beside other problems: up to
  /// there a text may not change without all being looked at.
  static func namedLines(_ diagnostics: [Diagnostic]) -> FileTable<Int> {
    var lines = FileTable<Int>()
    // Problems of one file stand together.
    var (file, last) = ("", 0)
    func end() { if last > 0 { lines[file] = max(lines[file] ?? 0, last) } }
    func add(_ range: SourceRange) {
      if !range.isIn(file) {
        end()
        (file, last) = (range.file, 0)
      }
      last = max(last, range.end.line)
    }
    for diagnostic in diagnostics {
      if let range = diagnostic.range, wholeHandbookCodes.contains(diagnostic.code) { add(range) }
      for related in diagnostic.related { add(related.range) }
    }
    end()
    return lines
  }
}
