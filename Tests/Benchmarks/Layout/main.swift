import Foundation
import GraphLayout

// Compares our drawings with dot's. With -v a row for each graph; with a name only graphs whose name holds it.
let isVerbose = CommandLine.arguments.contains("-v")
let filter = CommandLine.arguments.dropFirst().first { $0 != "-v" } ?? ""

func pad(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
func row(_ name: String, _ cells: [String]) -> String {
  name.padding(toLength: 22, withPad: " ", startingAt: 0) + cells.map { pad($0, 10) }.joined()
}

var ours = Measures(), theirs = Measures()
var (ourTime, theirTime, worse, slow, count) = (0.0, 0.0, 0, 0, 0)
if isVerbose {
  print(
    row("graph", ["crossings", "dot", "boxes", "dot", "labels", "dot", "overlaps", "area", "length", "ms", "dot ms"]))
}
for sample in samples() where filter.isEmpty || sample.name.contains(filter) {
  var seconds = Double.infinity
  var drawn: Drawing?
  for _ in 0..<3 {
    let start = ContinuousClock.now
    drawn = try drawing(of: sample.graph, options: LayoutOptions(direction: .down))
    seconds = min(seconds, (ContinuousClock.now - start) / .seconds(1))
  }
  guard let drawn, let dot = try dotPlan(sample.graph) else {
    print("dot is not installed: apt-get install graphviz")
    exit(1)
  }
  let (a, b) = (Measures(Plan(drawn, of: sample.graph)), Measures(dot.plan))
  ours += a
  theirs += b
  ourTime += seconds
  theirTime += dot.seconds
  count += 1
  if Double(a.crossings) > Double(b.crossings) * 1.1 { worse += 1 }
  if seconds > dot.seconds / 4 { slow += 1 }
  guard isVerbose else { continue }
  print(
    row(
      sample.name + (Double(a.crossings) > Double(b.crossings) * 1.1 ? " !" : ""),
      [
        "\(a.crossings)", "\(b.crossings)", "\(a.throughBoxes)", "\(b.throughBoxes)", "\(a.throughLabels)",
        "\(b.throughLabels)",
        "\(a.overlaps)", "\((a.area / b.area * 100).rounded() / 100)", "\((a.length / b.length * 100).rounded() / 100)",
        "\((seconds * 1e4).rounded() / 10)", "\((dot.seconds * 1e4).rounded() / 10)",
      ]))
}
print(row("\(count) graphs", ["ours", "dot", "ratio"]))
func total(_ name: String, _ a: Double, _ b: Double, _ unit: Double = 1) {
  func text(_ value: Double) -> String { "\(Int((value / unit).rounded()))" }
  print(row(name, [text(a), text(b), b > 0 ? "\((a / b * 100).rounded() / 100)" : "-"]))
}
total("crossings", Double(ours.crossings), Double(theirs.crossings))
total("through boxes", Double(ours.throughBoxes), Double(theirs.throughBoxes))
total("through labels", Double(ours.throughLabels), Double(theirs.throughLabels))
total("overlaps", Double(ours.overlaps), Double(theirs.overlaps))
total("area, 1000 px²", ours.area, theirs.area, 1000)
total("length, px", ours.length, theirs.length)
total("time, ms", ourTime, theirTime, 0.001)
print("more than 10 % more crossings than dot on \(worse) of \(count); slower than a quarter of dot's time on \(slow)")
