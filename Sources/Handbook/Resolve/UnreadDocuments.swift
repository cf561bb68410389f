import Diagnostics

/// The documents that are there and can't be read. What they are called is not known, but most have the id that their file's name is.
public struct UnreadDocuments: Sendable {
  /// The names of their files without `.md`, as they are and as the names of personas become ids.
  private let names: Set<String>

  /// The documents in some files, given by path.
  public init(files: [String] = []) {
    names = Set(files.map(\.lastPathComponent.withoutMarkdownExtension).flatMap { [$0, $0.lowercased()] })
  }

  /// Whether there are none, as is usual.
  var isEmpty: Bool { names.isEmpty }

  /// Whether one of them may be what an id, a path or the name of a persona means.
  func mayBe(_ name: String) -> Bool {
    guard !names.isEmpty else { return false }
    let word = name.lastPathComponent.withoutMarkdownExtension
    return names.contains(word) || names.contains(NameTable.key(word).replacing(" ", with: "-"))
  }
}

extension Finding {
  /// Whether it says that something is missing which may be in a file that can't be read. That this can't be read is told.
  func isExplained(by unread: UnreadDocuments) -> Bool {
    switch question?.words {
    case nil, .anchors: false
    case .ids, .idsOf, .names, .document: question.map { unread.mayBe($0.word) } ?? false
    }
  }
}
