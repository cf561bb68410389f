import Handbook

/// Makes what the template of the page of one giver sees: how work gets from there to every other persona.
struct ChainsView {
  let links: Links
  let handoffs: HandoffLinks
  /// The node of the persona at the beginning.
  let giver: Int

  private var graph: HandbookGraph { links.handbook.graph }

  /// The most chains that are shown for one receiver.
  static let mostChains = 3

  /// How much the pages of all givers hold together; without a bound, a thousand personas had a million ways.
  private static let stepsOfSite = 60_000
  private static let linesOfSite = 200_000

  func view() -> View {
    let pages = max(1, links.plan.pathOfChains.count)
    var steps = min(400, max(40, Self.stepsOfSite / pages))
    let reach = handoffs.network.reach(from: giver)
    var groups: [View] = []
    var written = 0
    var group: [View] = []
    // The nearest receivers have their chains written out, until the page is full.
    for (number, receiver) in reach.receivers.enumerated() {
      guard let distance = reach.distance(to: receiver), distance <= steps else { break }
      let chains = reach.chains(to: receiver, limit: min(Self.mostChains, steps / distance) + 1)
      let shown = min(Self.mostChains, max(1, steps / distance), chains.count)
      steps -= shown * distance
      group.append(way(to: receiver, chains: Array(chains.prefix(shown)), areMore: chains.count > shown))
      written = number + 1
      let next = written < reach.receivers.count ? reach.distance(to: reach.receivers[written]) : nil
      if next != distance {
        groups.append(section(group, distance))
        group = []
      }
    }
    if !group.isEmpty { groups.append(section(group, reach.distance(to: reach.receivers[written - 1]) ?? 0)) }

    var view: View = ["name": graph.nodes[giver].name, "giver": links.reference(giver)]
    view.set("groups", groups)
    let rest = reach.receivers[written...]
    let listed = rest.prefix(Self.linesOfSite / pages)
    view.set("rest", listed.map { line(to: $0, reach) })
    if rest.count > listed.count { view["unlisted"] = String(rest.count - listed.count) }
    view.set(
      "jumps",
      reach.receivers.count > 1 && rest.isEmpty
        ? reach.receivers.sorted().map { jump(to: $0, distance: reach.distance(to: $0) ?? 0) } : [])
    view["handoffs_url"] = links.url(ofPath: handoffs.path)
    return view
  }

  private func section(_ receivers: [View], _ distance: Int) -> View {
    var view: View = ["title": distance == 1 ? "Directly" : "In \(distance) steps", "number": String(distance)]
    view.set("receivers", receivers)
    return view
  }

  /// A link to the ways to a receiver, on this page.
  private func jump(to receiver: Int, distance: Int) -> View {
    [
      "title": graph.nodes[receiver].name, "kind": "persona", "url": handoffs.fragment(to: receiver),
      "remark": HandoffLinks.steps(distance),
    ]
  }

  private func way(to receiver: Int, chains: [[HandoffStep]], areMore: Bool) -> View {
    // A reference of its own: what a step lacks must not be found here.
    var view: View = ["receiver": links.reference(receiver)]
    view["anchor"] = handoffs.anchors[receiver]
    view.set(
      "chains",
      chains.enumerated().map { number, chain in
        var chainView: View = [:]
        if number > 0 { chainView["is_other"] = true }
        chainView.set("steps", chain.map(step))
        return chainView
      })
    if areMore { view["are_more"] = true }
    return view
  }

  private func step(_ step: HandoffStep) -> View {
    let edge = graph.edges[step.edge]
    var view = links.reference(step.to, note: edge.label)
    view["giver"] = graph.nodes[step.from].name
    view.set("only", handoffs.onlyEnd(edge))
    for end in [edge.from, edge.to] where graph.nodes[end].kind == .group {
      view["remark"] = "handoff \(end == edge.from ? "from" : "to") \(graph.nodes[end].name)"
    }
    return view
  }

  /// One line for a receiver whose chains are not written out: who comes before it, whose line tells the same.
  private func line(to receiver: Int, _ reach: HandoffReach) -> View {
    var view = links.reference(receiver)
    view["anchor"] = handoffs.anchors[receiver]
    view["steps"] = HandoffLinks.steps(reach.distance(to: receiver) ?? 0)
    if let last = reach.lastStep(to: receiver), last.from != giver {
      view["before"] = graph.nodes[last.from].name
      view["before_url"] = handoffs.fragment(to: last.from)
    }
    return view
  }
}
