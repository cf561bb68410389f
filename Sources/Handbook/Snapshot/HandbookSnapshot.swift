import Diagnostics
import Snapshot
import Threads

/// A handbook as bytes: what its documents are called, and how they belong together. What they say stands elsewhere, and is read
/// when somebody asks for it.
extension Handbook {
  /// Writes all but the configuration, the assets and what the documents say.
  ///
  /// - Parameter pass: called now and then; may take what was written, and forget it.
  public func write<Failure: Error>(
    to writer: inout SnapshotWriter, pass: (inout SnapshotWriter) throws(Failure) -> Void
  ) throws(Failure) {
    writer.write(phases)
    writer.write(footerLinks.count)
    for link in footerLinks { link.write(to: &writer) }
    writer.write(questions)
    writer.write(documents.count)
    for document in documents {
      document.writeHead(to: &writer)
      try pass(&writer)
    }
    writer.write(graph.nodes.count)
    for node in graph.nodes {
      node.write(to: &writer)
      try pass(&writer)
    }
    writer.write(graph.edges.count)
    for edge in graph.edges {
      edge.write(to: &writer, documents)
      try pass(&writer)
    }
    for (document, resolution) in zip(documents, resolutions) {
      var part = SnapshotWriter(capacity: 512)
      part.common = document.file
      resolution.write(to: &part)
      writer.write(part.bytes)
      try pass(&writer)
    }
  }

  /// Reads a handbook back.
  ///
  /// - Parameters:
  ///   - bytes: all that the reader reads: they are kept for what each document means, which is read when it is asked for.
  ///   - files: the files of the documents, in order.
  ///   - document: reads or parses the document with an index; called at most once for each, or a few times, when somebody asks
  ///     for what it says.
  /// - Throws: `SnapshotError` when the bytes hold no handbook of these files.
  public init(
    from reader: inout SnapshotReader, in bytes: ArraySlice<UInt8>, configuration: Configuration, assets: [String],
    files: [String], document: @escaping @Sendable (Int) -> Document
  ) throws(SnapshotError) {
    let phases = try reader.texts()
    guard try reader.count() == configuration.footer?.references.count ?? 0 else { throw SnapshotError() }
    var footerLinks: [LinkTarget] = []
    for _ in 0..<(configuration.footer?.references.count ?? 0) {
      footerLinks.append(try LinkTarget(from: &reader, documents: files.count))
    }
    let questions = try reader.index(below: .max)
    guard try reader.count() == files.count else { throw SnapshotError() }
    var documents: [Document] = []
    documents.reserveCapacity(files.count)
    for (index, file) in files.enumerated() {
      documents.append(try Document(headFrom: &reader, file: file) { document(index) })
    }
    let graph = try HandbookGraph(from: &reader, documents)
    var resolutions: [LazyValue<Resolution>] = []
    resolutions.reserveCapacity(files.count)
    let nodes = graph.nodes.count
    for file in files {
      let range = try reader.range()
      resolutions.append(
        LazyValue {
          bytes.withUnsafeBytes { bytes in
            var reader = SnapshotReader(UnsafeRawBufferPointer(rebasing: bytes[range]))
            reader.common = file
            // The bytes are those that were written: they were known by their fingerprint.
            return (try? Resolution(from: &reader, nodes: nodes, documents: files.count)) ?? Resolution()
          }
        })
    }
    self.init(
      configuration: configuration, documents: documents, assets: assets.sortedInUTF8, graph: graph,
      resolutions: Resolutions(resolutions), phases: phases, footerLinks: footerLinks, questions: questions)
  }
}

// MARK: - Documents

extension Document {
  /// Writes what others know it by.
  fileprivate func writeHead(to writer: inout SnapshotWriter) {
    writer.common = file
    writer.write(kind.rawValue)
    writer.write(id)
    writer.write(title)
    writer.write(name == title.value ? nil : name)
    writer.write(aliases)
  }

  /// Reads back what others know a document by.
  ///
  /// - Parameter whole: makes the whole document when somebody asks for the rest.
  fileprivate init(
    headFrom reader: inout SnapshotReader, file: String, whole: @escaping @Sendable () -> Document
  ) throws(SnapshotError) {
    reader.common = file
    guard let kind = Kind(rawValue: try reader.text()) else { throw SnapshotError() }
    let id: Located<String> = try reader.value()
    let title: Located<String> = try reader.value()
    let name = try reader.optionalText() ?? title.value
    let head = Head(file: file, kind: kind, id: id, title: title, name: name, aliases: try reader.array())
    storage = Storage(head, LazyValue { whole().storage.body.value })
  }
}

// MARK: - The graph

extension HandbookGraph {
  fileprivate init(from reader: inout SnapshotReader, _ documents: [Document]) throws(SnapshotError) {
    var nodes: [GraphNode] = []
    let count = try reader.count()
    nodes.reserveCapacity(count)
    for _ in 0..<count { nodes.append(try GraphNode(from: &reader, documents)) }
    guard Set(nodes.compactMap(\.document)).count == documents.count else { throw SnapshotError() }
    var edges: [GraphEdge] = []
    let edgeCount = try reader.count()
    edges.reserveCapacity(edgeCount)
    var last = 0
    for _ in 0..<edgeCount {
      let edge = try GraphEdge(from: &reader, nodes: count, documents)
      guard edge.from >= last else { throw SnapshotError() }
      last = edge.from
      edges.append(edge)
    }
    self.init(nodes: nodes, edges: edges, documents: documents.count)
  }
}

