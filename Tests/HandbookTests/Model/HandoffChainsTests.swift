import Handbook
import TestSupport
import Testing

@Suite struct HandoffChainsTests {
  /// The shortest chains between two personas, each as `a b c`.
  private func chains(_ from: String, _ to: String, of text: String, limit: Int = 10) -> [String] {
    let graph = handbook(text).value.graph
    guard let start = graph.node(id: from), let end = graph.node(id: to) else { return ["no such persona"] }
    return HandoffNetwork(graph).reach(from: start).chains(to: end, limit: limit).map { chain in
      ([start] + chain.map(\.to)).map { graph.nodes[$0].id }.joined(separator: " ")
    }
  }

  /// Personas that hand to others: `a: b c` a line.
  private func team(_ lines: String) -> String {
    lines.split(separator: "\n").map { line in
      let parts = line.split(separator: ":")
      let receivers = parts.count > 1 ? parts[1].split(separator: " ").joined(separator: ", ") : ""
      return "-- personas/\(parts[0]).md --\n---\nhands_off_to: [\(receivers)]\n---\n# \(parts[0])\n"
    }.joined()
  }

  private let diamond = "a: c b\nb: d\nc: d b\nd: e a\ne:\nf: a"

  @Test func `All shortest chains are found, by the order of their nodes, and no longer one`() {
    #expect(chains("a", "e", of: team(diamond)) == ["a b d e", "a c d e"])
    #expect(chains("a", "b", of: team(diamond)) == ["a b"])
    #expect(chains("d", "c", of: team(diamond)) == ["d a c"])
  }

  @Test func `Nobody is reached against the direction of handoffs, and nobody reaches themselves`() {
    #expect(chains("e", "a", of: team(diamond)).isEmpty)
    #expect(chains("a", "f", of: team(diamond)).isEmpty)
    #expect(chains("a", "a", of: team("a: a b\nb: a")).isEmpty)
  }

  @Test func `No more chains are made than asked for, the first one among them`() {
    // Forty layers of two: 2⁴⁰ chains.
    var lines = "s: l00a l00b\n"
    for layer in 0..<40 {
      let next = layer == 39 ? "t" : "l\(layer < 9 ? "0" : "")\(layer + 1)a l\(layer < 9 ? "0" : "")\(layer + 1)b"
      for side in ["a", "b"] { lines += "l\(layer < 10 ? "0" : "")\(layer)\(side): \(next)\n" }
    }
    let found = chains("s", "t", of: team(lines + "t:"), limit: 3)
    #expect(found.count == 3 && Set(found).count == 3)
    #expect(found.allSatisfy { $0.split(separator: " ").count == 42 })
    #expect(found.first?.contains("b") == false)
    #expect(chains("s", "t", of: team(lines + "t:"), limit: 0).isEmpty)
  }

  @Test func `The nearest receivers come first`() {
    let graph = handbook(team(diamond)).value.graph
    let reach = HandoffNetwork(graph).reach(from: graph.node(id: "f") ?? 0)
    #expect(reach.receivers.map { graph.nodes[$0].id } == ["a", "b", "c", "d", "e"])
    #expect(reach.receivers.map { reach.distance(to: $0) } == [1, 2, 2, 3, 4])
    #expect(reach.distance(to: reach.from) == 0)
    let far = HandoffNetwork(graph).reach(from: graph.node(id: "e") ?? 0)
    #expect(far.receivers.isEmpty && far.distance(to: graph.node(id: "f") ?? 0) == nil)
  }

  @Test func `A group stands for its members, and what is said of two personas themselves goes first`() throws {
    let book = """
      -- baton.yml --
      groups:
        pair: [b, c]
      -- personas/a.md --
      ---
      hands_off_to:
        - pair: news
        - c: cake
      ---
      # A
      -- personas/b.md --
      # B
      -- personas/c.md --
      # C
      -- personas/d.md --
      ---
      receives_from: [pair: report]
      ---
      # D
      """
    #expect(chains("a", "d", of: book) == ["a b d", "a c d"])
    let graph = handbook(book).value.graph
    let network = HandoffNetwork(graph)
    let a = try #require(graph.node(id: "a"))
    #expect(network.steps(from: a).map { graph.edges[$0.edge].label } == ["news", "cake"])
    #expect(network.people.map { graph.nodes[$0].id } == ["a", "b", "c", "d"])
  }

  @Test func `Missing personas take part; those without handoffs do not`() {
    let graph = handbook(team("a: ghost\nb:")).value.graph
    #expect(HandoffNetwork(graph).people.map { graph.nodes[$0].id } == ["a", "ghost"])
    #expect(HandoffNetwork(handbook("# Nobody").value.graph).people.isEmpty)
  }

  @Test func `The end that alone declares a handoff is told, where there is another end`() {
    let graph = handbook(
      """
      -- personas/a.md --
      ---
      hands_off_to: [b, c, ghost, all-personas, a]
      ---
      # A
      -- personas/b.md --
      # B
      -- personas/c.md --
      ---
      receives_from: [a, b]
      ---
      # C
      """
    ).value.graph
    let ends = graph.edges.compactMap { edge in
      graph.onlyEnd(declaring: edge).map { "\(graph.nodes[edge.from].id) \(graph.nodes[edge.to].id) \($0)" }
    }
    #expect(ends == ["a b giver", "b c receiver"])
  }
}
