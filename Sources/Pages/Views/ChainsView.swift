import Handbook
import Mustache

/// Makes what the template of the page of one giver sees: how work gets from there to every other persona.
struct ChainsView {
  let links: Links
  let handoffs: HandoffLinks
  /// The node of the persona at the beginning.
  let giver: Int

  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  /// The most chains that are shown for one receiver.
  static let mostChains = 3

  /// How much the pages of all givers hold together; without a bound, a thousand personas had a million ways.
  private static let stepsOfSite = 60_000
  private static let linesOfSite = 60_000

  func view() -> View {
    let pages = max(1, links.plan.pathOfChains.count)
    var steps = min(400, max(40, Self.stepsOfSite / pages))
    let lines = Self.linesOfSite / pages
    let reach = handoffs.network.reach(from: giver, enough: steps + lines)
    var groups: [View] = []
    var written = 0
    // The nearest receivers have their chains written out, until the page is full.
    while written < reach.receivers.count, let distance = reach.distance(to: reach.receivers[written]),
      distance <= steps
    {
      var html = ChainsHTML(links: links, handoffs: handoffs)
      while written < reach.receivers.count, reach.distance(to: reach.receivers[written]) == distance, distance <= steps
      {
        let most = min(Self.mostChains, steps / distance)
        let chains = reach.chains(to: reach.receivers[written], limit: most + 1)
        html.way(to: reach.receivers[written], chains: chains.prefix(most), areMore: chains.count > most)
        steps -= min(most, chains.count) * distance
        written += 1
      }
      groups.append([
        .title: .text(distance == 1 ? "Directly" : "In \(distance) steps"), .number: .text(String(distance)),
        .ways: .bytes(html.finished()),
      ])
    }

    var view: View = [.name: .text(graph.nodes[giver].name), .giver: .view(links.reference(giver))]
    view.set(.groups, groups)
    let rest = reach.receivers[written...]
    let listed = rest.prefix(lines)
    var html = ChainsHTML(links: links, handoffs: handoffs)
    for receiver in listed { html.line(to: receiver, reach) }
    view.set(.rest, html: html.finished())
    if rest.count > listed.count || !reach.isWhole {
      view.set(.unlisted, reach.isWhole ? String(rest.count - listed.count) : "Many")
    }
    view.set(
      .jumps,
      reach.receivers.count > 1 && rest.isEmpty
        ? reach.receivers.sorted().map { jump(to: $0, distance: reach.distance(to: $0) ?? 0) } : [])
    view.set(.handoffsURL, links.url(ofPath: handoffs.path))
    return view
  }

  /// A link to the ways to a receiver, on this page.
  private func jump(to receiver: Int, distance: Int) -> View {
    var view = View(title: graph.nodes[receiver].name, url: handoffs.fragment(to: receiver))
    view.set(.kind, Kind.persona.rawValue)
    view.set(.remark, HandoffLinks.steps(distance))
    view.add(.titleWords, links.contents.words.english)
    return view
  }
}
