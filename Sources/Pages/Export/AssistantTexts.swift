import Handbook
import Markup

/// What the handbook is, and where its texts are, as llmstxt.org proposes it: a title, a sentence, and links to Markdown by kind.
func textSummary(of handbook: Handbook, plan: SitePlan) -> [UInt8] {
  var text = "# \(oneLine(plan.siteTitle))\n\n"
  if let description = handbook.configuration.description { text += "> \(oneLine(description))\n\n" }
  text += "Every page is also there as Markdown: `index.md` is its text, `bundle.md` the text with all that it needs.\n"
  let base = handbook.configuration.baseURL ?? ""
  for kind in Kind.allCases {
    let documents = handbook.documents.indices.filter { handbook.documents[$0].kind == kind }
    guard !documents.isEmpty else { continue }
    text += "\n## \(kind.heading)\n\n"
    for index in documents {
      let document = handbook.documents[index]
      let path = base + URLPath.encoded(plan.pathOfDocument[index])
      let blurb = oneLine(document.blurb.firstSentences(160))
      text += "- [\(escapedLabel(document.name))](\(path)index.md)" + (blurb.isEmpty ? "" : ": \(blurb)") + "\n"
      if kind == .persona || kind == .task {
        text += "- [\(escapedLabel(document.name)), with all that is needed](\(path)bundle.md)\n"
      }
    }
  }
  text +=
    "\n## Optional\n\n- [The whole handbook in one text](\(base)llms-full.txt)\n- [The graph as JSON](\(base)graph.json)\n"
  return Array(text.utf8)
}

extension Handbook {
  /// The documents in the order of the text that holds all of them: kind by kind, in the order of files.
  var documentsByKind: [Int] {
    Kind.allCases.flatMap { kind in documents.indices.filter { documents[$0].kind == kind } }
  }
}
