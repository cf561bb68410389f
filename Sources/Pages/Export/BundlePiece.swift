import Handbook

/// One document as it stands in bundles: its fields and its text below a heading of level 2. Where it links to other documents is
/// left open, since that depends on which others a bundle holds. So it is made once, however many bundles it stands in.
///
/// The document's text is not copied: a piece says which stretches of it stand between what is written in another way.
struct BundlePiece: Sendable {
  /// What does not stand in the document's source.
  let bytes: [UInt8]
  /// What the piece is put together from, in order.
  let parts: [Part]
  /// How many bytes the parts have.
  let count: Int
  /// The line for a table of contents.
  let entry: [UInt8]
  /// The id by which others link to the piece.
  let anchor: String
  /// The document's headings that have an anchor in the piece.
  let headings: Set<String>
  /// Where the links lead.
  let targets: [Target]
  /// The files that are no documents and that it leads to.
  let files: [String]

  /// A stretch of the piece.
  struct Part: Sendable {
    /// Whether it is one of the document's source, or of ``BundlePiece/bytes``.
    var isSource: Bool
    /// The first byte, and the one behind the last.
    var start: Int32
    var end: Int32
    /// For a stretch of a link's label, the number of its target in ``BundlePiece/targets``; else -1.
    var link: Int32 = -1
    /// Whether the label begins with it, and whether it ends with it.
    var opens = false
    var closes = false
    /// The number of the file in ``BundlePiece/files`` whose address stands in the place of the stretch; else -1.
    var file: Int32 = -1
  }

  /// A document, and a heading in it.
  struct Target: Sendable {
    var document: Int
    var heading: String?
  }

  /// Makes the piece of the document with this index.
  ///
  /// - Parameters:
  ///   - anchor: the piece's anchor, when it is not what the document's id becomes.
  ///   - linked: the document's headings that others, or the document itself, link to.
  init(_ index: Int, of handbook: Handbook, anchor: String?, linked: Set<String>) {
    let anchor = anchor ?? Self.anchor(forID: handbook.documents[index].id.value)
    var writer = BundlePieceWriter(index, of: handbook, anchor: anchor, linked: linked)
    writer.write()
    bytes = writer.output.array
    // Pieces are kept: no more room than they need.
    parts = writer.parts.withUnsafeBufferPointer { Array($0) }
    count = writer.count
    entry = writer.entry
    self.anchor = anchor
    headings = writer.headings
    targets = writer.targets
    files = writer.files
  }

  /// The anchor of a heading in the piece.
  func anchor(ofHeading heading: String) -> String { Self.anchor(ofHeading: heading, in: anchor) }

  /// The anchor of a heading in the piece with an anchor.
  static func anchor(ofHeading heading: String, in piece: String) -> String {
    // No anchor of a document holds a colon.
    "\(piece):\(URLPath.encoded(heading))"
  }

  /// What an id becomes as an anchor.
  static func anchor(forID id: String) -> String {
    var id = id
    if id.utf8.contains(UInt8(ascii: "/")) { id = id.split(separator: "/").joined(separator: "-") }
    return URLPath.encoded(URLPath.slug(id))
  }
}

extension Handbook {
  /// The anchors in bundles of those documents whose ids become what that of another one becomes: with a number.
  var numberedAnchors: [Int: String] {
    var taken = Set<String>(minimumCapacity: documents.count)
    var others: [(document: Int, anchor: String)] = []
    for (index, document) in documents.enumerated() {
      let anchor = BundlePiece.anchor(forID: document.id.value)
      // Whose id is an anchor keeps it.
      guard anchor == document.id.value, taken.insert(anchor).inserted else {
        others.append((index, anchor))
        continue
      }
    }
    var anchors: [Int: String] = [:]
    let numbers = Numbering()
    for (document, plain) in others {
      let anchor = numbers.free(plain) { !taken.contains($0) }
      taken.insert(anchor)
      if anchor != plain { anchors[document] = anchor }
    }
    return anchors
  }
}
