import Handbook

extension Picture {
  /// What comes in to a persona, from whom, and what goes out, to whom. A colleague who does both stands on both sides, so
  /// that the picture reads from left to right. `nil` when there are no handoffs.
  public static func handoffs(of document: Int, in handbook: Handbook) -> Picture? {
    let graph = handbook.graph
    let node = graph.nodeOfDocument[document]
    let incoming = Array(graph.edges(to: node, .handoff).prefix(mostBoxes))
    let outgoing = Array(graph.edges(from: node, .handoff).prefix(mostBoxes))
    guard !incoming.isEmpty || !outgoing.isEmpty else { return nil }
    let name = graph.nodes[node].name
    var picture = Picture(
      title: "Handoffs of \(name)", summary: "What \(name) receives, from whom, and what it hands on, to whom.",
      isHorizontal: true, language: Language(handbook.configuration.language))
    let sources = incoming.map { picture.add(Node(graph, $0.from)) }
    let focus = picture.add(Node(graph, node, isFocus: true))
    let targets = outgoing.map { picture.add(Node(graph, $0.to)) }
    for (box, edge) in zip(sources, incoming) { picture.connect(graph, edge, from: box, to: focus) }
    for (box, edge) in zip(targets, outgoing) { picture.connect(graph, edge, from: focus, to: box) }
    return picture
  }

  /// A task with the personas who perform it, the templates it fills in and the checklists that check it. `nil` when it stands alone.
  public static func surroundings(ofTask document: Int, in handbook: Handbook) -> Picture? {
    let graph = handbook.graph
    let node = graph.nodeOfDocument[document]
    let incoming = Array(graph.edges(to: node, .performs).prefix(mostBoxes))
    let outgoing = Array(
      (graph.edges(from: node, .fillsIn) + graph.edges(from: node, .checkedBy)).prefix(mostBoxes))
    guard !incoming.isEmpty || !outgoing.isEmpty else { return nil }
    let name = graph.nodes[node].title
    var picture = Picture(
      title: "Around “\(name)”", summary: "Who performs the task, what is filled in, and what checks it.",
      isHorizontal: true, language: Language(handbook.configuration.language))
    let personas = incoming.map { picture.add(Node(graph, $0.from)) }
    let focus = picture.add(Node(graph, node, isFocus: true))
    let others = outgoing.map { picture.add(Node(graph, $0.to)) }
    for (box, edge) in zip(personas, incoming) { picture.connect(graph, edge, from: box, to: focus) }
    for (box, edge) in zip(others, outgoing) { picture.connect(graph, edge, from: focus, to: box) }
    return picture
  }
}
