import Buffers
import Handbook
import Markup
import Snapshot
import Threads

/// What goes into bundles: several documents as one Markdown text that needs no other, with a table of contents, each document
/// once, headings below the bundle's own, links between the documents as anchors.
struct Bundles: Sendable {
  private var pieces: [Piece?]
  /// For each document that has some, the headings that others link to.
  private let linked: [Int: Set<String>]
  /// The anchors of those documents that have not what their ids become.
  private let anchors: [Int: String]

  /// A piece is passed around in one reference.
  private final class Piece: Sendable {
    let piece: BundlePiece

    init(_ piece: BundlePiece) { self.piece = piece }
  }

  /// Makes the pieces of the documents in `members`, on `jobs` threads.
  init(of members: some Sequence<Int>, _ contents: SiteContents, jobs: Int) {
    self.init(
      of: members, handbook: contents.handbook, linked: contents.linkedHeadings, anchors: contents.numberedAnchors,
      jobs: jobs)
  }

  init(
    of members: some Sequence<Int>, handbook: Handbook, linked: [Int: Set<String>], anchors: [Int: String], jobs: Int
  ) {
    self.linked = linked
    self.anchors = anchors
    let members = Array(members)
    let made = members.concurrentMap(jobs: jobs) {
      Piece(BundlePiece($0, of: handbook, anchor: anchors[$0], linked: linked[$0] ?? []))
    }
    pieces = Array(repeating: nil, count: handbook.documents.count)
    for (member, piece) in zip(members, made) { pieces[member] = piece }
  }

  /// Makes the piece of a document anew, whose text is another one now.
  mutating func replace(_ document: Int, _ handbook: Handbook) {
    pieces[document] = Piece(
      BundlePiece(document, of: handbook, anchor: anchors[document], linked: linked[document] ?? []))
  }

  /// Some documents under a title of level 1.
  struct Selection {
    var members: [Int]
    var title: String
    /// What stands before the path of a page or a file in its address.
    var root: String
    /// The path of the page of a document that is not among them, as a URL; `nil` where there is no site.
    var url: (Int) -> String?
    /// The path of a file that is no document, as a URL, by its path in the content folder.
    var urlOfFile: (String) -> String
  }

  /// Appends the text of documents whose pieces were made.
  ///
  /// - Parameter next: called with what is written now and then; may empty it, so that a long text is never held whole.
  /// - Returns: where each document stands.
  @discardableResult
  func append<Failure: Error>(
    _ selection: Selection, of handbook: Handbook, to text: inout OutputBuffer,
    next: (inout OutputBuffer) throws(Failure) -> Void
  ) throws(Failure) -> TextSections {
    var start = text.count
    let isMember = Set(selection.members)
    text.append(string: "# \(escapedText(selection.title))\n\n")
    for member in selection.members { if let made = pieces[member] { text.append(contentsOf: made.piece.entry) } }
    var sections = TextSections()
    sections.lengths.append(text.count - start)
    for member in selection.members {
      start = text.count
      append(member, selection, isMember, handbook, to: &text)
      sections.lengths.append(text.count - start)
      sections.anchors[member] = anchors(of: member)
      try next(&text)
    }
    return sections
  }

  /// The fingerprint of the anchors of a document's headings; `nil` when it has none.
  func anchors(of document: Int) -> Fingerprint? {
    guard let headings = pieces[document]?.piece.headings, !headings.isEmpty else { return nil }
    return Fingerprint { $0.write(headings.sorted()) }
  }

  /// One document as it stands among others.
  func section(of document: Int, in selection: Selection, _ handbook: Handbook) -> [UInt8] {
    var text = OutputBuffer()
    append(document, selection, Set(selection.members), handbook, to: &text)
    return text.array
  }

  private func append(
    _ member: Int, _ selection: Selection, _ isMember: Set<Int>, _ handbook: Handbook, to text: inout OutputBuffer
  ) {
    guard let made = pieces[member] else { return }
    append(made, handbook.documents[member].source, to: &text, selection) { part, label, text in
      append(label, part, of: made.piece.targets[Int(part.link)], to: &text, isMember, selection)
    }
  }

