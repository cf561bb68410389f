/// The problems that are known already: what `baton check --format json` printed some time ago.
///
/// A problem is known by its code, file and message, not by its line, so that a text may grow above it. Where the same
/// problem stands three times in the baseline, three of them are known, and a fourth one is new.
public struct Baseline: Sendable {
  private struct Key: Hashable, Sendable {
    var code: String
    var file: String
    var message: String
  }

  private var counts: [Key: Int] = [:]

  /// The problems of a report.
  public init(_ report: JSONReport) {
    for entry in report.diagnostics {
      counts[Key(code: entry.code, file: entry.file ?? "", message: entry.message), default: 0] += 1
    }
  }

  /// The problems that are not known, in order.
  public func new(in diagnostics: [Diagnostic]) -> [Diagnostic] {
    var left = counts
    return diagnostics.filter { diagnostic in
      let key = Key(
        code: diagnostic.code.rawValue, file: diagnostic.range?.file ?? "", message: diagnostic.message)
      guard let count = left[key], count > 0 else { return true }
      left[key] = count - 1
      return false
    }
  }
}
