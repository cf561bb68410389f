import Diagnostics

/// Reads the value of a known field by its shape. A value of another shape is used as far as it goes, and reported.
struct FieldReader {
  /// The phases that the configuration names.
  private let phases: [String]
  /// The same in lower case, once one was looked for.
  private lazy var lowercasedPhases = Set(phases.map { $0.lowercased() })
  /// What was wrong so far.
  var diagnostics: [Diagnostic] = []

  init(phases: [String]) { self.phases = phases }

  /// The value of `field`, or `nil` when there is nothing in it.
  mutating func read(_ field: Field, _ value: YAMLValue) -> FieldValue? {
    if case .empty = value { return nil }
    switch field.shape {
    case .text: return text(field, value).map(FieldValue.text)
    case .texts:
      let texts = texts(field, value)
      return texts.isEmpty ? nil : .texts(texts)
    case .phases: return phaseList(texts(field, value, splitsText: false)).map(FieldValue.phases)
    case .namedTexts:
      let items = items(field, value)
      var texts: [NamedText] = []
      texts.reserveCapacity(items.count)
      for item in items { appendNamedTexts(field, item, to: &texts) }
      return texts.isEmpty ? nil : .namedTexts(texts)
    case .ids, .idsWithText:
      let items = items(field, value)
      var references: [FieldReference] = []
      references.reserveCapacity(items.count)
      for item in items { appendReferences(field, item, to: &references) }
      return references.isEmpty ? nil : .references(references)
    case .names:
      let names = names(field, value)
      return names.isEmpty ? nil : .references(names)
    }
  }

  // MARK: - Texts

  private mutating func text(_ field: Field, _ value: YAMLValue) -> Located<String>? {
    switch value {
    case .text(let text): return text.map(\.trimmingSpaces).nonEmpty
    case .empty: return nil
    case .list(_, let range), .mapping(_, let range):
      report(field, "one text", value, help: "write `\(field.rawValue): …` on one line")
      let lines = value.lines()
      return lines.isEmpty ? nil : Located(lines.joined(separator: ", "), at: range)
    }
  }

  private mutating func texts(_ field: Field, _ value: YAMLValue, splitsText: Bool = true) -> [Located<String>] {
    if let items = itemsOfBlock(field, value) { return items }
    switch value {
    case .text(let text):
      // Questions are sentences: a comma in one does not end it.
      let splits = splitsText && field != .keyQuestions
      return splits ? text.split(at: .commas) : [text.map(\.trimmingSpaces).nonEmpty].compactMap(\.self)
    case .empty: return []
    case .list(let items, _):
      var texts: [Located<String>] = []
      texts.reserveCapacity(items.count)
      for item in items { if let text = self.text(ofItem: item, field) { texts.append(text) } }
      return texts
    case .mapping(_, let range):
      report(field, "a list of texts", value, help: "begin each line with a dash")
      return value.lines().map { Located($0, at: range) }
    }
  }

  private mutating func text(ofItem item: YAMLValue, _ field: Field) -> Located<String>? {
    switch item {
    case .text(let text): return text.map(\.trimmingSpaces).nonEmpty
    case .empty: return nil
    case .mapping(let entries, let range) where entries.count == 1:
      // `- Question: what?` without quotes reads as a mapping and was meant as a text.
      return Located(item.lines(limit: 1).joined(), at: range)
    case .list, .mapping:
      report(item: item, of: field, "a text", help: "write one text behind each dash")
      return Located(item.lines().joined(separator: ", "), at: item.range).nonEmpty
    }
  }

  /// The items of a list that `|` makes one text, which is reported; `nil` for all else.
  private mutating func itemsOfBlock(_ field: Field, _ value: YAMLValue) -> [Located<String>]? {
    guard case .text(let text) = value, text.value.utf8.contains(10) else { return nil }
    let lines = text.value.split(whereSeparator: \.isNewline).map(\.trimmingSpaces).filter { !$0.isEmpty }
    guard lines.count > 1, lines.allSatisfy({ $0.hasPrefix("- ") }) else { return nil }
    report(
      field, "a list", value, help: "remove the `|` or `>` behind `\(field.rawValue):`, which makes one text of it")
    return lines.map { Located($0.dropFirst(2).trimmingSpaces, at: text.range) }
  }

  // MARK: - Names

