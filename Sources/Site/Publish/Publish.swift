import Diagnostics
import Glibc
import Pages
import Synchronization
import Threads

/// What came of publishing.
struct Published: Sendable {
  var files: Int
  var changedFiles: [String]
  var diagrams: Int
  var diagnostics: [Diagnostic] = []
}

/// Renders every page and writes every file of the site: one route after another on every thread, none is held longer than it
/// takes to write it. The output folder changes only when all are written.
func publish(_ loaded: LoadedHandbook, _ renderer: PageRenderer, _ options: BuildOptions) throws(StopError) -> Published
{
  // What stands in the folder is looked at under the lock: another build may be about to change it.
  let path = try OutputFolder.absolutePath(options.output)
  let lock = try BuildLock(output: path, isCancelled: options.isCancelled)
  defer { withExtendedLifetime(lock) {} }
  let folder = try OutputFolder(at: path, content: options.content)
  let routes = loaded.plan.routes
  var publisher = try Publisher(into: folder, paths: routes.map(\.file))
  let work = Work(loaded: loaded, renderer: renderer, publisher: publisher, options: options)
  let results = routes.concurrentMap(jobs: options.jobs) { work.publish($0) }
  for case .failure(let failure) in results {
    publisher.abandon()
    throw failure.stop
  }
  if options.isCancelled() {
    publisher.abandon()
    throw .cancelled
  }
  func files(_ outcome: Publisher.Outcome) -> [String] {
    zip(routes, results).filter { (try? $0.1.get()) == outcome }.map(\.0.file)
  }
  publisher.leaveOut(files(.gone))
  try publisher.commit()
  let changed = (files(.written) + publisher.removedFiles).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return Published(
    files: routes.count, changedFiles: changed, diagrams: work.diagrams.load(ordering: .relaxed),
    diagnostics: work.stoppedTemplates.map(stopped))
}

private func stopped(_ template: String) -> Diagnostic {
  Diagnostic(
    .invalidTheme, "the template `\(template)` does not come to an end, and its pages are cut off",
    at: SourceRange(file: "templates/\(template).mustache", line: 1, column: 1),
    help: "look for a template that includes itself, and for lists within lists")
}

/// What the threads share.
private final class Work: Sendable {
  let loaded: LoadedHandbook
  let renderer: PageRenderer
  let publisher: Publisher
  let options: BuildOptions
  let diagrams = Atomic<Int>(0)
  private let stopped: Mutex<Set<String>> = Mutex([])
  private let done = Atomic<Int>(0)
  private let hasFailed = Atomic<Bool>(false)

  init(loaded: LoadedHandbook, renderer: PageRenderer, publisher: Publisher, options: BuildOptions) {
    self.loaded = loaded
    self.renderer = renderer
    self.publisher = publisher
    self.options = options
  }

  /// The templates that did not come to an end.
  var stoppedTemplates: [String] { stopped.withLock { $0.sorted() } }

  func publish(_ route: Route) -> Result<Publisher.Outcome, Files.Failure> {
    // When the disk is full, the other files need not be tried.
    guard !hasFailed.load(ordering: .relaxed), !options.isCancelled() else { return .success(.unchanged) }
    let result = Result { () throws(Files.Failure) in try write(route) }
    if case .failure = result { hasFailed.store(true, ordering: .relaxed) }
    let count = done.wrappingAdd(1, ordering: .relaxed).newValue
    if count.isMultiple(of: 64) {
      options.progress?(BuildOptions.Progress(done: count, total: loaded.plan.routes.count))
    }
    return result
  }

  private func write(_ route: Route) throws(Files.Failure) -> Publisher.Outcome {
    if case .asset(let path) = route.content {
      return try publisher.copy(loaded.root + "/" + path, to: route.file)
    }
    let page = renderer.render(route)
    diagrams.wrappingAdd(page.diagrams, ordering: .relaxed)
    if let template = page.stoppedTemplate { stopped.withLock { _ = $0.insert(template) } }
    return try publisher.write(page.bytes, to: route.file)
  }
}
