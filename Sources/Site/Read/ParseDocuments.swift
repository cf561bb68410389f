import Diagnostics
import Handbook
import Snapshot
import Synchronization
import Threads

/// Parses every document on all cores; those that the cache holds as they would be parsed are taken from it.
func parseDocuments(_ content: Content, _ known: DocumentCache, _ options: BuildOptions) -> [ParsedDocument] {
  parseDocuments(content, options) { known.document($0, file: $1, files: content.sources.fingerprints) }
}

/// Parses every document on all cores that is not known as it would be parsed.
func parseDocuments(
  _ content: Content, _ options: BuildOptions,
  known: @escaping @Sendable (_ source: SourceFile, _ file: Fingerprint) -> ParsedDocument?
) -> [ParsedDocument] {
  let sources = content.sources
  let files = LazyValue { sources.bytesByPath }
  let progress = ProgressCounter("Parsing documents:", total: sources.documents.count, options.progress)
  return sources.documents.concurrentMap(jobs: options.jobs) { source in
    defer { progress.advance() }
    let file = sources.fingerprints[source.path] ?? Fingerprint(source.bytes)
    if let document = known(source, file) { return document }
    return parse(source, file, content, files, options)
  }
}

/// Parses one document, whatever a cache holds.
func parseDocument(_ source: SourceFile, _ content: Content, _ options: BuildOptions) -> ParsedDocument {
  let sources = content.sources
  return parse(source, Fingerprint(source.bytes), content, LazyValue { sources.bytesByPath }, options)
}

private func parse(
  _ source: SourceFile, _ file: Fingerprint, _ content: Content, _ files: LazyValue<FileTable<[UInt8]>>,
  _ options: BuildOptions
) -> ParsedDocument {
  let includes: Mutex<[ParsedDocument.Include]> = Mutex([])
  let checked = parseDocument(
    source, configuration: content.configuration, notesAddresses: options.notesAddresses
  ) { path in
    let include = ParsedDocument.Include(path: path, file: content.sources.fingerprints[path])
    includes.withLock { if !$0.contains(include) { $0.append(include) } }
    return files.value[path]
  }
  return ParsedDocument(checked: checked, file: file, includes: includes.withLock(\.self), snapshot: nil)
}

extension Sources {
  /// The bytes of the documents, for those that others include.
  fileprivate var bytesByPath: FileTable<[UInt8]> { FileTable(documents.lazy.map { ($0.path, $0.bytes) }) }
}
