import Handbook

extension Picture {
  /// The most boxes that a map can hold and still be read.
  static let mostBoxes = 40

  /// The handoffs between all personas. A team of more than 40 is shown by the folders its personas stand in; `nil` when there
  /// is nothing to draw, or too much even so.
  public static func teamMap(of handbook: Handbook) -> Picture? {
    let graph = handbook.graph
    let personas = graph.nodes.indices.filter { index in
      switch graph.nodes[index].kind {
      case .document(.persona): true
      case .group:
        graph.outgoing[index].contains { graph.edges[$0].kind == .handoff }
          || graph.incoming[index].contains { graph.edges[$0].kind == .handoff }
      default: false
      }
    }
    guard !personas.isEmpty else { return nil }
    if personas.count > mostBoxes { return folderMap(of: handbook, personas: personas) }
    var picture = Picture(title: "Map of handoffs", summary: "Who on the team hands what to whom.")
    var box: [Int: Int] = [:]
    for node in personas { box[node] = picture.add(Node(graph, node)) }
    for edge in graph.edges where edge.kind == .handoff {
      guard let from = box[edge.from], let to = box[edge.to] else { continue }
      picture.connect(graph, edge, from: from, to: to)
    }
    return picture
  }

  /// The handoffs between folders of personas, counted.
  private static func folderMap(of handbook: Handbook, personas: [Int]) -> Picture? {
    let graph = handbook.graph
    var picture = Picture(
      title: "Map of handoffs between groups", summary: "How many handoffs run between the groups of the team.")
    var boxes: [String: Int] = [:]
    var boxOfNode: [Int: Int] = [:]
    var members: [Int] = []
    for node in personas {
      guard let document = graph.nodes[node].document else { continue }
      let folder = folderName(handbook.documents[document].folder)
      let box = boxes[folder] ?? picture.add(Node(title: folder.inWords, kind: "group"))
      if boxes[folder] == nil { members.append(0) }
      boxes[folder] = box
      boxOfNode[node] = box
      members[box] += 1
    }
    guard picture.nodes.count > 1, picture.nodes.count <= mostBoxes else { return nil }
    for box in picture.nodes.indices {
      picture.nodes[box].subtitle = members[box] == 1 ? "1 persona" : "\(members[box]) personas"
    }
    var counts: [Int: Int] = [:]
    for edge in graph.edges where edge.kind == .handoff {
      guard let from = boxOfNode[edge.from], let to = boxOfNode[edge.to], from != to else { continue }
      counts[from * picture.nodes.count + to, default: 0] += 1
    }
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
      let (from, to) = key.quotientAndRemainder(dividingBy: picture.nodes.count)
      let label = count == 1 ? "1 handoff" : "\(count) handoffs"
      picture.edges.append(
        Edge(
          from: from, to: to, label: label, kind: EdgeKind.handoff.rawValue,
          sentence: "\(picture.nodes[from].title) → \(picture.nodes[to].title): \(label)"))
    }
    return picture
  }

  /// The folder that tells a persona's group: the nearest that is not called after the kind.
  private static func folderName(_ path: String) -> String {
    path.split(separator: "/").last { Kind(name: $0) == nil }.map(String.init) ?? "Team"
  }

  /// Adds the arrow of an edge of the graph.
  mutating func connect(_ graph: HandbookGraph, _ edge: GraphEdge, from: Int, to: Int) {
    let (a, b) = (graph.nodes[edge.from].name, graph.nodes[edge.to].name)
    let sentence =
      edge.kind == .handoff
      ? "\(a) → \(b)" + (edge.label.map { ": \($0)" } ?? "") : "\(a) \(edge.kind.verb) \(b)"
    let label = edge.kind == .handoff ? edge.label : edge.kind.verb
    edges.append(Edge(from: from, to: to, label: label, kind: edge.kind.rawValue, sentence: sentence))
  }
}
