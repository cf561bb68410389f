import Diagnostics
import Handbook
import Site

/// What `--fail-under` asks for: `80` of every figure, or `tasks-with-persona=90`.
struct CoverageThreshold {
  /// The figure's name, `nil` for every figure.
  var name: String?
  /// The percentage that must be reached.
  var percentage: Double

  init(_ text: String) throws(StopError) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard let last = parts.last, let percentage = Double(last), (0...100).contains(percentage) else {
      throw StopError(
        .usage, "--fail-under takes a percentage from 0 to 100, and `\(text)` is none",
        help: "write 80, or tasks-with-persona=90")
    }
    self.percentage = percentage
    name = parts.count == 2 ? parts[0] : nil
    let names = coverageFigures(handoffs: (0, 0)) { _, _, _ in (0, 0) }.map(\.name)
    if let name, !names.contains(name) {
      let help =
        didYouMean(nearest(to: name, among: names), or: "use one of \(names.joined(separator: ", "))")
      throw StopError(.usage, "there is no figure `\(name)`", help: help)
    }
  }

  /// What is wrong, a sentence for each figure that is too low.
  func missed(in figures: [CoverageFigure]) -> [String] {
    figures.filter { (name == nil || $0.name == name) && $0.percentage < percentage }
      .map { "\($0.description) is below \(percentage) %" }
  }
}
