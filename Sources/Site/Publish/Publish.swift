import CGlibc
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
  /// The renderer, with all that was prepared for this.
  var renderer: PageRenderer
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
  // Each path is one text, wherever it is kept.
  let paths = routes.map(\.file)
  var publisher = try Publisher(into: folder, paths: paths)
  var work = Work(
    loaded: loaded, renderer: renderer, inputs: inputs, assets: assets, known: known, publisher: publisher,
    options: options)
  let outcomes: [Work.Done]
  do throws(StopError) {
    outcomes = try render(routes, &work)
    try options.stopIfCancelled()
  } catch {
    publisher.abandon()
    throw error
  }
  var files: [String: SiteRecord.File] = [:]
  files.reserveCapacity(routes.count)
  var written: [String] = []
  var gone: [String] = []
  for (file, done) in zip(paths, outcomes) {
    if case .written = done.outcome { written.append(file) }
    guard let stamp = done.outcome.stamp else {
      gone.append(file)
      continue
    }
    files[file] = SiteRecord.File(inputs: done.inputs, stamp: stamp, diagrams: done.diagrams)
  }
  publisher.leaveOut(gone)
  let removed = publisher.removedFiles
  // Routes have nearly this order already.
  written.sort { $0.precedesInUTF8($1) }
  try publisher.commit(written: written, jobs: options.jobs)
  return Published(
    changedFiles: removed.isEmpty ? written : (written + removed).sorted { $0.precedesInUTF8($1) },
    diagrams: outcomes.reduce(0) { $0 + $1.diagrams }, bytes: outcomes.reduce(0) { $0 + $1.bytes }, files: files,
    diagnostics: work.stoppedTemplates.map { stopped($0, folder: loaded.theme.folder) },
    renderer: work.renderer)
}

/// Renders and writes what differs from the last build; what came of each route, in their order.
private func render(_ routes: [Route], _ work: inout Work) throws(StopError) -> [Work.Done] {
  let jobs = work.options.jobs
  var outcomes = routes.concurrentMap(jobs: jobs) { [work] in work.known($0) }
  let stale = outcomes.indices.filter { outcomes[$0].outcome == .gone }
  // What takes long comes first, so that no thread is left alone with it at the end.
  let large = stale.filter { routes[$0].isLarge }
  let order = large + stale.filter { !routes[$0].isLarge }
  if stale.contains(where: { routes[$0].isBundle }) { work.renderer.prepareBundles(jobs: jobs) }
  // What was only needed on the way here lies between what is still needed; a large handbook needs it all.
  if stale.count > 100_000 { give_back_memory() }
  work.begin(order.count)
  let results = order.concurrentMap(jobs: jobs, large: large.count) { [work, outcomes] index in
    work.publish(routes[index], outcomes[index].inputs)
  }
  for (index, result) in zip(order, results) { outcomes[index] = try result.mapError(\.stop).get() }
  return outcomes
}

private func stopped(_ template: String, folder: String) -> Diagnostic {
  Diagnostic(
    .invalidTheme, "the template `\(template)` does not come to an end, and its pages are cut off",
    at: SourceRange(
      file: (folder.isEmpty ? "" : folder + "/") + "templates/\(template).mustache", line: 1, column: 1),
    help: "look for a template that includes itself, and for lists within lists")
}

/// What the threads share.
private struct Work: Sendable {
  let loaded: LoadedHandbook
  var renderer: PageRenderer
  let inputs: PageInputs
  let assets: [String: Fingerprint]
  let known: [String: SiteRecord.File]
  let publisher: Publisher
  let options: BuildOptions
  private let state = State()
  private var progress: ProgressCounter?

  /// What changes while they work.
  private final class State: Sendable {
    let stopped: Mutex<Set<String>> = Mutex([])
    let hasFailed = Atomic<Bool>(false)
  }

  /// What came of one file; as long as nothing has, it is gone.
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
  }

  /// The templates that did not come to an end.
  var stoppedTemplates: [String] { state.stopped.withLock { $0.sorted() } }

  /// Says how many files there are to publish.
  mutating func begin(_ count: Int) {
    progress = ProgressCounter("Publishing files:", total: count, options.progress)
  }

  /// What goes into the file of a route; it is unchanged when that is what went into it the last time.
  func known(_ route: Route) -> Done {
    guard !options.isCancelled() else { return Done(outcome: .gone, inputs: Fingerprint([])) }
    let inputs: Fingerprint
    if case .asset(let path) = route.content {
      inputs = assets[path] ?? Fingerprint([])
    } else {
      inputs = self.inputs.fingerprint(of: route) ?? Fingerprint([])
    }
    guard let file = known[route.file], file.inputs == inputs, let stamp = publisher.stamp(of: route.file),
      stamp == file.stamp
    else { return Done(outcome: .gone, inputs: inputs) }
    return Done(outcome: .unchanged(stamp), inputs: inputs, diagrams: file.diagrams)
  }

  /// Renders the file of a route, and writes it.
  func publish(_ route: Route, _ inputs: Fingerprint) -> Result<Done, Files.Failure> {
    // When the disk is full, the other files need not be tried.
    guard !state.hasFailed.load(ordering: .relaxed), !options.isCancelled() else {
      return .success(Done(outcome: .gone, inputs: Fingerprint([])))
    }
    let result = Result { () throws(Files.Failure) in try write(route, inputs) }
    if case .failure = result { state.hasFailed.store(true, ordering: .relaxed) }
    progress?.advance()
    return result
  }

  private func write(_ route: Route, _ inputs: Fingerprint) throws(Files.Failure) -> Done {
    if case .asset(let asset) = route.content {
      let outcome = try publisher.copy(loaded.root + "/" + asset, to: route.file)
      // The file may have changed since it was looked at: what counts is what was copied.
      return Done(outcome: outcome, inputs: publisher.fingerprint(of: route.file, outcome) ?? Fingerprint([]))
    }
    if route.isInPieces {
      let outcome = try publisher.write(to: route.file) { append throws(Files.Failure) in
        _ = try renderer.renderInPieces(route, append)
      }
      return Done(outcome: outcome, inputs: inputs, bytes: outcome.stamp?.size ?? 0)
    }
    let page = renderer.render(route)
    if let template = page.stoppedTemplate { state.stopped.withLock { _ = $0.insert(template) } }
    // A page that was cut off is rendered again the next time, so that it is reported again.
    return Done(
      outcome: try publisher.write(page.bytes, to: route.file),
      inputs: page.stoppedTemplate == nil ? inputs : Fingerprint([]), diagrams: page.diagrams, bytes: page.bytes.count)
  }
}
