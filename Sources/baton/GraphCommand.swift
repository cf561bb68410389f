import ArgumentParser
import Pages
import Site

/// `baton graph`
struct GraphCommand: AsyncParsableCommand {
  /// The forms in which the graph is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, dot
  }

  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Prints the cross-linked graph of the handbook.",
    discussion: "Problems of the content are left to `baton check`.")

  @OptionGroup var shared: SharedOptions

  @Option(help: "The form of the graph: json or dot.")
  var format = Format.json

  func run() async throws {
    let loaded = try loadHandbook(BuildOptions(content: shared.content))
    switch format {
    case .json: shared.terminal.writeOutput(try graphJSON(of: loaded.handbook, plan: loaded.plan))
    case .dot: shared.terminal.writeOutput(graphDOT(of: loaded.handbook))
    }
  }
}
