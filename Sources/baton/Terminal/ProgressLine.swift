import Glibc
import Site
import Synchronization

/// One line on a terminal that says how far a build is, once it has taken half a second. Nothing when no one watches.
final class ProgressLine: Sendable {
  private let terminal: Terminal
  private let start = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  /// Shows the progress, at most ten times a second.
  func show(_ progress: BuildOptions.Progress) {
    let now = ContinuousClock.now
    guard terminal.isWatched, now - start > .milliseconds(500) else { return }
    last.withLock { last in
      if let last, now - last < .milliseconds(100) { return }
      last = now
      let seconds = (now - start) / .seconds(1)
      let rate = Int(Double(progress.done) / max(seconds, 0.001))
      terminal.writeError("\r\u{1B}[K\(progress.done) of \(progress.total) files, \(rate) a second")
    }
  }

  /// Takes the line away.
  func clear() {
    last.withLock { last in
      if last != nil { terminal.writeError("\r\u{1B}[K") }
      last = nil
    }
  }
}
