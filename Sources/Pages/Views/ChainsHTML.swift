import Buffers
import Handbook
import Markup

/// Writes chains of handoffs and cells of the matrix as HTML. There are many on a page, and templates would take a hundred times
/// as long over them.
struct ChainsHTML: ~Copyable {
  let links: Links
  let handoffs: HandoffLinks
  private var output = OutputBuffer(capacity: 4 << 10)

  /// What was written.
  consuming func finished() -> FinishedBytes { FinishedBytes(output) }

  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }
  private var nodes: [ReferencedNode] {
    _read { yield links.contents.nodes }
  }

  init(links: Links, handoffs: HandoffLinks) {
    self.links = links
    self.handoffs = handoffs
  }

  /// The heading of a receiver, and the chains that lead there.
  mutating func way(to receiver: Int, chains: ArraySlice<[HandoffStep]>, areMore: Bool) {
    write("<h3 id=\"", handoffs.anchors[receiver], "\">")
    reference(receiver)
    write("</h3>\n")
    for number in chains.indices {
      if number > chains.startIndex { write("<p class=\"or\">", words: "or", "</p>\n") }
      write("<ol class=\"chain\">\n")
      for step in chains[number] { self.step(step) }
      write("</ol>\n")
    }
    if areMore { write("<p class=\"or\">", words: "There are more ways of this length.", "</p>\n") }
  }

  private mutating func step(_ step: HandoffStep) {
    let edge = graph.edges[step.edge]
    write("<li><span class=\"step\">", nodes[step.from].name, " ")
    write("<span class=\"arrow\">", words: "to", "</span> ")
    reference(step.to)
    if nodes[edge.from].isGroup {
      remark("handoff from ", nodes[edge.from].name)
    }
    if nodes[edge.to].isGroup {
      remark("handoff to ", nodes[edge.to].name)
    }
    write("</span>")
    if let label = edge.label { write(" <span class=\"note\">", label.cutForOthers, "</span>") }
    only(edge)
    write("</li>\n")
  }

  /// One line for a receiver whose chains are not written out: who comes before it, whose line tells the same.
  mutating func line(to receiver: Int, _ reach: HandoffReach) {
    write("<li id=\"", handoffs.anchors[receiver], "\">")
    reference(receiver)
    write(": ")
    words(HandoffLinks.steps(reach.distance(to: receiver) ?? 0))
    if let last = reach.lastStep(to: receiver), last.from != reach.from {
      write(", ", words: "by way of", " ")
      write("<a href=\"", handoffs.fragment(to: last.from), "\">")
      write("", nodes[last.from].name, "</a>")
    }
    write("</li>\n")
  }

  /// A cell of the matrix: the handoff, or how far it is, or nothing.
  mutating func cell(from giver: Int, to receiver: Int, _ edge: GraphEdge?, _ reach: HandoffReach) {
    if let edge {
      write("<td class=\"given\">")
      if let label = edge.label { write("", label, "") } else { write("", words: "→ yes", "") }
      only(edge)
      write("</td>\n")
    } else if giver == receiver {
      write("<td class=\"same\"></td>\n")
    } else if let distance = reach.distance(to: receiver), let path = links.plan.pathOfChains[giver] {
      write("<td class=\"far\"><a href=\"", links.url(ofPath: path) + handoffs.fragment(to: receiver), "\">")
      words(HandoffLinks.steps(distance))
      write("<span class=\"unseen\"> ", words: "from", " ")
      write("", nodes[giver].name, " ")
      write("", words: "to", " ")
      write("", nodes[receiver].name, "</span></a></td>\n")
    } else {
      write("<td></td>\n")
    }
  }

  // MARK: - Parts

  /// The same as the template `reference` makes.
  private mutating func reference(_ index: Int) {
    let node = nodes[index]
    if node.url != nil {
      output.append("<a class=\"reference kind ")
      output.append(string: node.kind)
      output.append("\" href=\"")
      output.append(string: links.root)
      output.append(escapingAll: node.url ?? "")
      output.append("\">")
      output.append(escapingAll: node.name)
      output.append("</a>")
    } else {
      write("<span class=\"reference kind ", node.kind, node.isMissing ? " missing\">" : "\">")
      write("", node.name, "")
      if node.isMissing { write(" <span class=\"flag\">", words: "missing", "</span>") }
      write("</span>")
    }
  }

  /// What the frame says of a group.
  private mutating func remark(_ text: StaticString, _ group: String) {
    let words = links.contents.words
    write(" <span class=\"remark\">(")
    words.begin(&output)
    output.append(text)
    words.beginOwn(&output)
    output.append(escapingAll: group)
    words.endOwn(&output)
    words.end(&output)
    write(")</span>")
  }

  private mutating func only(_ edge: GraphEdge) {
    guard let only = handoffs.onlyEnd(edge) else { return }
    write(" <em class=\"only\">")
    words(only)
    write("</em>")
  }

  /// Markup as it is.
  private mutating func write(_ markup: StaticString) { output.append(markup) }

  /// A text of the frame between markup.
  private mutating func write(_ before: StaticString, words text: StaticString, _ after: StaticString) {
    output.append(before)
    links.contents.words.write(text, to: &output)
    output.append(after)
  }

  /// A text of the frame.
  private mutating func words(_ text: String) {
    links.contents.words.begin(&output)
    output.append(escapingAll: text)
    links.contents.words.end(&output)
  }

  /// A text between markup.
  private mutating func write(_ before: StaticString, _ text: String, _ after: StaticString) {
    output.append(before)
    output.append(escapingAll: text)
    output.append(after)
  }
}
