import Diagrams
import Markup

/// Appends the picture of a diagram that was written as text in a code block. Returns how many were drawn: 1, or 0 when the
/// layout refuses it.
func renderTextDiagram(_ diagram: MarkupText.TextDiagram, number: Int, into output: inout [UInt8]) -> Int {
  let picture = Picture(of: diagram)
  guard let drawn = picture.drawn(width: 760) else { return 0 }
  output.append(string: "<figure class=\"diagram-box\">")
  drawn.renderSVG(id: "text-diagram-\(number + 1)", url: { _ in nil }, into: &output)
  output.append(string: "</figure>\n")
  if !picture.edges.isEmpty {
    output.append(string: "<details class=\"alternative\">\n<summary>The same as a list</summary>\n<ul>\n")
    for edge in picture.edges {
      output.append(string: "<li>")
      output.appendEscaped(edge.sentence)
      output.append(string: "</li>\n")
    }
    output.append(string: "</ul>\n</details>\n")
  }
  return 1
}
