import Diagnostics
import Markup
import Threads

/// One document of a handbook, read and parsed on its own: it knows nothing yet of the others.
///
/// It is a value. What it holds stands in memory of its own, since documents are passed around more often than they are changed.
public struct Document: Sendable {
  @usableFromInline var storage: Storage

  /// What others know a document by, and where the rest of it is.
  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let head: Head
    @usableFromInline let body: LazyValue<Body>

    init(_ head: Head, _ body: LazyValue<Body>) {
      self.head = head
      self.body = body
    }
  }

  /// What others know it by: it is there even when the rest stands in a cache.
  @usableFromInline
  struct Head: Sendable {
    @usableFromInline var file: String
    @usableFromInline var kind: Kind
    @usableFromInline var id: Located<String>
    @usableFromInline var title: Located<String>
    @usableFromInline var name: String
    @usableFromInline var aliases: [Located<String>]
  }

  /// The rest of it.
  @usableFromInline
  struct Body: Sendable {
    @usableFromInline var fields: FieldTable<FieldValue>
    @usableFromInline var unknownFields: [UnknownField]
    @usableFromInline var text: MarkupText
    @usableFromInline var comments: DisableComments
    @usableFromInline var source: [UInt8]
    @usableFromInline var unreadFields: Set<Field>
  }

  /// Documents are read far more often than they are changed: a change makes new storage. What is read is read where it stands,
  /// without a copy of anything around it, so these stand in every module that reads them.
  private mutating func change(_ change: (inout Head) -> Void) {
    var head = storage.head
    change(&head)
    storage = Storage(head, storage.body)
  }

  private mutating func change(body change: (inout Body) -> Void) {
    var body = storage.body.value
    change(&body)
    storage = Storage(storage.head, LazyValue(body))
  }

  /// Its file, relative to the content folder, `/` between the parts.
  public var file: String {
    @inlinable @inline(__always) get { storage.head.file }
    set { change { $0.file = newValue } }
  }
  /// What it is about.
  public var kind: Kind {
    @inlinable @inline(__always) get { storage.head.kind }
    set { change { $0.kind = newValue } }
  }
  /// Its id: unique in a handbook once duplicates have been renamed.
  public var id: Located<String> {
    @inlinable @inline(__always) get { storage.head.id }
    set { change { $0.id = newValue } }
  }
  /// Its title.
  public var title: Located<String> {
    @inlinable @inline(__always) get { storage.head.title }
    set { change { $0.title = newValue } }
  }
  /// A persona's role name (`DevOps Engineer`); for other kinds the title.
  public var name: String {
    @inlinable @inline(__always) get { storage.head.name }
    set { change { $0.name = newValue } }
  }
  /// What else it is called, or was: the field `aliases`.
  public var aliases: [Located<String>] {
    @inlinable @inline(__always) get { storage.head.aliases }
  }
  /// The known fields, with their values.
  public var fields: FieldTable<FieldValue> {
    @inlinable @inline(__always) get { storage.body.value.fields }
    set {
      change(body: { $0.fields = newValue })
      change { $0.aliases = newValue.texts(.aliases) }
    }
  }
  /// The fields that Baton does not know, in the order in which they were written.
  public var unknownFields: [UnknownField] {
    @inlinable @inline(__always) get { storage.body.value.unknownFields }
    set { change(body: { $0.unknownFields = newValue }) }
  }
  /// The text.
  public var text: MarkupText {
    @inlinable @inline(__always) get { storage.body.value.text }
  }
  /// What its comments silence.
  public var comments: DisableComments {
    @inlinable @inline(__always) get { storage.body.value.comments }
  }
  /// The file's bytes, valid UTF-8; kept for the lines that diagnostics show.
  public var source: [UInt8] {
    @inlinable @inline(__always) get { storage.body.value.source }
    set { change(body: { $0.source = newValue }) }
  }

  /// The fields of which something is written that can't be read: what they lack may be there.
  public var unreadFields: Set<Field> {
    @inlinable @inline(__always) get { storage.body.value.unreadFields }
  }

  /// A document; see the properties.
  public init(
    file: String, kind: Kind, id: Located<String>, title: Located<String>, name: String, fields: FieldTable<FieldValue>,
    unknownFields: [UnknownField], text: MarkupText, comments: DisableComments = DisableComments(),
    unreadFields: Set<Field> = [], source: [UInt8]
  ) {
    storage = Storage(
      Head(file: file, kind: kind, id: id, title: title, name: name, aliases: fields.texts(.aliases)),
      LazyValue(
        Body(
          fields: fields, unknownFields: unknownFields, text: text, comments: comments, source: source,
          unreadFields: unreadFields)))
  }

  /// The folder it stands in, without a slash at the end; empty at the top.
  public var folder: String { file.parentPath }

  /// Whether it is the landing page of its folder.
  public var isLandingPage: Bool { Self.isLandingPage(file) }

  /// How well its name becomes a landing page, 0 best, `nil` where it is none: of several in a folder the best one introduces it. `index.md`
  /// comes before a README, and each before the same in other letters.
  public var landingRank: Int? {
    guard isLandingPage else { return nil }
    let name = file.lastPathComponent
    let ranks = ["index.md", "README.md"]
    if let rank = ranks.firstIndex(of: name) { return rank * 2 }
    return name.utf8.count == 8 ? 1 : 3
  }

  /// Whether a path is that of the landing page of its folder.
  public static func isLandingPage(_ file: String) -> Bool {
    var file = file
    return file.withUTF8 { path in
      let name = path[(path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1..<path.count]
      guard name.count == 8 || name.count == 9 else { return false }
      let lowercased = name.lazy.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
      return lowercased.elementsEqual("index.md".utf8) || lowercased.elementsEqual("readme.md".utf8)
    }
  }
}

extension [Document] {
  /// For each folder that has one its landing page, as an index; others that are called like one are pages like any other.
  public var landingPages: [String: Int] {
    var pages: [String: Int] = [:]
    for index in indices {
      guard let rank = self[index].landingRank else { continue }
      let folder = self[index].folder
      if let other = pages[folder], self[other].landingRank ?? .max <= rank { continue }
      pages[folder] = index
    }
    return pages
  }
}

extension Document {
  /// The value of a field of one string.
  public func text(_ field: Field) -> Located<String>? {
    if case .text(let value) = fields[field] { value } else { nil }
  }

  /// The values of a field that is a list of strings.
  public func texts(_ field: Field) -> [Located<String>] { fields.texts(field) }

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

extension StringProtocol {
  /// Whether a file of this name is a document: it ends in `.md`, in any case.
  public var isMarkdown: Bool {
    var end = utf8.suffix(3).makeIterator()
    return end.next() == UInt8(ascii: ".") && end.next().map { $0 | 0x20 } == UInt8(ascii: "m")
      && end.next().map { $0 | 0x20 } == UInt8(ascii: "d")
  }
}

extension String {
  /// The name without `.md` at its end.
  public var withoutMarkdownExtension: String { isMarkdown ? String(Substring(utf8.dropLast(3))) : self }
}

extension FieldTable<FieldValue> {
  /// The values of a field that is a list of strings.
  fileprivate func texts(_ field: Field) -> [Located<String>] {
    if case .texts(let values) = self[field] { values } else { [] }
  }
}
