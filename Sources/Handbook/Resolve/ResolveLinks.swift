import Diagnostics
import Markup
import Synchronization

extension DocumentResolver {
  /// Finds where the links of the document's text lead, and notes the edges of its mentions.
  mutating func resolveLinks() {
    let references = meanings.documents[index].text.references
    guard !references.isEmpty else { return }
    result.resolution.links.reserveCapacity(references.count)
    for reference in references {
      let target = target(of: reference)
      if let other = mentioned(by: reference, target) {
        let declaration = GraphEdge.Declaration(field: "text", text: nil, document: index, range: reference.range)
        result.edges.append(WantedEdge(from: index, to: other, kind: .mentions, declaration: declaration))
      }
      result.resolution.links.append(target)
    }
  }

  /// The node of the document that a reference mentions, if it mentions another one; it may be missing.
  private mutating func mentioned(by reference: MarkupText.Reference, _ target: LinkTarget) -> Int? {
    switch target {
    case .document(let other, _): return other != index && reference.form != .image ? other : nil
    // Links of a template speak of the document that will be made from it.
    case .missing where meanings.documents[index].kind != .template: break
    case .missing, .asset, .index, .home, .text: return nil
    }
    let target = reference.target
    switch reference.form {
    case .wiki where !target.isEmpty && document(byID: target) == nil:
      return missingNode(id: target.withoutMarkdownExtension, kind: nil)
    case .link where target.isMarkdown && !Document.isLandingPage(target):
      // A document that stands elsewhere is not missing, and one outside of the handbook not of it.
      let id = target.lastPathComponent.withoutMarkdownExtension
      let isElsewhere = meanings.names.document(id: id) != nil || resolvedPath(target, from: reference.base) == nil
      if isElsewhere { return nil }
      return missingNode(id: id, kind: nil)
    default: return nil
    }
  }

  /// Where a reference leads; what is wrong with it is reported.
  mutating func target(of reference: MarkupText.Reference) -> LinkTarget {
    switch reference.form {
    case .wiki: return wikiTarget(of: reference)
    case .diagram: return diagramTarget(of: reference)
    case .code:
      // `index.md` in a text speaks of such files in general, unless it says in which folder.
      guard let found = document(byID: reference.target), found != index,
        !meanings.documents[found].isLandingPage || reference.target.utf8.contains(UInt8(ascii: "/"))
      else { return .text }
      return .document(found, fragment: nil)
    case .link, .image: return pathTarget(of: reference)
    }
  }

  /// The document with the id `target`, or with that id and `.md` behind it.
  private func document(byID target: String) -> Int? {
    if let found = meanings.names.document(id: target) { return found }
    return target.isMarkdown ? meanings.names.document(id: target.withoutMarkdownExtension) : nil
  }

  // MARK: - By id

  private mutating func wikiTarget(of reference: MarkupText.Reference) -> LinkTarget {
    let id = reference.target.withoutMarkdownExtension
    guard !id.isEmpty || reference.fragment == nil else { return anchored(index, reference) }
    if let found = document(byID: reference.target) { return anchored(found, reference) }
    if let asset = asset(of: reference) {
      report(
        .brokenLink, "`\(reference.target)` is a file and no document", reference,
        help: "write `[…](\(asset))`, or `![…](\(asset))` to show a picture")
      return .missing(explanation: "There is no document “\(id)”")
    }
    report(
      .brokenLink, "no document has the id `\(id)`", reference, help: "write that document, or correct the id",
      Question(.ids, id, form: .id(of: holder(of: reference))))
    return .missing(explanation: "There is no document “\(id)” yet")
  }

  /// The path, as a link writes it, of the asset that a `[[file]]` names.
  private func asset(of reference: MarkupText.Reference) -> String? {
    guard reference.target.utf8.contains(UInt8(ascii: ".")),
      let path = resolvedPath(reference.target, from: reference.base),
      case .asset = meanings.paths.target(at: path)
    else { return nil }
    return reference.target
  }

  /// What a diagram in a text is of: a persona or a task, or the whole handbook.
  private mutating func diagramTarget(of reference: MarkupText.Reference) -> LinkTarget {
    diagrams += 1
    guard diagrams <= HandbookPicture.mostInText else {
      let message = "a document may hold at most \(HandbookPicture.mostInText) diagrams of the handbook"
      // Told once: the others are too many for the same reason.
      if diagrams == HandbookPicture.mostInText + 1 {
        report(
          .brokenLink, message, reference, help: "leave out this one and what follows, or move them to another document"
        )
      }
      return .missing(explanation: "A" + message.dropFirst())
    }
    if HandbookPicture(rawValue: reference.target) != nil { return .text }
    let target = wikiTarget(of: reference)
    guard case .document(let found, _) = target else { return target }
    let kind = meanings.documents[found].kind
    guard kind != .persona, kind != .task else { return target }
    report(
      .brokenLink, "`\(reference.target)` is a \(kind.rawValue), which has no diagram", reference,
      help: "name a persona, a task, `map` or `phases`")
    return .missing(explanation: "“\(meanings.documents[found].name.cutForOthers)” has no diagram")
  }

  // MARK: - By path

