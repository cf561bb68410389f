import ArgumentParser
import Diagnostics
import Handbook
import Site

/// `baton path`
struct PathCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Prints how work gets from one persona to another: the shortest chains of handoffs.",
    discussion: "Personas are named by id, role name, title or alias.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The persona that has the work.", valueName: "from"))
  var from: String

  @Argument(help: ArgumentHelp("The persona that should get it.", valueName: "to"))
  var to: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many chains to print at most; 10 unless told.", valueName: "n"),
    transform: wholeNumber(in: 1...Int.max))
  var limit = 10

  func run() async throws {
    try shared.withHandbook { try printChains(in: $0.handbook) }
  }

  private func printChains(in handbook: Handbook) throws {
    let graph = handbook.graph
    let (start, end) = (try persona(from, in: handbook), try persona(to, in: handbook))
    // What an author wrote must not steer the terminal of the one who asks.
    func name(_ node: Int) -> String { TerminalText.printable(graph.nodes[node].name) }
    let names = (name(start), name(end))
    guard start != end else {
      try shared.terminal.writeOutput("\(names.0) has the work already.\n")
      return
    }
    let chains = HandoffNetwork(graph).reach(from: start).chains(to: end, limit: limit)
    guard let first = chains.first else {
      try shared.terminal.writeOutput("No chain of handoffs leads from \(names.0) to \(names.1).\n")
      return
    }
    var text = "\(first.count) step\(first.count == 1 ? "" : "s") from \(names.0) to \(names.1):\n"
    for chain in chains {
      text += "\n"
      for (number, step) in chain.enumerated() {
        let label = graph.edges[step.edge].label.map { ": \(TerminalText.printable($0))" } ?? ""
        text += "\(number + 1). \(name(step.from)) → \(name(step.to))\(label)\n"
      }
    }
    try shared.terminal.writeOutput(text)
  }

  private func persona(_ name: String, in handbook: Handbook) throws(StopError) -> Int {
    if let found = try handbook.persona(named: name) { return found }
    let personas = handbook.graph.nodes.lazy.filter { $0.kind == .document(.persona) }
    let suggestion = nearest(to: name, among: personas.flatMap { [$0.id, $0.name] })
    throw StopError(
      .usage, "there is no persona `\(name)`",
      help: didYouMean(suggestion, or: "`baton graph` prints the ids of all personas"))
  }
}
