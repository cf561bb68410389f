import Diagnostics
import Handbook
import Threads

/// Problems as they are listed: in order, each once, with the lines of text that they speak of.
///
/// - Parameter root: the content folder's absolute path.
func listed(_ diagnostics: [Diagnostic], _ handbook: Handbook, root: String, jobs: Int) -> [Diagnostic] {
  let disabled = disableComments(in: handbook)
  let unread = unreadFiles(diagnostics)
  let all = (diagnostics + disabled.all.flatMap(\.value.problems)).sorted()
  let pieces = pieces(of: all, count: jobs > 1 ? jobs * 8 : 1).concurrentMap(jobs: jobs) { piece -> [Diagnostic] in
    var lines = SourceLines(handbook: handbook, root: root)
    var listed: [Diagnostic] = []
    listed.reserveCapacity(piece.count)
    // Equal problems stand among those that no order tells apart; these begin here.
    var tied = 0
    for var diagnostic in all[piece] {
      if let file = diagnostic.range?.file, let comments = disabled[file], comments.silence(diagnostic) { continue }
      if let file = diagnostic.range?.fileName, unread.contains(file), diagnostic.code.isAboutFields { continue }
      lines.fill(&diagnostic)
      if let last = listed.last, last < diagnostic { tied = listed.count }
      if !listed[tied...].contains(diagnostic) { listed.append(diagnostic) }
    }
    return listed
  }
  return pieces.count == 1 ? pieces[0] : Array(pieces.joined())
}

/// Cuts problems, which are in order, into about as many pieces, those of one file together.
private func pieces(of diagnostics: [Diagnostic], count: Int) -> [Range<Int>] {
  let size = diagnostics.count / count + 1
  var pieces: [Range<Int>] = []
  var start = 0
  while start < diagnostics.count {
    var end = min(start + size, diagnostics.count)
    while end < diagnostics.count, diagnostics[end].range?.fileName == diagnostics[end - 1].range?.fileName { end += 1 }
    pieces.append(start..<end)
    start = end
  }
  return pieces
}

/// The problems of one document, as ``listed(_:_:root:jobs:)`` lists those of all.
func listed(
  _ diagnostics: [Diagnostic], ofOne document: Document, _ handbook: Handbook, root: String
) -> [Diagnostic] {
  var alone = handbook
  alone.documents = [document]
  return listed(diagnostics, alone, root: root, jobs: 1).filter { $0.range?.isIn(document.file) ?? false }
}

/// The files whose front matter could not be read in whole: who knows what stands in it.
private func unreadFiles(_ diagnostics: [Diagnostic]) -> Set<FileName> {
  Set(diagnostics.lazy.filter(\.isAboutUnreadFields).compactMap { $0.range?.fileName })
}

extension Diagnostic {
  /// Whether it says that front matter could not be read in whole.
  var isAboutUnreadFields: Bool { code == .invalidFrontMatter || code == .unclosedFrontMatter }
}

extension DiagnosticCode {
  /// Whether it says that a document has too few fields.
  fileprivate var isAboutFields: Bool { self == .missingField || self == .taskWithoutPersona }
}

/// What the comments of documents silence, by file.
private func disableComments(in handbook: Handbook) -> FileTable<DisableComments> {
  var comments = FileTable<DisableComments>()
  for document in handbook.documents where !document.comments.isEmpty { comments[document.file] = document.comments }
  return comments
}
