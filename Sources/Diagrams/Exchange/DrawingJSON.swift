import Foundation
import GraphLayout

extension DrawnPicture {
  /// The drawing as data: boxes, the points of the lines that are really drawn, and labels, in px with y down.
  ///
  /// - Parameter ids: what the boxes are called, in order.
  /// - Throws: what the encoder throws; with finite numbers it has no reason to.
  public func json(ids: [String]) throws -> [UInt8] {
    let output = DrawingOutput(
      width: rounded(drawing.size.width), height: rounded(drawing.size.height),
      nodes: zip(ids, drawing.nodes).map { id, box in
        DrawingOutput.Node(
          id: id, x: rounded(box.x), y: rounded(box.y), width: rounded(box.width), height: rounded(box.height))
      },
      edges: picture.edges.indices.map { index in
        let edge = picture.edges[index]
        return DrawingOutput.Edge(
          from: ids[edge.from], to: ids[edge.to],
          points: drawing.edges[index].path.flattened(tolerance: 0.25).map { [rounded($0.x), rounded($0.y)] },
          label: drawing.edges[index].label.map { box in
            DrawingOutput.Label(
              x: rounded(box.x), y: rounded(box.y), width: rounded(box.width), height: rounded(box.height),
              text: edge.label ?? "")
          })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(output)) + [UInt8(ascii: "\n")]
  }

  private func rounded(_ length: Double) -> Double { (length * 100).rounded() / 100 }
}

extension GraphDescription {
  /// What the nodes are called, in order.
  public var ids: [String] { nodes.map(\.id) }
}

private struct DrawingOutput: Encodable {
  struct Node: Encodable {
    var id: String
    var x, y, width, height: Double
  }

  struct Label: Encodable {
    var x, y, width, height: Double
    var text: String
  }

  struct Edge: Encodable {
    var from, to: String
    var points: [[Double]]
    var label: Label?

    enum Key: String, CodingKey { case from, to, points, label }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(from, forKey: .from)
      try values.encode(to, forKey: .to)
      try values.encode(points, forKey: .points)
      // Written even when there is none.
      try values.encode(label, forKey: .label)
    }
  }

  var width, height: Double
  var nodes: [Node]
  var edges: [Edge]
}
