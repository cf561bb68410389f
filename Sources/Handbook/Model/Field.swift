/// A field of front matter that Baton knows, by the name under which authors write it.
public enum Field: String, CaseIterable, Sendable, Hashable {
  // MARK: Every kind
  case type, id, title, tags, phase, aliases
  // MARK: Personas
  case tagline
  case coreActions = "core_actions"
  case primaryTasks = "primary_tasks"
  case primaryTemplates = "primary_templates"
  case primaryChecklists = "primary_checklists"
  case handsOffTo = "hands_off_to"
  case receivesFrom = "receives_from"
  case keyQuestions = "key_questions"
  // MARK: Tasks
  case persona, personas, prerequisites
  case usesTemplates = "uses_templates"
  case validatedBy = "validated_by"
  // MARK: Templates
  case createdBy = "created_by"
  case usedInTasks = "used_in_tasks"
  case validatesWith = "validates_with"
  case produces
  // MARK: Checklists
  case purpose, validates, frequency, categories
  case executedBy = "executed_by"
  case usedDuring = "used_during"
}

/// What the value of a field looks like.
public enum FieldShape: Sendable, Hashable {
  /// One string.
  case text
  /// A list, or one string with commas.
  case texts
  /// Names of phases, ranges of them, or all of them.
  case phases
  /// A list of one-entry mappings from a name to a text.
  case namedTexts
  /// A list of ids of documents.
  case ids
  /// A list whose items are ids, or one-entry mappings from an id to what is passed.
  case idsWithText
  /// Personas by name or id: a list, or one string that separates them.
  case names
}

/// The edge that a field's values draw.
public struct FieldRelation: Sendable, Hashable {
  /// The edge's kind.
  public var edge: EdgeKind
  /// The kind of document that the field's values name.
  public var target: Kind
  /// Whether the edge runs from what the field names to the document that has the field.
  public var isReversed: Bool
}

extension Field {
  /// What the field's value looks like.
  public var shape: FieldShape {
    switch self {
    case .type, .id, .title, .tagline, .produces, .purpose, .validates, .frequency: .text
    case .tags, .aliases, .keyQuestions, .prerequisites, .categories: .texts
    case .phase: .phases
    case .coreActions: .namedTexts
    case .primaryTasks, .primaryTemplates, .primaryChecklists, .usesTemplates, .validatedBy, .usedInTasks,
      .validatesWith, .usedDuring:
      .ids
    case .handsOffTo, .receivesFrom: .idsWithText
    case .persona, .personas, .createdBy, .executedBy: .names
    }
  }

  /// Whether pages show its value as text of the author's, with links and other markup.
  var isShownAsText: Bool {
    switch self {
    case .tagline, .coreActions, .keyQuestions, .prerequisites, .produces, .purpose, .validates, .frequency: true
    default: false
    }
  }

  /// How else the same field may be written.
  var otherSpelling: Field? {
    switch self {
    case .persona: .personas
    case .personas: .persona
    default: nil
    }
  }

  /// Whether documents of `kind` have the field.
  public func belongs(to kind: Kind) -> Bool {
    switch self {
    case .type, .id, .title, .tags, .phase, .aliases: true
    case .tagline, .coreActions, .primaryTasks, .primaryTemplates, .primaryChecklists, .handsOffTo, .receivesFrom,
      .keyQuestions:
      kind == .persona
    case .persona, .personas, .prerequisites, .usesTemplates, .validatedBy: kind == .task
    case .createdBy, .usedInTasks, .validatesWith, .produces: kind == .template
    case .purpose, .validates, .frequency, .categories, .executedBy, .usedDuring: kind == .checklist
    }
  }

