import Diagnostics

/// Every check that looks at the whole handbook, in one list: a new check is a file beside this one and a line here.
func checks(of handbook: Handbook) -> [Diagnostic] {
  oneSidedHandoffs(in: handbook) + handoffsToSelf(in: handbook) + configuredTargets(in: handbook)
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
