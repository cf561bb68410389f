import Diagnostics
import Pages
import Preview
import Site
import Synchronization

/// Builds the site again and again for a preview. The terminal is told what is new since the build before, the browsers
/// everything that is wrong.
final class PreviewBuilder: Sendable {
  private let options: BuildOptions
  private let session: BuildSession
  private let terminal: Terminal
  private let isVerbose: Bool
  /// The problems of the last build; `nil` when it could not be carried out.
  private let known = Mutex<[Diagnostic]?>(nil)
  /// Why the last build could not be carried out.
  private let trouble = Mutex<String?>(nil)

  /// More problems than this are counted, not shown, in the browser.
  private static let mostShown = 50

  init(_ options: BuildOptions, terminal: Terminal, isVerbose: Bool) {
    self.options = options
    session = BuildSession(options)
    self.terminal = terminal
    self.isVerbose = isVerbose
  }

  /// What is to be watched besides the folders that were named.
  var alsoWatched: [String] { [session.hiddenTheme].compactMap(\.self) }

  /// The build that the preview begins with.
  ///
  /// - Throws: `StopError` when there is nothing to show, or the build was cancelled.
  func firstBuild() async throws(StopError) -> RebuildOutcome {
    let (report, time) = try await timedBuild(nil)
    known.withLock { $0 = report.diagnostics }
    terminal.report(report.diagnostics, folder: options.content)
    say(report.closingLine(output: options.output, time: time))
    return outcome(of: report)
  }

  /// A build after something changed; `nil` when it was cancelled.
  func rebuild(_ changes: FileChanges) async -> RebuildOutcome? {
    do {
      let (report, time) = try await patientBuild(changes.everything ? nil : changes.paths)
      let before = known.withLock { known in
        defer { known = report.diagnostics }
        return known
      }
      trouble.withLock { $0 = nil }
      // What has been said is not said again at every save.
      let said = Set(before ?? [])
      terminal.report(report.diagnostics.filter { !said.contains($0) }, folder: options.content)
      if isVerbose || !report.changedFiles.isEmpty || before != report.diagnostics {
        let count = report.changedFiles.count
        let files = count == 1 ? "1 file changed" : "\(count) files changed"
        say("\(files), \(ProblemCount(report.diagnostics).description), \(time.inSeconds)")
      }
      return outcome(of: report)
    } catch  where error.cause == .cancelled {
      return nil
    } catch {
      known.withLock { $0 = nil }
      let text = error.message + (error.help.map { "\n  help: \($0)" } ?? "")
      // What is tried again and again is told once.
      let isNews = trouble.withLock { trouble in
        defer { trouble = text }
        return trouble != text || error.cause != .machine
      }
      if isNews { terminal.report(error) }
      return RebuildOutcome(
        pages: .paths([]), problems: [PreviewProblem(severity: .error, text: text)],
        isToBeRetried: error.cause == .machine)
    }
  }

  /// Makes what the pages that changed don't wait for; `nil` when no page shows any of it.
  func finish() async -> RebuildOutcome? {
    let finished = await session.finishInBackground()
    let pages = pages(finished.changedFiles)
    guard !pages.isEmpty || finished.isToBeBuilt, let problems = known.withLock(\.self) else { return nil }
    return RebuildOutcome(pages: .paths(pages), problems: shown(problems), isToBeRetried: finished.isToBeBuilt)
  }

  /// A build that fails when a file goes away under its hands, as editors' temporary files do, is tried again: by then all has
  /// settled, or newer changes have cancelled this one.
  private func patientBuild(_ changes: Set<String>?) async throws(StopError) -> (BuildReport, Duration) {
    do {
      return try await timedBuild(changes)
    } catch  where error.cause == .machine {
      try? await Task.sleep(for: .milliseconds(100))
      return try await timedBuild(nil)
    }
  }

  private func timedBuild(_ changes: Set<String>?) async throws(StopError) -> (BuildReport, Duration) {
    let start = ContinuousClock.now
    let line = ProgressLine(terminal)
    defer { line.clear() }
    var report = try await session.buildInBackground(changes: changes, progress: { line.show($0) })
    // Advice is left to `check` and the page of health.
    report.diagnostics.removeAll(where: \.isAdvice)
    return (report, ContinuousClock.now - start)
  }

  private func say(_ line: String) {
    if !terminal.isQuiet { terminal.writeError(line + "\n") }
  }

  private func outcome(of report: BuildReport) -> RebuildOutcome {
    RebuildOutcome(
      pages: .paths(pages(report.changedFiles)),
      styles: .paths(report.changedFiles.filter { $0.hasSuffix(".css") }),
      problems: shown(report.diagnostics), wroteNothing: report.changedFiles.isEmpty)
  }

  /// Of changed files those that pages are, or show: texts for programs stand on none.
  private func pages(_ files: [String]) -> [String] {
    files.filter { !$0.hasSuffix(".css") && !$0.hasSuffix(".md") && !Route.filesForPrograms.contains($0) }
  }

  /// What the browser shows: warnings and errors, the graver first.
  private func shown(_ diagnostics: [Diagnostic]) -> [PreviewProblem] {
    var text = TerminalText(usesColor: false, folder: options.content)
    text.namesSeverity = false
    let errors = diagnostics.filter { $0.severity == .error }
    let all = errors + diagnostics.filter { $0.severity == .warning }
    var problems = all.prefix(Self.mostShown).map { diagnostic in
      PreviewProblem(severity: diagnostic.severity, text: String(text.text(of: diagnostic).dropLast()))
    }
    if all.count > problems.count {
      let rest = all.count - problems.count
      problems.append(
        PreviewProblem(severity: .note, text: "and \(rest) more, listed in the terminal", count: rest))
    }
    return problems
  }
}
