import Foundation
import GraphLayout

/// What graphviz's dot makes of a graph, and the seconds its whole command took; `nil` where it is not installed.
func dotPlan(_ graph: Graph) throws -> (plan: Plan, seconds: Double)? {
  var text = "digraph {\nnode [shape=box fixedsize=true label=\"\"]\nedge [arrowhead=none]\n"
  for (index, node) in graph.nodes.enumerated() {
    text += "n\(index) [width=\(node.width / 72) height=\(node.height / 72)]\n"
  }
  for edge in graph.edges {
    text += "n\(edge.from) -> n\(edge.to)"
    if let label = edge.label {
      text += " [label=<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\""
      text += " WIDTH=\"\(Int(label.width))\" HEIGHT=\"\(Int(label.height))\"><TR><TD></TD></TR></TABLE>>]"
    }
    text += "\n"
  }
  let name = NSTemporaryDirectory() + "baton-layout"
  try (text + "}\n").write(toFile: name + ".dot", atomically: true, encoding: .utf8)
  // Foundation's Process adds up to 50 ms of waiting; dot itself takes less.
  let start = ContinuousClock.now
  var child = pid_t()
  let words: [String] = ["dot", "-Tplain", "-o", name + ".plain", name + ".dot"]
  var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
  arguments.append(nil)
  defer { arguments.forEach { free($0) } }
  guard posix_spawnp(&child, "dot", nil, nil, &arguments, environ) == 0 else { return nil }
  var status: Int32 = 0
  waitpid(child, &status, 0)
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  guard status == 0 else { return nil }
  return (plan(try String(contentsOfFile: name + ".plain", encoding: .utf8), of: graph), seconds)
}

/// Reads dot's plain format: inches, y upward.
private func plan(_ text: String, of graph: Graph) -> Plan {
  var plan = Plan(
    size: Size(width: 0, height: 0),
    nodes: Array(repeating: Rectangle(x: 0, y: 0, width: 0, height: 0), count: graph.nodes.count), edges: [])
  // Edges come in another order than they were given: each takes the label of the first like it.
  var labels: [String: [Size?]] = [:]
  for edge in graph.edges { labels["n\(edge.from) n\(edge.to)", default: []].append(edge.label) }
  for line in text.split(separator: "\n") {
    let words = line.split(separator: " ").map(String.init)
    func number(_ index: Int) -> Double { (Double(words[index]) ?? 0) * 72 }
    func index(_ word: Int) -> Int { Int(words[word].dropFirst()) ?? 0 }
    switch words[0] {
    case "graph": plan.size = Size(width: number(2), height: number(3))
    case "node":
      let (w, h) = (number(4), number(5))
      plan.nodes[index(1)] = Rectangle(
        x: number(2) - w / 2, y: plan.size.height - number(3) - h / 2, width: w, height: h)
    case "edge":
      let count = Int(words[3]) ?? 0
      let control = (0..<count).map { Point(x: number(4 + $0 * 2), y: plan.size.height - number(5 + $0 * 2)) }
      var points = [control[0]]
      for start in stride(from: 1, to: count - 2, by: 3) {
        points += bezier(points[points.count - 1], control[start], control[start + 1], control[start + 2])
      }
      let key = "\(words[1]) \(words[2])"
      let size = labels[key]?.isEmpty == false ? labels[key]?.removeFirst() ?? nil : nil
      let label = size.map { size in
        Rectangle(
          x: number(words.count - 4) - size.width / 2, y: plan.size.height - number(words.count - 3) - size.height / 2,
          width: size.width, height: size.height)
      }
      plan.edges.append((index(1), index(2), points, label))
    default: break
    }
  }
  return plan
}
