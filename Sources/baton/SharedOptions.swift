import ArgumentParser
import Diagnostics
import Pages
import Site
import Threads

/// Reads the number that an option takes, and says which ones it takes where it is given another.
func wholeNumber(in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
  { text in
    if let number = Int(text), range.contains(number) { return number }
    let numbers =
      range.upperBound == .max ? "not below \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    throw ValidationError("it takes a whole number \(numbers)")
  }
}

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// The options that every command takes.
struct SharedOptions: ParsableArguments {
  /// The folder of documents where none is named.
  static let usualContent = "site-content"

  @Option(help: ArgumentHelp("The folder of documents.", valueName: "dir"))
  var content = usualContent

  @Option(help: "Whether to color: auto, always or never.")
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more of what is done.")
  var verbose = false

  /// Where messages go.
  var terminal: Terminal { Terminal(color: color, isQuiet: quiet) }

  /// Reads the handbook for a command that prints something of it. What is wrong with `baton.yml` is told first: the result may lack
  /// what it says, so the command ends with the status of a wrong configuration, whatever it has printed.
  func withHandbook(_ print: (LoadedHandbook) throws -> Void) throws {
    let loaded = try loadHandbook(BuildOptions(content: content))
    let mistakes = loaded.diagnostics.ofConfiguration
    terminal.report(mistakes, folder: content)
    try print(loaded)
    if !mistakes.isEmpty { throw ExitCode(2) }
  }
}

extension SharedOptions {
  /// Stops a command that writes where something is wrong with `baton.yml`.
  func expectConfiguration(of loaded: LoadedHandbook, otherwise consequence: String) throws {
    let mistakes = loaded.diagnostics.ofConfiguration
    guard !mistakes.isEmpty else { return }
    terminal.report(mistakes, folder: content)
    throw StopError(
      .usage, "\(consequence), as there are mistakes in baton.yml", help: "mend them, then run it again")
  }
}

/// What compares with an earlier build.
struct FormerOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The graph.json of an earlier build, to show what has changed since.", valueName: "file"))
  var former: String?

  /// What that build had.
  ///
  /// - Throws: `StopError` when there is no such file, or it holds none.
  func read() throws(StopError) -> FormerGraph? {
    guard let former else { return nil }
    return try readEarlierGraph(former)
  }
}

/// The options of what builds.
struct ThemeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of a theme; files that it lacks are those of the default theme.", valueName: "dir"))
  var theme: String?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("Where the site will stand, such as https://example.org/handbook/.", valueName: "url"))
  var baseURL: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads to use; one for each processor unless told.", valueName: "n"),
    transform: wholeNumber(in: 1...256))
  var jobs = processorCount()

  func validate() throws {
    if let baseURL {
      let isPlain = baseURL.unicodeScalars.allSatisfy { $0.value > 32 && $0 != "\"" && $0 != "<" && $0 != ">" }
      let host = ["https://", "http://"].first(where: baseURL.hasPrefix).map { baseURL.dropFirst($0.count) }
      guard isPlain, let host else {
        throw ValidationError("--base-url takes an address that begins with https:// or http://.")
      }
      guard let first = host.first, !"/?#:".contains(first) else {
        throw ValidationError("--base-url takes an address with the name of a host, such as https://example.org/.")
      }
    }
  }
}
