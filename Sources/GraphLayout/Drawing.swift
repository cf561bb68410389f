/// A width and a height in px.
public struct Size: Sendable, Hashable {
  /// In px.
  public var width: Double
  /// In px.
  public var height: Double

  /// A size in px.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// A point in px, y downward.
public struct Point: Sendable, Hashable {
  /// In px from the left.
  public var x: Double
  /// In px from the top.
  public var y: Double

  /// A point in px.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A box in px: its top left corner and its size.
public struct Rectangle: Sendable, Hashable {
  /// The left edge.
  public var x: Double
  /// The top edge.
  public var y: Double
  /// In px.
  public var width: Double
  /// In px.
  public var height: Double

  /// A box in px.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// A finished drawing: where every box, edge and label stands. Nodes and edges are in the graph's order.
public struct Drawing: Sendable, Hashable {
  /// The drawn line of an edge: a start and then cubic Bézier curves or straight lines.
  public struct Path: Sendable, Hashable {
    /// One step from where the last one ended.
    public enum Segment: Sendable, Hashable {
      /// A straight line to a point.
      case line(to: Point)
      /// A cubic Bézier curve with its two control points.
      case curve(Point, Point, to: Point)
    }
    /// Where it leaves the border of its first box.
    public var start: Point
    /// The steps; the last one ends on the border of its second box.
    public var segments: [Segment]

    /// A path; see the properties.
    public init(start: Point, segments: [Segment]) {
      self.start = start
      self.segments = segments
    }
  }

  /// A drawn edge.
  public struct Edge: Sendable, Hashable {
    /// Its line, from the box it leaves to the box it enters.
    public var path: Path
    /// Where its label stands, if it has one.
    public var label: Rectangle?

    /// A drawn edge; see the properties.
    public init(path: Path, label: Rectangle?) {
      self.path = path
      self.label = label
    }
  }

  /// The size of the whole, everything included.
  public var size: Size
  /// The direction that was chosen.
  public var direction: Direction
  /// The boxes.
  public var nodes: [Rectangle]
  /// The edges.
  public var edges: [Edge]

  /// A drawing; see the properties.
  public init(size: Size, direction: Direction, nodes: [Rectangle], edges: [Edge]) {
    self.size = size
    self.direction = direction
    self.nodes = nodes
    self.edges = edges
  }
}