extension GraphNode {
  fileprivate func write(to writer: inout SnapshotWriter) {
    writer.write(document.map { $0 + 1 } ?? 0)
    guard document == nil else { return }
    writer.write(id)
    writer.write(kind == .group ? "" : kind.name)
    writer.write(title)
    writer.write(name == title ? nil : name)
    writer.write(members.count)
    for member in members { writer.write(member) }
  }

  fileprivate init(from reader: inout SnapshotReader, _ documents: [Document]) throws(SnapshotError) {
    let number = try reader.number()
    if number > 0 {
      guard number <= documents.count else { throw SnapshotError() }
      self.init(documents[number - 1], number - 1)
      return
    }
    let id = try reader.text()
    let kind = try reader.text()
    let title = try reader.text()
    self.init(id: id, kind: .group, title: title, name: try reader.optionalText() ?? title)
    if !kind.isEmpty {
      guard let kind = Kind(rawValue: kind) else { throw SnapshotError() }
      self.kind = .document(kind)
    }
    members = try reader.indices(below: documents.count)
  }
}

extension GraphEdge {
  /// What declares edges: fields by their names, and texts.
  private static let declaring = Field.allCases.map(\.rawValue) + ["text"]
  private static let numbers = Dictionary(uniqueKeysWithValues: declaring.enumerated().map { ($1, $0) })

  fileprivate func write(to writer: inout SnapshotWriter, _ documents: [Document]) {
    writer.write(from)
    writer.write(to)
    writer.write(EdgeKind.allCases.firstIndex(of: kind) ?? 0)
    writer.write(declarations.count)
    for declaration in declarations {
      writer.write(Self.numbers[declaration.field] ?? Self.declaring.count)
      if Self.numbers[declaration.field] == nil { writer.write(declaration.field) }
      writer.write(declaration.text)
      writer.write(declaration.document)
      writer.common = documents[declaration.document].file
      writer.write(declaration.range)
    }
  }

  fileprivate init(
    from reader: inout SnapshotReader, nodes: Int, _ documents: [Document]
  ) throws(SnapshotError) {
    from = try reader.index(below: nodes)
    to = try reader.index(below: nodes)
    kind = EdgeKind.allCases[try reader.index(below: EdgeKind.allCases.count)]
    let count = try reader.count()
    declarations = []
    declarations.reserveCapacity(min(count, 64))
    for _ in 0..<count {
      let number = try reader.index(below: Self.declaring.count + 1)
      let field = number < Self.declaring.count ? Self.declaring[number] : try reader.text()
      let text = try reader.optionalText()
      let document = try reader.index(below: documents.count)
      reader.common = documents[document].file
      declarations.append(Declaration(field: field, text: text, document: document, range: try reader.value()))
    }
    guard !declarations.isEmpty else { throw SnapshotError() }
  }
}

// MARK: - What documents mean

extension Handbook.Resolution {
  fileprivate func write(to writer: inout SnapshotWriter) {
    writer.write(fields.count)
    for (field, references) in zip(fields.fields, fields.values) {
      writer.write(Field.allCases.firstIndex(of: field) ?? 0)
      writer.write(references.count)
      for reference in references {
        writer.write(reference.node)
        writer.write(reference.text)
        writer.write(reference.remark)
        writer.write(reference.range)
      }
    }
    writer.write(links.count)
    for link in links { link.write(to: &writer) }
    writer.write(phases.count)
    for phase in phases { writer.write(phase) }
  }

  fileprivate init(from reader: inout SnapshotReader, nodes: Int, documents: Int) throws(SnapshotError) {
    for _ in 0..<(try reader.count()) {
      let field = Field.allCases[try reader.index(below: Field.allCases.count)]
      var references: [ResolvedFieldReference] = []
      for _ in 0..<(try reader.count()) {
        references.append(
          ResolvedFieldReference(
            node: try reader.index(below: nodes), text: try reader.optionalText(), remark: try reader.optionalText(),
            range: try reader.value()))
      }
      fields.set(field, to: references)
    }
    for _ in 0..<(try reader.count()) { links.append(try LinkTarget(from: &reader, documents: documents)) }
    phases = try reader.indices(below: .max)
  }
}

extension LinkTarget {
  fileprivate func write(to writer: inout SnapshotWriter) {
    switch self {
    case .text: writer.write(0)
    case .document(let index, let fragment):
      writer.write(1)
      writer.write(index)
      writer.write(fragment)
    case .asset(let path, let fragment):
      writer.write(2)
      writer.write(path)
      writer.write(fragment)
    case .index(let kind):
      writer.write(3)
      writer.write(kind.rawValue)
    case .home: writer.write(4)
    case .missing(let explanation):
      writer.write(5)
      writer.write(explanation)
    }
  }

  fileprivate init(from reader: inout SnapshotReader, documents: Int) throws(SnapshotError) {
    switch try reader.number() {
    case 0: self = .text
    case 1: self = .document(try reader.index(below: documents), fragment: try reader.optionalText())
    case 2: self = .asset(try reader.text(), fragment: try reader.optionalText())
    case 3:
      guard let kind = Kind(rawValue: try reader.text()) else { throw SnapshotError() }
      self = .index(kind)
    case 4: self = .home
    case 5: self = .missing(explanation: try reader.text())
    default: throw SnapshotError()
    }
  }
}
