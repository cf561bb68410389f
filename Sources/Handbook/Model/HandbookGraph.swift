import Diagnostics

/// How two documents belong together.
public enum EdgeKind: String, CaseIterable, Sendable, Hashable {
  /// A persona hands work to a persona.
  case handoff
  /// A persona performs a task.
  case performs
  /// A persona uses a template.
  case uses
  /// A persona runs a checklist.
  case runs
  /// A persona owns a template.
  case owns
  /// A task fills in a template.
  case fillsIn = "fills-in"
  /// A task or a template is checked by a checklist.
  case checkedBy = "checked-by"
  /// A text speaks of a document.
  case mentions
}

/// What a node of the graph stands for.
public enum NodeKind: Sendable, Hashable {
  /// A document, or one that is referred to and missing.
  case document(Kind)
  /// Several personas under one name.
  case group

  /// The kind's name in exports.
  public var name: String {
    switch self {
    case .document(let kind): kind.rawValue
    case .group: "group"
    }
  }
}

/// A document, a group, or something that is referred to and does not exist.
public struct GraphNode: Sendable {
  /// Unique in the graph.
  public var id: String
  /// What it stands for.
  public var kind: NodeKind
  /// Its title, as others show it: a very long one is cut.
  public var title: String
  /// A persona's role name, else the title; cut like that.
  public var name: String
  /// The index of its document in ``Handbook/documents``; `nil` for groups and missing documents.
  public var document: Int?
  /// The members of a group, as indices of documents.
  public var members: [Int] = []
  /// What its title adds to its name, `nil` when nothing: a title that begins with the role name is shown without it.
  public var subtitle: String? { Self.subtitle(ofTitle: title, name: name) }

  /// What a title adds to a name; see ``subtitle``.
  public static func subtitle(ofTitle title: String, name: String) -> String? {
    guard title != name else { return nil }
    // Whether one ASCII text begins with another is told by its bytes.
    if title.utf8.allSatisfy({ $0 < 0x80 }) {
      guard title.utf8.starts(with: name.utf8) else { return title }
      let rest = title.utf8.dropFirst(name.utf8.count)
      return rest.starts(with: " - ".utf8) ? String(Substring(rest.dropFirst(3))) : title
    }
    for separator in [" - ", " – ", " — "] where title.hasPrefix(name + separator) {
      return String(title.dropFirst(name.count + separator.count))
    }
    return title
  }
  /// Whether it is referred to and does not exist.
  public var isMissing: Bool { document == nil && kind != .group }
}

extension GraphNode {
  /// The node of the document with an index.
  init(_ document: Document, _ index: Int) {
    self.init(
      id: document.id.value, kind: .document(document.kind), title: document.title.value.cutForOthers,
      name: document.name.cutForOthers, document: index)
  }
}

extension String {
  /// A title or a name as other documents show it. One of a whole page, which many links show, would make many pages of one line.
  public var cutForOthers: String {
    let most = 300
    guard utf8.count > most,
      var end = unicodeScalars.index(startIndex, offsetBy: most, limitedBy: endIndex), end < endIndex
    else { return self }
    // What people take for one character is not cut, unless it is endless.
    var looks = 20
    while looks > 0, end > startIndex, String.Index(end, within: self) == nil {
      unicodeScalars.formIndex(before: &end)
      looks -= 1
    }
    return self[..<end] + "…"
  }
}

/// Two nodes that belong together, and every place that says so.
public struct GraphEdge: Sendable {
  /// One place that declares the edge.
  public struct Declaration: Sendable {
    /// The field, or `text` for a mention.
    public var field: String
    /// What is passed, in this end's words.
    public var text: String?
    /// The index of the document that says so.
    public var document: Int
    /// Where it says so.
    public var range: SourceRange
  }

  /// The index of the node it leaves.
  public var from: Int
  /// The index of the node it enters.
  public var to: Int
  /// How the two belong together.
  public var kind: EdgeKind
  /// Who declares it; never empty. What the end that the edge leaves says comes first.
  public var declarations: [Declaration]

  /// What is passed: the sender's words, else the receiver's; several are joined by `; `.
  public var label: String? {
    if declarations.count == 1 { return declarations[0].text }
    guard let first = declarations.first(where: { $0.text != nil }) else { return nil }
    // Most handoffs are told in one place, or in the same words.
    if declarations.allSatisfy({ $0.field != first.field || $0.text == nil || $0.text == first.text }) {
      return first.text
    }
    var texts: [String] = []
    var known: Set<String> = []
    for declaration in declarations where declaration.field == first.field {
      if let text = declaration.text, known.insert(text).inserted { texts.append(text) }
    }
    return texts.joined(separator: "; ")
  }

  /// The fields that declare it, each once.
  public var declared: [String] {
    var fields: [String] = []
    for declaration in declarations where !fields.contains(declaration.field) { fields.append(declaration.field) }
    return fields
  }
}

/// One end of a handoff.
public enum HandoffEnd: Sendable, Hashable {
  /// Who hands it on.
  case giver
  /// Who receives it.
  case receiver
}

