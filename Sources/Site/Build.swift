import Diagnostics
import Handbook
import Pages
import Threads

/// Builds a site: the whole street, from files to files.
///
/// - Throws: `StopError` when nothing can be built. Problems of the content are in the report, and the rest is built.
public func build(_ options: BuildOptions) throws(StopError) -> BuildReport {
  var timings = Timings()
  let loaded = try loadHandbook(options, &timings)
  var report = BuildReport()
  report.documents = loaded.handbook.documents.count
  report.pages = loaded.plan.routes.count(where: \.isPage)
  report.diagnostics = loaded.diagnostics
  if options.isStrict, report.diagnostics.contains(where: { $0.severity >= .warning }) {
    report.timings = timings
    return report
  }
  let renderer = timings.measure("share") {
    PageRenderer(handbook: loaded.handbook, plan: loaded.plan, theme: loaded.theme)
  }
  let published = try timings.measure("publish") { () throws(StopError) in
    try publish(loaded, renderer, options)
  } items: {
    $0.files
  }
  report.diagrams = published.diagrams
  report.diagnostics += published.diagnostics
  report.changedFiles = published.changedFiles
  report.isPublished = true
  report.timings = timings
  return report
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
  return try loadHandbook(options, &timings)
}

private func loadHandbook(_ options: BuildOptions, _ timings: inout Timings) throws(StopError) -> LoadedHandbook {
  try options.stopIfCancelled()
  let configured = try readConfiguration(content: options.content)
  var configuration = configured.value
  if let baseURL = options.baseURL { configuration.baseURL = baseURL.hasSuffix("/") ? baseURL : baseURL + "/" }

  let sources = try timings.measure("read") { () throws(StopError) in
    try readSources(
      content: options.content,
      exclude: configuration.exclude + [configuration.theme].compactMap { $0.map { "/" + $0 } },
      outputs: [options.output], jobs: options.jobs)
  } items: {
    $0.documents.count + $0.assets.count
  }
  try options.stopIfCancelled()
  let parsed = timings.measure("parse") {
    parse(sources, configuration, jobs: options.jobs)
  } items: {
    $0.count
  }
  try options.stopIfCancelled()
  let handbook = timings.measure("resolve") {
    resolveHandbook(
      documents: parsed.map(\.value), assets: sources.assets, configuration: configuration, jobs: options.jobs)
  } items: {
    $0.value.graph.edges.count
  }
  try options.stopIfCancelled()
  let theme = try timings.measure("theme") { () throws(StopError) in
    try readTheme(options.theme, configured: configuration.theme, root: sources.root)
  }
  let plan = timings.measure("route") {
    sitePlan(of: handbook.value, theme: theme.value)
  } items: {
    $0.value.routes.count
  }

  var diagnostics = configured.diagnostics + sources.diagnostics + parsed.flatMap(\.diagnostics)
  diagnostics += handbook.diagnostics + theme.diagnostics + plan.diagnostics
  if sources.documents.isEmpty {
    diagnostics.append(
      Diagnostic(
        .emptyHandbook, "there is no document in \(options.content)",
        help: "write a Markdown file, such as personas/developer.md"))
  }
  return LoadedHandbook(
    handbook: handbook.value, plan: plan.value, theme: theme.value,
    diagnostics: listed(configuration.applied(to: diagnostics), handbook.value, sources),
    root: sources.root)
}

// MARK: - Stages

private func parse(_ sources: Sources, _ configuration: Configuration, jobs: Int) -> [Checked<Document>] {
  let files = Dictionary(sources.documents.map { ($0.path, $0.bytes) }) { first, _ in first }
  return sources.documents.concurrentMap(jobs: jobs) { source in
    parseDocument(source, configuration: configuration, include: { files[$0] })
  }
}
