import ArgumentParser
import Diagnostics
import Glibc
import Site

/// `baton check`
struct CheckCommand: AsyncParsableCommand {
  /// The forms in which problems are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
  }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reports everything that build would report, and writes nothing.",
    discussion: "Exit status: 0 no errors (with --strict: no warnings either), 1 some, 2 wrong usage or configuration.")

  @OptionGroup var shared: SharedOptions

  @OptionGroup var theme: ThemeOptions

  @Option(help: "The form of the report: text.")
  var format = Format.text

  @Flag(help: "Fail on any warning.")
  var strict = false

  func run() async throws {
    let loaded = try loadHandbook(
      BuildOptions(content: shared.content, theme: theme.theme, baseURL: theme.baseURL, jobs: theme.jobs))
    let terminal = Terminal(color: shared.color, isQuiet: shared.quiet, descriptor: STDOUT_FILENO)
    let text = TerminalText(usesColor: terminal.usesColor, folder: shared.content)
    var output = ""
    for diagnostic in loaded.diagnostics where !shared.quiet || diagnostic.severity == .error {
      output += text.text(of: diagnostic)
    }
    if !shared.quiet {
      let count = loaded.handbook.documents.count
      output += "\(count) \(count == 1 ? "document" : "documents"), \(ProblemCount(loaded.diagnostics).description)\n"
    }
    terminal.writeOutput(output)
    try loaded.diagnostics.throwExitCode(isStrict: strict)
  }
}
