import Diagnostics
import Handbook
import Pages
import Snapshot
import Threads

/// Builds a site: the whole street, from files to files.
///
/// What the last build left behind is used as far as nothing that it was made of has changed: content is known by
/// fingerprints, so the site has the same bytes as without.
///
/// - Throws: `StopError` when nothing can be built. Problems of the content are in the report, and the rest is built.
public func build(_ options: BuildOptions) throws(StopError) -> BuildReport {
  var (report, built) = try buildWhole(options)
  report.residue = built
  return report
}

/// What a build was made of, and what it published.
struct Built: Sendable {
  var content: Content
  var parsed: [ParsedDocument]
  var loaded: LoadedHandbook
  var renderer: PageRenderer
  var inputs: PageInputs
  var published: Published
  /// The output folder's absolute path.
  var output: String
}

/// Builds a site; gives also what it was made of, unless nothing may be published, or nothing had to be done.
///
/// - Parameter needsAll: whether what the site is made of is wanted even when nothing has to be done.
func buildWhole(_ options: BuildOptions, needsAll: Bool = false) throws(StopError) -> (BuildReport, Built?) {
  var timings = Timings()
  let former = SiteRecord.readAhead(options)
  let content = try readContent(options, &timings, copies: true)
  // What stands in the folder is looked at under the lock: another build may be about to change it.
  let path = try OutputFolder.absolutePath(options.output)
  let lock = try BuildLock(output: path, isCancelled: options.isCancelled)
  defer { withExtendedLifetime(lock) {} }
  let cache = CacheFolder(options, content: content.sources.root, output: path)
  let record = timings.measure("cache") { former?.value() ?? nil }
  let isSame = !needsAll && record?.inputs == content.fingerprint
  let known = isSame ? nil : DocumentCache.readAhead(from: cache, content)
  let folder = try OutputFolder(at: path, content: options.content)
  if isSame, let record, folder.holds(record, jobs: options.jobs) {
    var report = BuildReport(record)
    report.isPublished = !report.isRefused(options)
    report.timings = timings
    return (report, nil)
  }
  let documents = known ?? DocumentCache.readAhead(from: cache, content)
  // The stage that needs it first waits for it.
  let cached = LazyValue { (documents.value() ?? nil) ?? DocumentCache() }
  if !needsAll, let report = try buildTexts(content, since: record, cache, cached, into: folder, options, &timings) {
    return (report, nil)
  }
  var parsed = parse(content, cached, options, &timings)
  let keeping = KeepDocuments(&parsed, content, cache)
  let loaded = try resolve(content, parsed, options, &timings)
  var report = BuildReport(loaded)
  guard !report.isRefused(options) else {
    report.timings = timings
    return (report, nil)
  }
  let (site, inputs) = timings.measure("share") { share(loaded, parsed, content, options) }
  let keepingHandbook = cache.map { cache in
    KeptHandbook.write(loaded, parsed, inputs, pages: site.pages, base: content.fingerprint, to: cache)
  }
  let published = try publish(site, into: folder, since: record, options, &timings)
  report.add(published)
  timings.measure("keep") {
    _ = keepingHandbook?.value()
    if let cache { SiteRecord(report, published, content).write(to: cache) }
    keeping.finish()
  }
  report.timings = timings
  let built = Built(
    content: content, parsed: parsed, loaded: loaded, renderer: published.renderer, inputs: inputs,
    published: published,
    output: path)
  return (report, built)
}

