import Buffers

/// What a reference turned out to be, when its page is rendered.
public enum ResolvedReference: Sendable {
  /// It leads to `url` (not yet escaped), which shows a document titled `title`.
  case page(url: String, title: String)
  /// It leads nowhere: shown as text, marked as missing, with this explanation. Code spans are left unmarked.
  case missing(explanation: String)
  /// It is left as it was written: text without a link.
  case text
}

extension MarkupText {
  /// Appends the text's HTML to `output`, each slot filled in.
  ///
  /// - Parameters:
  ///   - resolve: what the reference with a given index leads to; called once or more.
  ///   - diagram: appends the picture of the diagram with a given index.
  ///   - picture: appends the picture that the reference with a given index asks for.
  public func render(
    into output: inout OutputBuffer,
    resolve: (Int) -> ResolvedReference,
    diagram: (Int, inout OutputBuffer) -> Void,
    picture: (Int, inout OutputBuffer) -> Void = { _, _ in }
  ) {
    render(bytes, slots, into: &output, resolve: resolve, diagram: diagram, picture: picture)
  }

  /// Appends the words of the title as HTML, each slot filled in; nothing where they are plain text.
  ///
  /// - Parameter resolve: what the reference with a given index leads to; called once or more.
  public func renderTitle(into output: inout OutputBuffer, resolve: (Int) -> ResolvedReference) {
    render(titleBytes, titleSlots, into: &output, resolve: resolve, diagram: { _, _ in }, picture: { _, _ in })
  }

  /// Appends the HTML of a label's value to `output`, each slot filled in; see ``render(into:resolve:diagram:picture:)``.
  public func render(_ value: InlineHTML, into output: inout OutputBuffer, resolve: (Int) -> ResolvedReference) {
    render(value.bytes, value.slots, into: &output, resolve: resolve, diagram: { _, _ in }, picture: { _, _ in })
  }

  private func render(
    _ bytes: [UInt8], _ slots: [PlacedSlot], into output: inout OutputBuffer,
    resolve: (Int) -> ResolvedReference, diagram: (Int, inout OutputBuffer) -> Void,
    picture: (Int, inout OutputBuffer) -> Void
  ) {
    output.reserve(bytes.count + slots.count * 64)
    // The slots of a reference stand together mostly.
    var last: (index: Int, resolved: ResolvedReference)?
    func resolved(_ index: Int) -> ResolvedReference {
      if let last, last.index == index { return last.resolved }
      let resolved = resolve(index)
      last = (index, resolved)
      return resolved
    }
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      for place in slots {
        let offset = place.offset
        output.append(contentsOf: bytes.part(position..<offset))
        position = offset
        switch place.slot {
        case .diagram(let index): diagram(index, &output)
        case .picture(let index): picture(index, &output)
        case .anchor(let index): anchor(outline[index], into: &output)
        case .box(let isTicked):
          output.append(
            isTicked
              ? "<input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"Done\" /> "
              : "<input type=\"checkbox\" disabled=\"\" aria-label=\"Done\" /> ")
        case .open(let index): open(index, resolved(index), into: &output)
        case .close(let index): close(index, resolved(index), into: &output)
        case .text(let index): name(index, resolved(index), into: &output)
        case .source(let index):
          if case .page(let url, _) = resolved(index) {
            output.append(escapingAll: url)
          } else if references[index].form == .link {
            // The address of a link in raw HTML stays as it is when it leads nowhere.
            output.append(escapingAll: references[index].target)
            if let fragment = references[index].fragment { output.append(escapingAll: "#" + fragment) }
          } else {
            output.append(Self.noImage)
            output.append("\" class=\"missing")
          }
        }
      }
      output.append(contentsOf: bytes.part(position..<bytes.count))
    }
  }

  /// The address of an image that has none: HTML asks for one that is not empty, and a browser shows the alternative text.
  static let noImage: StaticString = "data:,"

  private func anchor(_ heading: Heading, into output: inout OutputBuffer) {
    output.append("<a class=\"anchor\" href=\"#")
    output.append(escapingAll: heading.anchor)
    output.append("\" aria-label=\"Link to this section: ")
    output.append(escapingAll: heading.text)
    output.append("\"></a>")
  }

  private func open(_ reference: Int, _ resolved: ResolvedReference, into output: inout OutputBuffer) {
    switch resolved {
    case .page(let url, let title):
      output.append("<a href=\"")
      output.append(escapingAll: url)
      if let title = references[reference].title ?? (references[reference].form == .code ? title : nil) {
        output.append("\" title=\"")
        output.append(escapingAll: title)
      }
      output.append("\">")
    case .missing(let explanation) where references[reference].form != .code:
      output.append("<span class=\"missing\" title=\"")
      output.append(escapingAll: explanation.replacing("`", with: ""))
      output.append("\">")
    case .missing, .text: break
    }
  }

  private func close(_ reference: Int, _ resolved: ResolvedReference, into output: inout OutputBuffer) {
    switch resolved {
    case .page: output.append("</a>")
    case .missing where references[reference].form != .code: output.append("</span>")
    case .missing, .text: break
    }
  }

  private func name(_ reference: Int, _ resolved: ResolvedReference, into output: inout OutputBuffer) {
    if case .page(_, let title) = resolved {
      output.append(escapingAll: title)
    } else {
      output.append(escapingAll: references[reference].target)
    }
  }
}
