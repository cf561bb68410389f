import Buffers
import GraphLayout
import Markup

/// Where everything in phase lanes stands, in px.
private struct LanesPlan {
  static let heading = TextMetrics(size: 12, isBold: true)
  static let task = TextMetrics(size: 12)
  static let (nameWidth, padding, boxGap, trackGap) = (124.0, 10.0, 6.0, 9.0)

  var columnWidth: Double
  var headings: [TextBlock]
  var headHeight: Double
  var names: [TextBlock]
  /// For each lane its upper edge and its height.
  var lanes: [(top: Double, height: Double)] = []
  /// For each lane the boxes of its tasks and their texts.
  var boxes: [[(box: Rectangle, text: TextBlock)]] = []
  /// For each handoff the number of its track, from the left.
  var tracks: [Int]
  /// For each handoff where it leaves its lane and where it enters the other: y.
  var ends: [(from: Double, to: Double)] = []
  var size = Size(width: 0, height: 0)

  var gutter: Double { Self.nameWidth + columnWidth * Double(headings.count) }

  init(_ lanes: PhaseLanes, width: Double) {
    let trackCount: Int
    (tracks, trackCount) = Self.tracks(lanes.handoffs)
    let gutterWidth = trackCount == 0 ? 0 : Double(trackCount) * Self.trackGap + 22
    let count = Double(lanes.phases.count)
    columnWidth = max(118, min(200, ((width - Self.nameWidth - gutterWidth) / count).rounded(.down)))
    headings = lanes.phases.map { [columnWidth] in
      TextBlock($0, metrics: Self.heading, width: columnWidth - 12, mayGrow: false)
    }
    headHeight = (headings.map(\.height).max() ?? 0) + 14
    names = lanes.lanes.map { TextBlock($0.name, metrics: Self.heading, width: Self.nameWidth - 20, mayGrow: false) }
    var top = headHeight
    for (index, lane) in lanes.lanes.enumerated() {
      let placed = place(lane.tasks, top: top + Self.padding)
      let height = max(placed.bottom - top + Self.padding, names[index].height + 2 * Self.padding)
      self.lanes.append((top, height))
      boxes.append(placed.boxes)
      top += height
    }
    size = Size(width: gutter + gutterWidth, height: top)
    setEnds(lanes.handoffs)
  }

  /// Puts tasks in rows: each in the first row where all its columns are free.
  private func place(_ tasks: [PhaseLanes.Task], top: Double) -> (
    boxes: [(box: Rectangle, text: TextBlock)], bottom: Double
  ) {
    var rows: [(taken: Set<Int>, height: Double)] = []
    var rowOfTask: [Int] = []
    let texts = tasks.map { task in
      TextBlock(task.title, metrics: Self.task, width: columnWidth * Double(task.columns.count) - 28, mayGrow: false)
    }
    for (task, text) in zip(tasks, texts) {
      let row = rows.firstIndex { $0.taken.isDisjoint(with: task.columns) } ?? rows.count
      if row == rows.count { rows.append(([], 0)) }
      rows[row].taken.formUnion(task.columns)
      rows[row].height = max(rows[row].height, text.height + 10)
      rowOfTask.append(row)
    }
    var tops: [Double] = []
    var y = top
    for row in rows {
      tops.append(y)
      y += row.height + Self.boxGap
    }
    let boxes = tasks.indices.map { index in
      let columns = tasks[index].columns
      let box = Rectangle(
        x: Self.nameWidth + Double(columns.lowerBound) * columnWidth + 6, y: tops[rowOfTask[index]],
        width: Double(columns.count) * columnWidth - 12, height: rows[rowOfTask[index]].height)
      return (box, texts[index])
    }
    return (boxes, rows.isEmpty ? top : y - Self.boxGap)
  }

