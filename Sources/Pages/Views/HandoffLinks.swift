import Handbook

/// What the pages of handoffs share: who hands to whom, and where each way is written out. Made once for the whole site.
struct HandoffLinks: Sendable {
  let handbook: Handbook
  let network: HandoffNetwork
  /// The path of the page of handoffs.
  let path: String
  /// For each node of a persona that takes part, the anchor of the ways to it.
  let anchors: [String]
  /// The same as fragments of a URL, with their `#`.
  private let fragments: [String]

  init(handbook: Handbook, plan: SitePlan, path: String) {
    self.handbook = handbook
    self.path = path
    network = HandoffNetwork(handbook.graph)
    var anchors = Array(repeating: "", count: handbook.graph.nodes.count)
    let numbers = Numbering()
    var taken: Set<String> = []
    for node in network.people {
      anchors[node] = numbers.free("to-" + URLPath.slug(handbook.graph.nodes[node].id)) { !taken.contains($0) }
      taken.insert(anchors[node])
    }
    self.anchors = anchors
    fragments = anchors.map { "#" + URLPath.encoded($0) }
  }

  /// The fragment that leads to the ways to a persona, with its `#`.
  func fragment(to node: Int) -> String { fragments[node] }

  /// Which end alone declares a handoff, in words.
  func onlyEnd(_ edge: GraphEdge) -> String? {
    switch handbook.graph.onlyEnd(declaring: edge) {
    case .giver: "giver only"
    case .receiver: "receiver only"
    case nil: nil
    }
  }

  /// A length in words.
  static func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }
}
