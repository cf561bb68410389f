import Diagnostics
import TestSupport

@testable import Handbook

/// Handbooks that are edited in memory.
enum EditedBook {
  typealias Files = [(path: String, text: String)]

  static func read(_ files: Files) -> (book: Handbook, problems: [Diagnostic]) {
    let documents = files.map { file in
      parseDocument(SourceFile(path: file.path, bytes: Array(file.text.utf8)), configuration: Configuration())
    }
    let resolved = resolveHandbook(documents: documents.map(\.value), assets: [], configuration: Configuration())
    return (resolved.value, documents.flatMap(\.diagnostics) + resolved.diagnostics)
  }

  /// The handbook of some documents behind their `baton.yml`.
  static func configured(_ files: Files) -> Handbook {
    let configuration = files.first.map { parseConfiguration(Array($0.text.utf8)).value } ?? Configuration()
    let documents = files.dropFirst().map { file in
      parseDocument(SourceFile(path: file.path, bytes: Array(file.text.utf8)), configuration: configuration).value
    }
    return resolveHandbook(documents: documents, assets: [], configuration: configuration).value
  }

  static func apply(_ edits: [TextEdit], to files: Files) -> Files {
    files.map { ($0.path, String(decoding: edits.applied(to: Array($0.text.utf8), of: $0.path), as: UTF8.self)) }
  }

  /// The files after `check --fix`.
  static func fix(_ files: Files) -> (files: Files, fixes: [Fix]) {
    let (book, problems) = read(files)
    let fixes = fixes(of: problems, in: book)
    return (apply(fixes.map(\.edit), to: files), fixes)
  }
}
