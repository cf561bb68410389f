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
  var files: FileTable<SiteRecord.File>
  /// Where the sections of the text of the whole handbook stand.
  var sections: TextSections
  var diagnostics: [Diagnostic]
  /// The renderer, with all that was prepared for this.
  var renderer: PageRenderer
}

/// What is to be published.
struct Publication: Sendable {
  var loaded: LoadedHandbook
  var renderer: PageRenderer
  /// What goes into each file, in the order of the routes.
  var pages: [Fingerprint]
  /// The documents whose texts alone can differ from those that were published; `nil` when anything can.
  var changed: [Int]?
}

/// Renders what can differ from what stands in the output folder, and writes what does: one route after another on every
/// thread, none is held longer than it takes to write it. The output folder changes only when all are written.
///
/// - Parameter record: what the last build published.
func publish(
  _ site: Publication, into folder: OutputFolder, since record: SiteRecord?, _ options: BuildOptions
) throws(StopError) -> Published {
  let routes = site.loaded.plan.routes
  // Each path is one text, wherever it is kept.
  let paths = routes.map(\.file)
  var publisher = try Publisher(into: folder, paths: paths)
  var work = Work(site: site, paths: paths, record: record, publisher: publisher, options: options)
  let outcomes: [Work.Done]
  do throws(StopError) {
    outcomes = try render(routes, &work)
    try options.stopIfCancelled()
  } catch {
    publisher.abandon()
    throw error
  }
  var files = FileTable<SiteRecord.File>(room: routes.count)
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
  let stopped = work.stoppedTemplates.map { stoppedProblem($0, site.loaded.theme) }
  if options.isStrict, let first = stopped.first {
    publisher.abandon()
    throw StopError(.usage, "\(first.range?.file ?? ""): \(first.message)", help: first.help)
  }
  let removed = publisher.removedFiles
  // Routes have nearly this order already.
  written.sort { $0.precedesInUTF8($1) }
  try publisher.commit(written: written, jobs: options.jobs)
  return Published(
    changedFiles: removed.isEmpty ? written : (written + removed).sorted { $0.precedesInUTF8($1) },
    diagrams: outcomes.reduce(0) { $0 + $1.diagrams }, bytes: outcomes.reduce(0) { $0 + $1.bytes }, files: files,
    sections: work.sections,
    diagnostics: stopped,
    renderer: work.site.renderer)
}

/// Renders and writes what differs from the last build; what came of each route, in their order.
private func render(_ routes: [Route], _ work: inout Work) throws(StopError) -> [Work.Done] {
  let jobs = work.options.jobs
  var outcomes = concurrentMap(count: routes.count, jobs: jobs) { [work] in work.known($0) }
  let stale = outcomes.indices.filter { outcomes[$0].outcome == .gone }
  // What takes long comes first, so that no thread is left alone with it at the end.
  let large = stale.filter { routes[$0].isLarge }
  let order = large + stale.filter { !routes[$0].isLarge }
  work.prepareBundles(stale.map { routes[$0] })
  // What was only needed on the way here lies between what is still needed; a large handbook needs it all.
  if stale.count > 100_000 { give_back_memory() }
  work.begin(order.count)
  let results = order.concurrentMap(jobs: jobs, large: large.count) { [work, outcomes] index in
    work.publish(routes[index], outcomes[index].inputs)
  }
  for (index, result) in zip(order, results) { outcomes[index] = try result.mapError(\.stop).get() }
  return outcomes
}

private func stoppedProblem(_ template: String, _ theme: Theme) -> Diagnostic {
  Diagnostic(
    .invalidTheme, "the template `\(template)` does not come to an end, and pages with it are cut off",
    at: SourceRange(file: theme.file(ofTemplate: template), line: 1, column: 1),
    help: "look for a template that includes itself, and for lists within lists")
}

/// What the threads share.
private struct Work: Sendable {
  private(set) var site: Publication
  /// The paths of the routes' files.
  private let paths: [String]
  let publisher: Publisher
  let options: BuildOptions
  private let record: SiteRecord?
  /// The sections of the text of the whole handbook that change, when all others can be taken from the file that stands there.
  private var splice: SectionSplice?
  private let state: State
  private var progress: ProgressCounter?

