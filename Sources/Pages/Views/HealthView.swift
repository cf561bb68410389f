import Diagnostics
import Handbook
import Mustache

/// Makes what the template of the page of health sees: what is connected, what is not, and every finding of the checks.
struct HealthView {
  let links: Links
  let findings: [Diagnostic]
  /// What an earlier build had; `nil` when none is given.
  let trend: HealthTrend?

  init(links: Links, findings: [Diagnostic], former: FormerGraph?) {
    self.links = links
    self.findings = findings
    trend = former.map { HealthTrend(from: $0, to: findings) }
  }

  /// The most findings that a page is legible with.
  private static let most = 500

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }

  func view() -> View {
    var view: View = [:]
    view.set(.count, ProblemCount(findings).description)
    view.set(.counts, counts())
    view.set(.figures, coverageFigures(of: handbook).map(figure))
    if let trend {
      view.set(.trend, trend.summary)
      let mended = trend.mended
      if !mended.isEmpty { view[.mended] = .view(View(.items, .list(mended.map { .bytes(codeSpans($0)) }))) }
    }
    view.set(.findings, groups())
    let rest = findings.count - Self.most
    if rest > 0 { view.set(.rest, "\(rest) more \(rest == 1 ? "is" : "are") listed by `baton check`.") }
    let tables = HealthTables(links: links)
    view.set(.phases, tables.phases())
    view[.personas] = tables.personas().map(Value.view)
    view[.tasks] = tables.tasks().map(Value.view)
    return view
  }

  // MARK: - Figures

  /// How many documents, handoffs and findings there are, and were.
  private func counts() -> [View] {
    let former = trend?.former.counts.list.map(\.count)
    var rows = HandbookCounts(of: handbook).list.enumerated().map { index, entry in
      row(entry.title, entry.count, before: former?[index])
    }
    let found = ProblemCount(findings)
    for (title, count, severity) in [
      ("Errors", found.errors, Severity.error), ("Warnings", found.warnings, .warning), ("Notes", found.notes, .note),
    ] { rows.append(row(title, count, before: trend?.before(severity))) }
    return rows
  }

  private func row(_ title: String, _ count: Int, before: Int?) -> View {
    var view: View = [.title: .text(title), .count: .text(String(count))]
    if trend != nil { HealthTrend.add(before: before, now: count, to: &view) }
    return view
  }

  private func figure(_ figure: CoverageFigure) -> View {
    var view: View = [
      .title: .text(figure.title),
      .count: .text(figure.total == 0 ? "there are none" : "\(figure.covered) of \(figure.total)"),
    ]
    if figure.total > 0 { view.set(.percentage, figure.shownPercentage) }
    if let trend {
      HealthTrend.add(before: trend.former.coverage.first { $0.name == figure.name }, now: figure, to: &view)
    }
    return view
  }

  // MARK: - Findings

  /// The findings by code, the gravest first.
  private func groups() -> [View] {
    var byCode: [DiagnosticCode: [Diagnostic]] = [:]
    var numbers: [DiagnosticCode: Int] = [:]
    for (index, finding) in findings.enumerated() {
      numbers[finding.code, default: 0] += 1
      if index < Self.most { byCode[finding.code, default: []].append(finding) }
    }
    let codes = byCode.keys.sorted { a, b in
      let (x, y) = (byCode[a]?.first?.severity ?? .note, byCode[b]?.first?.severity ?? .note)
      return x == y ? a.rawValue.precedesInUTF8(b.rawValue) : x > y
    }
    return codes.map { code in
      let found = byCode[code] ?? []
      let (number, level) = (numbers[code] ?? 0, found.first?.severity.rawValue ?? "")
      var view: View = [
        .title: .bytes(codeSpans(code.summary)), .name: .text(code.rawValue), .reason: .bytes(codeSpans(code.reason)),
        .level: .text(level), .count: .text("\(number) \(level)\(number == 1 ? "" : "s")"),
      ]
      if let before = trend?.before(code) { view.set(.before, String(before)) }
      view.set(.list, found.map(finding))
      return view
    }
  }

  private func finding(_ diagnostic: Diagnostic) -> View {
    var view = View(.text, .bytes(codeSpans(diagnostic.message)))
    if trend?.isNew(diagnostic) == true { view[.isNew] = .flag }
    if let range = diagnostic.range {
      view.set(.remark, "\(range.file):\(range.start.line)")
      if let document = handbook.document(at: range.file) {
        view.set(.url, links.url(ofDocument: document))
        view.set(.title, handbook.documents[document].name.cutForOthers)
      }
    }
    return view
  }
}