  /// The text of documents whose pieces were made.
  func text(_ selection: Selection, of handbook: Handbook) -> OutputBuffer {
    // A buffer that doubles would need twice the memory for a moment.
    let room = selection.members.reduce(256 + selection.title.utf8.count) { size, member in
      guard let made = pieces[member] else { return size }
      return size + made.piece.count + made.piece.entry.count + (made.piece.targets.count + made.piece.files.count) * 56
    }
    var text = OutputBuffer(capacity: room)
    append(selection, of: handbook, to: &text) { _ in }
    return text
  }

  private func append(
    _ made: Piece, _ source: [UInt8], to text: inout OutputBuffer, _ selection: Selection,
    link: (BundlePiece.Part, UnsafeBufferPointer<UInt8>, inout OutputBuffer) -> Void
  ) {
    source.withUnsafeBufferPointer { source in
      made.piece.bytes.withUnsafeBufferPointer { bytes in
        for part in made.piece.parts {
          let from = part.isSource ? source : bytes
          let stretch = UnsafeBufferPointer(rebasing: from[Int(part.start)..<Int(part.end)])
          if part.file >= 0 {
            let address = selection.root + selection.urlOfFile(made.piece.files[Int(part.file)])
            OutputBuffer.withBytes(of: address) { part.link < 0 ? text.append(contentsOf: $0) : link(part, $0, &text) }
          } else if part.link < 0 {
            text.append(contentsOf: stretch)
          } else {
            link(part, stretch, &text)
          }
        }
      }
    }
  }

  /// Appends a stretch of a link's label, and what belongs before and after it: the link leads to an anchor for a document among the
  /// members, to the page of another, where that is known.
  private func append(
    _ label: UnsafeBufferPointer<UInt8>, _ part: BundlePiece.Part, of target: BundlePiece.Target,
    to text: inout OutputBuffer, _ isMember: Set<Int>, _ selection: Selection
  ) {
    let made = isMember.contains(target.document) ? pieces[target.document] : nil
    let address = made == nil ? selection.url(target.document) : nil
    guard made != nil || address != nil else {
      text.append(contentsOf: label)
      return
    }
    if part.opens { text.append(UInt8(ascii: "[")) }
    text.append(contentsOf: label)
    guard part.closes else { return }
    text.append("](")
    if let made {
      text.append(UInt8(ascii: "#"))
      let heading = target.heading.flatMap { made.piece.headings.contains($0) ? $0 : nil }
      text.append(string: heading.map(made.piece.anchor(ofHeading:)) ?? made.piece.anchor)
    } else if let address {
      text.append(string: selection.root)
      text.append(string: address)
      if let heading = target.heading { text.append(string: "#" + URLPath.encoded(heading)) }
    }
    text.append(UInt8(ascii: ")"))
  }
}

extension Handbook {
  /// For each document that has some, the headings that links lead to.
  var linkedHeadings: [Int: Set<String>] {
    var linked: [Int: Set<String>] = [:]
    for resolution in resolutions {
      for case .document(let target, let fragment?) in resolution.links { linked[target, default: []].insert(fragment) }
    }
    return linked
  }
}

/// One self-contained Markdown text of a document and all that it needs.
///
/// - Parameter depth: how many edges away from the document something may be; `nil` for all.
public func bundle(of document: Int, depth: Int? = nil, handbook: Handbook, plan: SitePlan) -> [UInt8] {
  let members = handbook.documents(neededBy: document, depth: depth)
  let selection = Bundles.Selection(
    members: members, title: handbook.documents[document].title.value, root: handbook.configuration.baseURL ?? "",
    // Without an address of the site, paths are those of the content folder.
    url: { handbook.configuration.baseURL == nil ? nil : URLPath.encoded(plan.pathOfDocument[$0]) },
    urlOfFile: { URLPath.encoded((handbook.configuration.baseURL == nil ? nil : plan.pathOfAsset[$0]) ?? $0) })
  let bundles = Bundles(
    of: members, handbook: handbook, linked: handbook.linkedHeadings, anchors: handbook.numberedAnchors, jobs: 1)
  return bundles.text(selection, of: handbook).array
}
