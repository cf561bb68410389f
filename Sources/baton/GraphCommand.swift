import ArgumentParser
import Diagnostics
import Diagrams
import Handbook
import Pages
import Site

/// `baton graph`
struct GraphCommand: HandbookCommand {
  /// The forms in which the graph is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, dot, mermaid, graphml, csv, svg
  }

  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Prints the cross-linked graph of the handbook.",
    discussion: """
      --kinds takes kinds of nodes (persona, task, template, checklist, page, group) and of edges (handoff, performs, uses, runs, \
      owns, fills-in, checked-by, mentions), separated by commas. Problems of the content are left to `baton check`.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: "The form of the graph: json, dot, mermaid, graphml, csv or svg.")
  var format = Format.json

  @Option(help: ArgumentHelp("Print what is around this document only.", valueName: "id"))
  var focus: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many edges around the focus; 1 unless told.", valueName: "n"),
    transform: wholeNumber(in: 0...Int.max))
  var depth: Int?

  @Option(help: ArgumentHelp("Print nodes and edges of these kinds only.", valueName: "list"))
  var kinds: String?

  func validate() throws {
    guard depth == nil || focus != nil else { throw ValidationError("--depth needs --focus") }
  }

  func run() async throws {
    try shared.withHandbook(printGraph)
  }

  private func printGraph(_ loaded: LoadedHandbook) throws {
    let (handbook, plan) = (loaded.handbook, loaded.plan)
    let selection = try selection(in: handbook)
    let terminal = shared.terminal
    switch format {
    case .json:
      let findings = focus == nil && kinds == nil ? loaded.diagnostics : nil
      try terminal.writeOutput(graphJSON(of: handbook, plan: plan, selection, findings: findings))
    case .dot: try terminal.writeOutput(graphDOT(of: handbook, selection))
    case .mermaid: try terminal.writeOutput(graphMermaid(of: handbook, selection))
    case .graphml: try terminal.writeOutput(graphML(of: handbook, plan: plan, selection))
    case .csv: try terminal.writeOutput(graphCSV(of: handbook, plan: plan, selection))
    case .svg: try terminal.writeOutput(picture(of: graphJSON(of: handbook, plan: plan, selection)))
    }
  }

  private func picture(of json: [UInt8]) throws(StopError) -> [UInt8] {
    do throws(GraphDescriptionError) {
      guard let drawn = try GraphDescription(json: json).picture().drawn() else {
        throw GraphDescriptionError(message: "the graph is too large to be drawn")
      }
      return drawn.standaloneSVG(style: defaultDiagramStyle)
    } catch {
      throw StopError(.usage, error.message, help: "print a part of it, with --focus or --kinds")
    }
  }

  // MARK: - What is printed

  private func selection(in handbook: Handbook) throws(StopError) -> GraphSelection {
    var nodeKinds: Set<NodeKind> = []
    var edgeKinds: Set<EdgeKind> = []
    for word in kinds?.split(separator: ",").map({ $0.filter { $0 != " " }.lowercased() }) ?? [] where !word.isEmpty {
      if let kind = Kind(name: word) {
        nodeKinds.insert(.document(kind))
      } else if word == "group" || word == "groups" {
        nodeKinds.insert(.group)
      } else if let kind = EdgeKind(rawValue: word) {
        edgeKinds.insert(kind)
      } else {
        let known = Kind.allCases.map(\.rawValue) + ["group"] + EdgeKind.allCases.map(\.rawValue)
        throw StopError(
          .usage, "there is no kind `\(word)`",
          help: didYouMean(nearest(to: word, among: known), or: "use \(known.joined(separator: ", "))"))
      }
    }
    let node = try focus.map { id throws(StopError) in try handbook.node(named: id) }
    return GraphSelection(
      of: handbook.graph, focus: node, depth: depth ?? 1, kinds: nodeKinds.isEmpty ? nil : nodeKinds,
      edgeKinds: edgeKinds.isEmpty ? nil : edgeKinds)
  }
}
