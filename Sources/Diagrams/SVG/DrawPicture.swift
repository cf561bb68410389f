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
  private func runsBack(from: Int, to: Int) -> Bool {
    guard let from = nodes[from].phase, let to = nodes[to].phase else { return false }
    return from - to >= 1
  }

  /// The text of a box in its lines.
  private func boxText(_ index: Int) -> DrawnPicture.BoxText {
    let height = nodes[index].height
    let width = nodes[index].width.map { max($0 - Measures.boxPadding.width, 1) }
    // A text in a box of a given size has the lines that fit in it, and grows no wider.
    let lines = height.map { max(1, min(3, Int(($0 - 4) / Measures.title.lineHeight))) } ?? 3
    let title = TextBlock(
      nodes[index].title, metrics: Measures.title, width: width ?? Measures.boxTextWidth, most: lines,
      mayGrow: width == nil)
    let room = (height ?? .infinity) - title.height
    let subtitle = nodes[index].subtitle.flatMap { text in
      room < Measures.subtitle.lineHeight
        ? nil
        : TextBlock(
          text, metrics: Measures.subtitle, width: width ?? Measures.boxTextWidth,
          most: max(1, Int(min(room / Measures.subtitle.lineHeight, 3))), mayGrow: width == nil)
    }
    return DrawnPicture.BoxText(title: title, subtitle: subtitle)
  }

  /// The picture with everything measured and placed, or `nil` when the layout refuses it.
  ///
  /// - Parameter width: the width in px that it should keep within.
  public func drawn(width: Double = 1_000) -> DrawnPicture? {
    let boxes = nodes.indices.map(boxText)
    let labels = edges.indices.map { index in
      edges[index].label.map { TextBlock($0, metrics: Measures.label, width: Measures.labelTextWidth) }
    }
    let graph = Graph(
      nodes: nodes.indices.map { index in
        let (title, subtitle) = (boxes[index].title, boxes[index].subtitle)
        let text = max(title.width, subtitle?.width ?? 0)
        return Graph.Node(
          width: nodes[index].width ?? max((text + Measures.boxPadding.width * 2).rounded(.up), Measures.leastBoxWidth),
          height: nodes[index].height ?? title.height + (subtitle?.height ?? 0) + Measures.boxPadding.height * 2)
      },
      edges: edges.indices.map { index in
        let size = labels[index].map { label in
          Size(
            width: (label.width + Measures.labelPadding.width * 2).rounded(.up),
            height: label.height + Measures.labelPadding.height * 2)
        }
        let (from, to) = (edges[index].from, edges[index].to)
        return Graph.Edge(from: from, to: to, label: size, runsBack: runsBack(from: from, to: to))
      })
    let direction: Direction? = isHorizontal.map { $0 ? .right : .down }
    guard
      let drawing = try? GraphLayout.drawing(
        of: graph, options: LayoutOptions(direction: direction, preferredWidth: width))
    else { return nil }
    return DrawnPicture(picture: self, drawing: drawing, boxes: boxes, labels: labels)
  }
}
