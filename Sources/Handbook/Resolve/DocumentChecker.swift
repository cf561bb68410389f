import Diagnostics

/// Tells what is wrong with new versions of a handbook's documents, one at a time, as far as it shows without connecting the whole
/// handbook again: what their fields and links name, and what is looked at document by document.
///
/// That takes a small part of the time that resolving takes. What depends on how all documents belong together
/// (``wholeHandbookCodes``) is left out.
public struct DocumentChecker: Sendable {
  private let handbook: Handbook
  private let meanings: Meanings

  /// A checker for documents of a handbook.
  public init(_ handbook: Handbook) {
    self.handbook = handbook
    meanings = Meanings(of: handbook)
  }

  /// Collects what all documents are called; otherwise the first check does.
  public func prepare() { _ = handbook.names.names(of: handbook.documents) }

  /// What is wrong with a document.
  ///
  /// - Parameters:
  ///   - document: the new version.
  ///   - index: the place of the old one, which has the same file.
  public func problems(of document: Document, at index: Int) -> [Diagnostic] {
    let meanings = meanings.replacing(index, by: document)
    var resolver = DocumentResolver(meanings: meanings, index: index)
    let resolved = resolver.resolved()
    var changed = handbook
    changed.documents[index] = document
    changed.resolutions[index].links = resolved.resolution.links
    changed.resolutions[index].phases = resolved.resolution.phases
    changed.setMentions(of: index, document)
    changed.phases = meanings.phases.names
    return answered(resolved.findings, unread: handbook.unread, documents: meanings.documents, jobs: 1)
      + documentProblems(in: changed, index)
  }
}

extension DocumentChecker {
  /// How many things a document names that nothing has; the nearest names are looked for only for the first
  /// ``Handbook/mostQuestions`` of a handbook.
  public func questions(of document: Document, at index: Int) -> Int {
    var resolver = DocumentResolver(meanings: meanings.replacing(index, by: document), index: index)
    return resolver.resolved().findings.count { $0.question != nil }
  }
}
