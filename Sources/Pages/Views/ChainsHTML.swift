import Handbook
import Markup

/// Writes chains of handoffs and cells of the matrix as HTML. There are many on a page, and templates would take a hundred times
/// as long over them.
struct ChainsHTML {
  let links: Links
  let handoffs: HandoffLinks
  private(set) var bytes: [UInt8] = []

  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  init(links: Links, handoffs: HandoffLinks) {
    self.links = links
    self.handoffs = handoffs
  }

  /// The heading of a receiver, and the chains that lead there.
  mutating func way(to receiver: Int, chains: ArraySlice<[HandoffStep]>, areMore: Bool) {
    write("<h3 id=\"", handoffs.anchors[receiver] ?? "", "\">")
    reference(receiver)
    write("</h3>\n")
    for (number, chain) in chains.enumerated() {
      if number > 0 { write("<p class=\"or\">or</p>\n") }
      write("<ol class=\"chain\">\n")
      for step in chain { self.step(step) }
      write("</ol>\n")
    }
    if areMore { write("<p class=\"or\">There are more ways of this length.</p>\n") }
  }

  private mutating func step(_ step: HandoffStep) {
    let edge = graph.edges[step.edge]
    write("<li><span class=\"step\">", graph.nodes[step.from].name, " <span class=\"arrow\">to</span> ")
    reference(step.to)
    for end in [edge.from, edge.to] where graph.nodes[end].kind == .group {
      let direction = end == edge.from ? "from" : "to"
      write(" <span class=\"remark\">(handoff \(direction) ", graph.nodes[end].name, ")</span>")
    }
    write("</span>")
    if let label = edge.label { write(" <span class=\"note\">", label, "</span>") }
    only(edge)
    write("</li>\n")
  }

  /// One line for a receiver whose chains are not written out: who comes before it, whose line tells the same.
  mutating func line(to receiver: Int, _ reach: HandoffReach) {
    write("<li id=\"", handoffs.anchors[receiver] ?? "", "\">")
    reference(receiver)
    write(": ", HandoffLinks.steps(reach.distance(to: receiver) ?? 0), "")
    if let last = reach.lastStep(to: receiver), last.from != reach.from {
      write(", by way of <a href=\"", handoffs.fragment(to: last.from), "\">")
      write("", graph.nodes[last.from].name, "</a>")
    }
    write("</li>\n")
  }

  /// A cell of the matrix: the handoff, or how far it is, or nothing.
  mutating func cell(from giver: Int, to receiver: Int, _ edge: GraphEdge?, _ reach: HandoffReach) {
    if let edge {
      write("<td class=\"given\">", edge.label ?? "→ yes", "")
      only(edge)
      write("</td>\n")
    } else if giver == receiver {
      write("<td class=\"same\"></td>\n")
    } else if let distance = reach.distance(to: receiver), let path = links.plan.pathOfChains[giver] {
      write("<td class=\"far\"><a href=\"", links.url(ofPath: path) + handoffs.fragment(to: receiver), "\">")
      let ends = " from \(graph.nodes[giver].name) to \(graph.nodes[receiver].name)"
      write(HandoffLinks.steps(distance) + "<span class=\"unseen\">", ends, "</span></a></td>\n")
    } else {
      write("<td></td>\n")
    }
  }

  // MARK: - Parts

  /// The same as the template `reference` makes.
  private mutating func reference(_ index: Int) {
    let kind = graph.nodes[index].kind.name
    if let url = links.urlFromRoot(ofNode: index) {
      write("<a class=\"reference kind ")
      write(kind)
      write("\" href=\"")
      write(links.root, url, "\">")
      write("", graph.nodes[index].name, "</a>")
    } else {
      let isMissing = graph.nodes[index].isMissing
      write("<span class=\"reference kind \(kind)\(isMissing ? " missing" : "")\">", graph.nodes[index].name, "")
      write(isMissing ? " <span class=\"flag\">missing</span></span>" : "</span>")
    }
  }

  private mutating func only(_ edge: GraphEdge) {
    if let only = handoffs.onlyEnd(edge) { write(" <em class=\"only\">", only, "</em>") }
  }

  /// Markup as it is.
  private mutating func write(_ markup: String) { bytes.append(string: markup) }

  /// A text between markup.
  private mutating func write(_ before: String, _ text: String, _ after: String) {
    bytes.append(string: before)
    bytes.appendEscaped(text)
    bytes.append(string: after)
  }
}
