import GraphLayout

/// What the shapes and lines of a picture mean, in rows below it.
struct Legend: Sendable {
  /// A shape or line and what it means.
  struct Entry: Sendable {
    var kind: String
    var text: TextBlock
    var isMissing = false
    /// Where it stands, relative to the legend's top left corner.
    var x = 0.0
    var y = 0.0

    init(_ kind: String, _ text: String, isMissing: Bool = false) {
      self.kind = kind
      self.text = TextBlock(text, metrics: Measures.subtitle, width: 400)
      self.isMissing = isMissing
    }
  }

  private static let known = [
    Entry("persona", "Persona"), Entry("group", "Group"), Entry("task", "Task"), Entry("template", "Template"),
    Entry("checklist", "Checklist"), Entry("page", "Page"),
  ]
  private static let missing = Entry("page", "Missing document", isMissing: true)

  static let rowHeight = 24.0
  static let swatch = Size(width: 24, height: 14)

  var entries: [Entry] = []
  /// The room that it takes; nothing when there is nothing to explain.
  var size = Size(width: 0, height: 0)

  /// The legend of a picture that should be no wider than `width`: the kinds of boxes, when there are several, and the dashes of
  /// what is missing.
  init(of picture: Picture, width: Double) {
    var used: [Bool] = Array(repeating: false, count: Self.known.count)
    var hasMissing = false
    for node in picture.nodes.indices {
      let kind = picture.nodes[node].kind
      if let index = Self.known.indices.first(where: { Self.known[$0].kind == kind }) { used[index] = true }
      if picture.nodes[node].isMissing { hasMissing = true }
    }
    let count = used.count { $0 }
    guard count > 1 || hasMissing else { return }
    if count > 1 { entries = Self.known.indices.filter { used[$0] }.map { Self.known[$0] } }
    if hasMissing { entries.append(Self.missing) }
    var (x, y) = (0.0, 0.0)
    for index in entries.indices {
      let wide = Self.swatch.width + 7 + entries[index].text.width + 18
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
      svg.write("<g class=\"node ")
      svg.write(text: entry.kind)
      svg.write(entry.isMissing ? " missing\">" : "\">")
      renderShape(entry.kind, box, corner: 4, into: &svg)
      let text = entry.text
      svg.text(
        text, class: "subtitle", centre: box.x + box.width + 7 + text.width / 2,
        top: top + entry.y + (Legend.rowHeight - text.height) / 2)
      svg.write("</g>\n")
    }
    svg.write("</g>\n")
  }
}
