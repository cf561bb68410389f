import Diagnostics
import Handbook
import Pages
import Snapshot
import Threads

/// What a whole build resolved, routed and worked out for its pages, kept for builds before which only texts changed. What the
/// documents say stands among those that the cache holds, and is read when a page asks for it.
struct KeptHandbook: Sendable {
  /// The part of the cache that holds it.
  static let part = "handbook"

  /// The fingerprint of all that the build was made of.
  let base: Fingerprint
  /// For each document, what else has to be the same when its text changes.
  let documents: [Text]
  /// What went into each file of the site, in the order of the routes.
  let pages: [Fingerprint]
  private let bytes: ArraySlice<UInt8>
  /// Where the handbook begins in the bytes.
  private let start: Int

  /// What is known of a document's text besides what it says.
  struct Text: Sendable {
    /// The fingerprint of its file.
    var file: Fingerprint
    /// Whether it includes others, or they it.
    var isBound = false
    /// What comments in it silence, `nil` when that can't be compared.
    var silenced: [String]? = []
    /// How many of its first lines problems elsewhere name, or comments silence.
    var namedLines = 0
    /// The fingerprint of these lines.
    var named: Fingerprint?
  }
}

// MARK: - Writing

extension KeptHandbook {
  /// Keeps a handbook, on a thread of its own.
  ///
  /// - Parameter pages: what goes into each file of the site.
  static func write(
    _ loaded: LoadedHandbook, _ parsed: [ParsedDocument], _ inputs: PageInputs, pages: [Fingerprint],
    base: Fingerprint, to cache: CacheFolder
  ) -> Background<Void> {
    Background {
      cache.write(part) { append throws(Files.Failure) in
        var writer = SnapshotWriter(capacity: 1 << 20)
        func pass(_ writer: inout SnapshotWriter) throws(Files.Failure) {
          guard writer.count >= (1 << 20) - (1 << 12) else { return }
          try writer.withBytes(append)
          writer.removeAll()
        }
        writer.write(base)
        try write(textsOf: loaded, parsed, to: &writer, pass)
        writer.write(pages)
        try pass(&writer)
        try loaded.handbook.write(to: &writer, pass: pass)
        try inputs.write(to: &writer, pass: pass)
        try writer.withBytes(append)
      }
    }
  }

  private static func write(
    textsOf loaded: LoadedHandbook, _ parsed: [ParsedDocument], to writer: inout SnapshotWriter,
    _ pass: (inout SnapshotWriter) throws(Files.Failure) -> Void
  ) throws(Files.Failure) {
    let included = Set(parsed.lazy.flatMap(\.includes).map(\.path))
    let lines = TextUpdate.namedLines(loaded.diagnostics)
    // Both stand in the order of files, unless folders are called like files.
    let isSame = zip(loaded.handbook.documents, parsed).allSatisfy { $0.file.isSameInUTF8(as: $1.checked.value.file) }
    let sorted = isSame ? parsed : parsed.sorted { $0.checked.value.file.precedesInUTF8($1.checked.value.file) }
    writer.write(sorted.count)
    for document in sorted {
      let (file, source) = (document.checked.value.file, document.checked.value.source)
      var text = Text(file: document.file)
      text.isBound = !document.includes.isEmpty || included.contains(file)
      let comments = document.checked.value.comments
      text.silenced = comments.silenced
      text.namedLines = max(lines[file] ?? 0, comments.lastLine)
      if text.namedLines > 0 { text.named = source.fingerprint(ofLines: text.namedLines) }
      writer.write(text)
      try pass(&writer)
    }
  }
}

extension [UInt8] {
  /// The fingerprint of the first lines of a text, without the end of the last one.
  func fingerprint(ofLines count: Int) -> Fingerprint {
    var (end, next) = (0, 0)
    for _ in 0..<count where next < self.count { (end, next) = lineEnd(from: next) }
    return withUnsafeBytes { Fingerprint(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
  }
}

extension KeptHandbook.Text: Snapshotable {
  func write(to writer: inout SnapshotWriter) {
    writer.write(file)
    writer.write(isBound)
    writer.write(silenced != nil)
    writer.write(silenced ?? [])
    writer.write(namedLines)
    writer.write(named)
  }

  init(from reader: inout SnapshotReader) throws(SnapshotError) {
    file = try reader.value()
    isBound = try reader.truth()
    let isComparable = try reader.truth()
    let codes = try reader.texts()
    silenced = isComparable ? codes : nil
    namedLines = try reader.number()
    named = try reader.optional()
  }
}

// MARK: - Reading

extension KeptHandbook {
  /// What the build of a record kept, `nil` when there is nothing that belongs to it.
  init?(in cache: CacheFolder, of record: SiteRecord) {
    guard let bytes = cache.read(Self.part) else { return nil }
    let kept = bytes.withUnsafeBytes { buffer -> KeptHandbook? in
      var reader = SnapshotReader(buffer)
      return try? KeptHandbook(from: &reader, bytes)
    }
    guard let kept, kept.base == record.base else { return nil }
    self = kept
  }

  private init(from reader: inout SnapshotReader, _ bytes: ArraySlice<UInt8>) throws(SnapshotError) {
    base = try reader.value()
    documents = try reader.array()
    pages = try reader.array()
    start = reader.position
    self.bytes = bytes
  }

  /// The handbook as it was, with what its pages are made of; `nil` when it can't be read.
  ///
  /// - Parameters:
  ///   - files: the files of its documents, in order.
  ///   - document: reads or parses the document with an index.
  ///   - connected: given the handbook as soon as it is there.
  func handbook(
    _ content: Content, files: [String], findings: [Diagnostic], _ options: BuildOptions,
    document: @escaping @Sendable (Int) -> Document, connected: (Handbook) -> Void
  ) -> PageInputs? {
    guard files.count == documents.count else { return nil }
    let inputs = bytes.withUnsafeBytes { buffer -> PageInputs? in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
      var reader = SnapshotReader(rest)
      guard
        var handbook = try? Handbook(
          from: &reader, in: bytes.dropFirst(start), configuration: content.configuration,
          assets: content.sources.assets, files: files, document: document)
      else { return nil }
      handbook.unread = content.sources.unread
      connected(handbook)
      return try? PageInputs(
        from: &reader, handbook: handbook, theme: content.theme.value, findings: findings, former: options.former,
        jobs: options.jobs)
    }
    return inputs.flatMap { $0.plan.routes.count == pages.count ? $0 : nil }
  }
}
