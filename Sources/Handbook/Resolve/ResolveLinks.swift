import Diagnostics
import Markup

extension Resolver {
  /// Finds where the links of one document's text lead, and draws the edges of its mentions.
  mutating func resolveLinks(of index: Int) -> [LinkTarget] {
    documents[index].text.references.map { reference in
      let target = target(of: reference, in: index)
      if case .document(let other, _) = target, other != index, reference.form != .image {
        let declaration = GraphEdge.Declaration(field: "text", text: nil, document: index, range: reference.range)
        builder.connect(index, to: other, .mentions, declaration)
      }
      return target
    }
  }

  private mutating func target(of reference: MarkupText.Reference, in index: Int) -> LinkTarget {
    switch reference.form {
    case .wiki: return wikiTarget(of: reference, in: index)
    case .diagram: return diagramTarget(of: reference, in: index)
    case .code:
      // `index.md` in a text speaks of such files in general.
      guard let found = names.byID[reference.target] ?? names.byID[withoutExtension(reference.target)], found != index,
        !documents[found].isLandingPage
      else { return .text }
      return .document(found, fragment: nil)
    case .link, .image: return pathTarget(of: reference, in: index)
    }
  }

  private func withoutExtension(_ target: String) -> String {
    target.hasSuffix(".md") ? String(target.dropLast(3)) : target
  }

  // MARK: - By id

  private mutating func wikiTarget(of reference: MarkupText.Reference, in index: Int) -> LinkTarget {
    let id = withoutExtension(reference.target)
    guard !id.isEmpty || reference.fragment == nil else { return anchored(index, reference, in: index) }
    if let found = names.byID[reference.target] ?? names.byID[id] { return anchored(found, reference, in: index) }
    let suggestion = names.suggestion(forID: id)
    report(
      .brokenLink, "no document has the id `\(id)`", reference, in: index, suggestion: suggestion,
      help: suggestion.map { "did you mean `[[\($0)]]`?" } ?? "write that document, or correct the id")
    return .missing(explanation: "There is no document “\(id)” yet")
  }

  /// What a diagram in a text is of: a persona or a task, or the whole handbook.
  private mutating func diagramTarget(of reference: MarkupText.Reference, in index: Int) -> LinkTarget {
    if HandbookPicture(rawValue: reference.target) != nil { return .text }
    let target = wikiTarget(of: reference, in: index)
    guard case .document(let found, _) = target else { return target }
    let kind = documents[found].kind
    guard kind != .persona, kind != .task else { return target }
    report(
      .brokenLink, "`\(reference.target)` is a \(kind.rawValue), which has no diagram", reference, in: index,
      suggestion: nil,
      help: "name a persona, a task, `map` or `phases`")
    return .missing(explanation: "“\(documents[found].name)” has no diagram")
  }

  // MARK: - By path

  private mutating func pathTarget(of reference: MarkupText.Reference, in index: Int) -> LinkTarget {
    if reference.target.isEmpty {
      return reference.form == .image
        ? missing(reference, in: index, "an image needs a path") : anchored(index, reference, in: index)
    }
    guard let path = resolvedPath(reference.target, from: reference.base) else {
      return missing(reference, in: index, "`\(reference.target)` leads out of the content folder")
    }
    switch paths.target(at: path) {
    case .document(let found): return anchored(found, reference, in: index)
    case .asset(let path): return .asset(path, fragment: reference.fragment)
    case .index(let kind): return .index(kind)
    case .home: return .home
    case nil: return missing(reference, in: index, "there is no file `\(path)`", path: path)
    }
  }

  private mutating func missing(
    _ reference: MarkupText.Reference, in index: Int, _ message: String, path: String? = nil
  ) -> LinkTarget {
    var suggestion: String?
    if let path, path.hasSuffix(".md") {
      // A document that moved is found by its name.
      let id = withoutExtension(path.lastPathComponent)
      suggestion = names.byID[id].map { documents[$0].file } ?? names.suggestion(forID: id).map { "[[\($0)]]" }
    }
    report(
      reference.form == .image ? .missingImage : .brokenLink, message, reference, in: index, suggestion: suggestion,
      help: suggestion.map { "did you mean \($0)?" } ?? "correct the path, or add the file")
    return .missing(explanation: message.first.map { $0.uppercased() + message.dropFirst() } ?? message)
  }

  // MARK: - Anchors

  /// A link to the document `found`, with its anchor checked.
  private mutating func anchored(_ found: Int, _ reference: MarkupText.Reference, in index: Int) -> LinkTarget {
    guard let fragment = reference.fragment, !fragment.isEmpty else { return .document(found, fragment: nil) }
    let anchors = anchors[found] ?? AnchorTable(documents[found].text)
    self.anchors[found] = anchors
    if let anchor = anchors.anchor(for: fragment) { return .document(found, fragment: anchor) }
    let suggestion = names.suggestion(for: fragment, among: documents[found].text.outline.map(\.anchor))
    report(
      .brokenAnchor, "\(documents[found].file) has no heading `#\(fragment)`", reference, in: index,
      suggestion: suggestion, help: suggestion.map { "did you mean `#\($0)`?" } ?? "correct the part behind `#`")
    return .document(found, fragment: nil)
  }

  /// Reports a link that leads nowhere. Links of a template speak of the document that will be made from it.
  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ reference: MarkupText.Reference, in index: Int, suggestion: String?,
    help: String?
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: reference.range, severity: documents[index].kind == .template ? .note : nil,
        suggestion: suggestion, help: help))
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
