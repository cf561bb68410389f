import GraphLayout
import Markup

extension DrawnPicture {
  /// Appends the picture as an SVG element that stands in a page: native text, links around the boxes, colours by class.
  ///
  /// - Parameters:
  ///   - id: a name for this picture, unique in its page, of letters, digits and hyphens.
  ///   - url: where the node of the graph with an index leads, as a relative URL; `nil` for no link.
  public func renderSVG(id: String, url: (_ node: Int) -> String?, into output: inout [UInt8]) {
    var svg = SVGWriter(bytes: output)
    output = []
    let width = drawing.size.width.rounded(.up), height = drawing.size.height.rounded(.up)
    svg.write("<svg class=\"diagram\" xmlns=\"http://www.w3.org/2000/svg\" aria-labelledby=\"\(id)-t\" ")
    svg.write("aria-describedby=\"\(id)-d\" viewBox=\"0 0 ")
    svg.write(width, " ", height, "\" width=\"")
    svg.write(width, "\" height=\"")
    svg.write(height, "\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n")
    svg.element("title", id: "\(id)-t", picture.title)
    svg.element("desc", id: "\(id)-d", picture.summary)
    for index in picture.edges.indices { renderEdge(index, into: &svg) }
    for index in picture.nodes.indices { renderNode(index, url: url, into: &svg) }
    svg.write("</svg>\n")
    output = svg.bytes
  }

  // MARK: - Boxes

  private func renderNode(_ index: Int, url: (Int) -> String?, into svg: inout SVGWriter) {
    let node = picture.nodes[index]
    let box = drawing.nodes[index]
    let href = node.isMissing ? nil : node.node.flatMap(url) ?? node.url
    svg.write("<g class=\"node \(node.kind)\(node.isMissing ? " missing" : "")\(node.isFocus ? " focus" : "")\">")
    if let href {
      svg.write("<a href=\"")
      svg.bytes.appendEscaped(href)
      svg.write("\">")
    }
    svg.write("<title>")
    svg.bytes.appendEscaped(node.title + (node.subtitle.map { " – \($0)" } ?? ""))
    svg.write("</title>")
    renderShape(node.kind, box, into: &svg)
    let text = boxes[index]
    var y = box.y + (box.height - text.title.height - (text.subtitle?.height ?? 0)) / 2
    svg.text(text.title, class: "title", centre: box.x + box.width / 2, top: y)
    y += text.title.height
    if let subtitle = text.subtitle { svg.text(subtitle, class: "subtitle", centre: box.x + box.width / 2, top: y) }
    svg.write(href == nil ? "</g>\n" : "</a></g>\n")
  }

  /// The outline of a box; each kind has its own shape, so that colour is not the only signal.
  private func renderShape(_ kind: String, _ box: Rectangle, into svg: inout SVGWriter) {
    let (x, y, w, h) = (box.x, box.y, box.width, box.height)
    switch kind {
    case "template":
      // A sheet with a folded corner.
      svg.write("<path class=\"box\" d=\"M")
      svg.write(x, " ", y, "H")
      svg.write(x + w - 10, "L", x + w, " ")
      svg.write(y + 10, "V", y + h, "H")
      svg.write(x, "Z\"/>")
    case "checklist":
      // A card with cut corners.
      svg.write("<path class=\"box\" d=\"M")
      svg.write(x + 8, " ", y, "H")
      svg.write(x + w - 8, "L", x + w, " ")
      svg.write(y + 8, "V", y + h - 8, "L")
      svg.write(x + w - 8, " ", y + h, "H")
      svg.write(x + 8, "L", x, " ")
      svg.write(y + h - 8, "V", y + 8, "Z\"/>")
    default:
      svg.write("<rect class=\"box\" x=\"")
      svg.write(x, "\" y=\"", y, "\" width=\"")
      svg.write(w, "\" height=\"", h, "\" rx=\"")
      svg.write(kind == "persona" ? 12 : kind == "group" ? h / 2 : 4, "\"/>")
    }
  }

  // MARK: - Arrows

  private func renderEdge(_ index: Int, into svg: inout SVGWriter) {
    let edge = picture.edges[index]
    let drawn = drawing.edges[index]
    svg.write("<g class=\"edge \(edge.kind)\"><title>")
    svg.bytes.appendEscaped(edge.sentence)
    svg.write("</title><path class=\"line\" d=\"")
    svg.path(drawn.path)
    svg.write("\" fill=\"none\"/><path class=\"arrow\" d=\"")
    svg.arrow(drawn.path)
    svg.write("\"/>")
    if let label = drawn.label, let text = labels[index] {
      svg.write("<g class=\"label\"><rect x=\"")
      svg.write(label.x, "\" y=\"", label.y, "\" width=\"")
      svg.write(label.width, "\" height=\"", label.height, "\"/>")
      svg.text(text, class: nil, centre: label.x + label.width / 2, top: label.y + (label.height - text.height) / 2)
      svg.write("</g>")
    }
    svg.write("</g>\n")
  }
}