  /// Handoffs share a track when they do not overlap; short ones stand nearest to the lanes.
  private static func tracks(_ handoffs: [PhaseLanes.Handoff]) -> (tracks: [Int], count: Int) {
    var tracks = [Int](repeating: 0, count: handoffs.count)
    var taken: [[Range<Int>]] = []
    let order = handoffs.indices.sorted {
      (abs(handoffs[$0].from - handoffs[$0].to), $0) < (abs(handoffs[$1].from - handoffs[$1].to), $1)
    }
    for index in order {
      let (a, b) = (handoffs[index].from, handoffs[index].to)
      let span = min(a, b)..<max(a, b)
      let track = taken.firstIndex { $0.allSatisfy { !$0.overlaps(span) } } ?? taken.count
      if track == taken.count { taken.append([]) }
      taken[track].append(span)
      tracks[index] = track
    }
    return (tracks, taken.count)
  }

  /// Spreads the ends of handoffs over the height of their lanes: those to lanes above on top, those below at the bottom.
  private mutating func setEnds(_ handoffs: [PhaseLanes.Handoff]) {
    ends = Array(repeating: (0, 0), count: handoffs.count)
    for lane in lanes.indices {
      var here: [(other: Int, handoff: Int, leaves: Bool)] = []
      for (index, handoff) in handoffs.enumerated() {
        if handoff.from == lane { here.append((handoff.to, index, true)) }
        if handoff.to == lane { here.append((handoff.from, index, false)) }
      }
      here.sort { a, b in
        let (up, other) = (a.other < lane, b.other < lane)
        if up != other { return up }
        // Far tracks lie outside: lines of one side do not cross each other's stubs more than they must.
        let (s, t) = (tracks[a.handoff], tracks[b.handoff])
        return s != t ? (up ? s < t : s > t) : a.handoff < b.handoff
      }
      let step = lanes[lane].height / Double(here.count + 1)
      for (place, end) in here.enumerated() {
        let y = (lanes[lane].top + step * Double(place + 1)).rounded()
        if end.leaves { ends[end.handoff].from = y } else { ends[end.handoff].to = y }
      }
    }
  }
}

extension PhaseLanes {
  /// Appends the lanes as an SVG element that stands in a page.
  ///
  /// - Parameters:
  ///   - id: a name for this picture, unique in its page, of letters, digits, hyphens and colons.
  ///   - width: the width in px that it should keep within.
  ///   - url: where the node of the graph with an index leads, as a relative URL; `nil` for no link.
  public func renderSVG(id: String, width: Double, url: (_ node: Int) -> String?, into output: inout OutputBuffer) {
    let plan = LanesPlan(self, width: width)
    var svg = SVGWriter(output)
    output = OutputBuffer()
    let (w, h) = (plan.size.width.rounded(.up), plan.size.height.rounded(.up))
    svg.write("<svg class=\"diagram lanes\" xmlns=\"http://www.w3.org/2000/svg\" aria-labelledby=\"")
    svg.write(text: id)
    svg.write("-t\" aria-describedby=\"")
    svg.write(text: id)
    svg.write("-d\" viewBox=\"0 0 ")
    svg.write(w, " ", h, "\" width=\"")
    svg.write(w, "\" height=\"")
    svg.write(h, "\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n")
    svg.element("title", id: id, "-t", marksEnglish: !language.isEnglish, "Tasks from phase to phase")
    svg.element(
      "desc", id: id, "-d", marksEnglish: !language.isEnglish,
      "A column for each phase, a row for each persona, its tasks, and the handoffs between rows.")
    renderGrid(plan, into: &svg)
    for index in handoffs.indices { renderHandoff(index, plan, into: &svg) }
    for index in lanes.indices { renderLane(index, plan, url: url, into: &svg) }
    svg.write("</svg>\n")
    output = svg.finish()
  }

