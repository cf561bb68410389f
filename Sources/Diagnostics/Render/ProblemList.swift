/// Problems as a terminal lists them: no more than some of each file, and why each kind matters, once.
public struct ProblemList: Sendable {
  /// The look of each problem.
  public var text: TerminalText
  /// The most problems of one file that are listed; errors are listed always.
  public var limit: Int

  /// A list; see the properties.
  public init(text: TerminalText, limit: Int) {
    self.text = text
    self.limit = limit
  }

  /// The problems, which are sorted by file, as text.
  public func text(of diagnostics: [Diagnostic]) -> String {
    var output = ""
    var explained: Set<DiagnosticCode> = []
    var start = 0
    while start < diagnostics.count {
      let file = diagnostics[start].range?.file
      var end = start + 1
      while end < diagnostics.count, diagnostics[end].range?.file == file { end += 1 }
      var (listed, left) = (0, 0)
      for diagnostic in diagnostics[start..<end] {
        guard listed < limit || diagnostic.severity == .error else {
          left += 1
          continue
        }
        listed += 1
        let isNew = explained.insert(diagnostic.code).inserted
        output += text.text(of: diagnostic, reason: isNew ? diagnostic.code.reason : nil)
      }
      if left > 0, let file { output += "\(text.path(file)): and \(left) more\n" }
      start = end
    }
    return output
  }
}
