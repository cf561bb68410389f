import Handbook

/// What a diagram shows, before anything is measured or placed.
public struct Picture: Sendable {
  /// A box of the picture.
  public struct Node: Sendable {
    /// What is written on it in large.
    public var title: String
    /// What is written below, if anything.
    public var subtitle: String?
    /// Whether that is what Baton says of it, and not the author.
    public var isSubtitleEnglish = false
    /// The classes that the theme colours it by: its kind.
    public var kind: String
    /// The index of its node in the handbook's graph, `nil` when it stands for none.
    public var node: Int?
    /// Where a click leads when it stands for no node of the graph.
    public var url: String?
    /// Whether it is referred to and does not exist.
    public var isMissing = false
    /// Whether the picture is about it.
    public var isFocus = false
    /// When its work begins, in phases from the first; `nil` when nothing tells. An arrow to an earlier one is work that comes back.
    public var phase: Double?
    /// The width in px that it must have; `nil` where its text decides.
    public var width: Double?
    /// The height in px that it must have; `nil` where its text decides.
    public var height: Double?
  }

  /// An arrow of the picture.
  public struct Edge: Sendable {
    /// The index of the box it leaves.
    public var from: Int
    /// The index of the box it enters.
    public var to: Int
    /// What is written on it.
    public var label: String?
    /// Whether that is what Baton says of it, and not the author.
    public var isLabelEnglish = false
    /// How the two belong together; the class that the theme draws it by.
    public var kind: String
    /// Both ends and what passes between them, as a sentence.
    public var sentence: String
  }

  /// What the picture is, in a few words.
  public var title: String
  /// What it shows, in a sentence.
  public var summary: String
  /// Whether that is what Baton says of it, and not the author.
  public var isSummaryEnglish = true
  /// The boxes.
  public var nodes: [Node] = []
  /// The arrows.
  public var edges: [Edge] = []
  /// Whether it is drawn from left to right, downward, or as it fits.
  public var isHorizontal: Bool?
  /// The language of its texts; what Baton says is English in all of them.
  public var language: Language

  /// A picture without boxes.
  public init(title: String, summary: String, isHorizontal: Bool? = nil, language: Language = .english) {
    self.title = title
    self.summary = summary
    self.isHorizontal = isHorizontal
    self.language = language
  }

  /// The same in words: its arrows, then the boxes that no arrow meets.
  public var sentences: [String] {
    var isMet = Array(repeating: false, count: nodes.count)
    for edge in edges {
      isMet[edge.from] = true
      isMet[edge.to] = true
    }
    return edges.map(\.sentence) + nodes.indices.lazy.filter { !isMet[$0] }.map { nodes[$0].title }
  }

  /// Adds a box and returns its index.
  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }
}

extension Picture.Node {
  /// The box for a node of the graph: a persona by role name and title, anything else by its title.
  init(_ graph: HandbookGraph, _ index: Int, isFocus: Bool = false) {
    let node = graph.nodes[index]
    title = node.name
    subtitle = node.isMissing ? "missing" : node.subtitle
    isSubtitleEnglish = node.isMissing
    kind = node.kind.name
    self.node = index
    isMissing = node.isMissing
    self.isFocus = isFocus
  }
}

extension EdgeKind {
  /// The edge as a verb: a persona *performs* a task.
  public var verb: String {
    switch self {
    case .handoff: "hands off to"
    case .performs: "performs"
    case .uses: "uses"
    case .runs: "runs"
    case .owns: "owns"
    case .fillsIn: "fills in"
    case .checkedBy: "is checked by"
    case .mentions: "mentions"
    }
  }

  /// The same edge seen from its other end: a task is *performed by* a persona.
  public var passiveVerb: String {
    switch self {
    case .handoff: "receives from"
    case .performs: "performed by"
    case .uses: "used by"
    case .runs: "run by"
    case .owns: "owned by"
    case .fillsIn: "filled in by"
    case .checkedBy: "checks"
    case .mentions: "mentioned by"
    }
  }
}
