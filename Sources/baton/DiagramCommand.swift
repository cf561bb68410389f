import ArgumentParser
import Diagrams
import Pages
import Site

/// `baton diagram`
struct DiagramCommand: HandbookCommand {
  /// The forms in which a drawing is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case svg, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "Lays out any graph and prints the picture.",
    discussion: """
      The graph is JSON: {"nodes": [{"id": "a", "label": "A"}], "edges": [{"from": "a", "to": "b", "label": "work"}]}. Nodes may \
      have a subtitle, href, class, width and height; the graph may have a direction, down or right. What `baton graph` prints is one.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
  var file = "-"

  @Option(help: "The form of the drawing: svg, or json with the place of everything.")
  var format = Format.svg

  func run() async throws {
    let source = try readInput(file)
    let name = file == "-" ? "standard input" : file
    do {
      let graph = try GraphDescription(json: source)
      guard let drawn = try graph.picture().drawn() else {
        throw GraphDescriptionError(message: "the boxes are too large to be drawn")
      }
      switch format {
      case .svg: try shared.terminal.writeOutput(drawn.standaloneSVG(style: defaultDiagramStyle))
      case .json: try shared.terminal.writeOutput(drawn.json(ids: graph.ids))
      }
    } catch let error as GraphDescriptionError {
      let place = error.place(in: source).map { ":\($0.line):\($0.column)" } ?? ""
      throw StopError(
        .usage, "\(name)\(place): \(error.message)", help: "see `baton diagram --help` for the form of a graph")
    }
  }
}
