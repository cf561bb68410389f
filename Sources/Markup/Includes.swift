import CCmark
import Diagnostics

/// The text of another file, to be included.
public struct IncludedText: Sendable {
  /// The text, without front matter.
  public var bytes: [UInt8]
  /// The number of its first line in its file.
  public var firstLine: Int

  /// A text and the number of its first line.
  public init(bytes: [UInt8], firstLine: Int) {
    self.bytes = bytes
    self.firstLine = firstLine
  }
}

/// The path that a relative path means in `base`: `/` begins at the content folder. `nil` when it leads out.
public func resolvedPath(_ target: String, from base: String) -> String? {
  let folder = base.utf8.lastIndex(of: UInt8(ascii: "/")).map { base[..<$0] } ?? ""
  let start = target.utf8.first == UInt8(ascii: "/") ? "" : folder
  guard start.utf8.allSatisfy({ $0 < 128 }), target.utf8.allSatisfy({ $0 < 128 }) else {
    return joinedPath(target, from: target.hasPrefix("/") ? "" : folder)
  }
  // In plain ASCII every byte is a character, as in most paths.
  var path: [UInt8] = []
  path.reserveCapacity(start.utf8.count + 1 + target.utf8.count)
  guard path.enter(String(start), climbs: false), path.enter(target, climbs: true) else { return nil }
  return String(decoding: path, as: UTF8.self)
}

extension [UInt8] {
  /// Goes down a path, part by part; false where it leads out.
  ///
  /// - Parameter climbs: whether `.` and `..` are no names.
  fileprivate mutating func enter(_ path: String, climbs: Bool) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      let slash = UInt8(ascii: "/"), dot = UInt8(ascii: ".")
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: slash) ?? bytes.count
        let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
        start = end + 1
        if part.isEmpty || climbs && part.count == 1 && part[0] == dot { continue }
        if climbs, part.count == 2, part[0] == dot, part[1] == dot {
          if isEmpty { return false }
          removeSubrange((lastIndex(of: slash) ?? 0)...)
        } else {
          if !isEmpty { append(slash) }
          append(contentsOf: part)
        }
      }
      return true
    }
  }
}

/// The same for paths of any script.
private func joinedPath(_ target: String, from folder: Substring) -> String? {
  var parts = folder.split(separator: "/").map(String.init)
  for part in target.split(separator: "/") where part != "." {
    if part == ".." {
      if parts.isEmpty { return nil }
      parts.removeLast()
    } else {
      parts.append(String(part))
    }
  }
  return parts.joined(separator: "/")
}

/// How far a text may include others: deeper, or more often, is refused, so that files cannot multiply each other.
private enum IncludeLimit {
  static let depth = 8
  static let count = 200
  /// For a text that many share; 200 files of 16 MB would be a day's work from a few lines.
  static let bytes = 2 << 20
}

extension BodyWriter {
  /// Writes what `{{include: path#heading}}`, alone in its paragraph, brings in. Gives `false` when the paragraph is none.
  mutating func writeInclude(_ paragraph: TreeNode) -> Bool {
    guard options.features.contains(.includes), let mark = paragraph.firstChild, mark.kind == CMARK_NODE_TEXT,
      mark.next == nil,
      mark.literal.has("{{include:"), mark.literal.has("}}", at: mark.literal.count - 2)
    else { return false }
    let content = collapsed(Array(mark.literal.part(10..<max(10, mark.literal.count - 2))))
    let parts = content.split(separator: "#", maxSplits: 1).map(String.init)
    begin(leaf: paragraph)
    let place = range(of: 0..<mark.literal.count, in: mark, literal: mark.literal)
    guard let target = parts.first, let path = resolvedPath(target, from: source.file) else {
      return refuse(
        parts.isEmpty ? "an include needs a path" : "`\(content)` leads out of the content folder", at: place)
    }
    let open = [options.file] + including
    if let first = open.firstIndex(of: path) {
      let between = open[first...].dropFirst()
      let way = between.isEmpty ? "" : ", by way of " + between.joined(separator: " and ")
      return refuse("\(path) includes itself\(way)", at: place)
    }
    guard including.count < IncludeLimit.depth, includeCount < IncludeLimit.count else {
      return refuse(
        "a document may include at most \(IncludeLimit.count) others, \(IncludeLimit.depth) deep", at: place)
    }
    guard let included = options.include(path) else { return refuse("there is no document `\(path)`", at: place) }
    guard included.bytes.count <= IncludeLimit.bytes - includedBytes else {
      return refuse("a document may include at most 2 MB of text", at: place)
    }
    includeCount += 1
    includedBytes += included.bytes.count
    let heading = parts.count > 1 ? parts[1] : nil
    if !write(included, path: path, heading: heading, at: place) {
      return refuse("\(path) has no heading `#\(heading ?? "")`", at: place)
    }
    return true
  }

