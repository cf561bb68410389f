import ArgumentParser
import Diagnostics
import Pages
import Site

/// `baton bundle`
struct BundleCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Prints one self-contained Markdown text: a persona or a task with everything that it needs.",
    discussion: """
      Each document stands in it once, with its fields; links between them become anchors. \
      Of a persona: its tasks, templates and checklists, and what these need in turn.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The id of a document, or a persona's name.", valueName: "id"))
  var id: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many steps away something may be; all that is needed unless told.", valueName: "n"),
    transform: wholeNumber(in: 0...Int.max))
  var depth: Int?

  func run() async throws {
    try shared.withHandbook { loaded in
      let document = try loaded.handbook.document(meantBy: id)
      let text = bundle(of: document, depth: depth, handbook: loaded.handbook, plan: loaded.plan)
      // What authors wrote must not steer the terminal of the one who reads it.
      try shared.terminal.writeOutput(TerminalText.printable(text: text))
    }
  }
}
