import Diagnostics
import Glibc
import Pages
import Snapshot
import Synchronization
import Threads

/// What came of publishing.
struct Published: Sendable {
  var changedFiles: [String]
  var diagrams: Int
  var bytes: Int
  /// The files of the site, with what went into each.
  var files: [String: SiteRecord.File]
  var diagnostics: [Diagnostic]
}

/// Renders what can differ from what stands in the output folder, and writes what does: one route after another on every
/// thread, none is held longer than it takes to write it. The output folder changes only when all are written.
///
/// - Parameters:
///   - inputs: what goes into each page.
///   - assets: the fingerprints of the files that are copied.
///   - known: what the last build published.
func publish(
  _ loaded: LoadedHandbook, _ renderer: PageRenderer, _ inputs: PageInputs, assets: [String: Fingerprint],
  into folder: OutputFolder, known: [String: SiteRecord.File], _ options: BuildOptions
) throws(StopError) -> Published {
  let routes = loaded.plan.routes
  var publisher = try Publisher(into: folder, paths: routes.map(\.file))
  let work = Work(
    loaded: loaded, renderer: renderer, inputs: inputs, assets: assets, known: known, publisher: publisher,
    options: options)
  let results = routes.concurrentMap(jobs: options.jobs) { work.publish($0) }
  var outcomes: [Work.Done] = []
  outcomes.reserveCapacity(routes.count)
  do throws(StopError) {
    for result in results { outcomes.append(try result.mapError(\.stop).get()) }
    try options.stopIfCancelled()
  } catch {
    publisher.abandon()
    throw error
  }
  var files: [String: SiteRecord.File] = [:]
  files.reserveCapacity(routes.count)
  var written: Set<String> = []
  var gone: [String] = []
  for (route, done) in zip(routes, outcomes) {
    if case .written = done.outcome { written.insert(route.file) }
    guard let stamp = done.outcome.stamp else {
      gone.append(route.file)
      continue
    }
    files[route.file] = SiteRecord.File(inputs: done.inputs, stamp: stamp, diagrams: done.diagrams)
  }
  publisher.leaveOut(gone)
  let removed = publisher.removedFiles
  try publisher.commit(written: written, jobs: options.jobs)
  return Published(
    changedFiles: (written.union(removed)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
    diagrams: outcomes.reduce(0) { $0 + $1.diagrams }, bytes: outcomes.reduce(0) { $0 + $1.bytes }, files: files,
    diagnostics: work.stoppedTemplates.map { stopped($0, folder: loaded.theme.folder) })
}

private func stopped(_ template: String, folder: String) -> Diagnostic {
  Diagnostic(
    .invalidTheme, "the template `\(template)` does not come to an end, and its pages are cut off",
    at: SourceRange(
      file: (folder.isEmpty ? "" : folder + "/") + "templates/\(template).mustache", line: 1, column: 1),
    help: "look for a template that includes itself, and for lists within lists")
}

/// What the threads share.
private final class Work: Sendable {
  let loaded: LoadedHandbook
  let renderer: PageRenderer
  let inputs: PageInputs
  let assets: [String: Fingerprint]
  let known: [String: SiteRecord.File]
  let publisher: Publisher
  let options: BuildOptions
  private let stopped: Mutex<Set<String>> = Mutex([])
  private let progress: ProgressCounter
  private let hasFailed = Atomic<Bool>(false)

  /// What came of one file.
  struct Done: Sendable {
    var outcome: Publisher.Outcome
    var inputs: Fingerprint
    var diagrams = 0
    /// How many bytes were rendered.
    var bytes = 0
  }

  init(
    loaded: LoadedHandbook, renderer: PageRenderer, inputs: PageInputs, assets: [String: Fingerprint],
    known: [String: SiteRecord.File], publisher: Publisher, options: BuildOptions
  ) {
    self.loaded = loaded
    self.renderer = renderer
    self.inputs = inputs
    self.assets = assets
    self.known = known
    self.publisher = publisher
    self.options = options
    progress = ProgressCounter("Publishing files:", total: loaded.plan.routes.count, options.progress)
  }

  /// The templates that did not come to an end.
  var stoppedTemplates: [String] { stopped.withLock { $0.sorted() } }

  func publish(_ route: Route) -> Result<Done, Files.Failure> {
    // When the disk is full, the other files need not be tried.
    guard !hasFailed.load(ordering: .relaxed), !options.isCancelled() else {
      return .success(Done(outcome: .gone, inputs: Fingerprint([])))
    }
    let result = Result { () throws(Files.Failure) in try write(route) }
    if case .failure = result { hasFailed.store(true, ordering: .relaxed) }
    progress.advance()
    return result
  }

  private func write(_ route: Route) throws(Files.Failure) -> Done {
    var asset: String?
    if case .asset(let path) = route.content { asset = path }
    let inputs = asset.map { assets[$0] ?? Fingerprint([]) } ?? self.inputs.fingerprint(of: route) ?? Fingerprint([])
    if let file = known[route.file], file.inputs == inputs, let stamp = publisher.stamp(of: route.file),
      stamp == file.stamp
    {
      return Done(outcome: .unchanged(stamp), inputs: inputs, diagrams: file.diagrams)
    }
    if let asset {
      let outcome = try publisher.copy(loaded.root + "/" + asset, to: route.file)
      // The file may have changed since it was looked at: what counts is what was copied.
      return Done(outcome: outcome, inputs: publisher.fingerprint(of: route.file, outcome) ?? Fingerprint([]))
    }
    let page = renderer.render(route)
    if let template = page.stoppedTemplate { stopped.withLock { _ = $0.insert(template) } }
    // A page that was cut off is rendered again the next time, so that it is reported again.
    return Done(
      outcome: try publisher.write(page.bytes, to: route.file),
      inputs: page.stoppedTemplate == nil ? inputs : Fingerprint([]), diagrams: page.diagrams, bytes: page.bytes.count)
  }
}
