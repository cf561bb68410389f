import Diagnostics
import Handbook
import Markup

/// Several documents as one Markdown text that needs no other: a table of contents, each document once, headings below the
/// bundle's own, links between the documents as anchors.
struct Bundle {
  private let handbook: Handbook
  private let plan: SitePlan
  private let members: [Int]
  private let isMember: Set<Int>
  /// For each member the headings that others of the bundle link to.
  private var linkedHeadings: [Int: Set<String>] = [:]

  init(_ members: [Int], handbook: Handbook, plan: SitePlan) {
    self.handbook = handbook
    self.plan = plan
    self.members = members
    isMember = Set(members)
    for member in members {
      for case .document(let target, let fragment?) in handbook.resolutions[member].links
      where isMember.contains(target) {
        linkedHeadings[target, default: []].insert(fragment)
      }
    }
  }

  /// The whole text under a title of level 1.
  func text(title: String) -> [UInt8] {
    var text = Array("# \(oneLine(title))\n\n".utf8)
    // A buffer that doubles would need twice the memory for a moment.
    text.reserveCapacity(members.reduce(256) { $0 + handbook.documents[$1].source.count + 1_024 })
    for member in members {
      text += "- [\(escapedLabel(handbook.documents[member].title.value))](#\(anchor(member)))\n".utf8
    }
    for member in members { append(member, to: &text) }
    return text
  }

  private func append(_ member: Int, to text: inout [UInt8]) {
    let document = handbook.documents[member]
    text += "\n<a id=\"\(anchor(member))\"></a>\n\n## \(oneLine(document.title.value))\n\n".utf8
    let kind = document.kind == .page ? "" : "*\(document.kind.rawValue.inWords)*\n\n"
    text += kind.utf8
    let fields = handbook.fieldList(of: member) { node in
      let name = handbook.graph.nodes[node].name
      guard let target = handbook.graph.nodes[node].document else { return oneLine(name) }
      return link(escapedLabel(name), to: target, fragment: nil)
    }
    if !fields.isEmpty { text += "\(fields)\n".utf8 }
    let start = document.bodyStart
    // Nothing before the body is edited, so it begins where it began.
    let edits = edits(of: member).filter { $0.bytes.lowerBound >= start }
    var content = edits.applied(to: document.source, of: document.file).dropFirst(start)
    while let first = content.first, first == 10 || first == 13 { content = content.dropFirst() }
    while let last = content.last, last <= 32 { content = content.dropLast() }
    if !content.isEmpty { text += content + [10] }
  }

  // MARK: - Anchors and links

  private func anchor(_ member: Int, _ heading: String? = nil) -> String {
    var id = handbook.documents[member].id.value
    if id.utf8.contains(UInt8(ascii: "/")) { id = id.split(separator: "/").joined(separator: "-") }
    id = URLPath.encoded(URLPath.slug(id))
    return heading.map { "\(id)--\(URLPath.encoded($0))" } ?? id
  }

  /// A link to a document: an anchor for one of the bundle, the page's address for another, where that is known.
  private func link(_ label: String, to document: Int, fragment: String?) -> String {
    if isMember.contains(document) {
      let heading = fragment.flatMap { linkedHeadings[document]?.contains($0) == true ? $0 : nil }
      return "[\(label)](#\(anchor(document, heading)))"
    }
    guard let base = handbook.configuration.baseURL else { return label }
    let path = URLPath.encoded(plan.pathOfDocument[document])
    return "[\(label)](\(base)\(path)\(fragment.map { "#" + URLPath.encoded($0) } ?? ""))"
  }

  // MARK: - The text

  private func edits(of member: Int) -> [TextEdit] {
    let document = handbook.documents[member]
    let lines = LineTable(document.source)
    return titleEdits(of: document, lines) + headingEdits(of: document, member, lines)
      + linkEdits(of: document, member, lines)
  }

