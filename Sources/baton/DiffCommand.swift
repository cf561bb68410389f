import ArgumentParser
import Diagnostics
import Handbook
import Site

/// `baton diff`
struct DiffCommand: HandbookCommand {
  /// The forms in which changes are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Prints what changed between two revisions: documents, handoffs, problems.",
    discussion: """
      Revisions are what git takes for one. With one of them, it is compared with the files as they are now. \
      Both are read from git; the files that you work on are not touched.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The revision before.", valueName: "rev"))
  var old: String

  @Argument(help: ArgumentHelp("The revision after; the files as they are unless told.", valueName: "rev"))
  var new: String?

  @Option(help: "The form of the changes: markdown or json.")
  var format = Format.markdown

  func run() async throws {
    let options = BuildOptions(content: shared.content)
    let before = try loadHandbook(options, at: old)
    let after =
      try new.map { revision throws(StopError) in try loadHandbook(options, at: revision) }
      ?? loadHandbook(options)
    // What was wrong with the configuration before is mended now, or is told of what came after.
    let mistakes = after.diagnostics.ofConfiguration
    shared.terminal.report(mistakes, folder: shared.content)
    let difference = HandbookDifference(
      from: before.handbook, before.diagnostics, to: after.handbook, after.diagnostics)
    switch format {
    case .markdown: try shared.terminal.writeOutput(difference.markdown(title: "\(old) → \(new ?? "work tree")"))
    case .json: try shared.terminal.writeOutput(encodedJSON(difference))
    }
    if !mistakes.isEmpty { throw ExitCode(2) }
  }
}
