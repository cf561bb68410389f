import Diagnostics
import Glibc
import Handbook
import Pages
import Snapshot
import Threads

/// All that a build is made of, as it was read: nothing of it is parsed yet but the configuration and the theme.
struct Content: Sendable {
  /// What `baton.yml` and the command's options say.
  var configuration: Configuration
  /// The files of the content folder.
  var sources: Sources
  /// The fingerprints of the files that are copied; none when nothing will be.
  var assets: FileTable<Fingerprint>
  /// How pages look.
  var theme: Checked<Theme>
  /// What was wrong so far.
  var diagnostics: [Diagnostic]
  /// The fingerprint of what parsing a document depends on besides its files: the program and the configuration.
  var parsing: Fingerprint
  /// The fingerprint of what every page depends on besides the documents.
  var surroundings: Fingerprint
  /// The fingerprint of all but the bytes of documents.
  var frame: Fingerprint
  /// The fingerprint of all of it.
  var fingerprint: Fingerprint
}

/// Reads all that a build is made of.
///
/// - Parameters:
///   - copies: whether the files that are copied are read too; `check` has no use for them.
///   - unsaved: texts that count instead of what is on disk.
/// - Throws: `StopError` when there is no content folder, or something that the build can't do without can't be read.
func readContent(
  _ options: BuildOptions, _ timings: inout Timings, copies: Bool = false, unsaved: FileTable<[UInt8]> = FileTable()
) throws(StopError) -> Content {
  try options.stopIfCancelled()
  var (configured, bytes) = try readConfiguration(content: options.content, unsaved: unsaved[configurationFile])
  if options.theme == nil { configured.expectTheme(in: options.content) }
  var configuration = configured.value
  if let baseURL = options.baseURL { configuration.baseURL = baseURL.hasSuffix("/") ? baseURL : baseURL + "/" }
  let theme = configuration.theme?.value
  let sources = try timings.measure("read") { () throws(StopError) in
    try readSources(
      content: options.content,
      exclude: configuration.excluded,
      others: [options.output, options.cacheFolder, theme.map { options.content + "/" + $0 }].compactMap(\.self),
      unsaved: unsaved, jobs: options.jobs)
  } items: {
    $0.documents.count + $0.assets.count
  } bytes: {
    $0.documents.reduce(0) { $0 + $1.bytes.count }
  }
  try options.stopIfCancelled()
  let look = try timings.measure("theme") { () throws(StopError) in
    try readTheme(options.theme ?? theme.map { sources.root + "/" + $0 }, root: sources.root)
  }
  let fingerprints = (copies ? sources.assets : []).concurrentMap(jobs: options.jobs) { path in
    (try? Files.fingerprint(of: sources.root + "/" + path)) ?? Fingerprint([])
  }
  let parsing = Fingerprint { writer in
    writer.write(program)
    writer.write(bytes)
  }
  let surroundings = Fingerprint { writer in
    writer.write(parsing)
    writer.write(configuration.baseURL)
    writer.write(look.value.templateFingerprint)
  }
  let frame = Fingerprint { writer in
    writer.write(surroundings)
    writer.write(look.value.fingerprint)
    writer.write(options.former?.fingerprint)
    // What could not be read is no document, and is reported.
    writer.write(configured.diagnostics + sources.diagnostics + look.diagnostics)
    // That there is no document is said with the folder's name as it was given.
    if sources.documents.isEmpty { writer.write(options.content) }
    for document in sources.documents { writer.write(document.path) }
    writer.write(sources.assets)
    writer.write(fingerprints)
  }
  return Content(
    configuration: configuration, sources: sources,
    assets: FileTable(zip(sources.assets, fingerprints)), theme: look,
    diagnostics: configured.diagnostics + sources.diagnostics + look.diagnostics, parsing: parsing,
    surroundings: surroundings, frame: frame,
    fingerprint: Fingerprint { writer in
      writer.write(frame)
      for document in sources.documents { writer.write(sources.fingerprints[document.path]) }
    })
}

/// The program itself: another version may build another site.
private let program = Fingerprint { writer in
  let path = Files.realPath("/proc/self/exe") ?? ""
  writer.write(path)
  guard let stamp = Files.stamp(at: path) else { return }
  for number in [stamp.size, stamp.inode, stamp.seconds, stamp.nanoseconds] { writer.write(number) }
}
