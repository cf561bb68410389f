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
  try expectFolders(options)
  let path = try OutputFolder.absolutePath(options.output)
  // All is read under the lock: of two builds, the one that publishes last has read last too. And another build may be about to
  // change what stands in the folder.
  let lock = try BuildLock(output: path, isCancelled: options.isCancelled)
  defer { withExtendedLifetime(lock) {} }
  let former = SiteRecord.readAhead(options)
  let content = try readContent(options, &timings, copies: true)
  let cache = CacheFolder(options, content: content.sources.root, output: path)
  let record = timings.measure("cache") { former?.value() ?? nil }
  let isSame = !needsAll && record?.inputs == content.fingerprint
  let reading = isSame ? nil : DocumentCache.readAhead(from: cache, content)
  // The stage that needs it first waits for it.
  let known = LazyValue {
    ((reading ?? DocumentCache.readAhead(from: cache, content)).value() ?? nil) ?? DocumentCache()
  }
  let texts =
    isSame || needsAll ? nil : Background { ChangedTexts(content, since: record, in: cache, known, options) }
  let folder = try OutputFolder(at: path, content: options.content)
  if isSame, let record, folder.holds(record, jobs: options.jobs) {
    var report = BuildReport(record)
    report.isPublished = !report.isRefused(options)
    report.timings = timings
    return (report, nil)
  }
  let changed = timings.measure("texts") { texts?.value() ?? nil }
  if let changed, let cache, let record {
    return (try build(changed, content, since: record, cache, into: folder, options, &timings), nil)
  }
  return try buildAll(
    content, parse(content, known, options, &timings), since: record, cache, into: folder, options, &timings)
}

/// Builds a site from all its documents; gives also what it was made of, unless nothing may be published.
private func buildAll(
  _ content: Content, _ documents: consuming [ParsedDocument], since record: SiteRecord?, _ cache: CacheFolder?,
  into folder: OutputFolder, _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> (BuildReport, Built?) {
  let keeping = DocumentCache.keep(&documents, content, in: cache)
  // A build that is refused or stops waits too, so that no half-written file is left.
  defer { _ = keeping?.value() }
  let parsed = documents
  let (site, inputs) = try shareResolved(content, parsed, options, &timings)
  var report = BuildReport(site.loaded)
  guard !report.isRefused(options) else {
    report.timings = timings
    return (report, nil)
  }
  let keepingHandbook = cache.map { cache in
    KeptHandbook.write(site.loaded, parsed, inputs, pages: site.pages, base: content.fingerprint, to: cache)
  }
  defer { _ = keepingHandbook?.value() }
  let published = try publish(site, into: folder, since: record, options, &timings)
  report.add(published)
  timings.measure("keep") {
    _ = keepingHandbook?.value()
    if let cache { SiteRecord(report, published, content).write(to: cache) }
    _ = keeping?.value()
  }
  report.timings = timings
  let built = Built(
    content: content, parsed: parsed, loaded: site.loaded, renderer: published.renderer, inputs: inputs,
    published: published, output: folder.path)
  return (report, built)
}

/// Builds a site of which only some texts changed.
private func build(
  _ changed: ChangedTexts, _ content: Content, since record: SiteRecord, _ cache: CacheFolder,
  into folder: OutputFolder, _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> BuildReport {
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

/// Resolves, plans and checks a handbook; works out what its pages share, and what goes into each.
private func shareResolved(
  _ content: Content, _ parsed: [ParsedDocument], _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> (Publication, PageInputs) {
  // Problems that are not listed yet take as much room as the lists: they are held here no longer than needed.
  let resolved = try resolveUnlisted(content, parsed, options, &timings)
  return timings.measure("share") { share(resolved, parsed, content, options) }
}

private func share(
  _ resolved: consuming ResolvedHandbook, _ parsed: [ParsedDocument], _ content: Content, _ options: BuildOptions
) -> (Publication, PageInputs) {
  // Sorting keeps one thread busy, and hardly any page waits for it.
  let listing = Background { [resolved = copy resolved] in resolved.listed(jobs: 1) }
  resolved.problems = []
  let renderer = PageRenderer(
    handbook: resolved.handbook, plan: resolved.plan, theme: resolved.theme, former: options.former,
    jobs: options.jobs)
  let contents = FileTable(parsed.lazy.map { ($0.checked.value.file, $0.content) })
  var inputs = PageInputs(
    renderer: renderer, contents: resolved.handbook.documents.map { contents[$0.file] ?? Fingerprint([]) },
    surroundings: content.surroundings, jobs: options.jobs)
  guard let loaded = listing.value() else { preconditionFailure("who asks first is given the value") }
  inputs.setFindings(loaded.diagnostics)
  let pages = loaded.plan.routes.concurrentMap(jobs: options.jobs) {
    [inputs, assets = content.assets] route -> Fingerprint in
    if case .asset(let path) = route.content { return assets[path] ?? Fingerprint([]) }
    return inputs.fingerprint(of: route) ?? Fingerprint([])
  }
  return (Publication(loaded: loaded, renderer: inputs.renderer, pages: pages), inputs)
}
