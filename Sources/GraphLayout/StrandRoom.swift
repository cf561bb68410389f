/// How the lines and labels of a strand stand beside each other, measured from the left end of the room that they take.
struct StrandRoom: Sendable {
  /// The distance of two lines side by side.
  static let lineDistance = 12.0
  /// The least distance of two labels, and of a label and a line.
  static let labelDistance = 10.0

  /// Where each line passes a layer without labels.
  var lines: [Double] = []
  /// The room that the lines take in such a layer.
  var linesWidth: Double
  /// Where each line passes the layer of the labels: through the middle of its label, if it has one.
  var middles: [Double] = []
  /// The room of lines and labels.
  var width = 0.0
  /// The height of the highest label.
  var height = 0.0

  init(_ strand: Strand, _ graph: Graph) {
    lines = strand.edges.indices.map { Double($0) * Self.lineDistance }
    linesWidth = lines[lines.count - 1]
    for (index, edge) in strand.edges.enumerated() {
      if index > 0 { width += Self.labelDistance }
      let label = graph.edges[edge].label ?? Size(width: 0, height: 0)
      middles.append(width + label.width / 2)
      width += label.width
      height = max(height, label.height)
    }
  }
}