  /// Texts are not cut yet: only the resolver knows whether `Research and Development` is one name.
  private mutating func names(_ field: Field, _ value: YAMLValue) -> [FieldReference] {
    var names: [FieldReference] = []
    if case .list(let items, _) = value {
      for item in items {
        if case .mapping(let entries, _) = item, entries.count == 1, let entry = entries.first,
          case .text(let said) = entry.value
        {
          names.append(FieldReference(target: entry.key, text: said))
        } else if let text = text(ofItem: item, field) {
          append(text, to: &names)
        }
      }
    } else {
      for text in texts(field, value, splitsText: false) { append(text, to: &names) }
    }
    return names
  }

  /// Appends what a text names: links to documents one by one, each line of several, and all else as it is.
  private func append(_ text: Located<String>, to names: inout [FieldReference]) {
    guard text.value.utf8.contains(where: { $0 == 10 || $0 == UInt8(ascii: "(") }) else {
      return names.append(FieldReference(target: text))
    }
    for line in text.value.split(whereSeparator: \.isNewline).map(\.trimmingSpaces) where !line.isEmpty {
      let line = line == text.value ? text : Located(line, at: text.range)
      let parts = line.value.contains("](") ? line.split(at: .commas) : [line]
      names += parts.map { FieldReference(link: $0) ?? FieldReference(target: $0) }
    }
  }

  // MARK: - Items

  /// The items of a list; anything else is taken as one item, or several, and reported.
  private mutating func items(_ field: Field, _ value: YAMLValue) -> [YAMLValue] {
    if let items = itemsOfBlock(field, value) { return items.map(YAMLValue.text) }
    switch value {
    case .list(let items, _): return items
    case .empty: return []
    case .text(let text):
      report(field, "a list", value, help: "begin each item with a dash on a line of its own")
      return text.split(at: .commas).map(YAMLValue.text)
    case .mapping(let entries, let range):
      report(field, "a list", value, help: "begin each item with a dash")
      return entries.map { field.shape == .ids ? .text($0.key) : .mapping([$0], range) }
    }
  }

  /// What is said of the name of an item.
  private mutating func text(_ field: Field, _ entry: YAMLEntry) -> Located<String>? {
    switch entry.value {
    case .text, .empty: return text(field, entry.value)
    case .list(_, let range), .mapping(_, let range):
      diagnostics.append(
        Diagnostic(
          .wrongType,
          "what `\(field.rawValue)` says of `\(entry.key.value)` must be one text, and this is \(entry.value.description)",
          at: range, help: "write it on one line, behind `\(entry.key.value):`"))
      return Located(entry.value.lines().joined(separator: ", "), at: range).nonEmpty
    }
  }

  private mutating func appendNamedTexts(_ field: Field, _ item: YAMLValue, to texts: inout [NamedText]) {
    switch item {
    case .text(let text): texts.append(NamedText(name: text, text: nil))
    case .empty: break
    case .mapping(let entries, _):
      for entry in entries { texts.append(NamedText(name: entry.key, text: text(field, entry))) }
    case .list:
      report(item: item, of: field, "`name: text`", help: "write `- Name: what it means`")
      texts += item.lines().map { NamedText(name: Located($0, at: item.range), text: nil) }
    }
  }

  private mutating func appendReferences(_ field: Field, _ item: YAMLValue, to references: inout [FieldReference]) {
    switch item {
    case .text(let text): if let reference = reference(text) { references.append(reference) }
    case .empty: break
    case .mapping(let entries, _):
      if field.shape == .ids { report(item: item, of: field, "an id", help: "write the id alone behind the dash") }
      for entry in entries {
        guard var reference = reference(entry.key) else { continue }
        reference.text = text(field, entry)
        references.append(reference)
      }
    case .list(let items, _):
      report(item: item, of: field, "an id", help: "write one id behind each dash")
      for item in items { appendReferences(field, item, to: &references) }
    }
  }

  /// An id, however people write it, or a link to a document.
  private func reference(_ text: Located<String>) -> FieldReference? {
    let id = text.value.trimmingSpaces
    if isPlain(id) { return FieldReference(target: Located(id, at: text.range)) }
    if let link = FieldReference(link: text) { return link }
    return Located(id.withoutMarks, at: text.range).nonEmpty.map { FieldReference(target: $0) }
  }

  /// Whether an id begins and ends with letters or digits of ASCII, and not with `.md`.
  private func isPlain(_ id: String) -> Bool {
    func isWord(_ byte: UInt8?) -> Bool {
      byte.map { (97...122).contains($0 | 0x20) || (48...57).contains($0) } ?? false
    }
    return isWord(id.utf8.first) && isWord(id.utf8.last) && !id.isMarkdown
  }

