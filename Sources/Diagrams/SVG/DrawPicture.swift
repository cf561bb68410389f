import GraphLayout

/// A picture whose boxes are measured and placed.
public struct DrawnPicture: Sendable {
  /// What it shows.
  public var picture: Picture
  /// Where everything stands.
  public var drawing: Drawing
  /// The text of each box.
  var boxes: [BoxText]
  /// The text on each arrow.
  var labels: [TextBlock?]

  /// The text of a box.
  struct BoxText: Sendable {
    var title: TextBlock
    var subtitle: TextBlock?
  }
}

/// The measures of a diagram in px.
enum Measures {
  static let title = TextMetrics(size: 13, isBold: true)
  static let subtitle = TextMetrics(size: 11)
  static let label = TextMetrics(size: 12)
  static let boxTextWidth = 136.0
  static let labelTextWidth = 118.0
  static let boxPadding = Size(width: 14, height: 9)
  static let labelPadding = Size(width: 5, height: 2)
  static let leastBoxWidth = 84.0
}

extension Picture {
  /// Whether work comes back: to someone whose own work begins at least a phase earlier.
  private func runsBack(_ edge: Edge) -> Bool {
    guard let from = nodes[edge.from].phase, let to = nodes[edge.to].phase else { return false }
    return from - to >= 1
  }

  /// The picture with everything measured and placed, or `nil` when the layout refuses it.
  ///
  /// - Parameter width: the width in px that it should keep within.
  public func drawn(width: Double = 1_000) -> DrawnPicture? {
    let boxes = nodes.map { node -> DrawnPicture.BoxText in
      let width = node.width.map { max($0 - Measures.boxPadding.width, 1) }
      // A text in a box of a given size has the lines that fit in it, and grows no wider.
      let lines = node.height.map { max(1, min(3, Int(($0 - 4) / Measures.title.lineHeight))) } ?? 3
      let title = TextBlock(
        node.title, metrics: Measures.title, width: width ?? Measures.boxTextWidth, most: lines, mayGrow: width == nil)
      let room = (node.height ?? .infinity) - title.height
      let subtitle = node.subtitle.flatMap { text in
        room < Measures.subtitle.lineHeight
          ? nil
          : TextBlock(
            text, metrics: Measures.subtitle, width: width ?? Measures.boxTextWidth,
            most: max(1, Int(min(room / Measures.subtitle.lineHeight, 3))), mayGrow: width == nil)
      }
      return DrawnPicture.BoxText(title: title, subtitle: subtitle)
    }
    let labels = edges.map { edge in
      edge.label.map { TextBlock($0, metrics: Measures.label, width: Measures.labelTextWidth) }
    }
    let graph = Graph(
      nodes: zip(boxes, nodes).map { box, node in
        let text = max(box.title.width, box.subtitle?.width ?? 0)
        return Graph.Node(
          width: node.width ?? max((text + Measures.boxPadding.width * 2).rounded(.up), Measures.leastBoxWidth),
          height: node.height ?? box.title.height + (box.subtitle?.height ?? 0) + Measures.boxPadding.height * 2)
      },
      edges: zip(edges, labels).map { edge, label in
        let size = label.map { label in
          Size(
            width: (label.width + Measures.labelPadding.width * 2).rounded(.up),
            height: label.height + Measures.labelPadding.height * 2)
        }
        return Graph.Edge(from: edge.from, to: edge.to, label: size, runsBack: runsBack(edge))
      })
    let direction: Direction? = isHorizontal.map { $0 ? .right : .down }
    guard
      let drawing = try? GraphLayout.drawing(
        of: graph, options: LayoutOptions(direction: direction, preferredWidth: width))
    else { return nil }
    return DrawnPicture(picture: self, drawing: drawing, boxes: boxes, labels: labels)
  }
}
