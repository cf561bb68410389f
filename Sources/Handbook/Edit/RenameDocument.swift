import Diagnostics
import Markup

/// What a renaming changes.
public struct Renaming: Sendable {
  /// The changes of texts; the renamed document's are about its old file.
  public var edits: [TextEdit]
  /// The document's new file; `nil` where it keeps its own.
  public var file: String?
  /// What can't be changed and is left to the author, a sentence without a full stop each.
  public var left: [String]
}

/// The changes that give a document another id: in its own front matter, in the fields, links and code spans of all documents, and
/// in `baton.yml`. The old id becomes an alias.
///
/// - Parameter configuration: the bytes of `baton.yml`, empty when there is none.
/// - Throws: `NamingError` when the new id is taken, or can't be one.
public func renaming(
  _ index: Int, to new: String, in handbook: Handbook, configuration: [UInt8]
) throws(NamingError) -> Renaming {
  let document = handbook.documents[index]
  let old = document.id.value
  try expectID(new)
  if new != old { try handbook.expectFree(id: new, besides: index) }
  let name = document.file.lastPathComponent
  let renames = name == old + ".md" && !document.isLandingPage
  let file: String? = renames ? String(document.file.dropLast(name.count)) + new + ".md" : nil
  if let file, handbook.document(at: file) != nil, file != document.file {
    throw NamingError(message: "there is a file \(file) already")
  }
  if let file, Document.isLandingPage(file) {
    throw NamingError(message: "\(file) would be the landing page of its folder")
  }
  let names = RenamedID(index: index, old: old, new: new, file: file)
  var left: [String] = []
  var edits = handbook.documents.indices.flatMap { names.edits(in: $0, of: handbook, &left) }
  edits += names.edits(inConfiguration: configuration, of: handbook, &left)
  edits += names.edits(inFooter: configuration, of: handbook, &left)
  let needsID = document.text(.id) == nil && file == nil
  let needsAlias = old != new && !document.aliases.contains { $0.value == old }
  let added = editsGiving(id: needsID ? new : nil, alias: needsAlias ? old : nil, to: document)
  if needsAlias, added.alias == nil {
    left.append("\(file ?? document.file): the alias `\(old)` could not be added to `aliases`")
  }
  if needsID, added.id == nil { left.append("\(file ?? document.file): the id `\(new)` could not be set") }
  edits += [added.id, added.alias].compactMap(\.self)
  return Renaming(edits: edits, file: file, left: left)
}

/// The edits that give a document an id, which it does not have yet, and an alias.
private func editsGiving(
  id: String?, alias: String?, to document: Document
) -> (id: TextEdit?, alias: TextEdit?) {
  let aliases = alias.map { [(field: Field.aliases, items: [ListItem($0)])] } ?? []
  guard let id else { return (nil, editsAdding(aliases, to: document).first ?? nil) }
  guard let editor = FrontMatterEditor(document) else { return (nil, nil) }
  // Where there is no front matter yet, it is made once.
  if editor.frontMatter.isEmpty, let alias,
    let both = editor.making([(.id, .text(id)), (.aliases, .list([ListItem(alias)]))])
  {
    return (both, both)
  }
  return (editor.making([(.id, .text(id))], isFirst: true), editsAdding(aliases, to: document).first ?? nil)
}

private struct RenamedID {
  var index: Int
  var old: String
  var new: String
  /// The new path of its file, `nil` where that stays.
  var file: String?

  /// The changes of a document; what can't be changed is added to `left`.
  func edits(in other: Int, of handbook: Handbook, _ left: inout [String]) -> [TextEdit] {
    let document = handbook.documents[other]
    var places: [(range: SourceRange, isName: Bool)] = []
    // Links in labels that lead to the file, and do not show where they say so.
    var hidden: Set<SourcePosition> = []
    if other == index, let id = document.text(.id) { places.append((id.range, false)) }
    let node = handbook.graph.nodeOfDocument[index]
    for (field, _) in Field.related {
      for reference in handbook.resolutions[other].fields[field] ?? [] where reference.node == node {
        places.append((reference.range, field.shape == .names))
        if file != nil, reference.range.start == reference.range.end { hidden.insert(reference.range.start) }
      }
    }
    let references = document.text.references
    let links = zip(references.indices, handbook.resolutions[other].links).filter { link, target in
      guard case .document(index, _) = target else { return false }
      return references[link].range.file == document.file
    }.map(\.0)
    let old = handbook.documents[index].file
    let includes = document.text.inclusions.filter { $0.file == old && $0.place.file == document.file }
    guard !places.isEmpty || !links.isEmpty || !includes.isEmpty else { return [] }
    let lines = LineTable(document.source)
    var edits = places.compactMap { edit(at: lines.bytes(of: $0.range), document, isName: $0.isName) }
    edits += links.compactMap { edit(of: references[$0], in: document, lines) }
    guard file != nil else { return edits }
    edits += includes.compactMap { edit(of: $0, in: document, lines) }
    // A link to a heading of the same document has no path.
    let byPath = links.filter {
      (references[$0].form == .link || references[$0].form == .image) && !references[$0].target.isEmpty
    }
    if !byPath.isEmpty || !hidden.isEmpty {
      let paths = LinkPaths(of: document, to: self.old, configuration: handbook.configuration)
        .places(of: Set(byPath), inLabelsAt: hidden)
      edits += paths.places.map { TextEdit(file: document.file, bytes: $0, replacement: new) }
      let name = other == index ? file ?? document.file : document.file
      left += paths.missed.map { "\(name):\($0.start.line): the path of this link could not be changed" }
    }
    return edits
  }

