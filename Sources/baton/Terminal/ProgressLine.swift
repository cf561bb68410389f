import Glibc
import Site
import Synchronization

/// Says how far a build is. On a terminal it is one line, once the build has taken half a second, and it is taken away at the
/// end; with `--verbose` it is a plain line for each stage. Where no one watches and no one asked, it is nothing.
final class ProgressLine: Sendable {
  private let terminal: Terminal
  private let isVerbose: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  private struct State {
    var stage = ""
    var stageStart = ContinuousClock.now
    var lastShown: ContinuousClock.Instant?
  }

  init(_ terminal: Terminal, isVerbose: Bool = false) {
    self.terminal = terminal
    self.isVerbose = isVerbose
  }

  /// Shows the progress, at most ten times a second.
  func show(_ progress: BuildOptions.Progress) {
    guard isVerbose || terminal.isWatched else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      if state.stage != progress.stage {
        state.stage = progress.stage
        state.stageStart = now
        if isVerbose { terminal.writeError("\(progress.stage) \(progress.total)\n") }
      }
      guard !isVerbose, now - start > .milliseconds(500) else { return }
      if let last = state.lastShown, now - last < .milliseconds(100) { return }
      state.lastShown = now
      let rate = Int(Double(progress.done) / max((now - state.stageStart) / .seconds(1), 0.001))
      terminal.writeError("\r\u{1B}[K\(progress.stage) \(progress.done) of \(progress.total), \(rate) a second")
    }
  }

  /// Takes the line away.
  func clear() {
    state.withLock { state in
      if state.lastShown != nil { terminal.writeError("\r\u{1B}[K") }
      state.lastShown = nil
    }
  }
}
