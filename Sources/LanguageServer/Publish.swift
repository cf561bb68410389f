import Diagnostics
import Foundation
import Handbook
import Site

extension LanguageServer {
  /// Tells the problems of all files that have some, or had.
  func publish() {
    guard let book else { return }
    tell(book.failure)
    var problems: [FileName: [Diagnostic]] = [:]
    for diagnostic in book.loaded.diagnostics {
      if let file = diagnostic.range?.fileName { problems[file, default: []].append(diagnostic) }
    }
    let files = Set(problems.keys).union(published.keys)
    for file in files.map(\.text).sortedInUTF8 {
      publish(problems[FileName(file)] ?? [], of: file)
    }
  }

  /// Tells the problems of a file, unless they were told.
  func publish(_ problems: [Diagnostic], of file: String) {
    guard published[FileName(file)] ?? [] != problems else { return }
    published[FileName(file)] = problems.isEmpty ? nil : problems
    send(problems, of: file)
  }

  /// Tells the problems of a file under the name that the editor has for it from now on.
  func publishAgain(_ file: String, insteadOf uri: String) {
    guard let problems = published[FileName(file)], self.uri(file) != uri else { return }
    writer.notify("textDocument/publishDiagnostics", ["uri": uri, "diagnostics": []])
    send(problems, of: file)
  }

  private func send(_ problems: [Diagnostic], of file: String) {
    let text = self.text(of: file)
    writer.notify(
      "textDocument/publishDiagnostics", ["uri": uri(file), "diagnostics": problems.map { item($0, text) }])
  }

  private func item(_ diagnostic: Diagnostic, _ text: OpenText) -> [String: Any] {
    let severity =
      switch diagnostic.severity {
      case .error: 1
      case .warning: 2
      case .note: 3
      }
    var item: [String: Any] = [
      "severity": severity, "code": diagnostic.code.rawValue, "source": "baton",
      "message": diagnostic.message + (diagnostic.help.map { "\n" + $0 } ?? ""),
      "range": diagnostic.range.map(text.range) ?? text.range(0..<0),
    ]
    if !diagnostic.related.isEmpty {
      item["relatedInformation"] = diagnostic.related.map { related in
        [
          "message": related.message,
          "location": location(related.range.file, related.range),
        ] as [String: Any]
      }
    }
    return item
  }

  // MARK: - Files and places

  /// The text of a file as the editor has it, else as the handbook has it: what is not UTF-8 is U+FFFD, as places count it.
  func text(of file: String) -> OpenText {
    if let text = open[FileName(file)] { return text }
    if let source = book?.source(of: file) { return OpenText(Array(String(decoding: source, as: UTF8.self).utf8)) }
    return OpenText(Array(book.flatMap { FileManager.default.contents(atPath: $0.root + "/" + file) } ?? Data()))
  }

  func location(_ file: String, _ range: SourceRange) -> [String: Any] {
    ["uri": uri(file), "range": text(of: file).range(range)]
  }

  /// A file's URI: the editor's own for one that is open, else as the editor names the content folder.
  func uri(_ file: String) -> String {
    uris[FileName(file)] ?? (place ?? FileURI(path: book?.root ?? "")).appending(file).text
  }

  /// The path in the content folder of the document that a request is about.
  func document(_ parameters: [String: Any]) -> String? {
    (parameters["textDocument"] as? [String: Any]).flatMap { $0["uri"] as? String }.flatMap(file)
  }

  /// The path in the content folder of a file, `nil` for one that is elsewhere.
  func file(_ uri: String) -> String? {
    guard let root = book?.root, let path = FileURI(uri)?.path else { return nil }
    if let file = place?.relativePath(of: path) ?? FileURI(path: root).relativePath(of: path) { return file }
    // An editor may name the folder through another symbolic link.
    let resolved = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    return FileURI(path: root).relativePath(of: resolved + "/" + path.lastPathComponent)
  }
}
