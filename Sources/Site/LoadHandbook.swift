import Diagnostics
import Handbook
import Pages
import Threads

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
  let reading = DocumentCache.readAhead(from: cache, content)
  let known = LazyValue { (reading.value() ?? nil) ?? DocumentCache() }
  return try resolve(content, parse(content, known, options, &timings), options, &timings)
}

// MARK: - Stages

func parse(
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

/// Resolves, plans and checks a handbook, and lists its problems.
func resolve(
  _ content: Content, _ parsed: [ParsedDocument], _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> LoadedHandbook {
  let resolved = try resolveUnlisted(content, parsed, options, &timings)
  return timings.measure("list") {
    resolved.listed(jobs: options.jobs)
  } items: {
    $0.diagnostics.count
  }
}

/// A handbook whose problems are not yet in order.
struct ResolvedHandbook: Sendable {
  var handbook: Handbook
  var plan: SitePlan
  var theme: Theme
  var problems: [Diagnostic]
  /// The content folder's absolute path.
  var root: String

  /// The same with its problems as they are listed.
  func listed(jobs: Int) -> LoadedHandbook {
    LoadedHandbook(
      handbook: handbook, plan: plan, theme: theme,
      diagnostics: Site.listed(problems, handbook, root: root, jobs: jobs), root: root)
  }
}

/// Resolves, plans and checks a handbook.
func resolveUnlisted(
  _ content: Content, _ parsed: [ParsedDocument], _ options: BuildOptions, _ timings: inout Timings
) throws(StopError) -> ResolvedHandbook {
  try options.stopIfCancelled()
  let handbook = timings.measure("resolve") {
    connectHandbook(
      documents: parsed.map(\.checked.value), assets: content.sources.assets, unread: content.sources.unread,
      configuration: content.configuration, jobs: options.jobs)
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
  return ResolvedHandbook(
    handbook: handbook.value, plan: plan.value, theme: content.theme.value,
    problems: content.configuration.applied(to: diagnostics), root: content.sources.root)
}
