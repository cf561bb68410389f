import Threads

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

  /// The problems, which are sorted by file, as text, worked out on `jobs` threads.
  public func text(of diagnostics: [Diagnostic], jobs: Int = 1) -> String {
    let lines = lines(of: diagnostics)
    let size = 256
    let pieces = concurrentMap(count: (lines.count + size - 1) / size, jobs: jobs) { number in
      var piece = ""
      for line in lines[number * size..<min((number + 1) * size, lines.count)] { piece += text(of: line) }
      return piece
    }
    return pieces.joined()
  }

  /// What is told: a problem, and whether it is said why problems of its kind matter, or how many more a file has.
  private enum Line {
    case problem(Diagnostic, isFirst: Bool)
    case more(Int, file: String)
  }

  private func lines(of diagnostics: [Diagnostic]) -> [Line] {
    var lines: [Line] = []
    var explained: Set<DiagnosticCode> = []
    var start = 0
    while start < diagnostics.count {
      let file = diagnostics[start].range?.fileName
      var end = start + 1
      while end < diagnostics.count, diagnostics[end].range?.fileName == file { end += 1 }
      var (listed, left) = (0, 0)
      for diagnostic in diagnostics[start..<end] {
        guard listed < limit || diagnostic.severity == .error else {
          left += 1
          continue
        }
        listed += 1
        lines.append(.problem(diagnostic, isFirst: explained.insert(diagnostic.code).inserted))
      }
      if left > 0, let file { lines.append(.more(left, file: file.text)) }
      start = end
    }
    return lines
  }

  private func text(of line: Line) -> String {
    switch line {
    case .problem(let diagnostic, let isFirst):
      text.text(of: diagnostic, reason: isFirst ? diagnostic.code.reason : nil)
    case .more(let count, let file): "\(text.path(file)): and \(count) more\n"
    }
  }
}
