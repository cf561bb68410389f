import Handbook

extension Picture {
  /// The most boxes that a map can hold and still be read.
  static let mostBoxes = 40

  /// The handoffs between all personas. A team of more than 40 is shown by its groups; `nil` when there is nothing to draw, or
  /// too much even so.
  ///
  /// - Parameter groupURL: where the page of the group with an index stands.
  public static func teamMap(of handbook: Handbook, groupURL: (_ group: Int) -> String? = { _ in nil }) -> Picture? {
    let graph = handbook.graph
    let personas = graph.nodes.indices.filter { index in
      switch graph.nodes[index].kind {
      case .document(.persona): true
      case .group:
        graph.outgoing[index].contains { graph.edges[$0].kind == .handoff }
          || graph.incoming(index).contains { graph.edges[$0].kind == .handoff }
      default: false
      }
    }
    guard !personas.isEmpty else { return nil }
    if personas.count > mostBoxes {
      return map(of: TeamGroup.groups(of: handbook), in: handbook, url: groupURL)
    }
    var picture = Picture(
      title: "Map of handoffs", summary: "Who on the team hands what to whom.",
      language: Language(handbook.configuration.language))
    var box: [Int: Int] = [:]
    for node in personas {
      var persona = Node(graph, node)
      persona.phase = beginning(of: node, in: handbook)
      box[node] = picture.add(persona)
    }
    for edge in graph.edges where edge.kind == .handoff {
      guard let from = box[edge.from], let to = box[edge.to] else { continue }
      picture.connect(graph, edge, from: from, to: to)
    }
    return picture
  }

  /// When the work of a persona begins: the mean of the first phases of its tasks, without those that take all phases.
  static func beginning(of persona: Int, in handbook: Handbook) -> Double? {
    let graph = handbook.graph
    let starts = graph.edges(from: persona, .performs).compactMap { edge -> Int? in
      guard let document = graph.nodes[edge.to].document else { return nil }
      let phases = handbook.resolutions[document].phases
      return phases.count < handbook.phases.count ? phases.first : nil
    }
    return starts.isEmpty ? nil : Double(starts.reduce(0, +)) / Double(starts.count)
  }

  /// Adds the arrow of an edge of the graph.
  mutating func connect(_ graph: HandbookGraph, _ edge: GraphEdge, from: Int, to: Int) {
    let (a, b) = (graph.nodes[edge.from].name, graph.nodes[edge.to].name)
    let sentence =
      edge.kind == .handoff
      ? language.arrow(from: a, to: b) + (edge.label.map { ": \($0)" } ?? "") : "\(a) \(edge.kind.verb) \(b)"
    let label = edge.kind == .handoff ? edge.label : edge.kind.verb
    edges.append(
      Edge(
        from: from, to: to, label: label, isLabelEnglish: edge.kind != .handoff, kind: edge.kind.rawValue,
        sentence: sentence))
  }
}
