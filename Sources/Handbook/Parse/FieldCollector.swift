import Diagnostics
import Markup

/// The fields of a document as they come: front matter first, then labels, which never replace it.
struct FieldCollector {
  var kind: Kind
  /// The fields that the rules of `baton.yml` speak of, as front matter names them.
  var ownFields: Set<String>
  var reader: FieldReader
  var known = FieldTable<FieldValue>()
  var unknown: [UnknownField] = []
  /// What of the labels' values has markup.
  var markup: [MarkupText.ValueWithMarkup] = []
  /// The names under which front matter gives fields, and those of the labels that do.
  private var keys = FieldTable<Located<String>>()
  private var labels = FieldTable<Located<String>>()
  /// The unknown fields of front matter by name.
  private var unknownKeys: [String: Int] = [:]

  init(kind: Kind, ownFields: Set<String>, reader: FieldReader) {
    self.kind = kind
    self.ownFields = ownFields
    self.reader = reader
  }

  // MARK: - Front matter

  mutating func add(_ entry: YAMLEntry) {
    guard let field = Field(rawValue: entry.key.value), field.belongs(to: kind) else {
      addUnknown(entry.key, values: entry.value.lines().map { Located($0, at: entry.value.range) })
      return
    }
    if let first = Self.name(of: field, in: keys) {
      reader.diagnostics.append(.duplicateKey(entry.key, first: first.range))
      return
    }
    known.set(field, to: reader.read(field, entry.value))
    // A list without items says that there are none; a field without a value says nothing.
    if case .empty = entry.value { return }
    keys.set(field, to: entry.key)
  }

  /// Tells that what comes next are labels.
  mutating func endFrontMatter() {
    for (index, field) in unknown.enumerated() {
      let name = Field.name(ofLabel: field.name.value)
      if unknownKeys[name] == nil { unknownKeys[name] = index }
    }
  }

  /// The name under which a field was given, however it was spelt.
  private static func name(of field: Field, in given: FieldTable<Located<String>>) -> Located<String>? {
    given[field] ?? field.otherSpelling.flatMap { given[$0] }
  }

  // MARK: - Labels

  mutating func add(_ label: MarkupText.Label) {
    guard let field = Field(label: label.name.value), field.belongs(to: kind) else {
      addUnknown(label)
      return
    }
    let key = Self.name(of: field, in: keys)
    let first = Self.name(of: field, in: labels)
    guard !label.isEmpty else {
      // Nobody knows what it was to say; it is shown, as any label is.
      if key == nil, first == nil { unknown.append(UnknownField(name: label.name, values: [])) }
      return
    }
    if let first { return reader.diagnostics.append(.duplicateKey(label.name, first: first.range)) }
    labels.set(field, to: label.name)
    guard let key else { return known.set(field, to: reader.read(field, label, &markup)) }
    var unused = (reader: reader, markup: markup)
    let value = unused.reader.read(field, label, &unused.markup)
    let isSaid =
      if let value, let other = known[field] ?? field.otherSpelling.flatMap({ known[$0] }) {
        value.isSaid(by: other)
      } else { value == nil }
    if !isSaid { reader.diagnostics.append(.contradiction(label.name, key)) }
  }

  private mutating func addUnknown(_ label: MarkupText.Label) {
    let name = Field.name(ofLabel: label.name.value)
    let values = (label.items.isEmpty ? [label] : label.items).compactMap(\.value.nonEmpty)
    if let first = unknownKeys[name].map({ unknown[$0] }) {
      if !values.isEmpty, !FieldValue.texts(values).isSaid(by: .texts(first.values)) {
        reader.diagnostics.append(.contradiction(label.name, first.name))
      }
      return
    }
    for value in label.items.isEmpty ? [label] : label.items {
      if let html = value.html { markup.append(.init(start: value.value.range.start, html: html)) }
    }
    addUnknown(label.name, values: values)
  }

  // MARK: - Unknown fields

