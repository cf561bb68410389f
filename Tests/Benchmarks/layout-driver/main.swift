import Foundation
import GraphLayout

// Draws many graphs with graphviz and with GraphLayout and compares the drawings: see the script `layout`.
var words = Array(CommandLine.arguments.dropFirst())
let direction: Direction = words.contains("--right") ? .right : .down
let answers = words.contains("--known-dot") ? ".build-benchmark/dot" : nil
let isHardOnly = words.contains("--hard"), isWithoutHard = words.contains("--no-hard")
words.removeAll { $0.hasPrefix("--") }
if let answers { try FileManager.default.createDirectory(atPath: answers, withIntermediateDirectories: true) }

func drawnByUs(_ graph: Graph) -> (picture: Picture, seconds: Double) {
  var best = Double.infinity
  var picture = Picture(size: Size(width: 0, height: 0), nodes: [], lines: [], labels: [])
  for _ in 0..<5 {
    let start = ContinuousClock.now
    guard let drawing = try? drawing(of: graph, options: LayoutOptions(direction: direction)) else { break }
    best = min(best, (ContinuousClock.now - start) / .seconds(1))
    picture = Picture(
      size: drawing.size, nodes: drawing.nodes, lines: drawing.edges.map { flattened($0.path) },
      labels: drawing.edges.map(\.label))
    if best > 0.3 { break }
  }
  return (picture, best)
}

func cell(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
func cell(_ dot: Int, _ ours: Int) -> String { cell("\(dot)", 7) + cell("\(ours)", 6) }
func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1_000) }

if !isHardOnly {
  print(
    "each column: dot, ours" + "\n" + "graph".padding(toLength: 26, withPad: " ", startingAt: 0) + " nodes edges"
      + "    crossings   through box through label     overlaps     area kpx      length px         ms")
  var sums = (dot: Quality(), ours: Quality()), seconds = (dot: 0.0, ours: 0.0)
  var worse: [String] = [], slow: [String] = [], count = 0
  for sample in allSamples() where words.isEmpty || words.contains(where: { sample.name.hasPrefix($0) }) {
    guard let dot = drawnByDot(sample, direction: direction, answers: answers) else {
      print("dot did not draw \(sample.name)")
      continue
    }
    let ours = drawnByUs(sample.graph)
    let a = Quality(dot.picture, of: sample.graph), b = Quality(ours.picture, of: sample.graph)
    sums = (sums.dot + a, sums.ours + b)
    seconds = (seconds.dot + dot.seconds, seconds.ours + ours.seconds)
    count += 1
    if Double(b.crossings) > Double(a.crossings) * 1.1 { worse.append(sample.name) }
    if ours.seconds > dot.seconds / 4 { slow.append(sample.name) }
    print(
      sample.name.padding(toLength: 26, withPad: " ", startingAt: 0) + cell("\(sample.graph.nodes.count)", 6)
        + cell("\(sample.graph.edges.count)", 6) + cell(a.crossings, b.crossings) + cell(a.struckBoxes, b.struckBoxes)
        + cell(a.struckLabels, b.struckLabels) + cell(a.overlaps, b.overlaps)
        + cell(Int(a.area / 1_000), Int(b.area / 1_000))
        + cell("\(Int(a.length))", 9) + cell("\(Int(b.length))", 8) + cell(milliseconds(dot.seconds), 9)
        + cell(milliseconds(ours.seconds), 8))
  }
  let (a, b) = sums
  func ratio(_ a: Double, _ b: Double) -> String { String(format: "%.3f", b / max(a, 1e-9)) }
  print("\n\(count) graphs, direction \(direction.rawValue)")
  print(
    "crossings               \(a.crossings) → \(b.crossings), ratio \(ratio(Double(a.crossings), Double(b.crossings)))")
  print("more than 10 % above    \(worse.count): \(worse.joined(separator: " "))")
  print("edges through boxes     \(a.struckBoxes) → \(b.struckBoxes)")
  print("edges through labels    \(a.struckLabels) → \(b.struckLabels)")
  print("overlaps                \(a.overlaps) → \(b.overlaps)")
  print("area                    ratio \(ratio(a.area, b.area))")
  print("edge length             ratio \(ratio(a.length, b.length))")
  print(
    "time                    \(milliseconds(seconds.dot)) ms → \(milliseconds(seconds.ours)) ms, ratio \(ratio(seconds.dot, seconds.ours))"
  )
  print("more than a quarter     \(slow.count): \(slow.joined(separator: " "))")
}

if !isWithoutHard {
  print("\nhard ones, ours alone (peak memory of the process so far)")
  for sample in hardSamples() {
    let start = ContinuousClock.now
    let drawing = try drawing(of: sample.graph, options: LayoutOptions(direction: direction))
    let time = (ContinuousClock.now - start) / .seconds(1)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      sample.name.padding(toLength: 32, withPad: " ", startingAt: 0) + cell(milliseconds(time), 10) + " ms"
        + cell("\(usage.ru_maxrss / 1_024)", 6) + " MB" + cell("\(Int(drawing.size.width))", 9)
        + " × \(Int(drawing.size.height)) px")
  }
}
