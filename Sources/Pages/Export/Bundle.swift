import Handbook
import Markup
import Threads

/// What goes into bundles: several documents as one Markdown text that needs no other, with a table of contents, each document
/// once, headings below the bundle's own, links between the documents as anchors.
struct Bundles: Sendable {
  private var pieces: [BundlePiece?]
  /// For each document that has some, the headings that others link to.
  private let linked: [Int: Set<String>]

  /// Makes the pieces of the documents in `members`, on `jobs` threads.
  init(of members: some Sequence<Int>, handbook: Handbook, jobs: Int) {
    var linked: [Int: Set<String>] = [:]
    for resolution in handbook.resolutions {
      for case .document(let target, let fragment?) in resolution.links {
        linked[target, default: []].insert(fragment)
      }
    }
    self.linked = linked
    let members = Array(members)
    let made = members.concurrentMap(jobs: jobs) { [linked] in
      BundlePiece($0, of: handbook, linked: linked[$0] ?? [])
    }
    pieces = Array(repeating: nil, count: handbook.documents.count)
    for (member, piece) in zip(members, made) { pieces[member] = piece }
  }

  /// Makes the piece of a document anew, whose text is another one now.
  mutating func replace(_ document: Int, _ handbook: Handbook) {
    pieces[document] = BundlePiece(document, of: handbook, linked: linked[document] ?? [])
  }

  /// The text of some documents under a title of level 1; of those whose pieces were made.
  ///
  /// - Parameter url: the address of the page of a document that is not among them, `nil` where it is not known.
  func text(of members: [Int], title: String, url: (Int) -> String?) -> [UInt8] {
    let isMember = Set(members)
    var text: [UInt8] = []
    // A buffer that doubles would need twice the memory for a moment.
    text.reserveCapacity(
      members.reduce(256 + title.utf8.count) { size, member in
        guard let piece = pieces[member] else { return size }
        return size + piece.bytes.count + piece.entry.count + piece.links.count * 56
      })
    text.append(string: "# \(oneLine(title))\n\n")
    for member in members { if let piece = pieces[member] { text.append(contentsOf: piece.entry) } }
    for member in members {
      guard let piece = pieces[member] else { continue }
      append(piece, to: &text, isMember, url)
    }
    return text
  }

  private func append(_ piece: BundlePiece, to text: inout [UInt8], _ isMember: Set<Int>, _ url: (Int) -> String?) {
    piece.bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      for link in piece.links {
        text.append(contentsOf: part(position..<link.label.lowerBound, bytes))
        position = link.label.upperBound
        let address = isMember.contains(link.target) ? nil : url(link.target)
        let target = isMember.contains(link.target) ? pieces[link.target] : nil
        let isLink = target != nil || address != nil
        if isLink { text.append(UInt8(ascii: "[")) }
        text.append(contentsOf: part(link.label, bytes))
        guard isLink else { continue }
        text.append(string: "](")
        if let target {
          text.append(UInt8(ascii: "#"))
          let heading = link.fragment.flatMap { target.headings.contains($0) ? $0 : nil }
          text.append(string: heading.map { target.anchor(ofHeading: $0) } ?? target.anchor)
        } else if let address {
          text.append(string: address)
          if let fragment = link.fragment { text.append(string: "#" + URLPath.encoded(fragment)) }
        }
        text.append(UInt8(ascii: ")"))
      }
      text.append(contentsOf: part(position..<bytes.count, bytes))
    }
  }
}

private func part(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  UnsafeBufferPointer(rebasing: bytes[range])
}

/// One self-contained Markdown text of a document and all that it needs.
///
/// - Parameter depth: how many edges away from the document something may be; `nil` for all.
public func bundle(of document: Int, depth: Int? = nil, handbook: Handbook, plan: SitePlan) -> [UInt8] {
  let members = handbook.documents(neededBy: document, depth: depth)
  return Bundles(of: members, handbook: handbook, jobs: 1)
    .text(of: members, title: handbook.documents[document].title.value) { plan.address(of: $0, in: handbook) }
}

extension SitePlan {
  /// The whole URL of a document's page, `nil` where `base_url` does not tell it.
  func address(of document: Int, in handbook: Handbook) -> String? {
    handbook.configuration.baseURL.map { $0 + URLPath.encoded(pathOfDocument[document]) }
  }
}
