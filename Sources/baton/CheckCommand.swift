import ArgumentParser
import Diagnostics
import Glibc
import Handbook
import Site

/// `baton check`
struct CheckCommand: HandbookCommand {
  /// The forms in which problems are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, github
  }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reports everything that build would report, and writes nothing.",
    discussion: """
      Exit status: 0 no errors (with --strict: no warnings either), 1 some, 2 wrong usage or configuration.

      A baseline is what `baton check --format json` printed: with it, only problems that are not in it are reported and count. \
      --fail-under takes percentages of coverage, one figure (tasks-with-persona=90) or all of them (80); \
      `baton check --coverage` prints them.

      Only --external asks the network: each link once, by HEAD (by GET where that fails), without cookies or passwords. Good answers are \
      remembered for a day, others for ten minutes.
      """)

  @OptionGroup var shared: SharedOptions

  @OptionGroup var theme: ThemeOptions

  @Option(help: "The form of the report: text, json, sarif or github.")
  var format = Format.text

  @Flag(help: "Fail on any warning.")
  var strict = false

  @Option(
    name: .customLong("max-warnings"), parsing: .unconditional,
    help: ArgumentHelp("Fail on more warnings than this.", valueName: "n"), transform: wholeNumber(in: 0...Int.max))
  var maxWarnings: Int?

  @Option(help: ArgumentHelp("A report of known problems, which do not count.", valueName: "file"))
  var baseline: String?

  @Option(
    name: .customLong("fail-under"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Fail when coverage is below a percentage; may be given again.", valueName: "figure"))
  var failUnder: [String] = []

  @Flag(help: "Print how much of the handbook is connected.")
  var coverage = false

  @OptionGroup var former: FormerOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most problems of a file to print as text, 20 unless told; 0 for all.", valueName: "n"),
    transform: wholeNumber(in: 0...Int.max))
  var limit = 20

  @Flag(help: "Mend what can be mended without asking, and report the rest.")
  var fix = false

  @OptionGroup(title: "Links to the web") var external: ExternalOptions

  func run() async throws {
    let known = try baseline.map(Self.readBaseline)
    let before = try former.read()?.coverage
    let thresholds = try failUnder.map { text throws(StopError) in try CoverageThreshold(text) }
    var options = BuildOptions(content: shared.content, theme: theme.theme, baseURL: theme.baseURL, jobs: theme.jobs)
    options.notesAddresses = external.external
    options.usesCache = !external.noCache
    options.cacheFolder = external.cacheDir
    var loaded = try loadHandbook(options)
    if fix, !loaded.diagnostics.ofConfiguration.isEmpty {
      // An id that nothing has may be that of a group which could not be read.
      shared.terminal.writeError("nothing is mended while there are mistakes in baton.yml\n")
    } else if fix {
      let mended = try applyFixes(to: loaded)
      if !shared.quiet { for line in mended { shared.terminal.writeError(line + "\n") } }
      if !mended.isEmpty { loaded = try loadHandbook(options) }
    }
    if external.external { try askForLinks(of: &loaded, options) }
    var diagnostics = loaded.diagnostics
    if let known { diagnostics = known.new(in: diagnostics) }
    let figures = coverageFigures(of: loaded.handbook)
    try report(diagnostics, loaded, figures, before)
    let missed = thresholds.flatMap { $0.missed(in: figures) }
    for line in missed { shared.terminal.report(error: line) }
    if shared.quiet, format == .text { sayWhyItFails(diagnostics, missed) }
    // The end of the program lets go of everything faster than it could be done piece by piece.
    try withExtendedLifetime(loaded) {
      try diagnostics.throwExitCode(isStrict: strict)
      if let maxWarnings, diagnostics.count(where: { $0.severity == .warning }) > maxWarnings { throw ExitCode(1) }
      if !missed.isEmpty { throw ExitCode(1) }
      Glibc.exit(0)
    }
  }

  private func askForLinks(of loaded: inout LoadedHandbook, _ options: BuildOptions) throws {
    let line = ProgressLine(shared.terminal, isVerbose: shared.verbose)
    var options = options
    options.progress = { line.show($0) }
    let version = Baton.configuration.version
    let report = try checkExternalLinks(
      of: &loaded, options, external.bounds, userAgent: "Baton/\(version) (asks whether links answer)")
    line.clear()
    if let untried = external.untried(report), !shared.quiet { shared.terminal.writeError(untried + "\n") }
    if shared.verbose {
      shared.terminal.writeError("\(report.addresses) links to the web, \(report.asked) of them asked for now\n")
    }
  }

  /// One line for warnings that fail the check and that `--quiet` leaves out.
  private func sayWhyItFails(_ diagnostics: [Diagnostic], _ missed: [String]) {
    let count = ProblemCount(diagnostics)
    guard count.errors == 0, missed.isEmpty else { return }
    if strict, let reason = diagnostics.strictFailure {
      shared.terminal.report(error: reason)
    } else if let maxWarnings, count.warnings > maxWarnings {
      shared.terminal.report(error: "\(count.thereAreWarnings), and --max-warnings allows \(maxWarnings)")
    }
  }

  private func report(
    _ diagnostics: [Diagnostic], _ loaded: LoadedHandbook, _ figures: [CoverageFigure], _ before: [CoverageFigure]?
  ) throws {
    let terminal = Terminal(color: shared.color, isQuiet: shared.quiet, descriptor: STDOUT_FILENO)
    let count = loaded.handbook.documents.count
    switch format {
    case .text:
      let list = ProblemList(
        text: TerminalText(usesColor: terminal.usesColor, folder: shared.content), limit: limit == 0 ? .max : limit)
      let shown = shared.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
      var output = list.text(of: shown, jobs: theme.jobs)
      if !shared.quiet {
        let known = baseline == nil ? "" : " that the baseline does not know"
        output +=
          "\(count) \(count == 1 ? "document" : "documents"), \(ProblemCount(diagnostics).description)\(known)\n"
      }
      if coverage { for figure in figures { output += line(figure, before) + "\n" } }
      try terminal.writeOutput(output)
    case .json: try terminal.writeOutput(JSONReport(diagnostics, documents: count).text())
    case .sarif:
      try terminal.writeOutput(sarifReport(diagnostics, folder: shared.content, version: Baton.configuration.version))
    case .github: try terminal.writeOutput(gitHubAnnotations(diagnostics, folder: shared.content))
    }
  }

  /// A figure, and what it was.
  private func line(_ figure: CoverageFigure, _ before: [CoverageFigure]?) -> String {
    guard let former = before?.first(where: { $0.name == figure.name }) else { return figure.description }
    return "\(figure.description), before \(former.amount)"
  }

  private static func readBaseline(_ path: String) throws(StopError) -> Baseline {
    let bytes = try readNamedFile(path, help: "make one by `baton check --format json > \(path)`")
    guard let report = try? JSONReport(reading: bytes) else {
      throw StopError(
        .usage, "\(path) is no report of problems", help: "make one by `baton check --format json > \(path)`")
    }
    return Baseline(report)
  }
}
