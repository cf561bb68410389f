import ArgumentParser
import CGlibc
import Glibc
import Site

/// The program: what it can do, one command a file.
@main
struct Baton: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "Turns a folder of Markdown about how a team works into a cross-linked handbook site.",
    discussion: "Begin with `baton build`, or with `baton serve` to see the site while you write.",
    version: "0.1.0",
    subcommands: [
      BuildCommand.self, CheckCommand.self, ServeCommand.self, GraphCommand.self, PathCommand.self, DiagramCommand.self,
      RenderCommand.self, BundleCommand.self, DiffCommand.self, RenameCommand.self,
      LanguageServerCommand.self,
    ])

  static func main() async {
    // A build takes some hundred megabytes, and gives none of it back before it ends.
    grow_memory_in_large_steps()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as StopError {
      Terminal.standard.report(error)
      Glibc.exit(error.cause == .usage ? 2 : 3)
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      if status.isSuccess {
        Terminal.standard.writeOutput(message + "\n")
      } else if !message.isEmpty {
        Terminal.standard.writeError(message + "\n")
      }
      // Wrong usage is 2 here, not sysexits' 64: the same on every system.
      Glibc.exit(status == .validationFailure ? 2 : status.rawValue)
    }
  }
}
