extension Graph {
  /// The graph with widths and heights exchanged.
  var transposed: Graph {
    Graph(
      nodes: nodes.map { Node(width: $0.height, height: $0.width) },
      edges: edges.map { edge in
        var edge = edge
        edge.label = edge.label.map { Size(width: $0.height, height: $0.width) }
        return edge
      })
  }
}

extension Point {
  var transposed: Point { Point(x: y, y: x) }
}

extension Rectangle {
  var transposed: Rectangle { Rectangle(x: y, y: x, width: height, height: width) }
}

extension Drawing {
  /// The drawing mirrored at its diagonal: what ran downward runs to the right.
  consuming func transposed() -> Drawing {
    size = Size(width: size.height, height: size.width)
    direction = direction == .down ? .right : .down
    for index in nodes.indices { nodes[index] = nodes[index].transposed }
    for index in edges.indices {
      edges[index].path.change(\.transposed)
      edges[index].label = edges[index].label?.transposed
    }
    return self
  }
}

extension Drawing.Path {
  /// Changes every point.
  @inline(__always)
  mutating func change(_ change: (Point) -> Point) {
    start = change(start)
    for index in segments.indices {
      switch segments[index] {
      case .line(let end): segments[index] = .line(to: change(end))
      case .curve(let first, let second, let end):
        segments[index] = .curve(change(first), change(second), to: change(end))
      }
    }
  }

  /// The path walked from its end to its start.
  var reversed: Drawing.Path {
    var points = [start]
    for segment in segments {
      switch segment {
      case .line(let end), .curve(_, _, let end): points.append(end)
      }
    }
    let turned = segments.indices.reversed().map { index -> Segment in
      switch segments[index] {
      case .line: .line(to: points[index])
      case .curve(let first, let second, _): .curve(second, first, to: points[index])
      }
    }
    return Drawing.Path(start: points[points.count - 1], segments: turned)
  }
}
