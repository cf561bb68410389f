import Diagnostics
import Site

extension BuildReport {
  /// The build in one line: `57 documents, 66 pages, 37 diagrams, no problems, 0.12 s: output/index.html`.
  func closingLine(output: String, time: Duration) -> String {
    let parts = [
      counted(documents, "document"), counted(pages, "page"), counted(diagrams, "diagram"),
      ProblemCount(diagnostics.lazy.filter { !$0.isAdvice }).description, time.inSeconds,
    ].joined(separator: ", ")
    return isPublished
      ? "\(parts): \(output.hasSuffix("/") ? output : output + "/")index.html"
      : "\(parts): nothing was published, as --strict allows no warnings"
  }

  private func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}

extension Duration {
  /// The time in seconds, with two decimals.
  var inSeconds: String {
    let hundredths = Int((self / .milliseconds(10)).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
  }
}