/// Builds a site of which only some texts changed; `nil` when it has to be built as a whole.
private func buildTexts(
  _ content: Content, since record: SiteRecord?, _ cache: CacheFolder?, _ known: LazyValue<DocumentCache>,
  into folder: OutputFolder, _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> BuildReport? {
  let changed = timings.measure("texts") { ChangedTexts(content, since: record, in: cache, known, options) }
  guard let cache, let record, let changed else { return nil }
  var report = BuildReport(changed.loaded)
  guard !report.isRefused(options) else {
    report.timings = timings
    return report
  }
  let published = try publish(changed.site, into: folder, since: record, options, &timings)
  report.add(published)
  timings.measure("keep") {
    SiteRecord(report, published, content, base: (record.base, changed.paths)).write(to: cache)
  }
  report.timings = timings
  // Freeing it would take as long as reading it did.
  report.residue = [changed, published] as [any Sendable]
  return report
}

private func publish(
  _ site: Publication, into folder: OutputFolder, since record: SiteRecord?, _ options: BuildOptions,
  _ timings: inout Timings
) throws(StopError) -> Published {
  try timings.measure("publish") { () throws(StopError) in
    try publish(site, into: folder, since: record, options)
  } items: {
    $0.files.count
  } bytes: {
    $0.bytes
  }
}

private func share(
  _ loaded: LoadedHandbook, _ parsed: [ParsedDocument], _ content: Content, _ options: BuildOptions
) -> (Publication, PageInputs) {
  let renderer = PageRenderer(
    handbook: loaded.handbook, plan: loaded.plan, theme: loaded.theme, findings: loaded.diagnostics,
    former: options.former, jobs: options.jobs)
  let contents = Dictionary(parsed.map { ($0.checked.value.file, $0.content) }) { first, _ in first }
  let inputs = PageInputs(
    renderer: renderer, contents: loaded.handbook.documents.map { contents[$0.file] ?? Fingerprint([]) },
    surroundings: content.surroundings, jobs: options.jobs)
  let pages = loaded.plan.routes.concurrentMap(jobs: options.jobs) { [assets = content.assets] route -> Fingerprint in
    if case .asset(let path) = route.content { return assets[path] ?? Fingerprint([]) }
    return inputs.fingerprint(of: route) ?? Fingerprint([])
  }
  return (Publication(loaded: loaded, renderer: renderer, pages: pages), inputs)
}

/// A handbook that is read, parsed, resolved and planned, with everything that is wrong with it: what `check` reports, and
/// what `build` publishes.
public struct LoadedHandbook: Sendable {
  /// The handbook.
  public var handbook: Handbook
  /// The files of its site.
  public var plan: SitePlan
  /// Its theme.
  public var theme: Theme
  /// Every problem, in order, with the severities of the configuration.
  public var diagnostics: [Diagnostic]
  /// The content folder's absolute path.
  var root: String
}

/// Walks the street up to the plan of the site; writes nothing.
public func loadHandbook(_ options: BuildOptions) throws(StopError) -> LoadedHandbook {
  var timings = Timings()
  let content = try readContent(options, &timings)
  // Documents that builds have parsed are used; what is noted of the web only now is not among what they kept.
  let cache =
    options.notesAddresses ? nil : CacheFolder(options, content: content.sources.root, output: "")
  let known = DocumentCache.readAhead(from: cache, content)
  let cached = LazyValue { (known.value() ?? nil) ?? DocumentCache() }
  return try resolve(content, parse(content, cached, options, &timings), options, &timings)
}

// MARK: - Stages

private func parse(
  _ content: Content, _ known: LazyValue<DocumentCache>, _ options: BuildOptions, _ timings: inout Timings
) -> [ParsedDocument] {
  timings.measure("parse") {
    parseDocuments(content, known.value, options)
  } items: {
    $0.count
  } bytes: {
    $0.reduce(0) { $0 + $1.checked.value.source.count }
  }
}

func resolve(
  _ content: Content, _ parsed: [ParsedDocument], _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> LoadedHandbook {
  try options.stopIfCancelled()
  let handbook = timings.measure("resolve") {
    connectHandbook(
      documents: parsed.map(\.checked.value), assets: content.sources.assets, configuration: content.configuration,
      jobs: options.jobs)
  } items: {
    $0.value.graph.edges.count
  }
  try options.stopIfCancelled()
  // Routes are planned on one thread, beside the checks.
  let planning = Background { [theme = content.theme.value] in sitePlan(of: handbook.value, theme: theme) }
  let found = timings.measure("check") {
    checks(of: handbook.value, jobs: options.jobs)
  } items: {
    $0.count
  }
  let plan = timings.measure("route") {
    planning.value() ?? sitePlan(of: handbook.value, theme: content.theme.value)
  } items: {
    $0.value.routes.count
  }
  var diagnostics = content.diagnostics + parsed.flatMap(\.checked.diagnostics)
  diagnostics += handbook.diagnostics + found + plan.diagnostics
  if content.sources.documents.isEmpty {
    diagnostics.append(
      Diagnostic(
        .emptyHandbook, "there is no document in \(options.content)",
        help: "write a Markdown file, such as personas/developer.md"))
  }
  return LoadedHandbook(
    handbook: handbook.value, plan: plan.value, theme: content.theme.value,
    diagnostics: listed(
      content.configuration.applied(to: diagnostics), handbook.value, root: content.sources.root, jobs: options.jobs),
    root: content.sources.root)
}