  /// The edge that the field draws, if it draws any, in documents of the kinds that have it.
  public var relation: FieldRelation? {
    switch self {
    case .primaryTasks: FieldRelation(edge: .performs, target: .task, isReversed: false)
    case .primaryTemplates: FieldRelation(edge: .uses, target: .template, isReversed: false)
    case .primaryChecklists: FieldRelation(edge: .runs, target: .checklist, isReversed: false)
    case .handsOffTo: FieldRelation(edge: .handoff, target: .persona, isReversed: false)
    case .receivesFrom: FieldRelation(edge: .handoff, target: .persona, isReversed: true)
    case .persona, .personas: FieldRelation(edge: .performs, target: .persona, isReversed: true)
    case .usesTemplates: FieldRelation(edge: .fillsIn, target: .template, isReversed: false)
    case .validatedBy, .validatesWith: FieldRelation(edge: .checkedBy, target: .checklist, isReversed: false)
    case .createdBy: FieldRelation(edge: .owns, target: .persona, isReversed: true)
    case .usedInTasks: FieldRelation(edge: .fillsIn, target: .task, isReversed: true)
    case .executedBy: FieldRelation(edge: .runs, target: .persona, isReversed: true)
    case .usedDuring: FieldRelation(edge: .checkedBy, target: .task, isReversed: true)
    default: nil
    }
  }

  /// The fields that draw edges, whatever the document's kind, in order.
  static let related: [(field: Field, relation: FieldRelation)] = allCases.compactMap { field in
    field.relation.map { (field, $0) }
  }

  /// The fields of documents of a kind that name documents of another, as a sentence has them: ``"`a` or `b`"``; `nil` when there is
  /// none.
  static func naming(_ target: Kind, in kind: Kind) -> String? {
    let fields = related.filter { $0.relation.target == target && $0.field.belongs(to: kind) && $0.field != .personas }
    return fields.isEmpty ? nil : fields.map { "`\($0.field.rawValue)`" }.joined(separator: " or ")
  }

  /// By the case alone: what a raw value brings along hashes the letters of its name.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
  }

  /// The field that a bold label names: its words in any case, `_` for what stands between them.
  public init?(label: String) { self.init(rawValue: Self.name(ofLabel: label)) }

  /// The name that a field of this label has in front matter, an author's own among them.
  static func name(ofLabel label: String) -> String {
    var label = label
    if let name = label.withUTF8({ Self.name(ofASCII: $0) }) { return name }
    let words = label.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" || $0 == "\u{A0}" }
    return words.joined(separator: "_")
  }

  /// The name that a label of plain ASCII means; `nil` when it holds anything else.
  private static func name(ofASCII label: UnsafeBufferPointer<UInt8>) -> String? {
    guard label.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: label.count) { name in
      var count = 0
      var isBetween = false
      for byte in label {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"): isBetween = count > 0
        default:
          // There is room: what stood between the words was a byte too.
          if isBetween {
            name[count] = UInt8(ascii: "_")
            count += 1
          }
          isBetween = false
          name[count] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
          count += 1
        }
      }
      return count
    }
  }

  /// The field as people read it: `hands_off_to` is "Hands off to".
  public var name: String { Self.names[self] ?? rawValue }

  private static let names = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.rawValue.inWords) })
}

extension String {
  /// An id or a field's name as words: separators become spaces, and the first letter a capital.
  public var inWords: String {
    let separators = "-_ .".utf8
    guard utf8.allSatisfy({ $0 < 0x80 }) else {
      let words = split { $0 == "-" || $0 == "_" || $0 == " " || $0 == "." }.joined(separator: " ")
      return words.first.map { $0.uppercased() + words.dropFirst() } ?? self
    }
    // In ASCII every byte is a character.
    var words: [UInt8] = []
    words.reserveCapacity(utf8.count)
    for word in utf8.split(whereSeparator: separators.contains) {
      if !words.isEmpty { words.append(UInt8(ascii: " ")) }
      words.append(contentsOf: word)
    }
    guard let first = words.first else { return self }
    if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) { words[0] = first & 0xDF }
    return String(decoding: words, as: UTF8.self)
  }
}