  /// What changes while they work.
  private final class State: Sendable {
    let stopped: Mutex<Set<String>> = Mutex([])
    let hasFailed = Atomic<Bool>(false)
    let sections: Mutex<TextSections>

    init(_ sections: TextSections) { self.sections = Mutex(sections) }
  }

  /// What came of one file; as long as nothing has, it is gone.
  struct Done: Sendable {
    var outcome: Publisher.Outcome
    var inputs: Fingerprint
    var diagrams = 0
    /// How many bytes were rendered.
    var bytes = 0
  }

  init(site: Publication, paths: [String], record: SiteRecord?, publisher: Publisher, options: BuildOptions) {
    self.site = site
    self.paths = paths
    self.record = record
    self.publisher = publisher
    self.options = options
    state = State(record?.sections ?? TextSections())
  }

  /// The templates that did not come to an end.
  var stoppedTemplates: [String] { state.stopped.withLock { $0.sorted() } }

  /// Where the sections of the text of the whole handbook stand.
  var sections: TextSections { state.sections.withLock(\.self) }

  /// Prepares what the bundles among some routes share: where only a few texts changed, no more than these need.
  mutating func prepareBundles(_ stale: [Route]) {
    guard stale.contains(where: \.isBundle) else { return }
    guard let changed = site.changed else { return site.renderer.prepareBundles(jobs: options.jobs) }
    let documents = stale.compactMap { if case .bundle(let document) = $0.content { document } else { nil } }
    let whole = site.renderer
    site.renderer.prepareBundles(of: documents, sections: changed, jobs: options.jobs)
    guard let fullText = stale.first(where: { $0.content == .fullText }) else { return }
    // Links in other sections lead to the anchors of these.
    if let file = record?.files[fullText.file], publisher.stamp(of: fullText.file) == file.stamp,
      changed.allSatisfy({ site.renderer.anchors(of: $0) == sections.anchors[$0] })
    {
      splice = SectionSplice(
        changed, order: site.renderer.sections, lengths: sections.lengths, size: file.stamp.size)
    }
    guard splice == nil else { return }
    site.renderer = whole
    site.renderer.prepareBundles(jobs: options.jobs)
  }

  /// Says how many files there are to publish.
  mutating func begin(_ count: Int) {
    progress = ProgressCounter("Publishing files:", total: count, options.progress)
  }

  /// What goes into the file of a route; it is unchanged when that is what went into it the last time.
  func known(_ index: Int) -> Done {
    guard !options.isCancelled() else { return Done(outcome: .gone, inputs: Fingerprint([])) }
    let (path, inputs) = (paths[index], site.pages[index])
    guard let file = record?.files[path], file.inputs == inputs, let stamp = publisher.stamp(of: path),
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
      let outcome = try publisher.copy(site.loaded.root + "/" + asset, to: route.file)
      // The file may have changed since it was looked at: what counts is what was copied.
      return Done(outcome: outcome, inputs: publisher.fingerprint(of: route.file, outcome) ?? Fingerprint([]))
    }
    if route.isInPieces {
      let outcome = try writeInPieces(route)
      return Done(outcome: outcome, inputs: inputs, bytes: outcome.stamp?.size ?? 0)
    }
    let page = site.renderer.render(route)
    if let template = page.stoppedTemplate { state.stopped.withLock { _ = $0.insert(template) } }
    let outcome = try page.content.withBytes { bytes throws(Files.Failure) in
      try publisher.write(bytes, to: route.file)
    }
    // A page that was cut off is rendered again the next time, so that it is reported again.
    return Done(
      outcome: outcome, inputs: page.stoppedTemplate == nil ? inputs : Fingerprint([]), diagrams: page.diagrams,
      bytes: page.content.count)
  }

  private func writeInPieces(_ route: Route) throws(Files.Failure) -> Publisher.Outcome {
    if route.content == .fullText, var splice {
      let outcome = try publisher.splice(route.file, &splice) { site.renderer.section(of: $0) }
      state.sections.withLock { [splice] in $0.lengths = splice.lengths }
      return outcome
    }
    var sections = TextSections()
    let outcome = try publisher.write(to: route.file) { append throws(Files.Failure) in
      _ = try site.renderer.renderInPieces(route, sections: &sections, append)
    }
    if route.content == .fullText { state.sections.withLock { [sections] in $0 = sections } }
    return outcome
  }
}
