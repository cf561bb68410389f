import ArgumentParser
import Diagnostics
import Site

extension ProblemCount {
  /// How many warnings there are, as the beginning of a sentence.
  var thereAreWarnings: String { warnings == 1 ? "there is 1 warning" : "there are \(warnings) warnings" }
}

extension [Diagnostic] {
  /// Why `--strict` fails where there are warnings and no errors, as a sentence; `nil` where it does not.
  var strictFailure: String? {
    let count = ProblemCount(self)
    guard count.errors == 0, count.warnings > 0 else { return nil }
    return "\(count.thereAreWarnings), and --strict allows none"
  }

  /// Ends the command with the status that these problems call for.
  func throwExitCode(isStrict: Bool) throws {
    let isAboutTheme = contains { $0.severity == .error && $0.code == .invalidTheme }
    if isAboutTheme || !ofConfiguration.isEmpty { throw ExitCode(2) }
    if contains(where: { $0.severity >= (isStrict ? .warning : .error) }) { throw ExitCode(1) }
  }
}
