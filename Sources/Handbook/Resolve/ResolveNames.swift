import Diagnostics

extension DocumentResolver {
  /// A name that is known, and what it means.
  struct KnownName {
    var name: Located<String>
    var meaning: NameTable.Meaning
    /// What is said of it, in round brackets or behind a colon.
    var remark: String?
  }

  /// The most parts of a text that are tried as one name: `A and B / C`.
  private static let mostParts = 6

  /// Personas by name: the whole text first, so that a name may hold `and`; then what stands between commas, and runs of its parts,
  /// the longest first.
  mutating func resolveNames(
    _ reference: FieldReference, of field: Field, into found: inout [ResolvedFieldReference]
  ) {
    let text = reference.target
    if let said = reference.text {
      // `- Team: Platform` may be a name, and `- dev: leads it` a name and what is said of it.
      let first = found.count
      let whole = Located("\(text.value): \(said.value)", at: text.range)
      if let name = name(whole) { return found.append(resolved(name, at: text.range)) }
      resolveNames(FieldReference(target: text), of: field, into: &found)
      for index in found[first...].indices {
        found[index].remark = [found[index].remark, said.value].compactMap(\.self).joined(separator: ", ")
      }
      return
    }
    if let name = name(text) ?? nameWithRemark(text) { return found.append(resolved(name, at: name.name.range)) }
    var end: Int? = 0
    for part in text.split(at: .commas) {
      if part.value != text.value, let name = name(part) ?? nameWithRemark(part) {
        found.append(resolved(name, at: place(of: name.name, behind: &end)))
      } else {
        resolveParts(of: part, field, behind: &end, into: &found)
      }
    }
  }

  /// The names in a text that is no name as a whole, and holds no comma.
  private mutating func resolveParts(
    of text: Located<String>, _ field: Field, behind end: inout Int?, into found: inout [ResolvedFieldReference]
  ) {
    let pieces = text.pieces(at: .names)
    var first = 0
    while first < pieces.count {
      var count = min(Self.mostParts, pieces.count - first)
      var known: KnownName?
      while count > 0, known == nil {
        // The whole was looked for.
        let isWhole = count == pieces.count && count > 1
        if !isWhole, let run = text.part(pieces[first].lowerBound..<pieces[first + count - 1].upperBound) {
          known = name(run) ?? nameWithRemark(run)
        }
        if known == nil { count -= 1 }
      }
      if let known {
        found.append(resolved(known, at: place(of: known.name, behind: &end)))
      } else if let part = text.part(pieces[first]) {
        let name = (part.splitAtColon?.name ?? part).splitRemark.name
        let placed = Located(name.value.withoutMarks, at: place(of: name, behind: &end))
        let node = missingPersona(placed, field: field)
        let remark = part.splitAtColon?.text?.value ?? part.splitRemark.remark
        found.append(ResolvedFieldReference(node: node, text: nil, remark: remark, range: placed.range))
      }
      first += max(count, 1)
    }
  }

  private mutating func resolved(_ known: KnownName, at range: SourceRange) -> ResolvedFieldReference {
    let node = node(of: known.meaning, called: Located(known.name.value, at: range))
    return ResolvedFieldReference(node: node, text: nil, remark: known.remark, range: range)
  }

  /// What a text means as a name, as it is or without the marks of an id.
  func name(_ text: Located<String>) -> KnownName? {
    let names = meanings.names
    if let meaning = names.meaning(of: text.value, documents: meanings.documents) {
      return KnownName(name: text, meaning: meaning)
    }
    let id = text.value.withoutMarks
    guard id != text.value, let meaning = names.meaning(of: id, documents: meanings.documents) else { return nil }
    return KnownName(name: text.part(named: id), meaning: meaning)
  }

  /// What a text means without what is said behind the name: in round brackets, or behind a colon.
  private func nameWithRemark(_ text: Located<String>) -> KnownName? {
    let split = text.splitRemark
    if split.remark != nil, var known = name(split.name) {
      known.remark = split.remark
      return known
    }
    // A text with several colons, or with commas behind one, says something of several names.
    guard let (name, said) = text.splitAtColon, said.map({ $0.splitAtColon == nil && !$0.value.contains(",") }) ?? true,
      var known = self.name(name)
    else { return nil }
    known.remark = said?.value
    return known
  }

