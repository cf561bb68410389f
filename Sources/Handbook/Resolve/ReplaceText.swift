import Diagnostics
import Markup

extension Handbook {
  /// Takes another text of a document, whose links mean the same as before.
  ///
  /// - Returns: whether nothing else has another place now; where something has, the handbook must be resolved again.
  public mutating func replace(_ index: Int, by document: Document) -> Bool {
    let old = documents[index]
    guard old.id == document.id, old.text.references.count == document.text.references.count else { return false }
    // What it is called has been looked for in all texts.
    guard old.kind == document.kind, old.title.value == document.title.value, old.name == document.name,
      old.aliases.map(\.value) == document.aliases.map(\.value)
    else { return false }
    for (field, _) in Field.related where old.fields[field] != document.fields[field] { return false }
    // The references are the same, in their order; those to missing documents are mentions too.
    var places: [SourceRange: SourceRange] = [:]
    for (before, now) in zip(old.text.references, document.text.references) { places[before.range] = now.range }
    guard graph.moveMentions(ofDocument: index, places) else { return false }
    documents[index] = document
    return true
  }

  /// Gives what a document's text mentions its places in another version of it, which may mention other things.
  mutating func setMentions(of index: Int, _ document: Document) {
    var places: [Int: [SourceRange]] = [:]
    for (reference, target) in zip(document.text.references, resolutions[index].links) {
      guard case .document(let other, _) = target, other != index, reference.form != .image else { continue }
      places[graph.nodeOfDocument[other], default: []].append(reference.range)
    }
    graph.setMentions(ofDocument: index, places)
  }
}
