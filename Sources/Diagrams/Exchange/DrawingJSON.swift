import GraphLayout
import TextFormats

extension DrawnPicture {
  /// The drawing as data: boxes, the points of the lines that are really drawn, and labels, in px with y down.
  ///
  /// Written by hand, since a large drawing has hundreds of thousands of points, on which `JSONEncoder` takes many times longer than
  /// the layout.
  ///
  /// - Parameter ids: what the boxes are called, in order.
  public func json(ids: [String]) -> [UInt8] {
    // A buffer that doubles would need twice the memory for a moment.
    let segments = drawing.edges.reduce(0) { $0 + $1.path.segments.count }
    var json = JSONWriter(capacity: segments * 24 + picture.nodes.count * 80 + 64)
    json.write("{\"width\":")
    json.write(drawing.size.width)
    json.write(",\"height\":")
    json.write(drawing.size.height)
    json.write(",\"nodes\":[")
    for (index, box) in drawing.nodes.enumerated() {
      json.write(index == 0 ? "\n{\"id\":" : ",\n{\"id\":")
      json.write(string: ids[index])
      json.write(members: box)
      json.write("}")
    }
    json.write("\n],\"edges\":[")
    for (index, edge) in picture.edges.enumerated() {
      json.write(index == 0 ? "\n{\"from\":" : ",\n{\"from\":")
      json.write(string: ids[edge.from])
      json.write(",\"to\":")
      json.write(string: ids[edge.to])
      json.write(",\"points\":[")
      for (number, point) in drawing.edges[index].path.flattened(tolerance: 0.45).enumerated() {
        json.write(number == 0 ? "[" : ",[")
        json.write(point.x)
        json.write(",")
        json.write(point.y)
        json.write("]")
      }
      json.write("],\"label\":")
      if let box = drawing.edges[index].label {
        json.write("{\"text\":")
        json.write(string: edge.label ?? "")
        json.write(members: box)
        json.write("}}")
      } else {
        json.write("null}")
      }
    }
    json.write("\n]}\n")
    return json.bytes
  }
}

extension GraphDescription {
  /// What the nodes are called, in order.
  public var ids: [String] { nodes.map(\.id) }
}

extension JSONWriter {
  fileprivate mutating func write(members box: Rectangle) {
    write(",\"x\":")
    write(box.x)
    write(",\"y\":")
    write(box.y)
    write(",\"width\":")
    write(box.width)
    write(",\"height\":")
    write(box.height)
  }

  /// A length, with at most two decimals.
  fileprivate mutating func write(_ length: Double) {
    var hundredths = Int((length.isFinite ? max(-1e12, min(1e12, length)) : 0) * 100 + (length < 0 ? -0.5 : 0.5))
    if hundredths < 0 {
      write("-")
      hundredths = -hundredths
    }
    write(hundredths / 100)
    let rest = hundredths % 100
    guard rest > 0 else { return }
    write(".")
    output.append(UInt8(48 + rest / 10))
    if rest % 10 > 0 { output.append(UInt8(48 + rest % 10)) }
  }
}
