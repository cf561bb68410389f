import GraphLayout
import Testing

@testable import Diagrams

@Suite struct BoxShapeTests {
  private let box = Rectangle(x: 10, y: 20, width: 100, height: 34)

  @Test(arguments: [
    // The middle of a side stands on the outline, whatever the shape.
    ("group", Point(x: 60, y: 20), Point(x: 60, y: 20)), ("group", Point(x: 10, y: 37), Point(x: 10, y: 37)),
    // Round ends of a radius of 17: a distance of 2 from where the side ends is 8 deep, as 17² = 15² + 8².
    ("group", Point(x: 10, y: 22), Point(x: 19, y: 22)), ("group", Point(x: 110, y: 52), Point(x: 101, y: 52)),
    ("group", Point(x: 12, y: 54), Point(x: 12, y: 45)),
    ("checklist", Point(x: 13, y: 20), Point(x: 13, y: 25)), ("checklist", Point(x: 110, y: 50), Point(x: 106, y: 50)),
    // Only one corner of a sheet is folded.
    ("template", Point(x: 106, y: 20), Point(x: 106, y: 26)), ("template", Point(x: 110, y: 23), Point(x: 103, y: 23)),
    ("template", Point(x: 13, y: 20), Point(x: 13, y: 20)), ("template", Point(x: 106, y: 54), Point(x: 106, y: 54)),
  ]) func `Lines end on the outline of a box, not on the rectangle around it`(kind: String, point: Point, end: Point) {
    let meets = BoxShape(kind, box).meets(point, of: box)
    #expect(abs(meets.x - end.x) < 1e-9 && abs(meets.y - end.y) < 1e-9, "\(meets)")
    let path = Drawing.Path(start: point, segments: [.line(to: Point(x: 60, y: 37))])
    let reaching = path.reaching((BoxShape(kind, box), box), (BoxShape(kind, box), box))
    #expect(reaching.start == meets && reaching.segments.count >= (meets == point ? 1 : 2))
  }
}
