import ArgumentParser
import Diagnostics
import Markup
import Site

/// `baton render`
struct RenderCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Prints one Markdown text as the HTML that a page's body would hold.",
    discussion: """
      There is no handbook around the text. So links, [[id]], code spans, {{include: …}}, {{diagram: …}} and blocks of mermaid or dot \
      stay as they are written, and no `baton.yml` is read.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
  var file = "-"

  @Flag(help: "Nothing but CommonMark 0.30; raw HTML passes.")
  var commonmark = false

  func run() async throws {
    let source = try readInput(file)
    if commonmark {
      try shared.terminal.writeOutput(commonMarkHTML(of: source))
      return
    }
    let html = standaloneHTML(of: source, file: file == "-" ? "standard input" : file)
    try shared.terminal.writeOutput(html.value)
    if shared.verbose { shared.terminal.report(html.diagnostics, folder: "") }
  }
}
