import Diagnostics
import Snapshot

extension MarkupText: Snapshotable {
  /// Writes the whole text.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(bytes)
    Self.write(slots, to: &writer)
    writer.write(valuesWithMarkup)
    writer.write(title)
    writer.write(titleBytes)
    Self.write(titleSlots, to: &writer)
    writer.write(labelLines?.lowerBound ?? 0)
    writer.write(labelLines?.upperBound ?? 0)
    writer.write(outline)
    writer.write(references)
    writer.write(inclusions)
    writer.write(taskItems)
    writer.write(placeholders)
    writer.write(tables)
    writer.write(diagrams)
    writer.write(otherAnchors)
    writer.write(summary)
    writer.write(marks)
  }

  /// Reads a text back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init()
    bytes = try reader.byteArray()
    slots = try Self.slots(from: &reader, in: bytes)
    valuesWithMarkup = try reader.array()
    title = try reader.optional()
    titleBytes = try reader.byteArray()
    titleSlots = try Self.slots(from: &reader, in: titleBytes)
    let (firstLine, lastLine) = (try reader.number(), try reader.number())
    guard firstLine >= 0, firstLine <= lastLine else { throw SnapshotError() }
    labelLines = firstLine > 0 ? firstLine...lastLine : nil
    outline = try reader.array()
    references = try reader.array()
    inclusions = try reader.array()
    taskItems = try reader.array()
    placeholders = try reader.array()
    tables = try reader.array()
    diagrams = try reader.array()
    otherAnchors = try reader.texts()
    summary = try reader.text()
    marks = try reader.array()
    guard isConsistent else { throw SnapshotError() }
  }

  fileprivate static func write(_ slots: [PlacedSlot], to writer: inout SnapshotWriter) {
    writer.write(slots.count)
    for place in slots {
      writer.write(place.offset)
      writer.write(place.slot)
    }
  }

  fileprivate static func slots(
    from reader: inout SnapshotReader, in bytes: [UInt8]
  ) throws(SnapshotError) -> [PlacedSlot] {
    let count = try reader.count()
    var slots: [PlacedSlot] = []
    slots.reserveCapacity(count)
    for _ in 0..<count {
      let offset = try reader.number()
      guard offset >= slots.last?.offset ?? 0, offset <= bytes.count else { throw SnapshotError() }
      slots.append(PlacedSlot(offset: offset, slot: try reader.value()))
    }
    return slots
  }

  /// Whether every index leads somewhere.
  private var isConsistent: Bool {
    let slotsFit =
      slots.allSatisfy(leadsSomewhere) && titleSlots.allSatisfy(leadsSomewhere)
      && valuesWithMarkup.allSatisfy { $0.html.slots.allSatisfy(leadsSomewhere) }
    let diagramsFit = diagrams.allSatisfy { diagram in
      diagram.edges.allSatisfy { diagram.nodes.indices.contains($0.from) && diagram.nodes.indices.contains($0.to) }
    }
    let marksFit = marks.allSatisfy { mark in
      guard case .link(_, _, let reference?) = mark.meaning else { return true }
      return references.indices.contains(reference)
    }
    return slotsFit && diagramsFit && marksFit
      && taskItems.allSatisfy { $0.heading.map(outline.indices.contains) ?? true }
  }
}

extension MarkupText {
  private func leadsSomewhere(_ place: PlacedSlot) -> Bool {
    switch place.slot {
    case .open(let index), .close(let index), .text(let index), .source(let index), .picture(let index):
      references.indices.contains(index)
    case .diagram(let index): diagrams.indices.contains(index)
    case .anchor(let index): outline.indices.contains(index)
    case .box: true
    }
  }
}

extension MarkupText.ValueWithMarkup: Snapshotable {
  /// Writes the value.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(start.line)
    writer.write(start.column)
    writer.write(html.bytes)
    MarkupText.write(html.slots, to: &writer)
  }

  /// Reads a value back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let start = SourcePosition(line: try reader.number(), column: try reader.number())
    let bytes = try reader.byteArray()
    self.init(
      start: start, html: MarkupText.InlineHTML(bytes: bytes, slots: try MarkupText.slots(from: &reader, in: bytes)))
  }
}

extension MarkupText.Slot: Snapshotable {
  /// Writes the slot.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(parts.kind)
    writer.write(parts.index)
  }

  /// Reads a slot back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let kind = try reader.number()
    guard let slot = Self(kind: kind, index: try reader.number()) else { throw SnapshotError() }
    self = slot
  }
}

