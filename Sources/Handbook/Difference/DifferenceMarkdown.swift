import TextFormats

extension HandbookDifference {
  /// What changed, as Markdown for a merge request.
  ///
  /// - Parameter title: what was compared, such as "main → work tree".
  public func markdown(title: String) -> String {
    var text = "# What changed in the handbook: \(title.escapedForMarkdown)\n"
    if isEmpty { return text + "\nNothing changed.\n" }
    func section(_ heading: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      text += "\n## \(heading)\n\n" + lines.map { "- \($0)\n" }.joined()
    }
    section("Documents added", addedDocuments.map(line))
    section("Documents removed", removedDocuments.map(line))
    section(
      "Documents changed",
      changedDocuments.map { document in
        let title =
          document.oldTitle == document.title
          ? document.title.escapedForMarkdown
          : "\(document.oldTitle.escapedForMarkdown) → \(document.title.escapedForMarkdown)"
        return "\(title) (\(code(document.file))): \(document.changes.joined(separator: ", "))"
      })
    section("Handoffs added", addedHandoffs.map(line))
    section("Handoffs removed", removedHandoffs.map(line))
    section(
      "Handoffs in other words",
      changedHandoffs.map { handoff in
        "\(code(handoff.from)) → \(code(handoff.to)): “\(handoff.oldLabel.escapedForMarkdown)” is now “\(handoff.label.escapedForMarkdown)”"
      })
    section("Other links added", addedEdges.map(line))
    section("Other links removed", removedEdges.map(line))
    section("New problems", newProblems.map(line))
    section("Mended problems", mendedProblems.map(line))
    return text
  }

  private func line(_ document: DocumentEntry) -> String {
    "\(document.title.escapedForMarkdown), a \(document.kind) (\(code(document.file)))"
  }

  private func line(_ edge: EdgeEntry) -> String {
    let verb = edge.kind == EdgeKind.handoff.rawValue ? "→" : "*\(edge.kind)*"
    return "\(code(edge.from)) \(verb) \(code(edge.to))"
      + (edge.label.isEmpty ? "" : ": \(edge.label.escapedForMarkdown)")
  }

  private func line(_ problem: Problem) -> String {
    let place = problem.file.isEmpty ? "" : "\(code("\(problem.file):\(problem.line)")): "
    return "\(place)\(problem.severity): \(markdown(ofMessage: problem.message)) [\(problem.code)]"
  }

  /// A message on one line, in which nothing is Markdown but its code spans: it may hold words of the author's.
  private func markdown(ofMessage message: String) -> String {
    let parts = message.onOneLine.utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    return parts.enumerated().map { index, part in
      let words = part.escapedForMarkdown
      if index.isMultiple(of: 2) { return words }
      // Every other part stands between two backticks, but the last one may lack the second.
      if index == parts.count - 1 { return "\\`" + words }
      return part.isEmpty ? "\\`\\`" : "`\(part)`"
    }.joined()
  }

  private func code(_ text: String) -> String { text.codeForMarkdown }
}