  // MARK: - Phases

  private mutating func phaseList(_ texts: [Located<String>]) -> PhaseList? {
    var list = PhaseList()
    for text in texts {
      for part in isWhole(text) ? [text] : text.split(at: .commas) {
        for name in isWhole(part) ? [part] : part.split(at: .names) { append(name, to: &list) }
      }
    }
    return list.items.isEmpty && !list.coversAll ? nil : list
  }

  /// Whether a text is one phase, or one range: nothing separates names in it, or it holds nothing but listed phases, whose names
  /// may hold what else does.
  private mutating func isWhole(_ text: Located<String>) -> Bool {
    text.split(at: .names).first?.value == text.value
      || text.split(at: .arrows).allSatisfy { isPhase($0.splitRemark.name.value) }
  }

  /// Whether a text names every phase at once.
  private func coversAll(_ text: String) -> Bool {
    // Few other phases begin with one of these letters.
    guard let first = text.utf8.first, [UInt8(ascii: "a"), UInt8(ascii: "e")].contains(first | 0x20) else {
      return false
    }
    return ["any", "all", "any phase", "all phases", "every phase"].contains(text.lowercased())
  }

  private mutating func isPhase(_ text: String) -> Bool { lowercasedPhases.contains(text.lowercased()) }

  /// Appends a phase, or a range of them: one between each two that arrows stand between.
  private func append(_ text: Located<String>, to list: inout PhaseList) {
    let ends = text.split(at: .arrows).map(\.splitRemark)
    guard let first = ends.first else { return }
    // A range from or to any phase leaves none out.
    if let every = ends.first(where: { coversAll($0.name.value) }) {
      list.coversAll = true
      list.remark = every.remark ?? list.remark
      return
    }
    if ends.count == 1 {
      list.items.append(PhaseList.Item(first: first.name, last: nil, remark: first.remark))
    }
    for (index, (first, last)) in zip(ends, ends.dropFirst()).enumerated() {
      // What was said of the phase between two ranges stands at the first of them.
      let remarks = [index == 0 ? first.remark : nil, last.remark].compactMap(\.self)
      list.items.append(
        PhaseList.Item(
          first: first.name, last: last.name, remark: remarks.isEmpty ? nil : remarks.joined(separator: ", ")))
    }
  }

  // MARK: - Problems

  mutating func report(_ field: Field, _ wanted: String, _ value: YAMLValue, help: String) {
    diagnostics.append(
      Diagnostic(
        .wrongType, "`\(field.rawValue)` takes \(wanted), and this is \(value.description)", at: value.range, help: help
      ))
  }

  private mutating func report(item: YAMLValue, of field: Field, _ wanted: String, help: String) {
    diagnostics.append(
      Diagnostic(
        .wrongType, "an item of `\(field.rawValue)` must be \(wanted), and this is \(item.description)",
        at: item.range, help: help))
  }
}

extension Located<String> {
  /// The text, or `nil` when it is empty.
  public var nonEmpty: Located<String>? { value.isEmpty ? nil : self }
}

extension FieldReference {
  /// What a text names, and nothing else.
  init(target: Located<String>, text: Located<String>? = nil) {
    self.init(target: target, text: text, remark: nil, path: nil)
  }

  /// The document that a text leads to which is a Markdown link and nothing else: `[Dev](../personas/dev.md)`.
  init?(link text: Located<String>) {
    let value = text.value
    guard value.utf8.first == UInt8(ascii: "["), value.utf8.last == UInt8(ascii: ")"), !value.hasPrefix("[["),
      let middle = value.firstRange(of: "](")
    else { return nil }
    let title = value[value.index(after: value.startIndex)..<middle.lowerBound].trimmingSpaces
    let path = value[middle.upperBound...].dropLast()
    guard !title.isEmpty, path.isMarkdown, !path.contains(where: { $0.isWhitespace || "()<>:#".contains($0) }) else {
      return nil
    }
    var range = text.range
    if range.start.line == range.end.line, range.end.column - range.start.column == value.utf8.count {
      range.end.column -= 1
      range.start.column = range.end.column - path.utf8.count
    }
    self.init(
      target: Located(title, at: text.range), text: nil, remark: nil, path: Located(String(path), at: range))
  }
}
