import Handbook
import Mustache

/// What the page of a persona shows of the groups that it is in: what they have to do, each does that is in them.
extension DocumentView {
  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  /// How much of one of its groups the page of a persona lists. A thousand senders to a thousand members would be a million lines.
  private static let mostOfGroup = 24

  /// What the persona's groups are connected with in some ways, and the persona itself is not, marked with the group.
  func ofGroups(_ kinds: Set<EdgeKind>, _ kind: Kind) -> [View] {
    let groups = graph.groups(ofNode: node)
    guard !groups.isEmpty else { return [] }
    var seen: Set<Int> = []
    for index in graph.outgoing[node] where kinds.contains(graph.edges[index].kind) {
      seen.insert(graph.edges[index].to)
    }
    return groups.flatMap { group -> [View] in
      let title = graph.nodes[group].title.lowercased()
      let targets = graph.outgoing[group].lazy.filter { kinds.contains(graph.edges[$0].kind) }
        .map { graph.edges[$0].to }.filter { seen.insert($0).inserted }
      var views: [View] = []
      var count = 0
      for target in targets {
        if count < Self.mostOfGroup { views.append(reference(target, remark: title)) }
        count += 1
      }
      let list = links.plan.indexedKinds.contains(kind) ? kind.indexPath : nil
      return views + rest(count, kind, at: list) { $0.set(.remark, title) }
    }
  }

  /// What is handed to the persona, or by it: what its own field names, in its order, then what others say, then what its groups
  /// receive or give.
  func handoffs(_ field: Field, outgoing: Bool) -> [View] {
    func other(_ edge: GraphEdge) -> Int { outgoing ? edge.to : edge.from }
    func edges(of node: Int) -> [GraphEdge] {
      outgoing ? graph.edges(from: node, .handoff) : graph.edges(to: node, .handoff)
    }
    var direct = edges(of: node)
    // The smallest group comes first: it speaks most of the persona.
    let groups = graph.groups(ofNode: node).sorted { a, b in
      (graph.nodes[a].members.count, a) < (graph.nodes[b].members.count, b)
    }.map { group in
      let mark = (outgoing ? "from " : "to ") + graph.nodes[group].title.lowercased()
      return (mark: mark, edges: edges(of: group).filter { other($0) != node })
    }
    var shared = SharedHandoffs(direct, page: index, isGiver: outgoing)
    let ofGroups = groups.flatMap { mark, edges -> [View] in
      let edges = edges.filter { !shared.isTold($0, by: other($0), mark) }
      let views = edges.prefix(Self.mostOfGroup).map { edge in
        links.reference(other(edge), note: [edge.label, mark].compactMap(\.self).joined(separator: ", "))
      }
      return views + rest(edges.count, .persona, at: links.plan.pathOfHandoffs) { $0.set(.note, mark) }
    }
    let order = (links.contents.handbook.resolutions[index].fields[field] ?? []).map(\.node)
    var place: [Int: Int] = [:]
    for (number, other) in order.enumerated() where place[other] == nil { place[other] = number }
    direct.sort { a, b in (place[other(a)] ?? .max, a.from, a.to) < (place[other(b)] ?? .max, b.from, b.to) }
    return direct.map { links.reference(other($0), note: shared.notes[other($0)] ?? $0.label) } + ofGroups
  }

  /// A line for those of `count` that are not listed, if any.
  private func rest(_ count: Int, _ kind: Kind, at path: String?, _ mark: (inout View) -> Void) -> [View] {
    guard count > Self.mostOfGroup else { return [] }
    var rest: View = [.title: .text("\(count - Self.mostOfGroup) more"), .kind: .text(kind.rawValue)]
    rest.set(.url, path.map(links.url(ofPath:)))
    mark(&rest)
    return [rest]
  }
}

/// The handoffs of a persona that are told of its groups as well, by the node of the other end.
private struct SharedHandoffs {
  /// What is said of such a handoff where only the group's words tell.
  private(set) var notes: [Int: String] = [:]
  private let direct: [Int: GraphEdge]
  private let page: Int
  private let isGiver: Bool

  init(_ edges: [GraphEdge], page: Int, isGiver: Bool) {
    direct = Dictionary(edges.map { (isGiver ? $0.to : $0.from, $0) }) { first, _ in first }
    (self.page, self.isGiver) = (page, isGiver)
  }

  /// Whether a handoff between a group and the node `other` is the one that the persona has with it. As elsewhere, the giver's words
  /// tell what is passed.
  mutating func isTold(_ edge: GraphEdge, by other: Int, _ mark: String) -> Bool {
    guard let own = direct[other] else { return false }
    guard let label = edge.label, label != own.label else { return true }
    // Who tells both passes two things.
    guard notes[other] == nil, own.declarations.allSatisfy({ $0.document == page }) else { return false }
    notes[other] = isGiver ? own.label ?? "\(label), \(mark)" : "\(label), \(mark)"
    return true
  }
}
