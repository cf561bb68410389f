import Diagnostics
import Handbook
import Mustache

/// Makes what the template of the page of health sees: what is connected, what is not, and every finding of the checks.
struct HealthView {
  let links: Links
  let findings: [Diagnostic]

  /// The most findings, and the most rows of a table, that a page is legible with.
  private static let most = 500

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }
  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  func view() -> View {
    var view: View = [:]
    view.set(.count, ProblemCount(findings).description)
    view.set(.figures, coverageFigures(of: handbook).map(figure))
    view.set(.findings, groups())
    if findings.count > Self.most { view.set(.rest, "\(findings.count - Self.most) more are listed by `baton check`.") }
    view.set(.phases, handbook.phases.indices.map(phase))
    view.set(.tasks, documents(of: .task).prefix(Self.most).map(task))
    view.set(.personas, documents(of: .persona).prefix(Self.most).map(persona))
    return view
  }

  private func documents(of kind: Kind) -> [Int] {
    handbook.documents.indices.filter { handbook.documents[$0].kind == kind && !handbook.documents[$0].isLandingPage }
  }

  private func figure(_ figure: CoverageFigure) -> View {
    [
      .title: .text(figure.title), .count: .text("\(figure.covered) of \(figure.total)"),
      .percentage: .text(figure.shownPercentage),
    ]
  }

  // MARK: - Findings

  /// The findings by code, the gravest first.
  private func groups() -> [View] {
    var byCode: [DiagnosticCode: [Diagnostic]] = [:]
    for finding in findings.prefix(Self.most) { byCode[finding.code, default: []].append(finding) }
    let codes = byCode.keys.sorted { a, b in
      let (x, y) = (byCode[a]?.first?.severity ?? .note, byCode[b]?.first?.severity ?? .note)
      return x == y ? a.rawValue.precedesInUTF8(b.rawValue) : x > y
    }
    return codes.map { code in
      let found = byCode[code] ?? []
      var view: View = [
        .title: .text(code.summary), .name: .text(code.rawValue), .reason: .text(code.reason),
        .level: .text(found.first?.severity.rawValue ?? ""), .number: .text(String(found.count)),
      ]
      view.set(.list, found.map(finding))
      return view
    }
  }

  private func finding(_ diagnostic: Diagnostic) -> View {
    var view: View = [.text: .text(diagnostic.message)]
    if let range = diagnostic.range {
      view.set(.remark, "\(range.file):\(range.start.line)")
      if let document = handbook.document(at: range.file) {
        view.set(.url, links.url(ofDocument: document))
        view.set(.title, handbook.documents[document].title.value)
      }
    }
    return view
  }

  // MARK: - Tables

  private func phase(_ index: Int) -> View {
    var counts: [Kind: Int] = [:]
    for (document, resolution) in handbook.resolutions.enumerated() where resolution.phases.contains(index) {
      counts[handbook.documents[document].kind, default: 0] += 1
    }
    var view: View = [.name: .text(handbook.phases[index])]
    for (name, kind) in [
      (Name.personas, Kind.persona), (.tasks, .task), (.templates, .template), (.checklists, .checklist),
    ] {
      view.set(name, counts[kind].map(String.init))
    }
    return view
  }

  private func task(_ index: Int) -> View {
    let node = graph.nodeOfDocument[index]
    var view: View = [.document: .view(links.reference(ofDocument: index))]
    view.set(.personas, graph.edges(to: node, .performs).map { links.reference($0.from) })
    view.set(.templates, graph.edges(from: node, .fillsIn).map { links.reference($0.to) })
    view.set(.checklists, graph.edges(from: node, .checkedBy).map { links.reference($0.to) })
    return view
  }

  private func persona(_ index: Int) -> View {
    let node = graph.nodeOfDocument[index]
    var view: View = [.document: .view(links.reference(ofDocument: index))]
    view.set(.tasks, graph.edges(from: node, .performs).map { links.reference($0.to) })
    return view
  }
}
