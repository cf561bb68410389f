import GraphLayout

/// The outline of a box; each kind has its own, so that colour is not the only signal.
enum BoxShape {
  /// Round corners of a radius in px.
  case rounded(Double)
  /// A sheet of paper whose top right corner is folded over.
  case folded(Double)
  /// A card with its four corners cut off.
  case cut(Double)

  /// The outline of a kind of box.
  ///
  /// - Parameter corner: how much is cut off or folded over in px, in a box that has room for it.
  init(_ kind: String, _ box: Rectangle, corner: Double = 10) {
    let corner = min(corner, box.width / 2, box.height / 2)
    self =
      switch kind {
      case "template": .folded(corner)
      case "checklist": .cut(corner * 0.8)
      case "persona": .rounded(corner * 1.2)
      case "group": .rounded(box.height / 2)
      default: .rounded(corner * 0.4)
      }
  }

  /// How far the outline stands from a border of the box, at a distance from where that border ends; both in px.
  private func depth(at distance: Double, isTopRight: Bool) -> Double {
    switch self {
    case .rounded(let radius):
      guard distance < radius else { return 0 }
      let rest = radius - max(distance, 0)
      return radius - (radius * radius - rest * rest).squareRoot()
    case .folded(let corner): return isTopRight ? max(0, corner - distance) : 0
    case .cut(let corner): return max(0, corner - distance)
    }
  }

  /// Where a line that meets the border of the box at a point, at a right angle, meets the outline.
  func meets(_ point: Point, of box: Rectangle) -> Point {
    let (left, right) = (point.x - box.x, box.x + box.width - point.x)
    let (top, bottom) = (point.y - box.y, box.y + box.height - point.y)
    let nearest = min(left, right, top, bottom)
    if nearest == top {
      return Point(x: point.x, y: point.y + depth(at: min(left, right), isTopRight: right < left))
    } else if nearest == bottom {
      return Point(x: point.x, y: point.y - depth(at: min(left, right), isTopRight: false))
    } else if nearest == left {
      return Point(x: point.x + depth(at: min(top, bottom), isTopRight: false), y: point.y)
    }
    return Point(x: point.x - depth(at: min(top, bottom), isTopRight: top < bottom), y: point.y)
  }
}

extension Drawing.Path {
  /// The path with its ends on the outlines of the boxes that it leads from and to.
  func reaching(_ first: (BoxShape, Rectangle), _ last: (BoxShape, Rectangle)) -> Drawing.Path {
    var path = self
    let from = first.0.meets(start, of: first.1)
    if from != start {
      path.segments.insert(.line(to: start), at: 0)
      path.start = from
    }
    let to = last.0.meets(end, of: last.1)
    if to != end { path.segments.append(.line(to: to)) }
    return path
  }

  private var end: Point {
    switch segments.last {
    case .line(let end), .curve(_, _, let end): end
    case nil: start
    }
  }
}
