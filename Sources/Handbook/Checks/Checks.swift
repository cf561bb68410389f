import Diagnostics
import Threads

/// A check that looks at the whole handbook.
struct WholeCheck: Sendable {
  /// What it may find in documents; a build in which only some texts changed keeps that as it was.
  let codes: Set<DiagnosticCode>
  /// What it finds.
  let run: @Sendable (Handbook) -> [Diagnostic]

  init(_ codes: DiagnosticCode..., run: @escaping @Sendable (Handbook) -> [Diagnostic]) {
    self.codes = Set(codes)
    self.run = run
  }
}

/// Every check that looks at the whole handbook, in one list: a new check is a file beside this one and a line here.
let wholeChecks = [
  WholeCheck(.oneSidedHandoff, run: oneSidedHandoffs),
  WholeCheck(.handoffToSelf, run: handoffsToSelf),
  // It finds problems of `baton.yml` alone.
  WholeCheck(run: configuredTargets),
  WholeCheck(.personaWithoutHandoffs, .deadEnd, .unreachable, run: handoffRoles),
  WholeCheck(.handoffCycle, run: handoffCycles),
  WholeCheck(.orphan, .taskWithoutPersona, .templateUnused, .checklistUnused, run: coverage),
  WholeCheck(.duplicateTitle, run: duplicateTitles),
  WholeCheck(.artifactWithoutProducer, .artifactNeverUsed, run: artifacts),
  WholeCheck(.ruleBroken, run: rules),
]

/// The problems of documents that show only when all documents are looked at, and how they belong together: what the checks of the
/// whole find, and two that are found when documents are connected and routed.
public let wholeHandbookCodes = wholeChecks.reduce(into: [.duplicateID, .duplicateURL] as Set<DiagnosticCode>) {
  $0.formUnion($1.codes)
}

/// Every check that looks at one document, by its index, and at what others say of it.
private let documentChecks: [@Sendable (Handbook, Int) -> [Diagnostic]] = [
  missingFields, unknownPhases, checklistCategories, leftOverPlaceholders, skippedHeadings, mentionedNotDeclared,
]

/// What all checks find, in no order that means anything, the same on any number of threads.
public func checks(of handbook: Handbook, jobs: Int) -> [Diagnostic] {
  let run = 64
  let runs = (handbook.documents.count + run - 1) / run
  // Checks of the whole are taken first, as each of them takes longer than a run of documents.
  let found = concurrentMap(count: wholeChecks.count + runs, jobs: jobs, large: wholeChecks.count) { number in
    guard number >= wholeChecks.count else { return wholeChecks[number].run(handbook) }
    let start = (number - wholeChecks.count) * run
    var found: [Diagnostic] = []
    for index in start..<min(start + run, handbook.documents.count) { found += documentProblems(in: handbook, index) }
    return found
  }
  return Array(found.joined())
}

/// What the checks of single documents find in the one with an index.
public func documentProblems(in handbook: Handbook, _ index: Int) -> [Diagnostic] {
  documentChecks.flatMap { $0(handbook, index) }
}

extension Configuration {
  /// `diagnostics` with the severities that `checks` gives; those that it turns off are left out.
  public func applied(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard !checks.isEmpty else { return diagnostics }
    return diagnostics.compactMap { diagnostic in
      guard let severity = checks[diagnostic.code] else { return diagnostic }
      guard let severity else { return nil }
      var diagnostic = diagnostic
      diagnostic.severity = severity
      return diagnostic
    }
  }
}
