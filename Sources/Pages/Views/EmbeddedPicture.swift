import Buffers
import Diagrams
import Handbook
import Markup

/// A picture of the handbook that a text asks for by `{{diagram: …}}`.
struct EmbeddedPicture {
  let links: Links
  /// The number of the reference in its text, which makes ids unique.
  let number: Int

  /// How many bytes the pictures of one text may have: a map of many handoffs has millions.
  static let mostBytes = 2 << 20

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }

  /// Appends the picture, and the same in words; a sentence where there is nothing to draw, or no room. Returns how many were drawn.
  ///
  /// - Parameter room: how many bytes there is room for; what is appended is taken from it.
  func render(
    _ reference: MarkupText.Reference, _ target: LinkTarget, room: inout Int, into output: inout OutputBuffer
  ) -> Int {
    let start = output.count
    var drawn = room > 0 ? render(reference, target, into: &output) : 0
    if output.count - start > room {
      _ = output.takeBack(from: start)
      // What comes behind is not drawn only to be thrown away.
      room = 0
    }
    if output.count == start {
      drawn = absent(
        "The pictures of this text are too large to be shown in it; those of the whole team stand on the home page",
        into: &output)
    } else {
      room -= output.count - start
    }
    return drawn
  }

  private func render(
    _ reference: MarkupText.Reference, _ target: LinkTarget, into output: inout OutputBuffer
  ) -> Int {
    switch (HandbookPicture(rawValue: reference.target), target) {
    case (.map, .text):
      let map = Picture.teamMap(of: handbook, groupURL: { links.url(ofPath: links.plan.pathOfGroup[$0]) })
      return render(map, into: &output)
    case (.phases, .text): return render(PhaseLanes(of: handbook), into: &output)
    case (_, .document(let index, _)):
      let isPersona = handbook.documents[index].kind == .persona
      return render(
        isPersona ? Picture.handoffs(of: index, in: handbook) : Picture.surroundings(ofTask: index, in: handbook),
        into: &output)
    case (_, .missing(let explanation)): return absent(explanation, into: &output)
    default: return 0
    }
  }

  private func render(_ picture: Picture?, into output: inout OutputBuffer) -> Int {
    guard let picture, let drawn = picture.drawn(width: 760) else {
      return absent("There is nothing to draw here yet", into: &output)
    }
    open(into: &output)
    drawn.renderSVG(id: ":picture-\(number + 1)", url: { links.url(ofNode: $0) }, into: &output)
    close(picture.sentences, into: &output)
    return 1
  }

  private func render(_ lanes: PhaseLanes?, into output: inout OutputBuffer) -> Int {
    guard let lanes else { return absent("There is nothing to draw here yet", into: &output) }
    open(into: &output)
    lanes.renderSVG(id: ":picture-\(number + 1)", width: 900, url: { links.url(ofNode: $0) }, into: &output)
    close(lanes.sentences, into: &output)
    return 1
  }

  private func absent(_ explanation: String, into output: inout OutputBuffer) -> Int {
    output.append("<p><span class=\"missing\">")
    links.contents.words.begin(&output)
    output.append(escapingAll: explanation)
    links.contents.words.end(&output)
    output.append("</span></p>\n")
    return 0
  }

  private func open(into output: inout OutputBuffer) {
    output.append("<figure class=\"diagram-box\">\n")
  }

  private func close(_ sentences: [String], into output: inout OutputBuffer) {
    output.append("</figure>\n")
    appendAlternative(sentences, links.contents.words, to: &output)
  }
}

/// Appends what a picture shows as a list that can be opened.
func appendAlternative(_ sentences: [String], _ words: FrameWords, to output: inout OutputBuffer) {
  guard !sentences.isEmpty else { return }
  output.append("<details class=\"alternative\">\n<summary>")
  words.write("The same as a list", to: &output)
  output.append("</summary>\n<ul>\n")
  for sentence in sentences {
    output.append("<li>")
    output.append(escapingAll: sentence)
    output.append("</li>\n")
  }
  output.append("</ul>\n</details>\n")
}