  /// The line of the author's file that a block begins on.
  private func sourceLine(of node: TreeNode) -> Int {
    source.range(toEndOfLine: node.startLine, column: 1).start.line
  }

  private mutating func refuse(_ message: String, at range: SourceRange) -> Bool {
    diagnostics.append(
      Diagnostic(.includeFailed, message, at: range, help: "write the path from this file, or remove the line"))
    beginLine()
    html.append("<p><span class=\"missing\">")
    html.append(escapingAll: message)
    html.append("</span></p>\n")
    return true
  }

  /// Writes another file, or the section under one of its headings, in the place of this one's text. Gives `false` when there is no
  /// such heading.
  private mutating func write(
    _ included: IncludedText, path: String, heading: String?, at place: SourceRange
  ) -> Bool {
    let outer = (source, pieces, leaf, footnotes, table, textMarks, strikes, definitions)
    defer { (source, pieces, leaf, footnotes, table, textMarks, strikes, definitions) = outer }
    let parsed = ParsedSource(
      SourceText(boundedNesting(validUTF8(included.bytes)), file: path, firstLine: included.firstLine))
    guard let root = parsed.tree.root else { return true }
    var node = root.firstChild
    if let heading {
      node = self.heading(heading, in: parsed)
      if node == nil { return false }
    }
    (source, pieces, leaf, table) = (parsed.text, parsed.pieces, LeafBlock(), nil)
    setTextMarks(parsed)
    lookForDefinitions()
    footnotes = Footnotes()
    if !pieces.isEmpty { footnotes.collect(root, pieces: pieces, last: &lastFootnote, anchors: &anchors) }
    including.append(path)
    defer { including.removeLast() }
    let level = heading == nil ? 0 : node?.headingLevel ?? 0
    let inclusion = text.inclusions.count
    var firstLine = 1
    if let node { firstLine = sourceLine(of: node) }
    text.inclusions.append(MarkupText.Inclusion(place: place, file: path, lines: firstLine..<firstLine))
    var isFirst = true
    beginRawHTML()
    while let current = node {
      if !isFirst, level > 0, table == nil, current.kind == CMARK_NODE_HEADING, current.headingLevel <= level { break }
      write(current)
      isFirst = false
      node = current.next
    }
    endRawHTML()
    writeFootnotes()
    noteSource(root, last: node == nil ? root.lastChild : nil)
    var end = included.firstLine + SourceText.lineStarts(of: included.bytes).count
    if let node { end = sourceLine(of: node) }
    text.inclusions[inclusion].lines = firstLine..<max(firstLine, end)
    return true
  }

  /// The heading at the top of a text that has this text or this anchor, as it would have it on a page of its own.
  private func heading(_ wanted: String, in parsed: ParsedSource) -> TreeNode? {
    let wanted = wanted.lowercased()
    var anchors = AnchorNames()
    var cells = 0
    var node = parsed.tree.root?.firstChild
    while let candidate = node {
      node = candidate.next
      if candidate.kind == CMARK_NODE_HTML_BLOCK, let index = parsed.pieces.index(markedBy: candidate),
        case .table(_, let rows) = parsed.pieces[index]
      {
        cells = rows.reduce(0, +)
      } else if cells > 0 {
        cells -= 1
      } else if candidate.kind == CMARK_NODE_HEADING {
        let heading = textAndAnchor(ofHeading: candidate, in: parsed.text)
        if anchors.unique(heading.anchor).lowercased() == wanted || heading.text.lowercased() == wanted {
          return candidate
        }
      }
    }
    return nil
  }
}
