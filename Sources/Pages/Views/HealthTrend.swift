import Diagnostics
import Handbook
import Mustache

/// How the figures of the page of health stand to those of an earlier build.
struct HealthTrend {
  let former: FormerGraph
  /// How many findings of a code in a file there were then, and are now.
  private var before: [Key: Int] = [:]
  private var now: [Key: Int] = [:]
  private let current: [FindingCount]

  /// The most mended places that are named.
  private static let most = 100

  private struct Key: Hashable {
    var code: String
    var file: String
  }

  init(from former: FormerGraph, to findings: [Diagnostic]) {
    self.former = former
    current = FindingCount.counts(of: findings)
    for count in former.findings ?? [] { before[Key(code: count.code, file: count.file), default: 0] += count.count }
    for count in current { now[Key(code: count.code, file: count.file), default: 0] += count.count }
  }

  /// Adds what was before, and how it changed, to a row of a table.
  static func add(before: Int?, now: Int, to view: inout View) {
    view.set(.before, before.map(String.init) ?? "not known")
    if let before { view.set(.change, signed(now - before)) }
  }

  /// The same for a share; the change is in points of percent.
  static func add(before: CoverageFigure?, now: CoverageFigure, to view: inout View) {
    guard let before else { return view.set(.before, "not known") }
    guard before.total > 0, now.total > 0 else {
      view.set(.before, before.total == 0 ? "there were none" : shown(before))
      return view.set(.change, before.total == now.total ? "same" : nil)
    }
    view.set(.before, shown(before))
    let (a, b) = (tenths(before), tenths(now))
    view.set(.change, a == b ? "same" : signed(b - a, tenths: true) + " points")
    if a != b { view[b > a ? .isBetter : .isWorse] = .flag }
  }

  private static func shown(_ figure: CoverageFigure) -> String {
    "\(figure.covered) of \(figure.total) (\(figure.shownPercentage)\u{A0}%)"
  }

  private static func tenths(_ figure: CoverageFigure) -> Int { figure.covered * 1000 / figure.total }

  private static func signed(_ number: Int, tenths: Bool = false) -> String {
    let size = abs(number)
    let text = !tenths ? String(size) : size % 10 == 0 ? String(size / 10) : "\(size / 10).\(size % 10)"
    if number == 0 { return "same" }
    return (number > 0 ? "+" : "−") + text
  }

  // MARK: - Findings

  /// How many findings of a severity there were; `nil` when that is not known.
  func before(_ severity: Severity) -> Int? {
    former.findings.map { $0.reduce(0) { $1.severity == severity.rawValue ? $0 + $1.count : $0 } }
  }

  /// How many findings of a code there were; `nil` when that is not known.
  func before(_ code: DiagnosticCode) -> Int? {
    former.findings.map { $0.reduce(0) { $1.code == code.rawValue ? $0 + $1.count : $0 } }
  }

  /// Whether a finding is one of a sort that its file did not have.
  func isNew(_ finding: Diagnostic) -> Bool {
    former.findings != nil && before[Key(code: finding.code.rawValue, file: finding.range?.file ?? "")] == nil
  }

  /// What is new and what was mended, in words.
  var summary: String {
    guard former.findings != nil else { return "What was found at the former build is not known." }
    let new = now.reduce(0) { $0 + max(0, $1.value - (before[$1.key] ?? 0)) }
    let mended = before.reduce(0) { $0 + max(0, $1.value - (now[$1.key] ?? 0)) }
    return "Since the former build: \(new) new, \(mended) mended."
  }

  /// Where something was mended: how many of which code in which file, in the order of the former file.
  var mended: [String] {
    var seen: Set<Key> = []
    var lines: [String] = []
    for count in former.findings ?? [] {
      let key = Key(code: count.code, file: count.file)
      let fewer = (before[key] ?? 0) - (now[key] ?? 0)
      guard fewer > 0, seen.insert(key).inserted else { continue }
      let place = key.file.isEmpty ? key.code : "\(key.file): \(key.code)"
      lines.append(fewer == 1 ? place : "\(place), \(fewer) times")
    }
    let rest = lines.count - Self.most
    return rest > 0 ? lines.prefix(Self.most) + ["and in \(rest) more \(rest == 1 ? "place" : "places")"] : lines
  }
}
