import Diagnostics
import Markup
import TextFormats

/// Finds where a document's text names a file that its links lead to, those in bold labels too: in `[text](path)`, in the definition
/// of a reference link, in HTML. Where Markdown takes a stretch for a path is left to the one reader of Markdown: each stretch that could be it is replaced by
/// a mark of its own, the text is read again, and the links tell which marks they lead to.
struct LinkPaths {
  private let document: Document
  private let configuration: Configuration
  /// The file's name without `.md`.
  private let name: String

  /// - Parameter name: the name of the file that is looked for, without `.md`.
  init(of document: Document, to name: String, configuration: Configuration) {
    self.document = document
    self.name = name
    self.configuration = configuration
  }

  /// Where the name stands in the paths of some links, each place once; and the links whose path could not be found.
  ///
  /// - Parameters:
  ///   - references: indices of links by path in the text, which stand in the document's own file.
  ///   - labels: where links in bold labels stand.
  func places(
    of references: Set<Int>, inLabelsAt labels: Set<SourcePosition>
  ) -> (places: [Range<Int>], missed: [SourceRange]) {
    let links = Self.links(of: document)
    var left = Set(
      links.indices.filter { index in
        links[index].reference.map(references.contains) ?? labels.contains(links[index].range.start)
      })
    var found: Set<Range<Int>> = []
    // A path may lack its extension too; a name alone is looked for only where it must be, as it may be any word of the text.
    for endings in [[".md", ".html"], [""]] where !left.isEmpty {
      let candidates = candidates(endings)
      guard !candidates.isEmpty, let marked = marks(in: candidates, links.count) else { continue }
      for (index, place) in marked where left.remove(index) != nil { found.insert(place) }
    }
    return (found.sorted { $0.lowerBound < $1.lowerBound }, left.sorted().map { links[$0].range })
  }

  /// Something in the document's own file that leads elsewhere, by a path or by an id.
  private struct Link {
    /// The path, `nil` for an id.
    var path: String?
    var range: SourceRange
    /// The index of a reference in the text; `nil` for a link in a label.
    var reference: Int?
  }

  private static func links(of document: Document) -> [Link] {
    let references = document.text.references.enumerated().filter { $1.range.file == document.file }
    let labels = Field.related.flatMap { field, _ in document.references(field).compactMap(\.path) }
    return references.map { index, reference in
      let isByPath = reference.form == .link || reference.form == .image
      return Link(path: isByPath ? reference.target : nil, range: reference.range, reference: index)
    } + labels.map { Link(path: $0.value, range: $0.range) }
  }

  /// Which candidate each link by path leads to, if any; `nil` when the marks changed what the text is.
  private func marks(in candidates: [Range<Int>], _ count: Int) -> [(link: Int, place: Range<Int>)]? {
    var numbers: [String: Int] = [:]
    let edits = candidates.enumerated().map { number, place in
      let mark = Self.mark(number)
      numbers[mark] = number
      return TextEdit(file: document.file, bytes: place, replacement: mark)
    }
    let source = SourceFile(path: document.file, bytes: edits.applied(to: document.source, of: document.file))
    let read = Self.links(of: parseDocument(source, configuration: configuration).value)
    guard read.count == count else { return nil }
    return read.enumerated().compactMap { index, link in
      guard let last = link.path?.split(separator: "/").last else { return nil }
      return numbers[String(last.prefix(Self.markLength))].map { (index, candidates[$0]) }
    }
  }

  private static let markLength = 24

  /// The mark of a candidate: always the same letters, as the labels of reference links must go on matching, whatever their case;
  /// the number is in the case.
  private static func mark(_ number: Int) -> String {
    let letters = "batonmarksthepathsoflinks".utf8.prefix(markLength).enumerated().map { index, letter in
      number >> index & 1 == 1 ? letter & ~0x20 : letter
    }
    return String(decoding: letters, as: UTF8.self)
  }

  // MARK: - Candidates

  /// How the name may be written in a path.
  private var spellings: Set<String> { Set([name, percentEncoded(name), name.replacing("_", with: "\\_")]) }

  /// Whether a part of the text could hold the name.
  func mayStand(in part: ArraySlice<UInt8>) -> Bool {
    spellings.contains { part.firstRange(of: Array($0.utf8)) != nil }
  }

  /// Where the name stands in the text with one of some endings behind it, as it is or as paths write it.
  private func candidates(_ endings: [String]) -> [Range<Int>] {
    let body = document.source[document.bodyStart...]
    var found: Set<Range<Int>> = []
    for spelling in spellings {
      for ending in endings {
        for range in body.ranges(of: Array((spelling + ending).utf8)) {
          let place = range.lowerBound..<range.upperBound - ending.utf8.count
          if !isInBrackets(range.upperBound), !ending.isEmpty || isAlone(place) { found.insert(place) }
        }
      }
    }
    var end = 0
    return found.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }.filter { place in
      guard place.lowerBound >= end else { return false }
      end = place.upperBound
      return true
    }
  }

  /// Whether what ends at an offset is what a link shows, or a label: these must stay, as labels are compared with each other.
  private func isInBrackets(_ end: Int) -> Bool {
    document.source[end...].first { "[]()<>\n\r".utf8.contains($0) } == UInt8(ascii: "]")
  }

  /// Whether a stretch is the whole of a path's part, as far as the bytes around it tell.
  private func isAlone(_ place: Range<Int>) -> Bool {
    let before = place.lowerBound > document.bodyStart ? document.source[place.lowerBound - 1] : 32
    let after = place.upperBound < document.source.count ? document.source[place.upperBound] : 32
    let isStart = before <= 32 || "/(\"':<=".utf8.contains(before)
    return isStart && (after <= 32 || "/)\"'>#".utf8.contains(after))
  }
}