  private mutating func pathTarget(of reference: MarkupText.Reference) -> LinkTarget {
    if reference.target.isEmpty {
      return reference.form == .image
        ? missing(reference, "an image needs a path") : anchored(index, reference)
    }
    if reference.target.isOnDrive {
      return missing(reference, "`\(reference.target)` is a path of one computer, which no page can lead to")
    }
    guard let path = resolvedPath(reference.target, from: reference.base) else {
      return missing(reference, "`\(reference.target)` leads out of the content folder")
    }
    if let target = meanings.paths.target(at: path) { return self.target(target, of: reference) }
    // What stands behind `?` is no part of a path, but a file may be called so.
    if let mark = reference.target.utf8.firstIndex(of: UInt8(ascii: "?")) {
      let target = String(reference.target[..<mark])
      if target.isEmpty, reference.form == .link { return anchored(index, reference) }
      if let path = resolvedPath(target, from: reference.base) {
        if let target = meanings.paths.target(at: path) { return self.target(target, of: reference) }
        return missing(reference, at: path)
      }
    }
    return missing(reference, at: path)
  }

  private mutating func target(_ target: PathTable.Target, of reference: MarkupText.Reference) -> LinkTarget {
    switch target {
    case .document(let found): anchored(found, reference)
    case .asset(let path): .asset(path, fragment: reference.fragment)
    case .index(let kind): .index(kind)
    case .home: .home
    }
  }

  private mutating func missing(_ reference: MarkupText.Reference, at path: String) -> LinkTarget {
    guard meanings.paths.isFolder(path) else { return missing(reference, "there is no file `\(path)`", path: path) }
    return missing(
      reference, "the folder `\(path)` has no landing page",
      help: "write \(path)/index.md, or lead to one of its documents")
  }

  mutating func missing(
    _ reference: MarkupText.Reference, _ message: String, path: String? = nil, help: String? = nil
  ) -> LinkTarget {
    var question: Question?
    if let path, path.isMarkdown {
      // A document that moved is found by its name; a landing page is called like all others, and stays in its folder.
      let id = path.lastPathComponent.withoutMarkdownExtension
      let words: Question.Words? =
        Document.isLandingPage(path)
        ? landingPage(of: path.parentPath).map(Question.Words.document)
        : meanings.names.document(id: id).map(Question.Words.document) ?? .ids
      question = words.map { Question($0, id, form: .path(of: holder(of: reference), written: reference.target)) }
    }
    report(
      reference.form == .image ? .missingImage : .brokenLink, message, reference,
      help: help ?? (path == nil ? "name a file of the content folder" : "correct the path, or add the file"), question)
    return .missing(explanation: message.first.map { $0.uppercased() + message.dropFirst() } ?? message)
  }

  private func landingPage(of folder: String) -> Int? {
    guard case .document(let found) = meanings.paths.target(at: folder) else { return nil }
    return meanings.documents[found].isLandingPage ? found : nil
  }

  // MARK: - Anchors

  /// A link to the document `found`, with its anchor checked.
  private mutating func anchored(_ found: Int, _ reference: MarkupText.Reference) -> LinkTarget {
    guard let fragment = reference.fragment, !fragment.isEmpty else { return .document(found, fragment: nil) }
    let anchors = meanings.anchors.table(of: found, in: meanings.documents)
    if let anchor = anchors.anchor(for: fragment) { return .document(found, fragment: anchor) }
    // The top of every page, whatever the case (HTML Standard, section 7.4.6.3).
    if fragment.utf8.count == 3, fragment.lowercased() == "top" { return .document(found, fragment: "top") }
    report(
      .brokenAnchor, "\(meanings.documents[found].file) has no heading `#\(fragment)`", reference,
      help: "correct the part behind `#`", Question(.anchors(found), fragment, form: .anchor(of: holder(of: reference)))
    )
    return .document(found, fragment: nil)
  }

  /// The document in whose file a reference stands: this one, or one that it includes; `nil` for the footer, which stands in none.
  private func holder(of reference: MarkupText.Reference) -> Int? {
    let file = reference.range.file
    if file == configurationFile { return nil }
    guard file != meanings.documents[index].file, case .document(let other) = meanings.paths.target(at: file) else {
      return index
    }
    return other
  }

  /// Reports a link that leads nowhere. Links of a template speak of the document that will be made from it.
  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ reference: MarkupText.Reference, help: String,
    _ question: Question? = nil
  ) {
    report(
      Diagnostic(
        code, message, at: reference.range, severity: meanings.documents[index].kind == .template ? .note : nil,
        help: help),
      question)
  }
}

extension String {
  /// Whether a path begins with the letter of a drive.
  fileprivate var isOnDrive: Bool {
    let start = Array(utf8.prefix(2))
    return start.count == 2 && start[1] == UInt8(ascii: ":") && (97...122).contains(start[0] | 0x20)
  }
}

/// The anchors of the documents that links with a fragment have led to so far; threads share it.
final class AnchorCache: Sendable {
  private let tables = Mutex<[Int: AnchorTable]>([:])

  /// The anchors of the document with an index. Two threads may work them out at once, to the same result.
  func table(of index: Int, in documents: [Document]) -> AnchorTable {
    if let table = tables.withLock({ $0[index] }) { return table }
    let table = AnchorTable(documents[index].text)
    tables.withLock { $0[index] = table }
    return table
  }
}

/// The anchors of one text.
struct AnchorTable: Sendable {
  private var anchors: Set<String>
  /// Anchors by lower-cased anchor and by lower-cased heading.
  private var byWords: [String: String] = [:]

  init(_ text: MarkupText) {
    anchors = Set(text.otherAnchors)
    for heading in (text.title.map { [$0] } ?? []) + text.outline {
      anchors.insert(heading.anchor)
      for words in [heading.anchor.lowercased(), heading.text.lowercased()] where byWords[words] == nil {
        byWords[words] = heading.anchor
      }
    }
  }

  /// The anchor that `fragment` means: as it is, in lower case, or as a heading's text.
  func anchor(for fragment: String) -> String? {
    anchors.contains(fragment) ? fragment : byWords[fragment.lowercased()]
  }
}
