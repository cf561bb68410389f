import Buffers
import Diagrams
import Markup

/// Appends the picture of a diagram that was written as text in a code block. Returns how many were drawn: 1, or 0 when the
/// layout refuses it.
func renderTextDiagram(
  _ diagram: MarkupText.TextDiagram, number: Int, _ contents: SiteContents, into output: inout OutputBuffer
) -> Int {
  let picture = Picture(of: diagram, language: contents.language)
  guard let drawn = picture.drawn(width: 760) else { return 0 }
  output.append("<figure class=\"diagram-box\">")
  drawn.renderSVG(id: ":text-diagram-\(number + 1)", url: { _ in nil }, into: &output)
  output.append("</figure>\n")
  appendAlternative(picture.sentences, contents.words, to: &output)
  return 1
}
