import ArgumentParser
import Handbook
import Site

/// `baton rename`
struct RenameCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Changes a document's id everywhere it is referred to, and the name of its file.",
    discussion: """
      Every other byte of the handbook stays as it is. The old id remains as an alias.

      Exit status: 0 done, 1 all done but what is named, which is to be changed by hand, 2 wrong usage or configuration, 3 the machine \
      failed, and nothing was changed.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The id as it is.", valueName: "old"))
  var old: String

  @Argument(help: ArgumentHelp("The id as it shall be.", valueName: "new"))
  var new: String

  func run() async throws {
    let loaded = try loadHandbook(BuildOptions(content: shared.content))
    // An entry that can't be read may name the id.
    try shared.expectConfiguration(of: loaded, otherwise: "nothing was renamed")
    let document = try loaded.handbook.document(meantBy: old)
    let done = try renameDocument(document, to: new, in: loaded)
    if !shared.quiet { for line in done.done { shared.terminal.writeError(line + "\n") } }
    for line in done.left { shared.terminal.report(error: line, help: "change it by hand") }
    if !done.left.isEmpty { throw ExitCode(1) }
  }
}
