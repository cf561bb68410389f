import Buffers
import GraphLayout
import Markup

extension DrawnPicture {
  /// Appends the picture as an SVG element that stands in a page: native text, links around the boxes, colours by class.
  ///
  /// - Parameters:
  ///   - id: a name for this picture, unique in its page, of letters, digits, hyphens and colons.
  ///   - style: the style sheet of a picture that stands alone.
  ///   - url: where the node of the graph with an index leads, as a relative URL; `nil` for no link.
  public func renderSVG(
    id: String, style: String? = nil, url: (_ node: Int) -> String?, into output: inout OutputBuffer
  ) {
    var svg = SVGWriter(output)
    output = OutputBuffer()
    let legend = Legend(of: picture, width: drawing.size.width)
    let width = max(drawing.size.width, legend.size.width + 2).rounded(.up)
    let bottom = drawing.size.height.rounded(.up)
    let height = bottom + (legend.entries.isEmpty ? 0 : legend.size.height + 8)
    // A drawing narrower than its legend stands in the middle over it.
    let shift = ((width - drawing.size.width) / 2).rounded(.down)
    svg.write("<svg class=\"diagram\" xmlns=\"http://www.w3.org/2000/svg\" aria-labelledby=\"")
    svg.write(text: id)
    svg.write("-t\" aria-describedby=\"")
    svg.write(text: id)
    svg.write("-d\" viewBox=\"0 0 ")
    svg.write(width, " ", height, "\" width=\"")
    svg.write(width, "\" height=\"")
    svg.write(height, "\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n")
    svg.element("title", id: id, "-t", marksEnglish: marks(true), picture.title)
    svg.element("desc", id: id, "-d", marksEnglish: marks(picture.isSummaryEnglish), picture.summary)
    if let style {
      // `<` is no part of CSS that we write; a theme's must not end the element.
      svg.write("<style>\n")
      svg.write(text: style.replacing("<", with: "\\3c "))
      svg.write("</style>\n")
    }
    if shift >= 1 {
      svg.write("<g transform=\"translate(")
      svg.write(shift, ")\">\n")
    }
    for index in picture.edges.indices { renderEdge(index, into: &svg) }
    for index in picture.nodes.indices { renderNode(index, url: url, into: &svg) }
    if shift >= 1 { svg.write("</g>\n") }
    renderLegend(legend, top: bottom + 8, width: width, into: &svg)
    svg.write("</svg>\n")
    output = svg.finish()
  }

  /// The picture as a file of its own, with its style in it.
  public func standaloneSVG(style: String, url: (_ node: Int) -> String? = { _ in nil }) -> [UInt8] {
    var output = OutputBuffer()
    renderSVG(id: "diagram", style: style, url: url, into: &output)
    return output.array
  }

  // MARK: - Boxes

  private func renderNode(_ index: Int, url: (Int) -> String?, into svg: inout SVGWriter) {
    let node = picture.nodes[index]
    let box = drawing.nodes[index]
    let href = node.isMissing ? nil : node.node.flatMap(url) ?? node.url
    svg.write("<g class=\"node ")
    svg.write(text: node.kind)
    if node.isMissing { svg.write(" missing") }
    if node.isFocus { svg.write(" focus") }
    svg.write("\" data-node=\"")
    svg.write(index: index)
    svg.write("\">")
    if let href {
      svg.write("<a href=\"")
      svg.write(escaping: href)
      svg.write("\">")
    }
    svg.write("<title>")
    svg.write(escaping: node.title)
    if let subtitle = node.subtitle {
      svg.write(" – ")
      svg.write(escaping: subtitle)
    }
    svg.write("</title>")
    renderShape(node.kind, box, into: &svg)
    let text = boxes[index]
    var y = box.y + (box.height - text.title.height - (text.subtitle?.height ?? 0)) / 2
    svg.text(text.title, class: "title", centre: box.x + box.width / 2, top: y)
    y += text.title.height
    if let subtitle = text.subtitle {
      svg.text(
        subtitle, class: "subtitle", centre: box.x + box.width / 2, top: y, marksEnglish: marks(node.isSubtitleEnglish))
    }
    svg.write(href == nil ? "</g>\n" : "</a></g>\n")
  }

  /// Writes the outline of a box.
  ///
  /// - Parameter corner: how much is cut off or folded over in px.
  func renderShape(_ kind: String, _ box: Rectangle, corner: Double = 10, into svg: inout SVGWriter) {
    let (x, y, w, h) = (box.x, box.y, box.width, box.height)
    switch BoxShape(kind, box, corner: corner) {
    case .folded(let corner):
      svg.write("<path class=\"box\" d=\"M")
      svg.write(x, " ", y, "H")
      svg.write(x + w - corner, "L", x + w, " ")
      svg.write(y + corner, "V", y + h, "H")
      svg.write(x, "Z\"/>")
    case .cut(let cut):
      svg.write("<path class=\"box\" d=\"M")
      svg.write(x + cut, " ", y, "H")
      svg.write(x + w - cut, "L", x + w, " ")
      svg.write(y + cut, "V", y + h - cut, "L")
      svg.write(x + w - cut, " ", y + h, "H")
      svg.write(x + cut, "L", x, " ")
      svg.write(y + h - cut, "V", y + cut, "Z\"/>")
    case .rounded(let radius):
      svg.write("<rect class=\"box\" x=\"")
      svg.write(x, "\" y=\"", y, "\" width=\"")
      svg.write(w, "\" height=\"", h, "\" rx=\"")
      svg.write(radius, "\"/>")
    }
  }

  /// Whether what Baton says has to be marked as English: in a picture of another language.
  private func marks(_ isEnglish: Bool) -> Bool { isEnglish && !picture.language.isEnglish }

  // MARK: - Arrows

  private func outline(_ node: Int) -> (BoxShape, Rectangle) {
    (BoxShape(picture.nodes[node].kind, drawing.nodes[node]), drawing.nodes[node])
  }

  private func renderEdge(_ index: Int, into svg: inout SVGWriter) {
    let edge = picture.edges[index]
    let drawn = drawing.edges[index]
    let path = drawn.path.reaching(outline(edge.from), outline(edge.to))
    svg.write("<g class=\"edge ")
    svg.write(text: edge.kind)
    svg.write("\" data-ends=\"")
    svg.write(index: edge.from)
    svg.write(" ")
    svg.write(index: edge.to)
    svg.write("\"><title>")
    svg.write(escaping: edge.sentence)
    svg.write("</title><path class=\"line\" d=\"")
    svg.path(path)
    svg.write("\" fill=\"none\"/><path class=\"arrow\" d=\"")
    svg.arrow(path)
    svg.write("\"/>")
    if let label = drawn.label, let text = labels[index] {
      svg.write("<g class=\"label\"><rect x=\"")
      svg.write(label.x, "\" y=\"", label.y, "\" width=\"")
      svg.write(label.width, "\" height=\"", label.height, "\"/>")
      svg.text(
        text, class: nil, centre: label.x + label.width / 2, top: label.y + (label.height - text.height) / 2,
        marksEnglish: marks(edge.isLabelEnglish))
      svg.write("</g>")
    }
    svg.write("</g>\n")
  }
}
