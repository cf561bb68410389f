import Diagnostics
import Markup

typealias MarkupItem = MarkupText.TaskItem

/// `placeholder-left-over`: text in brackets that somebody meant to fill in, in a document that is no template.
@Sendable func leftOverPlaceholders(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  guard document.kind != .template else { return [] }
  // An included text is looked at where it stands: it may be part of a template.
  return document.text.placeholders.filter { $0.range.file == document.file }.map { placeholder in
    Diagnostic(
      .placeholderLeftOver, "`[\(placeholder.value)]` looks like a placeholder of a template", at: placeholder.range,
      help: "fill it in; write `\\[\(placeholder.value)]` if the brackets are meant")
  }
}

/// `heading-skipped`: a heading is more than one level below the one before it.
@Sendable func skippedHeadings(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  var level = 1
  var diagnostics: [Diagnostic] = []
  let document = handbook.documents[index]
  for heading in document.text.outline {
    // An included text has an order of its own.
    if heading.level > level + 1, heading.range.file == document.file {
      diagnostics.append(
        Diagnostic(
          .headingSkipped, "a heading of level \(heading.level) follows one of level \(level)", at: heading.range,
          help: "write `\(String(repeating: "#", count: level + 1)) \(heading.text)`"))
    }
    level = heading.level
  }
  return diagnostics
}