  private mutating func addUnknown(_ name: Located<String>, values: [Located<String>]) {
    unknown.append(UnknownField(name: name, values: values))
    let fields = Field.allCases.filter { $0.belongs(to: kind) }.map(\.rawValue)
    // A field of this kind is meant when only its case, or what stands between its words, is another.
    let meant = Field(label: name.value)
    let isMisspelt = meant?.belongs(to: kind) == true
    // What the team's own rules speak of is a field of the team's own.
    guard isMisspelt || !ownFields.contains(Field.name(ofLabel: name.value)) else { return }
    let suggestion = meant.map { isMisspelt ? $0.rawValue : nil } ?? nearest(to: name.value, among: fields)
    let other = meant.map { field in Kind.allCases.filter(field.belongs).map(\.plural) }
    reader.diagnostics.append(
      Diagnostic(
        .unknownField, "a \(kind.rawValue) has no field `\(name.value)`", at: name.range,
        severity: suggestion == nil ? nil : .warning, suggestion: suggestion,
        help: didYouMean(
          suggestion,
          or: (other.map { "it is a field of \($0.joined(separator: " and ")); here " } ?? "")
            + "it is only shown under \"More\"")))
  }
}

extension MarkupText.Label {
  /// Whether it has no value.
  fileprivate var isEmpty: Bool { value.value.isEmpty && items.allSatisfy(\.value.value.isEmpty) }
}

extension Diagnostic {
  /// A label that says something else than front matter.
  fileprivate static func contradiction(_ label: Located<String>, _ key: Located<String>) -> Diagnostic {
    Diagnostic(
      .duplicateField, "`\(label.value)` says something else than front matter, which counts", at: label.range,
      severity: .note, help: "correct one of them, and remove the label",
      related: [.init("front matter says it here", at: key.range)])
  }
}

extension FieldValue {
  /// Whether another value says all that this one does, as far as can be told without knowing other documents: a persona's name may be
  /// written whole, shortened or as an id.
  fileprivate func isSaid(by other: FieldValue) -> Bool {
    if case .references(let own) = self, case .references(let others) = other, own.count + others.count <= 100 {
      return own.allSatisfy { reference in others.contains { reference.mayName(what: $0) && reference.says(what: $0) } }
    }
    return Set(words).isSubset(of: other.words)
  }

  private var words: [String] {
    switch self {
    case .text(let text): [text.value.onlyWords]
    case .texts(let texts): texts.map(\.value.onlyWords)
    case .phases(let list):
      (list.coversAll ? [""] : []) + list.items.map { "\($0.first.value.onlyWords) \($0.last?.value.onlyWords ?? "")" }
    case .namedTexts(let texts): texts.map { $0.name.value.onlyWords + ": " + ($0.text?.value.onlyWords ?? "") }
    case .references(let references): references.map(\.target.value.onlyWords)
    }
  }
}

extension FieldReference {
  fileprivate func mayName(what other: FieldReference) -> Bool {
    let names = [target.value, path?.value.lastPathComponent.withoutMarkdownExtension].compactMap { $0 }
    let otherName = other.target.splitRemark.name.value
    return names.contains { name in
      let name = target.map { _ in name }.splitRemark.name.value
      let (a, b) = (name.onlyWords, otherName.onlyWords)
      return a.hasPrefix(b) || b.hasPrefix(a) || name.initials == b || otherName.initials == a
    }
  }

  fileprivate func says(what other: FieldReference) -> Bool {
    guard let text, let otherText = other.text else { return true }
    return text.value.onlyWords == otherText.value.onlyWords
  }
}

extension String {
  /// Its letters and digits in lower case.
  fileprivate var onlyWords: String { lowercased().filter { $0.isLetter || $0.isNumber } }

  /// The first letters of its words in lower case.
  fileprivate var initials: String {
    String(lowercased().split { !$0.isLetter && !$0.isNumber }.compactMap(\.first))
  }
}