  /// The title stands above the fields already.
  private func titleEdits(of document: Document, _ lines: LineTable) -> [TextEdit] {
    guard let title = document.text.title, title.range.file == document.file else { return [] }
    return [
      TextEdit(
        file: document.file, bytes: headingBytes(title.range.start.line, lines, document.source), replacement: "")
    ]
  }

  /// The lines of a heading that begins on a line: that one, or all to its underline.
  private func headingBytes(_ line: Int, _ lines: LineTable, _ source: [UInt8]) -> Range<Int> {
    let first = lines.bytes(ofLine: line)
    if source[first].first(where: { $0 != 32 }) == UInt8(ascii: "#") { return first }
    for number in line + 1..<line + 50 {
      let bytes = lines.bytes(ofLine: number)
      let text = source[bytes].filter { $0 > 32 }
      guard let mark = text.first else { break }
      if mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"), text.allSatisfy({ $0 == mark }) {
        return first.lowerBound..<bytes.upperBound
      }
    }
    return first
  }

  /// Headings of the text stand one level below the document's.
  private func headingEdits(of document: Document, _ member: Int, _ lines: LineTable) -> [TextEdit] {
    var edits: [TextEdit] = []
    for heading in document.text.outline where heading.range.file == document.file {
      let line = heading.range.start.line
      let bytes = lines.bytes(ofLine: line)
      guard !bytes.isEmpty else { continue }
      let start = bytes.lowerBound
      let level = String(repeating: "#", count: min(heading.level + 1, 6))
      if linkedHeadings[member]?.contains(heading.anchor) == true, document.source[start] == UInt8(ascii: "#") {
        edits.append(
          TextEdit(
            file: document.file, bytes: start..<start,
            replacement: "<a id=\"\(anchor(member, heading.anchor))\"></a>\n\n"))
      }
      if let mark = document.source[bytes].firstIndex(of: UInt8(ascii: "#")),
        document.source[start..<mark].allSatisfy({ !isLetterOrDigit($0) })
      {
        guard heading.level < 6 else { continue }
        edits.append(TextEdit(file: document.file, bytes: mark..<mark, replacement: "#"))
      } else {
        edits.append(
          TextEdit(
            file: document.file, bytes: headingBytes(line, lines, document.source),
            replacement: "\(level) \(oneLine(heading.text))\n"))
      }
    }
    return edits
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte >= 128
  }

  private func linkEdits(of document: Document, _ member: Int, _ lines: LineTable) -> [TextEdit] {
    let targets = handbook.resolutions[member].links
    return zip(document.text.references, targets).compactMap { reference, target in
      guard reference.range.file == document.file, case .document(let other, let fragment) = target,
        reference.form == .link || reference.form == .wiki
      else { return nil }
      let bytes = lines.bytes(of: reference.range)
      let written = String(decoding: document.source[bytes], as: UTF8.self)
      guard let label = label(of: written, reference, title: handbook.documents[other].title.value) else { return nil }
      return TextEdit(file: document.file, bytes: bytes, replacement: link(label, to: other, fragment: fragment))
    }
  }

  /// What a link shows, as Markdown; `nil` where it is written in a way that is left alone.
  private func label(of written: String, _ reference: MarkupText.Reference, title: String) -> String? {
    guard written.hasPrefix("["), written.hasSuffix(reference.form == .wiki ? "]]" : ")") else { return nil }
    if reference.form == .wiki {
      guard let bar = written.firstIndex(of: "|") else { return escapedLabel(title) }
      return String(written[written.index(after: bar)...].dropLast(2))
    }
    guard let close = written.ranges(of: "](").last else { return nil }
    return String(written[written.index(after: written.startIndex)..<close.lowerBound])
  }
}

/// One self-contained Markdown text of a document and all that it needs.
///
/// - Parameter depth: how many edges away from the document something may be; `nil` for all.
public func bundle(of document: Int, depth: Int? = nil, handbook: Handbook, plan: SitePlan) -> [UInt8] {
  let members = handbook.documents(neededBy: document, depth: depth)
  return Bundle(members, handbook: handbook, plan: plan).text(title: handbook.documents[document].title.value)
}
