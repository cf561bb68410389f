/// A graph to be drawn: boxes of given sizes and directed edges between them, all by index.
///
/// Lengths are in px; y grows downward.
public struct Graph: Sendable, Hashable {
  /// A box.
  public struct Node: Sendable, Hashable {
    /// Its width in px.
    public var width: Double
    /// Its height in px.
    public var height: Double
    /// The number of the phase it belongs to, if phases have an order: edges to an earlier phase are the ones that run back.
    public var phase: Int?

    /// A box of the given size in px.
    public init(width: Double, height: Double, phase: Int? = nil) {
      self.width = width
      self.height = height
      self.phase = phase
    }
  }

  /// A directed edge.
  public struct Edge: Sendable, Hashable {
    /// The index of the node it leaves.
    public var from: Int
    /// The index of the node it enters.
    public var to: Int
    /// The size in px of the text on it, `nil` when there is none.
    public var label: Size?
    /// Whether it is known to run back against the main direction (rework, a return): such edges are the ones reversed to break
    /// cycles.
    public var runsBack: Bool

    /// An edge; see the properties.
    public init(from: Int, to: Int, label: Size? = nil, runsBack: Bool = false) {
      self.from = from
      self.to = to
      self.label = label
      self.runsBack = runsBack
    }
  }

  /// The boxes.
  public var nodes: [Node]
  /// The edges; loops and several edges between two nodes are allowed.
  public var edges: [Edge]

  /// A graph; see the properties.
  public init(nodes: [Node], edges: [Edge]) {
    self.nodes = nodes
    self.edges = edges
  }
}

/// The main direction of a layered drawing.
public enum Direction: String, Sendable, Hashable, CaseIterable {
  /// Layers are rows; edges run downward.
  case down
  /// Layers are columns; edges run to the right.
  case right
}

/// How a graph is to be drawn.
public struct LayoutOptions: Sendable, Hashable {
  /// The main direction; `nil` chooses the one that fits `preferredWidth` better.
  public var direction: Direction?
  /// The width in px that the drawing should keep within where it can.
  public var preferredWidth: Double
  /// The least distance in px between two boxes of a layer.
  public var nodeSpacing: Double
  /// The least distance in px between two layers.
  public var layerSpacing: Double

  /// Options; see the properties.
  public init(
    direction: Direction? = nil, preferredWidth: Double = 1_000, nodeSpacing: Double = 22, layerSpacing: Double = 44
  ) {
    self.direction = direction
    self.preferredWidth = preferredWidth
    self.nodeSpacing = nodeSpacing
    self.layerSpacing = layerSpacing
  }
}