/// The cross-linked graph of a handbook. Nodes are sorted by id, edges by their ends' ids and kind, both by UTF-8 bytes.
public struct HandbookGraph: Sendable {
  /// The nodes.
  public var nodes: [GraphNode] = []
  /// The edges; change them by ``setEdges(_:)``.
  public private(set) var edges: [GraphEdge] = []
  /// For each node the indices of the edges that leave it.
  public private(set) var outgoing: [Range<Int>] = []
  /// The indices of the edges that enter a node, in order, for one node after the other.
  private var entering: [Int] = []
  /// For each node where those that enter it begin in `entering`, and where the last ones end.
  private var entries: [Int] = [0]
  /// For each document the index of its node.
  public var nodeOfDocument: [Int] = []
  /// For each document that is in groups, the nodes of these groups, in order.
  public var groupsOfDocument: [Int: [Int]] = [:]

  /// The graph of some nodes and edges, both sorted.
  ///
  /// - Parameter documents: how many documents there are; each has a node.
  init(nodes: [GraphNode], edges: [GraphEdge], documents: Int) {
    self.nodes = nodes
    nodeOfDocument = Array(repeating: 0, count: documents)
    for (index, node) in nodes.enumerated() {
      if let document = node.document { nodeOfDocument[document] = index }
      guard node.kind == .group else { continue }
      for member in node.members { groupsOfDocument[member, default: []].append(index) }
    }
    setEdges(edges)
  }

  /// Gives the graph its edges, which are sorted.
  mutating func setEdges(_ edges: [GraphEdge]) {
    self.edges = edges
    outgoing = []
    outgoing.reserveCapacity(nodes.count)
    entries = Array(repeating: 0, count: nodes.count + 1)
    var end = 0
    for node in nodes.indices {
      let start = end
      while end < edges.count, edges[end].from == node { end += 1 }
      outgoing.append(start..<end)
    }
    for edge in edges { entries[edge.to + 1] += 1 }
    for node in nodes.indices { entries[node + 1] += entries[node] }
    var next = entries
    entering = Array(repeating: 0, count: edges.count)
    for index in edges.indices {
      let node = edges[index].to
      entering[next[node]] = index
      next[node] += 1
    }
  }

  /// Gives the mentions of a document their places in another text of it, by the node that they lead to.
  mutating func setMentions(ofDocument document: Int, _ places: [Int: [SourceRange]]) {
    for index in outgoing[nodeOfDocument[document]] where edges[index].kind == .mentions {
      guard let ranges = places[edges[index].to], ranges.count == edges[index].declarations.count else { continue }
      for (number, range) in ranges.enumerated() { edges[index].declarations[number].range = range }
    }
  }

  /// Moves what a document's text mentions to other places; `false`, and nothing is moved, where one is not known.
  mutating func moveMentions(ofDocument document: Int, _ places: [SourceRange: SourceRange]) -> Bool {
    let mentions = outgoing[nodeOfDocument[document]].filter { edges[$0].kind == .mentions }
    let areKnown = mentions.allSatisfy { edges[$0].declarations.allSatisfy { places[$0.range] != nil } }
    guard areKnown else { return false }
    for index in mentions {
      for number in edges[index].declarations.indices {
        let declaration = edges[index].declarations[number]
        edges[index].declarations[number].range = places[declaration.range] ?? declaration.range
      }
    }
    return true
  }

  /// The indices of the edges that enter a node, in order.
  public func incoming(_ node: Int) -> ArraySlice<Int> { entering[entries[node]..<entries[node + 1]] }

  /// The edges of some kind that leave a node.
  public func edges(from node: Int, _ kind: EdgeKind) -> [GraphEdge] {
    var found: [GraphEdge] = []
    for index in outgoing[node] where edges[index].kind == kind { found.append(edges[index]) }
    return found
  }

  /// The edges of some kind that enter a node.
  public func edges(to node: Int, _ kind: EdgeKind) -> [GraphEdge] {
    var found: [GraphEdge] = []
    for place in entries[node]..<entries[node + 1] where edges[entering[place]].kind == kind {
      found.append(edges[entering[place]])
    }
    return found
  }

  /// The only end that declares a handoff between two personas that both have a document; `nil` when both do, one of them
  /// perhaps of a group that the other is in, or when there is no other end that could: for missing personas, groups, and
  /// handoffs to oneself.
  public func onlyEnd(declaring edge: GraphEdge) -> HandoffEnd? {
    guard edge.kind == .handoff, edge.from != edge.to, let first = edge.declarations.first,
      let from = nodes[edge.from].document, nodes[edge.to].document != nil,
      edge.declarations.allSatisfy({ $0.field == first.field })
    else { return nil }
    if first.document == from { return speaks(edge.to, asThe: .receiver, ofGroupWith: edge.from) ? nil : .giver }
    return speaks(edge.from, asThe: .giver, ofGroupWith: edge.to) ? nil : .receiver
  }

  /// The index of the node with `id`, by binary search; accents may be written in other bytes.
  public func node(id: String) -> Int? {
    var low = 0, high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].id.precedesInUTF8(id) { low = middle + 1 } else { high = middle }
    }
    if low < nodes.count, nodes[low].id == id { return low }
    return id.utf8.allSatisfy { $0 < 0x80 } ? nil : nodes.firstIndex { $0.id == id }
  }
}
