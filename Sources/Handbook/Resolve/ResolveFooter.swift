import Diagnostics
import Markup

extension Meanings {
  /// Where the references of the text at the bottom of each page lead, and what is wrong with them. They mean what they would in the
  /// handbook's `index.md`, but none is an edge of the graph, and pictures are not drawn.
  func footer(_ text: MarkupText?) -> (links: [LinkTarget], findings: [Finding]) {
    guard let text, let first = text.references.first else { return ([], []) }
    let (index, none) = (documents.count, Located("", at: first.range))
    let holder = Document(
      file: configurationFile, kind: .page, id: none, title: none, name: "", fields: FieldTable(), unknownFields: [],
      text: text, source: [])
    var resolver = DocumentResolver(meanings: replacing(index, by: holder), index: index)
    let links = text.references.map { reference -> LinkTarget in
      if reference.form == .diagram { return .text }
      guard reference.target.isEmpty, reference.form != .image else { return resolver.target(of: reference) }
      // A mere `#heading` means one of the page at the top.
      guard case .document(let top)? = paths.target(at: "") else {
        return resolver.missing(reference, "there is no `index.md` whose heading this could be")
      }
      var reference = reference
      (reference.form, reference.target) = (.link, documents[top].file)
      return resolver.target(of: reference)
    }
    return (links, resolver.result.findings)
  }
}
