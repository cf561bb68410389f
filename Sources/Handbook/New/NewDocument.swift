import TextFormats

/// A document that is to be written.
public struct NewDocument: Sendable, Equatable {
  /// Its file, relative to the content folder.
  public var file: String
  /// What the file is to hold.
  public var text: String
}

extension Handbook {
  /// The folder in which the handbook keeps documents of a kind: that in which most of them stand, of equals the first by path. Where
  /// there is none, a folder at the top that is called like the kind, or is to be. Pages stand wherever they belong, so where most of
  /// them are says nothing: a new one stands at the top, or in a folder that is called like pages.
  ///
  /// - Parameter top: the names of the folders at the top, those without documents among them.
  public func folder(of kind: Kind, top: [String]) -> String {
    var counts: [String: Int] = [:]
    for document in documents where document.kind == kind && !document.isLandingPage {
      let folder = document.folder
      if kind != .page || Kind(name: folder.lastPathComponent) == .page { counts[folder, default: 0] += 1 }
    }
    let fullest = counts.max { a, b in a.value == b.value ? b.key.precedesInUTF8(a.key) : a.value < b.value }
    return fullest?.key ?? top.first { Kind(name: $0) == kind } ?? (kind == .page ? "" : kind.plural)
  }

  /// A document that can stand in the handbook as it is: it names nothing that does not exist, and says nothing that only its author can
  /// know. What other documents say of it already is in its fields.
  ///
  /// - Parameters:
  ///   - title: its title, on one line. A persona's may have the role before it: `QA Engineer - The Honest Witness`. One is made of the
  ///     id where it is `nil`.
  ///   - folder: the folder that it is to stand in, relative to the content folder; empty for the top.
  /// - Throws: `NamingError` when it can't be called so.
  public func newDocument(
    _ kind: Kind, id: String, title: String? = nil, in folder: String
  ) throws(NamingError) -> NewDocument {
    try expectID(id)
    try expectFree(id: id)
    let file = (folder.isEmpty ? "" : folder + "/") + id + ".md"
    if Document.isLandingPage(file) { throw NamingError(message: "\(file) would be the landing page of its folder") }
    if let title { try expectTitle(title) }
    let heading = NewHeading(kind, id: id, title: title)
    if kind == .persona { for name in [heading.role, heading.title] { try expectFree(name: name) } }
    var values = knownFields(of: id, kind)
    if Kind.ofFolder(file) != kind { values[.type] = .text(kind.rawValue) }
    if kind == .persona { values[.title] = .text(heading.title) }
    let fields = kind.newFrontMatter(values, phases: configuration.phases)
    return NewDocument(file: file, text: "---\n\(fields)---\n\n\(heading.markdown)\n\n\(kind.newText)")
  }

  /// The fields of a document that is not written yet, as far as they are known by what others say of it, or must be filled for its
  /// kind.
  private func knownFields(of id: String, _ kind: Kind) -> [Field: NewValue] {
    let node = graph.node(id: id)
    switch kind {
    case .persona:
      guard let node else { return [:] }
      // A handoff is to be declared at both ends.
      let from = graph.edges(to: node, .handoff).map { ListItem(graph.nodes[$0.from].id, $0.label) }
      let to = graph.edges(from: node, .handoff).map { ListItem(graph.nodes[$0.to].id, $0.label) }
      return [Field.receivesFrom: from, .handsOffTo: to].filter { !$0.value.isEmpty }.mapValues(NewValue.list)
    case .task:
      // A task that nobody performs is a mistake.
      let isPerformed = node.map { !graph.edges(to: $0, .performs).isEmpty } ?? false
      return isPerformed ? [:] : [.persona: .text(Configuration.Group.everyone.id)]
    case .checklist: return [.categories: .list(Kind.newCategories.map { ListItem($0.heading) })]
    case .template, .page: return [:]
    }
  }
}

/// The heading of a new document.
private struct NewHeading {
  /// The title of the document.
  let title: String
  /// A persona's role name, else the title.
  let role: String
  /// The line of Markdown.
  let markdown: String

  init(_ kind: Kind, id: String, title: String?) {
    let given = title.map { withoutKindPrefix($0).trimmingSpaces } ?? ""
    guard kind == .persona else {
      self.title = given.isEmpty ? kind.title(ofID: id) : given
      role = self.title
      markdown = "# \(kind == .page ? "" : kind.inWords + ": ")\(self.title.escapedForMarkdown)"
      return
    }
    let before = roleName(in: given)
    let rest = given.dropFirst(before.count).drop { " -–—".contains($0) }
    role = rest.isEmpty ? id.inWords : before
    self.title = !rest.isEmpty ? String(rest) : given.isEmpty ? "The \(role)" : given
    markdown = "# \(role.escapedForMarkdown) - \(self.title.escapedForMarkdown)"
  }
}

extension Kind {
  /// An id in words, without the kind at its end: the heading says it.
  fileprivate func title(ofID id: String) -> String {
    let words = id.inWords
    guard self == .template || self == .checklist, let space = words.utf8.lastIndex(of: UInt8(ascii: " ")) else {
      return words
    }
    let last = words[words.utf8.index(after: space)...].lowercased()
    return last == rawValue || self == .template && last == "tmpl" ? String(words[..<space]) : words
  }
}
