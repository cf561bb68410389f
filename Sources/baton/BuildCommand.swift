import ArgumentParser
import Diagnostics
import Glibc
import Site

/// `baton build`
struct BuildCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Builds the site.",
    discussion: """
      Problems of the content are printed, and the site is still built. It is written beside the output folder and put in \
      its place at the end; a build that fails leaves the folder as it was.

      Exit status: 0 done, 1 the handbook has errors (with --strict: errors or warnings), 2 wrong usage or configuration, \
      3 the machine failed.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("The folder that the site is published in.", valueName: "dir"))
  var output = "output"

  @OptionGroup var theme: ThemeOptions

  @OptionGroup var former: FormerOption

  @Flag(help: "Fail on any warning, before anything is published.")
  var strict = false

  @Flag(name: .customLong("no-cache"), help: "Use nothing that the last build left behind; the site is the same.")
  var noCache = false

  @Option(
    name: .customLong("cache-dir"),
    help: ArgumentHelp(
      "Where builds leave what the next one may use; among the user's caches unless told.", valueName: "dir"))
  var cacheDir: String?

  @Flag(help: "Compare the site with a clean build, byte by byte.")
  var verify = false

  @Flag(help: "Print how long each stage took.")
  var timings = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output takes the name of a folder, and this is none.") }
  }

  func run() async throws {
    let start = ContinuousClock.now
    let terminal = shared.terminal
    let line = ProgressLine(terminal, isVerbose: shared.verbose)
    var options = BuildOptions(
      content: shared.content, output: output, theme: theme.theme, baseURL: theme.baseURL, isStrict: strict,
      jobs: theme.jobs, progress: { line.show($0) })
    options.former = try former.read()
    options.usesCache = !noCache
    options.cacheFolder = cacheDir
    let interruption = Interruption()
    options.isCancelled = { interruption.hasCome }
    let result = Result { () throws(StopError) in try Site.build(options) }
    line.clear()
    interruption.end()
    options.isCancelled = { false }
    let report = try result.get()
    terminal.report(report.diagnostics.filter { shared.verbose || !$0.isAdvice }, folder: shared.content)
    if timings || shared.verbose { terminal.writeError(report.timings.table) }
    if !shared.quiet {
      terminal.writeError(report.closingLine(output: output, time: ContinuousClock.now - start) + "\n")
    } else if strict, let reason = report.diagnostics.strictFailure {
      terminal.report(error: reason)
    }
    if verify, report.isPublished { try verify(report, options, terminal) }
    try withExtendedLifetime(report.residue) {
      try report.diagnostics.throwExitCode(isStrict: strict)
      Glibc.exit(0)
    }
  }
}

extension BuildCommand {
  private func verify(_ report: BuildReport, _ options: BuildOptions, _ terminal: Terminal) throws {
    let differences = try differences(of: report, from: options)
    guard differences.isEmpty else {
      let files = differences.files.prefix(3).joined(separator: ", ")
      let what =
        differences.files.isEmpty
        ? "the problems reported differ" : "\(differences.files.count) files differ (\(files))"
      throw StopError(
        .machine, "the site is not what a clean build makes: \(what)",
        help:
          "build it with --no-cache; if nothing changed the site meanwhile, this is a mistake of Baton, please report it"
      )
    }
    if !shared.quiet { terminal.writeError("\(differences.count) files are what a clean build makes\n") }
  }
}

extension Timings {
  /// A table of the stages.
  var table: String {
    func column(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(width - text.count, 0)) + text
    }
    func tenths(_ number: Double) -> String { "\(Int(number.rounded()) / 10).\(Int(number.rounded()) % 10)" }
    func milliseconds(_ time: Duration) -> String { tenths(time / .microseconds(100)) }
    var table = "stage        wall ms    cpu ms     items        MB\n"
    for stage in stages {
      let name = stage.name + String(repeating: " ", count: max(10 - stage.name.count, 0))
      table +=
        name + column(milliseconds(stage.wall), 10) + column(milliseconds(stage.cpu), 10)
        + column(stage.items > 0 ? String(stage.items) : "", 10)
        + column(stage.bytes > 0 ? tenths(Double(stage.bytes) / 1e5) : "", 10) + "\n"
    }
    return table
  }
}
