import Diagnostics
import Markup

/// A file as it was read from the content folder.
public struct SourceFile: Sendable {
  /// Its path, relative to the content folder.
  public var path: String
  /// Its bytes, as they are.
  public var bytes: [UInt8]

  /// A file; see the properties.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Reads one document: front matter, bold labels and text. It looks at no other document.
///
/// - Parameters:
///   - source: the file.
///   - configuration: the handbook's configuration.
///   - notesAddresses: whether its text is to hold the addresses of the web that it leads to.
///   - include: the bytes of another file of the content folder, for `{{include: …}}`.
public func parseDocument(
  _ source: SourceFile, configuration: Configuration, notesAddresses: Bool = false,
  include: @escaping @Sendable (_ path: String) -> [UInt8]? = { _ in nil }
) -> Checked<Document> {
  var diagnostics: [Diagnostic] = []
  let bytes = validUTF8(source, &diagnostics)
  let split = SplitSource(bytes)
  var unread: [String] = []
  let entries = frontMatter(of: split, file: source.path, &diagnostics, unread: &unread)
  let typeEntry = entries.first { $0.key.value == Field.type.rawValue }
  var kind = documentKind(of: source.path, type: typeEntry?.value, &diagnostics)

  func read(as kind: Kind) -> Checked<MarkupText> {
    var options = markupOptions(of: kind, configuration, include)
    options.file = source.path
    options.firstLine = split.bodyLine
    options.notesAddresses = notesAddresses
    return markupText(of: Array(split.body), options: options)
  }
  var text = read(as: kind)
  // A label may name the kind too; the text is read again then, as kinds differ in what they read.
  if typeEntry == nil, let label = text.value.labels.first(where: { Field(label: $0.name.value) == .type }) {
    let labelled = documentKind(of: source.path, type: .text(label.value), &diagnostics)
    if labelled != kind {
      kind = labelled
      text = read(as: kind)
    }
  }
  diagnostics += text.diagnostics
  diagnostics += controlCharacters(in: bytes, from: split.body.startIndex, file: source.path)

  var fields = FieldCollector(
    kind: kind,
    ownFields: Set(
      configuration.rules.flatMap { $0.wanted + $0.conditions.map(\.field) }.map(Field.name(ofLabel:))),
    reader: FieldReader(phases: configuration.phases))
  for entry in entries { fields.add(entry) }
  fields.endFrontMatter()
  for label in text.value.labels { fields.add(label) }
  diagnostics += fields.reader.diagnostics
  fields.known.giveBackRoom()
  // They are fields now.
  text.value.labels = []
  text.value.valuesWithMarkup = fields.markup.sorted { $0.start < $1.start }

  let id = id(of: source.path, fields: fields)
  let (title, name) = names(kind: kind, id: id, fields: fields, text: text.value)
  let document = Document(
    file: source.path, kind: kind, id: id, title: title, name: name, fields: fields.known,
    unknownFields: fields.unknown, text: text.value, comments: DisableComments(of: bytes, file: source.path),
    unreadFields: unreadFields(unread, of: kind), source: bytes)
  let saysNothing = fields.known.isEmpty && fields.unknown.isEmpty && diagnostics.isEmpty
  if saysNothing, split.body.allSatisfy({ $0 == 32 || (9...13).contains($0) }) {
    diagnostics.append(
      Diagnostic(
        .emptyDocument, "the document is empty", at: start(of: source.path), help: "write it, or delete the file"))
  }
  return Checked(document, diagnostics)
}

/// How the text of a document of a kind is read.
private func markupOptions(
  of kind: Kind, _ configuration: Configuration, _ include: @escaping @Sendable (_ path: String) -> [UInt8]?
) -> MarkupOptions {
  MarkupOptions(
    rawHTML: configuration.trustsHTML ? .trusted : .safe, marksPlaceholders: kind == .template, isForPages: true,
    takesTitle: true, marksEnglish: !Language(configuration.language).isEnglish, notesCells: false,
    isMetadata: { labels in isMetadata(labels, of: kind) },
    isText: { label in
      guard let field = Field(label: label), field.belongs(to: kind) else { return true }
      return field.isShownAsText
    },
    include: { path in
      include(path).map { bytes in
        let split = SplitSource(bytes)
        return IncludedText(bytes: Array(split.body), firstLine: split.bodyLine)
      }
    })
}

/// Whether labels are metadata: one of them is a field of the kind, or next to it.
private func isMetadata(_ labels: [String], of kind: Kind) -> Bool {
  if labels.contains(where: { Field(label: $0)?.belongs(to: kind) == true }) { return true }
  let fields = Field.allCases.filter { $0.belongs(to: kind) }.map(\.rawValue)
  return labels.contains { isMisspelt(Field.name(ofLabel: $0), fields) }
}

/// Whether a label is one of some fields but for one letter. Short words of a text (`Note`, `Tip`) are only a letter away from many.
private func isMisspelt(_ name: String, _ fields: [String]) -> Bool {
  guard name.utf8.count >= 5, Field(rawValue: name) == nil, let field = nearest(to: name, among: fields) else {
    return false
  }
  return differByOneLetter(Array(name.utf8), Array(field.utf8))
}

/// Whether a letter was added, left out, put for another, or exchanged with the next.
private func differByOneLetter(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  let start = zip(a, b).prefix { $0 == $1 }.count
  let (rest, other) = (a[start...], b[start...])
  let isExchanged =
    rest.count >= 2 && other.count >= 2 && rest.first == other.dropFirst().first
    && other.first == rest.dropFirst().first
    && rest.dropFirst(2) == other.dropFirst(2)
  return rest.dropFirst() == other || rest == other.dropFirst() || rest.dropFirst() == other.dropFirst() || isExchanged
}

private func start(of file: String) -> SourceRange { SourceRange(file: file, line: 1, column: 1) }

// MARK: - Bytes

/// The file's bytes, with what is not UTF-8 replaced by U+FFFD and reported.
func validUTF8(_ source: SourceFile, _ diagnostics: inout [Diagnostic]) -> [UInt8] {
  if isPlainUTF8(source.bytes) { return source.bytes }
  do {
    _ = try UTF8Span(validating: source.bytes.span)
    return source.bytes
  } catch {
    let before = Array(source.bytes[..<error.byteOffsets.lowerBound])
    let place = LineTable(before).place(of: before.count)
    diagnostics.append(
      Diagnostic(
        .invalidUTF8, "the file must be UTF-8, and this byte is not",
        at: SourceRange(
          file: source.path, line: place.line, column: place.column, length: error.byteOffsets.count),
        help: "save the file as UTF-8; what could not be read is shown as �"))
    return Array(String(decoding: source.bytes, as: UTF8.self).utf8)
  }
}

/// Reports the first control character of a text, which no page can show; YAML allows none itself.
private func controlCharacters(in bytes: [UInt8], from start: Int, file: String) -> [Diagnostic] {
  let found = bytes.withUnsafeBufferPointer { bytes in
    firstControlCharacter(in: UnsafeBufferPointer(rebasing: bytes[start...]))
  }
  guard let found else { return [] }
  let place = LineTable(bytes).place(of: start + found)
  let digits = String(bytes[start + found], radix: 16, uppercase: true)
  return [
    Diagnostic(
      .controlCharacter,
      "U+\(String(repeating: "0", count: 4 - digits.count))\(digits) is a control character, and pages show � in its place",
      at: SourceRange(file: file, line: place.line, column: place.column),
      help: "delete the character, which most editors do not show")
  ]
}

// MARK: - Front matter

private func frontMatter(
  of split: SplitSource, file: String, _ diagnostics: inout [Diagnostic], unread: inout [String]
) -> [YAMLEntry] {
  if split.isUnclosed {
    unread = ["*"]
    diagnostics.append(
      Diagnostic(
        .unclosedFrontMatter, "front matter must end with a line `---`",
        at: SourceRange(file: file, line: 1, column: 1, length: 3),
        help: "add a line `---` below the last field, or, if it is no front matter, a blank line above the first `---`")
    )
  }
  if split.hasTextBetweenRules {
    diagnostics.append(
      Diagnostic(
        .invalidFrontMatter, "front matter must be lines of `name: value`, and this is text, which the page shows",
        at: SourceRange(file: file, line: 1, column: 1, length: 3), severity: .warning,
        help: "write `name: value` on each line, or, if it is no front matter, a blank line above the first `---`"))
  }
  guard let bytes = split.frontMatter else { return [] }
  let entries = parseYAML(bytes, file: file, firstLine: 2, problem: .invalidFrontMatter, unread: &unread)
  diagnostics += entries.diagnostics
  return entries.value
}

/// The fields of a kind that entries name which can't be read; `*` stands for all of them.
private func unreadFields(_ names: [String], of kind: Kind) -> Set<Field> {
  if names.isEmpty { return [] }
  let fields = names.contains("*") ? Field.allCases : names.compactMap(Field.init(rawValue:))
  return Set(fields.filter { $0.belongs(to: kind) })
}

/// The kind that a document says it is of, or else that of the innermost folder which is called like one.
private func documentKind(of file: String, type: YAMLValue?, _ diagnostics: inout [Diagnostic]) -> Kind {
  guard case .text(let type)? = type else { return Kind.ofFolder(file) }
  if let kind = Kind(name: type.value.trimmingSpaces) { return kind }
  let kinds = Kind.allCases.map(\.rawValue)
  let suggestion = nearest(to: type.value, among: kinds)
  let fallback = Kind.ofFolder(file)
  diagnostics.append(
    Diagnostic(
      .unknownKind, "there is no kind `\(type.value)`; the document is taken for a \(fallback.rawValue)",
      at: type.range, suggestion: suggestion,
      help: didYouMean(suggestion, or: "use one of \(kinds.joined(separator: ", "))")))
  return fallback
}

extension Kind {
  /// The kind of a document that says nothing of it, by its path: that of the innermost folder which is called like one.
  static func ofFolder(_ file: String) -> Kind {
    if Document.isLandingPage(file) { return .page }
    let folders = file.utf8.split(separator: UInt8(ascii: "/")).dropLast()
    return folders.reversed().lazy.compactMap { Kind(name: Substring($0)) }.first ?? .page
  }
}

// MARK: - Identity

private func id(of file: String, fields: FieldCollector) -> Located<String> {
  if case .text(let id)? = fields.known[.id] { return id }
  var id = file.lastPathComponent.withoutMarkdownExtension
  // Every folder may have a landing page; all of them are called the same, so the folder tells them apart.
  if Document.isLandingPage(file), !file.parentPath.isEmpty { id = file.parentPath + "/" + id }
  return Located(id, at: start(of: file))
}

extension Document {
  /// The words of the level-1 heading that its text begins with, without what names the kind; `nil` when there are none.
  public var heading: String? {
    guard let words = text.title.map({ withoutKindPrefix($0.text) }), !words.isEmpty else { return nil }
    return words
  }
}

/// The title of a document, and its role name.
private func names(
  kind: Kind, id: Located<String>, fields: FieldCollector, text: MarkupText
) -> (title: Located<String>, name: String) {
  let heading = text.title ?? text.outline.first { $0.level == 1 }
  let stripped = heading.flatMap { Located(withoutKindPrefix($0.text), at: $0.range).nonEmpty }
  let title =
    if case .text(let text)? = fields.known[.title] { text } else { stripped ?? id.map(\.lastPathComponent.inWords) }
  guard kind == .persona, let heading = stripped?.value else { return (title, title.value) }
  return (title, roleName(in: heading))
}

/// What stands before the first dash between spaces; all of the heading when there is none.
func roleName(in heading: String) -> String {
  var copy = heading
  guard let dash = copy.withUTF8({ firstDash(in: $0) }) else { return heading }
  if dash.isPlain {
    return heading[..<heading.utf8.index(heading.startIndex, offsetBy: dash.offset)].trimmingSpaces
  }
  let separators = [" - ", " – ", " — "].compactMap { heading.firstRange(of: $0)?.lowerBound }
  return separators.min().map { heading[..<$0].trimmingSpaces } ?? heading
}

/// Where the first dash with its spaces stands, and whether nothing beside it can make other characters of these.
private func firstDash(in bytes: UnsafeBufferPointer<UInt8>) -> (offset: Int, isPlain: Bool)? {
  for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: " ") {
    let rest = bytes[(offset + 1)...]
    let isHyphen = rest.first == UInt8(ascii: "-")
    // U+2013 and U+2014
    let isLong = !isHyphen && (rest.starts(with: [0xE2, 0x80, 0x93]) || rest.starts(with: [0xE2, 0x80, 0x94]))
    let behind = rest.dropFirst(isHyphen ? 1 : 3)
    guard isHyphen || isLong, behind.first == UInt8(ascii: " ") else { continue }
    let isPlainBefore = offset == 0 || bytes[offset - 1] < 0x80
    return (offset, isPlainBefore && behind.dropFirst().first ?? 0 < 0x80)
  }
  return nil
}

/// A heading without a leading `Task:`, `Template:`, `Checklist:` or `Persona:`.
func withoutKindPrefix(_ heading: String) -> String {
  // Most headings have no colon, and bytes are looked through much faster than characters.
  guard let first = heading.utf8.firstIndex(of: UInt8(ascii: ":")),
    let colon = heading.utf8.allSatisfy({ $0 < 0x80 }) ? first : heading.firstIndex(of: ":"),
    ["task", "template", "checklist", "persona"].contains(heading[..<colon].trimmingSpaces.lowercased())
  else { return heading }
  return heading[heading.index(after: colon)...].trimmingSpaces
}
