import Diagnostics
import Glibc
import Pages
import Snapshot
import Threads

/// What a build published, kept for the next one: what went into each file, and what came of it.
struct SiteRecord {
  /// The fingerprint of all that the build was made of.
  var inputs: Fingerprint
  /// The fingerprint of all of it but the bytes of documents.
  var frame: Fingerprint
  /// The ``inputs`` of the last build that looked at all documents, and kept a handbook.
  var base: Fingerprint
  /// The documents that are others than those of that build, by path.
  var changedTexts: [String]
  /// Where the sections of the text of the whole handbook stand.
  var sections: TextSections
  /// How many documents, pages and diagrams the site has.
  var documents: Int
  var pages: Int
  var diagrams: Int
  /// What was wrong.
  var diagnostics: [Diagnostic]
  /// The files of the site, by path.
  var files: FileTable<File>

  /// One file of the site.
  struct File: Equatable {
    /// What went into it.
    var inputs: Fingerprint
    /// How it stood in the output folder.
    var stamp: Files.Stamp
    /// How many diagrams it holds.
    var diagrams: Int
  }

  /// The part of the cache that holds it.
  static let part = "site"
}

extension SiteRecord {
  /// Keeps the record for the next build; it is written piece by piece, so that it is never held twice.
  func write(to cache: CacheFolder) {
    cache.write(Self.part) { append throws(Files.Failure) in
      var writer = SnapshotWriter(capacity: 1 << 20)
      func pass() throws(Files.Failure) {
        guard writer.count >= (1 << 20) - (1 << 12) else { return }
        try writer.withBytes(append)
        writer.removeAll()
      }
      for fingerprint in [inputs, frame, base] { writer.write(fingerprint) }
      writer.write(changedTexts)
      writer.write(sections)
      try pass()
      for number in [documents, pages, diagrams, diagnostics.count] { writer.write(number) }
      for diagnostic in diagnostics {
        writer.write(diagnostic)
        try pass()
      }
      writer.write(files.count)
      for (path, file) in files.all {
        writer.write(path)
        writer.write(file.inputs)
        writer.write(file.stamp.size)
        writer.write(file.stamp.inode)
        writer.write(file.stamp.seconds)
        writer.write(file.stamp.nanoseconds)
        writer.write(file.diagrams)
        try pass()
      }
      try writer.withBytes(append)
    }
  }

  init(from reader: inout SnapshotReader) throws(SnapshotError) {
    (inputs, frame, base) = (try reader.value(), try reader.value(), try reader.value())
    changedTexts = try reader.texts()
    sections = try reader.value()
    documents = try reader.number()
    pages = try reader.number()
    diagrams = try reader.number()
    diagnostics = try reader.array()
    let count = try reader.count()
    files = FileTable(room: count)
    for _ in 0..<count {
      let path = try reader.text()
      let inputs: Fingerprint = try reader.value()
      let stamp = Files.Stamp(
        size: try reader.number(), inode: try reader.number(), seconds: try reader.number(),
        nanoseconds: try reader.number())
      files[path] = File(inputs: inputs, stamp: stamp, diagrams: try reader.number())
    }
  }

  /// The record in the cache, `nil` when there is none.
  init?(in cache: CacheFolder?) {
    guard let bytes = cache?.read(Self.part) else { return nil }
    let record = bytes.withUnsafeBytes { bytes -> SiteRecord? in
      var reader = SnapshotReader(bytes)
      return try? SiteRecord(from: &reader)
    }
    guard let record else { return nil }
    self = record
  }

  /// The record of the last build as these options say, read on a thread of its own; `nil` where there is nothing that it could
  /// speak of.
  static func readAhead(_ options: BuildOptions) -> Background<SiteRecord?>? {
    guard let content = Files.realPath(options.content), let output = Files.realPath(options.output) else { return nil }
    return CacheFolder(options, content: content, output: output).map { cache in Background { SiteRecord(in: cache) } }
  }

  /// The record of a build.
  ///
  /// - Parameter base: the record of the last build that looked at all documents, and which are others now; `nil` when this one
  ///   did.
  init(
    _ report: BuildReport, _ published: Published, _ content: Content,
    base: (inputs: Fingerprint, changedTexts: [String])? = nil
  ) {
    (inputs, frame) = (content.fingerprint, content.frame)
    self.base = base?.inputs ?? content.fingerprint
    changedTexts = base?.changedTexts ?? []
    (files, sections) = (published.files, published.sections)
    (documents, pages, diagrams) = (report.documents, report.pages, report.diagrams)
    diagnostics = report.diagnostics
  }
}

extension OutputFolder {
  /// Whether the site of a record stands in the folder as it was left.
  func holds(_ record: SiteRecord, jobs: Int) -> Bool {
    guard exists, manifest.files.count == record.files.count else { return false }
    return Array(record.files.all).concurrentMap(jobs: jobs) { stamp(of: $0.path) == $0.value.stamp }
      .allSatisfy(\.self)
  }
}
