import Diagnostics
import Handbook
import Snapshot
import Synchronization
import Threads

/// Parses every document on all cores; those that the cache holds as they would be parsed are taken from it.
func parseDocuments(_ content: Content, _ known: DocumentCache, _ options: BuildOptions) -> [ParsedDocument] {
  let sources = content.sources
  let files = Dictionary(sources.documents.map { ($0.path, $0.bytes) }) { first, _ in first }
  let progress = ProgressCounter("Parsing documents:", total: sources.documents.count, options.progress)
  return sources.documents.concurrentMap(jobs: options.jobs) { source in
    defer { progress.advance() }
    let file = sources.fingerprints[source.path] ?? Fingerprint(source.bytes)
    if let document = known.document(source, file: file, files: sources.fingerprints) { return document }
    let includes: Mutex<[ParsedDocument.Include]> = Mutex([])
    let checked = parseDocument(
      source, configuration: content.configuration, notesAddresses: options.notesAddresses
    ) { path in
      let include = ParsedDocument.Include(path: path, file: sources.fingerprints[path])
      includes.withLock { if !$0.contains(include) { $0.append(include) } }
      return files[path]
    }
    return ParsedDocument(checked: checked, file: file, includes: includes.withLock(\.self), snapshot: nil)
  }
}
