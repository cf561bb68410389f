import Diagnostics

/// Why a document can't be called so, as a sentence without a full stop.
public struct NamingError: Error, Sendable {
  /// What is wrong.
  public var message: String
}

/// Throws when a text can't be the id of a document whose file is named by it. Authors may write more in the field `id`.
func expectID(_ id: String) throws(NamingError) {
  func refuse(_ reason: String) -> NamingError {
    NamingError(message: "`\(id)` can't be an id: \(reason)")
  }
  guard let first = id.unicodeScalars.first, first != ".", id.unicodeScalars.allSatisfy(mayStandInID),
    !id.isMarkdown
  else { throw refuse("it takes letters, digits, `-`, `_` and `.`") }
  guard !YAMLValue.isNothing(id) else { throw refuse("front matter reads it as nothing") }
  guard id.utf8.count + ".md".utf8.count <= 255 else { throw refuse("no file's name may be as long") }
}

/// Letters and digits of any script; many scripts write marks above or below their letters.
private func mayStandInID(_ scalar: Unicode.Scalar) -> Bool {
  let marksAndDigits: [Unicode.GeneralCategory] = [.nonspacingMark, .spacingMark, .decimalNumber]
  return scalar.properties.isAlphabetic || "-_.".unicodeScalars.contains(scalar)
    || marksAndDigits.contains(scalar.properties.generalCategory)
}

extension Handbook {
  /// Throws when an id means something already: another document, by its id or an alias, another persona by any name, or a group.
  ///
  /// - Parameter index: the document that may be called so, if any.
  func expectFree(id: String, besides index: Int? = nil) throws(NamingError) {
    if let other = documents.indices.first(where: { $0 != index && documents[$0].id.value == id }) {
      throw NamingError(message: "the id `\(id)` is taken in \(documents[other].file)")
    }
    try expectFree(name: id, besides: index)
    for (number, document) in documents.enumerated() where number != index {
      if document.aliases.contains(where: { $0.value == id }) {
        throw NamingError(message: "`\(id)` is a name of \(document.file)")
      }
      // Some file systems would take the two for one file.
      if document.id.value.lowercased() == id.lowercased() {
        throw NamingError(message: "the id `\(id)` is that of \(document.file) in another case")
      }
    }
  }

  /// Throws when another persona, or a group, is called so.
  func expectFree(name: String, besides index: Int? = nil) throws(NamingError) {
    let key = NameTable.key(name)
    if ([.everyone] + configuration.groups).contains(where: { $0.keys.contains(key) }) {
      throw NamingError(message: "`\(name)` is the name of a group")
    }
    let other = documents.indices.first { number in
      number != index && documents[number].kind == .persona
        && NameTable.names(of: documents[number]).contains { NameTable.key($0) == key }
    }
    if let other { throw NamingError(message: "`\(name)` is a name of \(documents[other].file)") }
  }
}

/// Throws when a text can't be a title: it must be one line, and hold more than spaces.
func expectTitle(_ title: String) throws(NamingError) {
  let isLine = title.unicodeScalars.allSatisfy { scalar in
    ![.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }
  guard isLine, !title.trimmingSpaces.isEmpty else {
    throw NamingError(message: "`\(title)` can't be a title: it takes one line of text")
  }
}
