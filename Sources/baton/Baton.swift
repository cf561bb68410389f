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
    discussion: "Begin with `baton init`, then with `baton serve` to see the site while you write.",
    version: "0.1.0",
    subcommands: [
      InitCommand.self, NewCommand.self, BuildCommand.self, CheckCommand.self, ServeCommand.self, GraphCommand.self,
      PathCommand.self, DiagramCommand.self,
      RenderCommand.self, BundleCommand.self, DiffCommand.self, RenameCommand.self,
      LanguageServerCommand.self,
    ])

  static func main() async {
    // A build takes some hundred megabytes, and gives none of it back before it ends.
    grow_memory_in_large_steps()
    var terminal = Terminal.standard
    do {
      var command = try parseAsRoot()
      if let command = command as? any HandbookCommand { terminal = command.shared.terminal }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Glibc.exit(status(of: error, terminal))
    }
  }

  /// Says what ended a command, and gives the status to end with.
  private static func status(of error: any Error, _ terminal: Terminal) -> Int32 {
    if let error = error as? StopError {
      terminal.report(error)
      return error.cause == .usage ? 2 : 3
    }
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    if status.isSuccess {
      do throws(StopError) {
        try terminal.writeOutput(message + "\n")
      } catch {
        terminal.report(error)
        return 3
      }
    } else if !message.isEmpty {
      terminal.writeError(message + "\n")
    }
    // Wrong usage is 2 here, not sysexits' 64: the same on every system.
    return status == .validationFailure ? 2 : status.rawValue
  }
}

/// A command with the options that every command takes, which say how its errors look.
protocol HandbookCommand: AsyncParsableCommand {
  /// These options.
  var shared: SharedOptions { get }
}
