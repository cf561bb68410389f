import Diagnostics
import Markup
import Snapshot

extension Document {
  /// Writes all but the file's path and bytes.
  public func write(to writer: inout SnapshotWriter) {
    writer.common = file
    writer.write(kind.rawValue)
    writer.write(id)
    writer.write(title)
    writer.write(name == title.value ? nil : name)
    // Whatever the order in which they were written, the same fields give the same bytes.
    let known = Field.allCases.enumerated().filter { fields[$0.element] != nil }
    writer.write(known.count)
    for (index, field) in known {
      writer.write(index)
      writer.write(fields[field])
    }
    writer.write(unknownFields)
    writer.write(text)
    writer.write(comments)
    writer.write(unreadNames)
  }

  /// The names of the fields that can't be read, in order.
  private var unreadNames: [String] {
    unreadFields.isEmpty ? [] : Field.allCases.filter(unreadFields.contains).map(\.rawValue)
  }

  /// Reads a document back.
  ///
  /// - Parameter source: the file that it was made of.
  /// - Throws: `SnapshotError` when the bytes hold no document.
  public init(from reader: inout SnapshotReader, source: SourceFile) throws(SnapshotError) {
    reader.common = source.path
    guard let kind = Kind(rawValue: try reader.text()) else { throw SnapshotError() }
    let id: Located<String> = try reader.value()
    let title: Located<String> = try reader.value()
    let name = try reader.optionalText() ?? title.value
    var fields = FieldTable<FieldValue>()
    for _ in 0..<(try reader.count()) {
      let index = try reader.number()
      guard Field.allCases.indices.contains(index) else { throw SnapshotError() }
      fields.set(Field.allCases[index], to: try reader.optional())
    }
    var ignored: [Diagnostic] = []
    self.init(
      file: source.path, kind: kind, id: id, title: title, name: name, fields: fields,
      unknownFields: try reader.array(), text: try reader.value(), comments: try reader.value(),
      unreadFields: Set(try reader.texts().compactMap(Field.init(rawValue:))), source: validUTF8(source, &ignored))
  }
}

extension FieldValue: Snapshotable {
  /// Writes the value.
  public func write(to writer: inout SnapshotWriter) {
    switch self {
    case .text(let text):
      writer.write(0)
      writer.write(text)
    case .texts(let texts):
      writer.write(1)
      writer.write(texts)
    case .phases(let list):
      writer.write(2)
      writer.write(list.coversAll)
      writer.write(list.remark)
      writer.write(list.items)
    case .namedTexts(let texts):
      writer.write(3)
      writer.write(texts)
    case .references(let references):
      writer.write(4)
      writer.write(references)
    }
  }

  /// Reads a value back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    switch try reader.number() {
    case 0: self = .text(try reader.value())
    case 1: self = .texts(try reader.array())
    case 2:
      self = .phases(
        PhaseList(coversAll: try reader.truth(), remark: try reader.optionalText(), items: try reader.array()))
    case 3: self = .namedTexts(try reader.array())
    case 4: self = .references(try reader.array())
    default: throw SnapshotError()
    }
  }
}

extension PhaseList.Item: Snapshotable {
  /// Writes the item.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(first)
    writer.write(last)
    writer.write(remark)
  }

  /// Reads an item back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(first: try reader.value(), last: try reader.optional(), remark: try reader.optionalText())
  }
}

extension NamedText: Snapshotable {
  /// Writes the name and its text.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(name)
    writer.write(text)
  }

  /// Reads them back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(name: try reader.value(), text: try reader.optional())
  }
}

extension FieldReference: Snapshotable {
  /// Writes the reference.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(target)
    writer.write(text)
    writer.write(remark)
    writer.write(path)
  }

  /// Reads a reference back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(
      target: try reader.value(), text: try reader.optional(), remark: try reader.optionalText(),
      path: try reader.optional())
  }
}

extension UnknownField: Snapshotable {
  /// Writes the field.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(name)
    writer.write(values)
  }

  /// Reads a field back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(name: try reader.value(), values: try reader.array())
  }
}

extension Document {
  /// The fingerprint of all that other documents and pages may show of this one, or that decides what it is connected with.
  /// Places in the text are no part of it.
  public var interface: Fingerprint {
    var heads = text
    heads.bytes = []
    heads.slots = []
    heads.titleBytes = []
    heads.titleSlots = []
    heads.valuesWithMarkup = []
    heads.taskItems = []
    heads.placeholders = []
    heads.tables = []
    heads.diagrams = []
    heads.marks = []
    return Fingerprint { writer in
      writer.omitsPlaces = true
      writer.write(kind.rawValue)
      writer.write(id)
      writer.write(title)
      writer.write(name)
      for field in Field.allCases { writer.write(fields[field]) }
      writer.write(unknownFields)
      writer.write(unreadNames)
      writer.write(heads)
    }
  }

  /// That of its fields, wherever they are written.
  var fingerprintOfFields: Fingerprint {
    Fingerprint { writer in
      writer.omitsPlaces = true
      for field in Field.allCases { writer.write(fields[field]) }
      writer.write(unknownFields)
    }
  }

  /// That of its text as it is shown.
  var fingerprintOfText: Fingerprint {
    var shown = text
    shown.marks = []
    return Fingerprint { writer in
      writer.omitsPlaces = true
      writer.write(shown)
    }
  }
}
