import Diagnostics
import Handbook
import Snapshot

/// A document as it was parsed, with what was wrong with it and all that it was made of.
struct ParsedDocument: Sendable {
  /// The document, and what was wrong.
  var checked: Checked<Document>
  /// The fingerprint of its file.
  var file: Fingerprint
  /// The paths that it includes, or wanted to, with the fingerprints of the files there.
  var includes: [Include]
  /// The document as bytes, `nil` when no one will want it.
  var snapshot: ArraySlice<UInt8>?
  /// Whether it was parsed just now.
  var isNew: Bool

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

/// The documents that the last build parsed, by path.
struct DocumentCache: Sendable {
  /// The part of the cache that holds them.
  static let part = "documents"

  private let bytes: [UInt8]
  private let entries: [String: Entry]

  private struct Entry {
    var file: Fingerprint
    var includes: [ParsedDocument.Include]
    var snapshot: Range<Int>
  }

  private init(bytes: [UInt8] = [], entries: [String: Entry] = [:]) {
    self.bytes = bytes
    self.entries = entries
  }

  /// The cache of a build with the same program and configuration.
  init(in cache: CacheFolder?, surroundings: Fingerprint) {
    guard let bytes = cache?.read(Self.part),
      let entries = try? Self.entries(of: bytes, surroundings: surroundings)
    else {
      self.init()
      return
    }
    self.init(bytes: bytes, entries: entries)
  }

  /// The document at a path, when the cache holds it as it would be parsed now.
  func document(_ source: SourceFile, file: Fingerprint, files: [String: Fingerprint]) -> ParsedDocument? {
    guard let entry = entries[source.path], entry.file == file,
      entry.includes.allSatisfy({ files[$0.path] == $0.file })
    else { return nil }
    let checked = bytes.withUnsafeBytes { bytes -> Checked<Document>? in
      var reader = SnapshotReader(UnsafeRawBufferPointer(rebasing: bytes[entry.snapshot]))
      guard let document = try? Document(from: &reader, source: source),
        let diagnostics: [Diagnostic] = try? reader.array()
      else { return nil }
      return Checked(document, diagnostics)
    }
    return checked.map {
      ParsedDocument(checked: $0, file: file, includes: entry.includes, snapshot: bytes[entry.snapshot], isNew: false)
    }
  }

  /// The bytes of a document that was parsed anew.
  static func snapshot(of document: Checked<Document>) -> ArraySlice<UInt8> {
    var writer = SnapshotWriter()
    document.value.write(to: &writer)
    writer.write(document.diagnostics)
    return writer.bytes[...]
  }

  /// Keeps documents for the next build.
  static func write(_ documents: [ParsedDocument], to cache: CacheFolder?, surroundings: Fingerprint) {
    guard let cache else { return }
    var index = SnapshotWriter()
    index.write(surroundings)
    let kept = documents.filter { $0.snapshot != nil }
    index.write(kept.count)
    for document in kept {
      index.write(document.checked.value.file)
      index.write(document.file)
      index.write(document.includes.count)
      for include in document.includes {
        index.write(include.path)
        index.write(include.file)
      }
      index.write(document.snapshot?.count ?? 0)
    }
    var length = SnapshotWriter()
    length.write(fixed: index.bytes.count)
    cache.write([length.bytes[...], index.bytes[...]] + kept.compactMap(\.snapshot), as: part)
  }

  private static func entries(
    of bytes: [UInt8], surroundings: Fingerprint
  ) throws(SnapshotError) -> [String: Entry] {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(SnapshotError) in try entries(of: bytes, surroundings: surroundings) }
    }
    return try result.get()
  }

  private static func entries(
    of bytes: UnsafeRawBufferPointer, surroundings: Fingerprint
  ) throws(SnapshotError) -> [String: Entry] {
    var reader = SnapshotReader(bytes)
    var offset = try reader.fixed() + 8
    guard try reader.value() as Fingerprint == surroundings else { throw SnapshotError() }
    var entries: [String: Entry] = [:]
    let count = try reader.count()
    entries.reserveCapacity(count)
    for _ in 0..<count {
      let path = try reader.text()
      let file: Fingerprint = try reader.value()
      var includes: [ParsedDocument.Include] = []
      for _ in 0..<(try reader.count()) {
        includes.append(ParsedDocument.Include(path: try reader.text(), file: try reader.optional()))
      }
      let length = try reader.number()
      guard offset >= 0, length >= 0, offset <= bytes.count, length <= bytes.count - offset else {
        throw SnapshotError()
      }
      entries[path] = Entry(file: file, includes: includes, snapshot: offset..<offset + length)
      offset += length
    }
    return entries
  }
}
