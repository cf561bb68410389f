import Diagnostics
import Markup

/// One document of a handbook, read and parsed on its own: it knows nothing yet of the others.
public struct Document: Sendable {
  /// Its file, relative to the content folder, `/` between the parts.
  public var file: String
  /// What it is about.
  public var kind: Kind
  /// Its id: unique in a handbook once duplicates have been renamed.
  public var id: Located<String>
  /// Its title.
  public var title: Located<String>
  /// A persona's role name (`DevOps Engineer`); for other kinds the title.
  public var name: String
  /// The known fields, with their values.
  public var fields: [Field: FieldValue]
  /// The fields that Baton does not know, in the order in which they were written.
  public var unknownFields: [UnknownField]
  /// The text. It stands in memory of its own, since documents are passed around more often than their texts are looked at.
  public var text: MarkupText {
    _read { yield content.text }
  }
  private let content: Content
  /// The file's bytes, valid UTF-8; kept for the lines that diagnostics show.
  public var source: [UInt8]

  private final class Content: Sendable {
    let text: MarkupText

    init(_ text: MarkupText) { self.text = text }
  }

  /// A document; see the properties.
  public init(
    file: String, kind: Kind, id: Located<String>, title: Located<String>, name: String, fields: [Field: FieldValue],
    unknownFields: [UnknownField], text: MarkupText, source: [UInt8]
  ) {
    self.file = file
    self.kind = kind
    self.id = id
    self.title = title
    self.name = name
    self.fields = fields
    self.unknownFields = unknownFields
    content = Content(text)
    self.source = source
  }

  /// The folder it stands in, without a slash at the end; empty at the top.
  public var folder: String { file.parentPath }

  /// Whether it is the landing page of its folder.
  public var isLandingPage: Bool { Self.isLandingPage(file) }

  /// Whether a path is that of the landing page of its folder.
  public static func isLandingPage(_ file: String) -> Bool {
    let name = file.lastPathComponent
    guard name.utf8.count == 8 || name.utf8.count == 9 else { return false }
    return name.lowercased() == "index.md" || name.lowercased() == "readme.md"
  }
}

extension Document {
  /// The value of a field of one string.
  public func text(_ field: Field) -> Located<String>? {
    if case .text(let value) = fields[field] { value } else { nil }
  }

  /// The values of a field that is a list of strings.
  public func texts(_ field: Field) -> [Located<String>] {
    if case .texts(let values) = fields[field] { values } else { [] }
  }

  /// The values of a field that maps names to texts.
  public func namedTexts(_ field: Field) -> [NamedText] {
    if case .namedTexts(let values) = fields[field] { values } else { [] }
  }

  /// What a field that names documents or personas names.
  public func references(_ field: Field) -> [FieldReference] {
    if case .references(let values) = fields[field] { values } else { [] }
  }

  /// The phases it belongs to, `nil` when it names none.
  public var phases: PhaseList? {
    if case .phases(let list) = fields[.phase] { list } else { nil }
  }
}

extension String {
  /// Everything before the last `/`; empty when there is none.
  public var parentPath: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(self[..<slash])
  }

  /// Everything behind the last `/`.
  public var lastPathComponent: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return String(self[utf8.index(after: slash)...])
  }
}