  /// The change of a place that holds the id; a persona that is named otherwise there is left alone, even where the name holds the id.
  private func edit(at bytes: Range<Int>, _ document: Document, isName: Bool = false) -> TextEdit? {
    guard let place = document.source.only(old, in: bytes), !isName || place == bytes else { return nil }
    return TextEdit(file: document.file, bytes: place, replacement: new)
  }

  private func edit(of reference: MarkupText.Reference, in document: Document, _ lines: LineTable) -> TextEdit? {
    let bytes = lines.bytes(of: reference.range)
    switch reference.form {
    case .wiki, .code, .diagram:
      return edit(at: idOfLink(in: document.source[bytes]), document)
    case .link, .image:
      // By path, see `LinkPaths`.
      return nil
    }
  }

  /// Where the id of a wiki link or a code span stands: what it shows, and the heading that it leads to, stay.
  private func idOfLink(in part: ArraySlice<UInt8>) -> Range<Int> {
    part.startIndex..<(part.firstIndex { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "#") } ?? part.endIndex)
  }

  /// The change of the path in `{{include: path#heading}}`.
  private func edit(
    of inclusion: MarkupText.Inclusion, in document: Document, _ lines: LineTable
  ) -> TextEdit? {
    let mark = document.source[lines.bytes(of: inclusion.place)]
    let end = mark.firstIndex(of: UInt8(ascii: "#")) ?? mark.endIndex
    guard let place = mark[..<end].ranges(of: Array((old + ".md").utf8)).last else { return nil }
    return TextEdit(
      file: document.file, bytes: place.lowerBound..<place.lowerBound + old.utf8.count, replacement: new)
  }

  /// The changes of `baton.yml`: where it names the document by its id, or by the path of its old file; what can't be changed is
  /// added to `left`.
  func edits(inConfiguration source: [UInt8], of handbook: Handbook, _ left: inout [String]) -> [TextEdit] {
    let lines = LineTable(source)
    let path = handbook.documents[index].file
    return handbook.namesInConfiguration(of: index).compactMap { name in
      let isPath = name.value != old && name.value == path
      guard name.value == old || isPath && file != nil else { return nil }
      let bytes = lines.bytes(of: name.range)
      guard let place = isPath ? fileName(in: source[bytes]) : source.only(old, in: bytes) else {
        left.append("\(configurationFile):\(name.range.start.line): `\(name.value)` could not be changed")
        return nil
      }
      return TextEdit(file: configurationFile, bytes: place, replacement: new)
    }
  }

  /// Where the file's name stands in its path, without `.md`; a folder may be called as the file is.
  private func fileName(in path: ArraySlice<UInt8>) -> Range<Int>? {
    path.ranges(of: Array((old + ".md").utf8)).last.map { $0.lowerBound..<$0.upperBound - 3 }
  }
}

extension RenamedID {
  /// The changes of the footer's links, as far as these stand in `baton.yml` as they read; others are added to `left`.
  func edits(inFooter source: [UInt8], of handbook: Handbook, _ left: inout [String]) -> [TextEdit] {
    let lines = LineTable(source)
    let references = handbook.configuration.footer?.references ?? []
    return zip(references, handbook.footerLinks).compactMap { reference, target in
      guard case .document(index, _) = target, !reference.target.isEmpty else { return nil }
      let bytes = lines.bytes(of: reference.range)
      let isByPath = reference.form == .link || reference.form == .image
      if isByPath, file == nil { return nil }
      let place = isByPath ? pathOfLink(in: source[bytes]) : source.only(old, in: idOfLink(in: source[bytes]))
      guard let place else {
        left.append("\(configurationFile):\(reference.range.start.line): a link of `footer` could not be changed")
        return nil
      }
      return TextEdit(file: configurationFile, bytes: place, replacement: new)
    }
  }

  /// Where the file's name stands at the end of the path of `[text](path)`.
  private func pathOfLink(in link: ArraySlice<UInt8>) -> Range<Int>? {
    guard let name = link.ranges(of: Array((old + ".md").utf8)).last,
      let before = link[..<name.lowerBound].last, before == UInt8(ascii: "/") || before == UInt8(ascii: "("),
      let after = link[name.upperBound...].first, after == UInt8(ascii: ")") || after == UInt8(ascii: "#")
    else { return nil }
    return name.lowerBound..<name.upperBound - 3
  }
}
