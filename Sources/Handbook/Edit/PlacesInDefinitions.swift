import Diagnostics
import Markup

extension Handbook {
  /// Where a document's text defines the labels of links that lead to another document: the paths in `[label]: path`.
  ///
  /// - Parameters:
  ///   - index: the document that the links lead to.
  ///   - other: the document in whose own file they stand.
  public func placesInDefinitions(of index: Int, in other: Int) -> [SourceRange] {
    let isLinked = resolutions[other].links.contains { if case .document(index, _) = $0 { true } else { false } }
    guard isLinked else { return [] }
    let document = documents[other]
    let lines = LineTable(document.source)
    let links = linksByLabel(in: other, lines).filter { $0.target == index }.map(\.reference)
    guard !links.isEmpty else { return [] }
    let names = linkPaths(of: document, to: index).places(of: Set(links), inLabelsAt: []).places
    return names.map { name in
      let path = document.source.path(around: name)
      let (start, end) = (lines.place(of: path.lowerBound), lines.place(of: path.upperBound))
      return SourceRange(file: document.file, start: start, end: end)
    }
  }

  /// The document that the definition of a label leads to, and its path there, if one stands at an offset of a document's source.
  public func definition(at offset: Int, of other: Int) -> (document: Int, path: SourceRange)? {
    let document = documents[other]
    let lines = LineTable(document.source)
    let line = document.source[lines.bytes(ofLine: lines.place(of: offset).line)]
    var tried: Set<Int> = []
    for (_, target) in linksByLabel(in: other, lines) where tried.insert(target).inserted {
      // The text is read again for each document that is looked for.
      guard linkPaths(of: document, to: target).mayStand(in: line) else { continue }
      for path in placesInDefinitions(of: target, in: other) {
        let bytes = lines.bytes(of: path)
        if bytes.lowerBound <= offset, offset <= bytes.upperBound { return (target, path) }
      }
    }
    return nil
  }

  /// The links and images of a document's own file whose paths stand elsewhere, and the documents that they lead to.
  private func linksByLabel(in other: Int, _ lines: LineTable) -> [(reference: Int, target: Int)] {
    let document = documents[other]
    return zip(document.text.references.indices, resolutions[other].links).compactMap { index, target in
      let reference = document.text.references[index]
      guard case .document(let target, _) = target, reference.range.file == document.file, !reference.target.isEmpty
      else { return nil }
      var start = lines.offset(of: reference.range.start)
      switch reference.form {
      case .link: break
      case .image: start += 1
      case .wiki, .code, .diagram: return nil
      }
      let span = document.source.withUnsafeBufferPointer { LinkSpan(in: $0, at: start) }
      return span.map { !$0.isInline } ?? false ? (index, target) : nil
    }
  }

  private func linkPaths(of document: Document, to index: Int) -> LinkPaths {
    LinkPaths(
      of: document, to: String(documents[index].file.lastPathComponent.dropLast(3)), configuration: configuration)
  }
}

extension [UInt8] {
  /// The path that a name is a part of: what stands around it without spaces and brackets.
  fileprivate func path(around name: Range<Int>) -> Range<Int> {
    let isInPath = { (byte: UInt8) in byte > 32 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">") }
    let start = self[..<name.lowerBound].lastIndex { !isInPath($0) }.map { $0 + 1 } ?? 0
    return start..<(self[name.upperBound...].firstIndex { !isInPath($0) } ?? count)
  }
}