  private func renderGrid(_ plan: LanesPlan, into svg: inout SVGWriter) {
    for (index, lane) in plan.lanes.enumerated() {
      svg.write(
        index.isMultiple(of: 2) ? "<rect class=\"lane even\" x=\"0\" y=\"" : "<rect class=\"lane\" x=\"0\" y=\"")
      svg.write(lane.top, "\" width=\"", plan.gutter, "\" height=\"")
      svg.write(lane.height, "\"/>\n")
    }
    for (index, heading) in plan.headings.enumerated() {
      let x = LanesPlan.nameWidth + Double(index) * plan.columnWidth
      svg.write("<path class=\"rule\" d=\"M")
      svg.write(x, " 0V", plan.size.height, "\"/>")
      svg.text(heading, class: "title", centre: x + plan.columnWidth / 2, top: (plan.headHeight - heading.height) / 2)
      svg.write("\n")
    }
  }

  private func renderLane(_ index: Int, _ plan: LanesPlan, url: (Int) -> String?, into svg: inout SVGWriter) {
    let (lane, place) = (lanes[index], plan.lanes[index])
    let box = Rectangle(x: 4, y: place.top + 4, width: LanesPlan.nameWidth - 10, height: place.height - 8)
    renderBox(
      lane.node, lane.isMissing ? "persona missing" : "persona", lane.isMissing ? lane.name + " – missing" : lane.name,
      plan.names[index], "title", box, radius: 10, index, url, into: &svg)
    for (task, placed) in zip(lane.tasks, plan.boxes[index]) {
      renderBox(task.node, "task", task.title, placed.text, nil, placed.box, radius: 4, nil, url, into: &svg)
    }
  }

  private func renderBox(
    _ node: Int, _ kind: StaticString, _ title: String, _ text: TextBlock, _ textClass: StaticString?, _ box: Rectangle,
    radius: Double, _ lane: Int?, _ url: (Int) -> String?, into svg: inout SVGWriter
  ) {
    let href = url(node)
    svg.write("<g class=\"node ")
    svg.write(kind)
    if let lane {
      svg.write("\" data-node=\"")
      svg.write(index: lane)
    }
    svg.write("\">")
    if let href {
      svg.write("<a href=\"")
      svg.write(escaping: href)
      svg.write("\">")
    }
    svg.write("<title>")
    svg.write(escaping: title)
    svg.write("</title><rect class=\"box\" x=\"")
    svg.write(box.x, "\" y=\"", box.y, "\" width=\"")
    svg.write(box.width, "\" height=\"", box.height, "\" rx=\"")
    svg.write(radius, "\"/>")
    svg.text(text, class: textClass, centre: box.x + box.width / 2, top: box.y + (box.height - text.height) / 2)
    svg.write(href == nil ? "</g>\n" : "</a></g>\n")
  }

  private func renderHandoff(_ index: Int, _ plan: LanesPlan, into svg: inout SVGWriter) {
    let handoff = handoffs[index]
    let x = plan.gutter + 14 + Double(plan.tracks[index]) * LanesPlan.trackGap
    let (from, to) = plan.ends[index]
    let turn = from < to ? 4.0 : -4.0
    svg.write("<g class=\"edge handoff\" data-ends=\"")
    svg.write(index: handoff.from)
    svg.write(" ")
    svg.write(index: handoff.to)
    svg.write("\"><title>")
    svg.write(escaping: sentence(of: handoff))
    svg.write("</title><path class=\"line\" d=\"M")
    svg.write(plan.gutter, " ", from, "H")
    svg.write(x - 4, "Q", x, " ")
    svg.write(from, " ", x, " ")
    svg.write(from + turn, "V", to - turn, "Q")
    svg.write(x, " ", to, " ")
    svg.write(x - 4, " ", to, "H")
    svg.write(plan.gutter, "\" fill=\"none\"/><path class=\"arrow\" d=\"M")
    svg.write(plan.gutter, " ", to, "L")
    svg.write(plan.gutter + 8, " ", to - 3.4, "V")
    svg.write(to + 3.4, "Z\"/></g>\n")
  }
}
