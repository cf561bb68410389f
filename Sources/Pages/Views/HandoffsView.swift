import Handbook
import Mustache

/// Makes what the template of the page of handoffs sees: the matrix of who hands what to whom, and what finds a way from one
/// to another.
struct HandoffsView {
  let links: Links
  let handoffs: HandoffLinks

  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  /// The most personas and groups that a matrix is legible with; more are shown as a list.
  private static let mostInMatrix = 40

  func view() -> View {
    let edges = graph.edges.filter { $0.kind == .handoff }
    var view: View = [:]
    var givers: [Int] = []
    var receives = Array(repeating: false, count: graph.nodes.count)
    for edge in edges {
      if givers.last != edge.from { givers.append(edge.from) }
      receives[edge.to] = true
      for member in graph.nodes[edge.to].members { receives[graph.nodeOfDocument[member]] = true }
    }
    let receivers = receives.indices.filter { receives[$0] }
    view.set(.count, edges.count == 1 ? "1 handoff" : "\(edges.count) handoffs")
    let ends = Set(givers).union(receivers)
    if ends.count <= Self.mostInMatrix {
      view[.matrix] = .view(matrix(givers: givers, receivers: receivers))
    } else {
      view.set(.list, givers.map(listEntry))
    }
    if edges.contains(where: { handoffs.onlyEnd($0) != nil }) { view[.hasOneSided] = .flag }
    if ends.contains(where: { graph.nodes[$0].kind == .group }) { view[.hasGroups] = .flag }
    view.set(.givers, handoffs.network.people.compactMap(giver))
    view.set(.people, people())
    view.set(.data, HandoffData(links: links, handoffs: handoffs).json)
    return view
  }

  // MARK: - Matrix

  private func matrix(givers: [Int], receivers: [Int]) -> View {
    var view: View = [:]
    view.set(.receivers, receivers.map { links.reference($0) })
    view.set(
      .rows,
      givers.map { giver -> View in
        var row = View(.giver, .view(links.reference(giver)))
        let direct = Dictionary(graph.edges(from: giver, .handoff).map { ($0.to, $0) }) { first, _ in first }
        let reach = handoffs.network.reach(from: giver)
        var cells = ChainsHTML(links: links, handoffs: handoffs)
        for receiver in receivers { cells.cell(from: giver, to: receiver, direct[receiver], reach) }
        row.set(.cells, html: cells.finished())
        return row
      })
    return view
  }

  // MARK: - List

  private func listEntry(_ giver: Int) -> View {
    var view = View(.giver, .view(links.reference(giver)))
    view.set(
      .receivers,
      graph.edges(from: giver, .handoff).map { edge in
        let only = handoffs.onlyEnd(edge).map { "(\($0))" }
        return links.reference(edge.to, note: [edge.label, only].compactMap(\.self).joined(separator: " "))
      })
    return view
  }

  // MARK: - From one to another

  /// What can be chosen; who shares a name is told apart by id.
  private func people() -> [View] {
    var names: [String: Int] = [:]
    for node in handoffs.network.people { names[graph.nodes[node].name, default: 0] += 1 }
    return handoffs.network.people.map { index in
      let node = graph.nodes[index]
      return [.id: .text(node.id), .name: .text(names[node.name] == 1 ? node.name : "\(node.name) (\(node.id))")]
    }
  }

  /// A persona that hands something on; the reference leads to the ways from it.
  private func giver(_ node: Int) -> View? {
    guard let path = links.plan.pathOfChains[node] else { return nil }
    var view = links.reference(node)
    view.set(.url, links.url(ofPath: path))
    return view
  }
}