  mutating func node(of meaning: NameTable.Meaning, called name: Located<String>) -> Int {
    switch meaning {
    case .persona(let found): return found
    case .group(let group): return meanings.node(ofGroup: group)
    case .personas(let found):
      let ids = found.map { "`\(meanings.documents[$0].id.value)`" }.joined(separator: ", ")
      report(
        Diagnostic(
          .ambiguousName, "`\(name.value)` is the name of \(ids); the first is taken", at: name.range,
          help: "write the id"))
      return found[0]
    }
  }

  /// Where a part of a text stands, behind the part before, which ends at an offset of the document. A text of
  /// several lines, or one with markup, was not told more of than where it begins.
  private mutating func place(of part: Located<String>, behind end: inout Int?) -> SourceRange {
    let range = part.range
    guard range.start.line != range.end.line || range.end.column - range.start.column != part.value.utf8.count else {
      return range
    }
    guard let last = end else { return range }
    let source = meanings.documents[index].source
    let known = lines ?? LineTable(source)
    lines = known
    let word = Array(part.value.utf8)
    let start = max(known.offset(of: range.start), last)
    let found = source.place(of: word, from: start, to: min(source.count, start + 4096))
    // Where one part is not found, those behind it would be looked for too far away.
    end = found?.upperBound
    return found.map {
      SourceRange(file: range.file, start: known.place(of: $0.lowerBound), end: known.place(of: $0.upperBound))
    } ?? range
  }

  private mutating func missingPersona(_ name: Located<String>, field: Field) -> Int {
    report(
      Diagnostic(
        .unknownName, "`\(field.rawValue)` names `\(name.value)`, and no persona is called so", at: name.range,
        help: "write that persona, or give one the alias `\(name.value)`"),
      Question(.names, name.value))
    let words = name.value.lowercased().split { !$0.isLetter && !$0.isNumber }
    let id = words.isEmpty ? name.value : words.joined(separator: "-")
    return missingNode(id: id, kind: .persona, title: name.value)
  }
}

extension [UInt8] {
  /// Where a word stands between two offsets, without a letter, digit or hyphen beside it.
  fileprivate func place(of word: [UInt8], from start: Int, to end: Int) -> Range<Int>? {
    func isLetter(_ index: Int) -> Bool {
      guard indices.contains(index) else { return false }
      let byte = self[index]
      return (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == 45 || byte >= 0x80
    }
    var start = start
    while start < end, let found = self[start..<end].firstRange(of: word) {
      if !isLetter(found.lowerBound - 1), !isLetter(found.upperBound) { return found }
      start = found.lowerBound + 1
    }
    return nil
  }
}

extension Located<String> {
  /// The place of a part of the text that stands in it once, if the text stands in a line as it is.
  fileprivate func part(named part: String) -> Located<String> {
    guard range.start.line == range.end.line, range.end.column - range.start.column == value.utf8.count,
      let found = Array(value.utf8).firstRange(of: Array(part.utf8))
    else { return Located(part, at: range) }
    var range = range
    range.end.column = range.start.column + found.upperBound
    range.start.column += found.lowerBound
    return Located(part, at: range)
  }
}

extension String {
  /// An id as people write it: with `.md`, in `[[…]]`, perhaps with a text behind a bar, or in backticks it is the same id.
  var withoutMarks: String {
    var id = Substring(trimmingSpaces)
    let isLink = id.hasPrefix("[[") && id.hasSuffix("]]")
    while let first = id.utf8.first, "[`".utf8.contains(first) { id = Substring(id.utf8.dropFirst()) }
    while let last = id.utf8.last, "]`".utf8.contains(last) { id = Substring(id.utf8.dropLast()) }
    if isLink, let bar = id.utf8.firstIndex(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "#") }) {
      id = id[..<bar]
    }
    return String(id).trimmingSpaces.withoutMarkdownExtension
  }
}
