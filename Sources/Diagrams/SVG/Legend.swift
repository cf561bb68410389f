import GraphLayout

/// What the shapes and lines of a picture mean, in rows below it.
struct Legend: Sendable {
  /// A shape or line and what it means.
  struct Entry: Sendable {
    var kind: String
    var text: String
    var isMissing = false
    /// Where it stands, relative to the legend's top left corner.
    var x = 0.0
    var y = 0.0
  }

  static let rowHeight = 24.0
  static let swatch = Size(width: 24, height: 14)

  var entries: [Entry] = []
  /// The room that it takes; nothing when there is nothing to explain.
  var size = Size(width: 0, height: 0)

  /// The legend of a picture that should be no wider than `width`: the kinds of boxes, when there are several, and the dashes of
  /// what is missing.
  init(of picture: Picture, width: Double) {
    let known = [
      ("persona", "Persona"), ("group", "Group"), ("task", "Task"), ("template", "Template"),
      ("checklist", "Checklist"),
      ("page", "Page"),
    ]
    let used = known.filter { kind in picture.nodes.contains { $0.kind == kind.0 } }
    let hasMissing = picture.nodes.contains(where: \.isMissing)
    guard used.count > 1 || hasMissing else { return }
    if used.count > 1 { entries = used.map { Entry(kind: $0.0, text: $0.1) } }
    if hasMissing { entries.append(Entry(kind: "page", text: "Missing document", isMissing: true)) }
    var (x, y) = (0.0, 0.0)
    for index in entries.indices {
      let wide = Self.swatch.width + 7 + Measures.subtitle.width(of: entries[index].text) + 18
      if x > 0, x + wide - 18 > max(width, 150) { (x, y) = (0, y + Self.rowHeight) }
      (entries[index].x, entries[index].y) = (x, y)
      x += wide
      size.width = max(size.width, x - 18)
    }
    size.height = y + Self.rowHeight
  }
}

extension DrawnPicture {
  /// Appends the legend below the drawing.
  func renderLegend(_ legend: Legend, top: Double, width: Double, into svg: inout SVGWriter) {
    guard !legend.entries.isEmpty else { return }
    // The list of the picture says the same in words.
    svg.write("<g class=\"legend\" aria-hidden=\"true\">\n")
    let left = max((width - legend.size.width) / 2, 0)
    for entry in legend.entries {
      let box = Rectangle(
        x: left + entry.x + 1, y: top + entry.y + (Legend.rowHeight - Legend.swatch.height) / 2,
        width: Legend.swatch.width, height: Legend.swatch.height)
      svg.write("<g class=\"node \(entry.kind)\(entry.isMissing ? " missing" : "")\">")
      renderShape(entry.kind, box, corner: 4, into: &svg)
      let text = TextBlock(entry.text, metrics: Measures.subtitle, width: 400)
      svg.text(
        text, class: "subtitle", centre: box.x + box.width + 7 + text.width / 2,
        top: top + entry.y + (Legend.rowHeight - text.height) / 2)
      svg.write("</g>\n")
    }
    svg.write("</g>\n")
  }
}