extension MarkupText.Heading: Snapshotable {
  /// Writes the heading.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(level)
    writer.write(text)
    writer.write(anchor)
    writer.write(range)
  }

  /// Reads a heading back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let level = try reader.number()
    let text = try reader.text()
    self.init(level: level, text: text, anchor: try reader.text(), range: try reader.value())
  }
}

extension MarkupText.Reference: Snapshotable {
  private static let forms: [Form] = [.link, .image, .wiki, .code, .diagram]

  /// Writes the reference.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(Self.forms.firstIndex(of: form) ?? 0)
    writer.write(target)
    writer.write(fragment)
    writer.write(title)
    // Where a link leads depends on the file that it stands in, even where places do not count.
    if writer.omitsPlaces { writer.write(common: base) }
    writer.write(range)
  }

  /// Reads a reference back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let form = try reader.number()
    guard Self.forms.indices.contains(form) else { throw SnapshotError() }
    self.init(
      form: Self.forms[form], target: try reader.text(), fragment: try reader.optionalText(),
      title: try reader.optionalText(), range: try reader.value())
  }
}

extension MarkupText.Inclusion: Snapshotable {
  /// Writes the included text's place.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(place)
    writer.write(file)
    writer.write(lines.lowerBound)
    writer.write(lines.upperBound)
  }

  /// Reads it back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let (place, file): (SourceRange, String) = (try reader.value(), try reader.text())
    let (first, end) = (try reader.number(), try reader.number())
    guard first <= end else { throw SnapshotError() }
    self.init(place: place, file: file, lines: first..<end)
  }
}

extension MarkupText.SourceMark: Snapshotable {
  /// Writes the stretch.
  public func write(to writer: inout SnapshotWriter) {
    switch meaning {
    case .footnote: writer.write(0)
    case .definition: writer.write(1)
    case .link(let destination, let title, let reference):
      writer.write(2)
      writer.write(destination)
      writer.write(title)
      writer.write(reference.map { $0 + 1 } ?? 0)
    case .unclosed(let end):
      writer.write(3)
      writer.write(end)
    }
    writer.write(range)
  }

  /// Reads it back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let meaning: Meaning
    switch try reader.number() {
    case 0: meaning = .footnote
    case 1: meaning = .definition
    case 2:
      let (destination, title, reference) = (try reader.text(), try reader.text(), try reader.number())
      meaning = .link(destination: destination, title: title, reference: reference > 0 ? reference - 1 : nil)
    case 3: meaning = .unclosed(end: try reader.text())
    default: throw SnapshotError()
    }
    self.init(meaning, at: try reader.value())
  }
}

extension MarkupText.TaskItem: Snapshotable {
  /// Writes the item.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(heading.map { $0 + 1 } ?? 0)
    writer.write(range)
  }

  /// Reads an item back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    let heading = try reader.number()
    self.init(heading: heading > 0 ? heading - 1 : nil, range: try reader.value())
  }
}

extension MarkupText.TextDiagram: Snapshotable {
  /// Writes the diagram.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(nodes.count)
    for node in nodes {
      writer.write(node.name)
      writer.write(node.label)
    }
    writer.write(edges.count)
    for edge in edges {
      writer.write(edge.from)
      writer.write(edge.to)
      writer.write(edge.label)
    }
    writer.write(isHorizontal)
    writer.write(range)
  }

  /// Reads a diagram back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(nodes: [], edges: [], isHorizontal: false, range: SourceRange(file: "", line: 1, column: 1))
    for _ in 0..<(try reader.count()) { nodes.append(Node(name: try reader.text(), label: try reader.text())) }
    for _ in 0..<(try reader.count()) {
      edges.append(Edge(from: try reader.number(), to: try reader.number(), label: try reader.optionalText()))
    }
    isHorizontal = try reader.truth()
    range = try reader.value()
  }
}

extension MarkupText.Table: Snapshotable {
  /// Writes the places of the table's cells.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(common: file)
    writer.write(rows.count)
    for row in rows { writer.write(row) }
    writer.write(cells.count)
    for cell in cells {
      writer.write(Int(cell.line))
      writer.write(Int(cell.column))
      writer.write(Int(cell.length))
    }
  }

  /// Reads them back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(file: try reader.commonText(), rows: [], cells: [])
    for _ in 0..<(try reader.count()) { rows.append(try reader.number()) }
    for _ in 0..<(try reader.count()) {
      cells.append(
        Cell(
          line: Int32(clamping: try reader.number()), column: Int32(clamping: try reader.number()),
          length: Int32(clamping: try reader.number())))
    }
  }
}
