import Handbook

/// A part of a large team: the personas of one folder, or of one tag where all stand in one folder.
public struct TeamGroup: Sendable {
  /// What it is called.
  public var name: String
  /// Its personas, as indices of nodes of the handbook's graph.
  public var members: [Int]

  /// A group; see the properties.
  public init(name: String, members: [Int]) {
    self.name = name
    self.members = members
  }

  /// The groups of a team that is too large for one map; none for any other, and none where nothing tells groups apart.
  public static func groups(of handbook: Handbook) -> [TeamGroup] {
    let graph = handbook.graph
    let personas = graph.nodes.indices.filter {
      graph.nodes[$0].kind == .document(.persona) && graph.nodes[$0].document != nil
    }
    guard personas.count > Picture.mostBoxes else { return [] }
    for name in [folder, tag] {
      var groups: [TeamGroup] = []
      var indices: [String: Int] = [:]
      for node in personas {
        guard let document = graph.nodes[node].document else { continue }
        let key = name(handbook.documents[document])
        if let index = indices[key] {
          groups[index].members.append(node)
        } else {
          indices[key] = groups.count
          groups.append(TeamGroup(name: key.inWords, members: [node]))
        }
      }
      if (2...Picture.mostBoxes).contains(groups.count) { return groups }
    }
    return []
  }

  /// The nearest folder that is not called after a kind.
  private static func folder(_ document: Document) -> String {
    let folders = document.folder.utf8.split(separator: UInt8(ascii: "/"))
    return folders.last { Kind(name: Substring($0)) == nil }.map { String(Substring($0)) } ?? "Team"
  }

  /// The first tag.
  private static func tag(_ document: Document) -> String {
    if case .texts(let tags)? = document.fields[.tags], let first = tags.first { first.value } else { "Others" }
  }
}

extension Picture {
  /// The handoffs between groups, counted.
  ///
  /// - Parameter url: where the page of the group with an index stands.
  static func map(of groups: [TeamGroup], in handbook: Handbook, url: (_ group: Int) -> String?) -> Picture? {
    guard !groups.isEmpty else { return nil }
    var picture = Picture(
      title: "Map of handoffs between groups", summary: "How many handoffs run between the groups of the team.",
      language: Language(handbook.configuration.language))
    for (index, group) in groups.enumerated() {
      var node = Node(title: group.name, kind: "group")
      node.subtitle = group.members.count == 1 ? "1 persona" : "\(group.members.count) personas"
      node.isSubtitleEnglish = true
      node.url = url(index)
      _ = picture.add(node)
    }
    picture.connectCounted(handbook.graph, boxOf: boxes(of: groups))
    return picture
  }

  /// The handoffs within one group, and how many run between it and each other group; `nil` when it is too large to be drawn, or
  /// nothing is handed over.
  ///
  /// - Parameter url: where the page of the group with an index stands.
  public static func map(
    ofGroup index: Int, of groups: [TeamGroup], in handbook: Handbook, url: (_ group: Int) -> String?
  ) -> Picture? {
    let graph = handbook.graph
    let members = groups[index].members
    guard members.count <= mostBoxes else { return nil }
    var picture = Picture(
      title: "Handoffs of \(groups[index].name)",
      summary: "Who in the group hands what to whom, and with which other groups.",
      language: Language(handbook.configuration.language))
    var box: [Int: Int] = [:]
    for node in members { box[node] = picture.add(Node(graph, node)) }
    for edge in graph.edges where edge.kind == .handoff {
      guard let from = box[edge.from], let to = box[edge.to] else { continue }
      picture.connect(graph, edge, from: from, to: to)
    }
    let groupOf = boxes(of: groups)
    var outside: [Int: Int] = [:]
    var boxOf = box
    for edge in graph.edges where edge.kind == .handoff {
      for (inner, outer) in [(edge.from, edge.to), (edge.to, edge.from)] where box[inner] != nil && box[outer] == nil {
        guard let group = groupOf[outer] else { continue }
        if outside[group] == nil {
          var node = Node(title: groups[group].name, kind: "group")
          node.url = url(group)
          outside[group] = picture.add(node)
        }
        boxOf[outer] = outside[group]
      }
    }
    picture.connectCounted(graph, boxOf: boxOf) { (box[$0.from] == nil) != (box[$0.to] == nil) }
    return picture.edges.isEmpty ? nil : picture
  }

  private static func boxes(of groups: [TeamGroup]) -> [Int: Int] {
    var box: [Int: Int] = [:]
    for (index, group) in groups.enumerated() { for node in group.members { box[node] = index } }
    return box
  }

  /// Adds one arrow for all handoffs between two boxes, with their number.
  private mutating func connectCounted(
    _ graph: HandbookGraph, boxOf: [Int: Int], where isWanted: (GraphEdge) -> Bool = { _ in true }
  ) {
    var counts: [Int: Int] = [:]
    for edge in graph.edges where edge.kind == .handoff && isWanted(edge) {
      guard let from = boxOf[edge.from], let to = boxOf[edge.to], from != to else { continue }
      counts[from * nodes.count + to, default: 0] += 1
    }
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
      let (from, to) = key.quotientAndRemainder(dividingBy: nodes.count)
      let label = count == 1 ? "1 handoff" : "\(count) handoffs"
      edges.append(
        Edge(
          from: from, to: to, label: label, isLabelEnglish: true, kind: EdgeKind.handoff.rawValue,
          sentence: language.arrow(from: nodes[from].title, to: nodes[to].title) + ": \(label)"))
    }
  }
}
