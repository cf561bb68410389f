import Diagnostics
import Handbook
import Snapshot
import Threads

/// A document as it was parsed, with what was wrong with it and all that it was made of.
struct ParsedDocument: Sendable {
  /// The document, and what was wrong.
  var checked: Checked<Document>
  /// The fingerprint of its file.
  var file: Fingerprint
  /// The paths that it includes, or wanted to, with the fingerprints of the files there.
  var includes: [Include]
  /// The document as the cache holds it; `nil` when it was parsed just now.
  var snapshot: [UInt8]?

  /// A file that a document includes.
  struct Include: Sendable, Hashable {
    var path: String
    /// `nil` when there was none.
    var file: Fingerprint?
  }

  /// The fingerprint of all that the document was made of.
  var content: Fingerprint {
    guard !includes.isEmpty else { return file }
    return Fingerprint { writer in
      writer.write(file)
      for include in includes {
        writer.write(include.path)
        writer.write(include.file)
      }
    }
  }
}

extension [ParsedDocument.Include] {
  /// Whether all these files are as they were.
  func areSame(in files: FileTable<Fingerprint>) -> Bool { allSatisfy { files[$0.path] == $0.file } }
}

/// The documents that the last build parsed, by path.
struct DocumentCache: Sendable {
  /// The part of the cache that holds them.
  static let part = "documents"

  private let bytes: IndexedCacheFile?
  private let entries: FileTable<Entry>

  private struct Entry: Sendable {
    var file: Fingerprint
    var includes: [ParsedDocument.Include]
    var snapshot: Range<Int>
    /// That of the snapshot.
    var fingerprint: Fingerprint
  }

  /// An empty cache.
  init() {
    bytes = nil
    entries = FileTable()
  }

  /// The cache of the last build with the same program and configuration, `nil` when there is none.
  init?(in cache: CacheFolder?, surroundings: Fingerprint) {
    guard let bytes = cache?.open(Self.part),
      let entries = try? Self.entries(of: bytes, surroundings: surroundings)
    else { return nil }
    self.bytes = bytes
    self.entries = entries
  }

  /// The cache of the last build, read on a thread of its own.
  static func readAhead(from cache: CacheFolder?, _ content: Content) -> Background<DocumentCache?> {
    Background { [surroundings = content.parsing] in DocumentCache(in: cache, surroundings: surroundings) }
  }

  /// The document at a path, when the cache holds it as it would be parsed now.
  func document(_ source: SourceFile, file: Fingerprint, files: FileTable<Fingerprint>) -> ParsedDocument? {
    guard let entry = entries[source.path], entry.file == file,
      entry.includes.areSame(in: files),
      let snapshot = bytes?.read(entry.snapshot, entry.fingerprint)
    else { return nil }
    let checked = snapshot.withUnsafeBytes { bytes -> Checked<Document>? in
      var reader = SnapshotReader(bytes)
      guard let document = try? Document(from: &reader, source: source),
        let diagnostics: [Diagnostic] = try? reader.array()
      else { return nil }
      return Checked(document, diagnostics)
    }
    return checked.map { ParsedDocument(checked: $0, file: file, includes: entry.includes, snapshot: snapshot) }
  }

  /// Keeps documents for the next build: their bytes one behind another, then what they were made of, and where they are.
  static func write(_ documents: [ParsedDocument], to cache: CacheFolder, surroundings: Fingerprint) {
    cache.write(index: part) { append throws(Files.Failure) in
      var index = SnapshotWriter()
      index.write(surroundings)
      index.write(documents.count)
      var buffer = SnapshotWriter()
      for document in documents {
        let start = buffer.count
        if let snapshot = document.snapshot {
          buffer.append(snapshot[...])
        } else {
          document.checked.value.write(to: &buffer)
          buffer.write(document.checked.diagnostics)
        }
        index.write(document.checked.value.file)
        index.write(document.file)
        index.write(document.includes)
        index.write(buffer.count - start)
        index.write(
          buffer.withBytes { Fingerprint(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[start...]))) })
        if buffer.count >= 1 << 20 {
          try buffer.withBytes(append)
          buffer.removeAll()
        }
      }
      try buffer.withBytes(append)
      return index.bytes
    }
  }

  private static func entries(
    of file: IndexedCacheFile, surroundings: Fingerprint
  ) throws(SnapshotError) -> FileTable<Entry> {
    let result = file.index.withUnsafeBytes { bytes in
      Result { () throws(SnapshotError) in try entries(of: bytes, size: file.entriesSize, surroundings: surroundings) }
    }
    return try result.get()
  }

  private static func entries(
    of bytes: UnsafeRawBufferPointer, size: Int, surroundings: Fingerprint
  ) throws(SnapshotError) -> FileTable<Entry> {
    var reader = SnapshotReader(bytes)
    guard try reader.value() as Fingerprint == surroundings else { throw SnapshotError() }
    let count = try reader.count()
    var entries = FileTable<Entry>(room: min(count, bytes.count / 32))
    var offset = 0
    for _ in 0..<count {
      let path = try reader.text()
      let file: Fingerprint = try reader.value()
      let includes: [ParsedDocument.Include] = try reader.array()
      let length = try reader.number()
      guard length >= 0, length <= size - offset else { throw SnapshotError() }
      entries[path] = Entry(
        file: file, includes: includes, snapshot: offset..<offset + length, fingerprint: try reader.value())
      offset += length
    }
    return entries
  }
}

extension ParsedDocument.Include: Snapshotable {
  func write(to writer: inout SnapshotWriter) {
    writer.write(path)
    writer.write(file)
  }

  init(from reader: inout SnapshotReader) throws(SnapshotError) {
    self.init(path: try reader.text(), file: try reader.optional())
  }
}

extension DocumentCache {
  /// Writes parsed documents into the cache, on a thread of its own, while the next stages, which do not keep all threads busy,
  /// go on. Takes their snapshots, so that they do not stay in memory.
  ///
  /// - Returns: `nil` when there is nothing to write, as all documents came from the cache.
  static func keep(
    _ documents: inout [ParsedDocument], _ content: Content, in cache: CacheFolder?
  ) -> Background<Void>? {
    let kept = cache != nil && documents.contains(where: { $0.snapshot == nil }) ? documents : []
    for index in documents.indices { documents[index].snapshot = nil }
    guard let cache, !kept.isEmpty else { return nil }
    let surroundings = content.parsing
    return Background { write(kept, to: cache, surroundings: surroundings) }
  }
}
