import Diagnostics
import Foundation
import Handbook
import Site
import TextFormats

extension LanguageServer {
  /// Something that a place of a text refers to.
  private struct Found {
    /// The index of the document.
    var document: Int
    /// Where the reference stands.
    var range: SourceRange
    /// The part of the document that it leads to; `nil` for the whole.
    var part: SourceRange?
  }

  /// What stands at the place of a request: a reference, or the document's own id.
  private func found(_ parameters: [String: Any]) -> Found? {
    guard let file = document(parameters), let place = parameters["position"] as? [String: Any], let book,
      let index = book.loaded.handbook.document(at: file)
    else { return nil }
    let handbook = book.loaded.handbook
    let text = self.text(of: file)
    let offset = text.offset(place)
    func holds(_ range: SourceRange) -> Bool {
      let bytes = text.lines.bytes(of: range)
      return range.isIn(file) && bytes.lowerBound <= offset && offset <= bytes.upperBound
    }
    for references in handbook.resolutions[index].fields.values {
      for reference in references where holds(reference.range) {
        if let document = handbook.graph.nodes[reference.node].document {
          return Found(document: document, range: reference.range)
        }
      }
    }
    let document = handbook.documents[index]
    for (reference, target) in zip(document.text.references, handbook.resolutions[index].links) {
      if case .document(let other, let anchor) = target, holds(reference.range) {
        let heading = handbook.documents[other].text.outline.first { $0.anchor == anchor }
        return Found(document: other, range: reference.range, part: heading?.range)
      }
    }
    for inclusion in document.text.inclusions where holds(inclusion.place) {
      guard let other = handbook.document(at: inclusion.file) else { continue }
      let start = SourceRange(file: inclusion.file, line: inclusion.lines.lowerBound, column: 1)
      return Found(document: other, range: inclusion.place, part: start)
    }
    if let found = handbook.definition(at: offset, of: index) {
      return Found(document: found.document, range: found.path)
    }
    if let id = document.text(.id), holds(id.range) { return Found(document: index, range: id.range) }
    return holds(document.title.range) ? Found(document: index, range: document.title.range) : nil
  }

  /// A document's title, and what it is in a line.
  func hover(_ parameters: [String: Any]) -> [String: Any]? {
    guard let found = found(parameters), let book else { return nil }
    let document = book.loaded.handbook.documents[found.document]
    var text =
      "**\(document.title.value.escapedForMarkdown)** (\(document.kind.rawValue) \(document.id.value.codeForMarkdown))"
    if document.name != document.title.value { text += "\n\n\(document.name.escapedForMarkdown)" }
    let line = document.text(.tagline) ?? document.text(.purpose) ?? document.text(.produces)
    let words = line?.value ?? document.text.summary
    if !words.isEmpty { text += "\n\n\(words.escapedForMarkdown)" }
    return [
      "contents": ["kind": "markdown", "value": text],
      "range": self.text(of: found.range.file).range(found.range),
    ]
  }

  /// Where the document is that a place refers to.
  func definition(_ parameters: [String: Any]) -> [String: Any]? {
    guard let found = found(parameters), let book else { return nil }
    let document = book.loaded.handbook.documents[found.document]
    let place = found.part ?? document.title.range
    return location(place.file, place)
  }

  /// All places that refer to a document.
  func references(_ parameters: [String: Any]) -> [[String: Any]] {
    guard let found = found(parameters), let book else { return [] }
    let handbook = book.loaded.handbook
    let node = handbook.graph.nodeOfDocument[found.document]
    let file = handbook.documents[found.document].file
    var places: Set<SourceRange> = []
    if (parameters["context"] as? [String: Any])?["includeDeclaration"] as? Bool == true {
      places.insert(handbook.documents[found.document].title.range)
    }
    for index in handbook.documents.indices {
      for references in handbook.resolutions[index].fields.values {
        for reference in references where reference.node == node { places.insert(reference.range) }
      }
      for (reference, target) in zip(handbook.documents[index].text.references, handbook.resolutions[index].links) {
        if case .document(found.document, _) = target { places.insert(reference.range) }
      }
      for inclusion in handbook.documents[index].text.inclusions where inclusion.file == file {
        places.insert(inclusion.place)
      }
      places.formUnion(handbook.placesInDefinitions(of: found.document, in: index))
    }
    places.formUnion(handbook.placesInConfiguration(of: found.document))
    return places.sorted().map { location($0.file, $0) }
  }

  // MARK: - Renaming

  /// The part of the text that a renaming is about.
  func prepareRename(_ parameters: [String: Any]) -> [String: Any]? {
    guard let found = found(parameters), let book else { return nil }
    let id = book.loaded.handbook.documents[found.document].id.value
    return ["range": text(of: found.range.file).range(found.range), "placeholder": id]
  }

  /// Answers with the changes of all files that give a document another id.
  func rename(_ request: Any, _ parameters: [String: Any]) {
    guard let found = found(parameters), let book, let name = parameters["newName"] as? String else {
      return writer.fail(request, -32602, "there is no document's id at this place")
    }
    do throws(StopError) {
      let change = try planRenaming(
        found.document, to: name, in: book.loaded, configuration: text(of: configurationFile).bytes)
      for file in Set(change.edits.map(\.file)).sorted(by: { $0.precedesInUTF8($1) }) {
        guard let index = book.loaded.handbook.document(at: file), let source = book.source(of: file) else { continue }
        try expectAsRead(source, book.loaded.handbook.documents[index])
      }
      let old = book.loaded.handbook.documents[found.document]
      guard change.file == nil || editorDoes("rename") else {
        let command = "baton rename \(old.id.value) \(name)"
        return writer.fail(request, -32803, "this editor does not rename files; run `\(command)`")
      }
      writer.respond(request, workspaceEdit(change, from: old.file))
      guard !change.left.isEmpty else { return }
      let message = "not all was renamed; change by hand:\n" + change.left.joined(separator: "\n")
      writer.notify("window/showMessage", ["type": 2, "message": message])
    } catch {
      writer.fail(request, -32602, error.message + (error.help.map { "; " + $0 } ?? ""))
    }
  }

  /// The changes as the editor takes them: not all know more than changes of texts.
  private func workspaceEdit(_ change: Renaming, from old: String) -> [String: Any] {
    let edits = change.edits.files.map { file in
      let text = self.text(of: file)
      return (
        file: file,
        edits: change.edits.made(in: file, ofBytes: text.bytes.count).map { edit -> [String: Any] in
          ["range": text.range(edit.bytes), "newText": edit.replacement]
        }
      )
    }
    guard editorEdits["documentChanges"] as? Bool == true else {
      return ["changes": Dictionary(edits.map { (uri($0.file), $0.edits) }) { first, _ in first }]
    }
    var changes: [[String: Any]] = edits.map { file, edits in
      ["textDocument": ["uri": uri(file), "version": NSNull()] as [String: Any], "edits": edits]
    }
    if let file = change.file { changes.append(["kind": "rename", "oldUri": uri(old), "newUri": uri(file)]) }
    return ["documentChanges": changes]
  }

  /// What the editor can do with changes of several files.
  private var editorEdits: [String: Any] {
    (editor["workspace"] as? [String: Any])?["workspaceEdit"] as? [String: Any] ?? [:]
  }

  /// Whether the editor can do something with whole files.
  private func editorDoes(_ operation: String) -> Bool {
    editorEdits["documentChanges"] as? Bool == true
      && (editorEdits["resourceOperations"] as? [String] ?? []).contains(operation)
  }
}
