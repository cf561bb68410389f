import Buffers
import Handbook
import Markup

/// What the handbook is, and where its texts are, as llmstxt.org proposes it: a title, a sentence, and links to Markdown by kind.
func textSummary(of contents: SiteContents) -> [UInt8] {
  let (handbook, plan) = (contents.handbook, contents.plan)
  var text = OutputBuffer(capacity: 1 << 10 + handbook.documents.count * 192)
  text.append(string: "# \(escapedText(plan.siteTitle))\n\n")
  if let description = handbook.configuration.description { text.append(string: "> \(escapedText(description))\n\n") }
  text.append(
    "Every page is also there as Markdown: `index.md` is its text, `bundle.md` the text with all that it needs.\n")
  let base = handbook.configuration.baseURL ?? ""
  for kind in Kind.allCases {
    let documents = handbook.documents.indices.filter { handbook.documents[$0].kind == kind }
    guard !documents.isEmpty else { continue }
    text.append(string: "\n## \(kind.heading)\n\n")
    for index in documents {
      let (name, path) = (escapedText(handbook.documents[index].name.cutForOthers), base + contents.urls[index])
      text.append("- [")
      text.append(string: name)
      text.append("](")
      text.append(string: path)
      text.append("index.md)")
      let blurb = escapedText(contents.blurbs[index].firstSentences(160))
      if !blurb.isEmpty {
        text.append(": ")
        text.append(string: blurb)
      }
      text.append("\n")
      guard kind == .persona || kind == .task else { continue }
      text.append("- [")
      text.append(string: name)
      text.append(", with all that is needed](")
      text.append(string: path)
      text.append("bundle.md)\n")
    }
  }
  text.append(
    string:
      "\n## Optional\n\n- [The whole handbook in one text](\(base)llms-full.txt)\n- [The graph as JSON](\(base)graph.json)\n"
  )
  return text.array
}

extension Handbook {
  /// The documents in the order of the text that holds all of them: kind by kind, in the order of files.
  var documentsByKind: [Int] {
    Kind.allCases.flatMap { kind in documents.indices.filter { documents[$0].kind == kind } }
  }
}
