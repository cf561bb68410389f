import ArgumentParser
import Glibc
import LanguageServer
import Threads

/// `baton lsp`
struct LanguageServerCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Speaks with an editor: problems as you type, completion, hover, definitions, references, renaming.",
    discussion: """
      A language server on standard input and output; editors start it. The content folder is looked for in the folder that the \
      editor has open.
      """)

  @OptionGroup var shared: SharedOptions

  @Flag(help: "Speak on standard input and output, which is what it does anyway; some editors pass this.")
  var stdio = false

  func run() async throws {
    let status = LanguageServer(content: shared.content, jobs: processorCount()).run()
    Glibc.exit(status)
  }
}
