import Glibc
import Synchronization

/// Whether another program wrote the folder of the built site since we did.
///
/// Whoever publishes writes a new file into the folder itself before all else, or puts another folder in its place, so the folder
/// and the time when its names changed tell of it; and so does the marker, a file in it that is written with every new site.
final class OutputState: Sendable {
  private struct Look: Equatable {
    var numbers: [Int]

    init(_ paths: [String]) {
      numbers = paths.flatMap { path -> [Int] in
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        let modified = status.st_mtim
        return [
          Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), modified.tv_sec,
          modified.tv_nsec,
        ]
      }
    }
  }

  private let paths: [String]
  private let state: Mutex<State>

  private struct State {
    var known: Look
    /// Until when another preview is believed to be there.
    var sharedUntil: ContinuousClock.Instant?
    /// How many looks in a row found no site.
    var misses = 0
  }

  /// For how long another preview is believed to be there after it was noticed.
  private static let memory = Duration.seconds(600)

  /// The folder as it is now, which is how we left it.
  init(of folder: String, marker: String) {
    paths = [folder, folder + "/" + marker]
    state = Mutex(State(known: Look(paths)))
  }

  /// Notes that the folder is as a rebuild of ours left it, and completes the outcome by what others wrote meanwhile.
  ///
  /// A rebuild that wrote nothing although the folder changed found that another preview had made the same pages before it. Two of
  /// them take turns from then on, each with a part of the pages, so any page may be among those of the other one.
  func completed(_ outcome: RebuildOutcome?) -> RebuildOutcome? {
    state.withLock { state in
      let now = Look(paths)
      let hasChanged = now != state.known
      state.known = now
      guard var outcome, hasChanged else { return outcome }
      if outcome.wroteNothing { state.sharedUntil = .now + Self.memory }
      if let end = state.sharedUntil, .now < end { outcome.pages = .everything }
      return outcome
    }
  }

  /// Whether it is not as it was left or last seen; the next call compares with what this one saw.
  func hasChanged() -> Bool {
    state.withLock { state in
      let now = Look(paths)
      defer { state.known = now }
      // A folder that is away is about to come back, or shows nothing anyway.
      return now != state.known && !now.numbers.isEmpty
    }
  }

  /// Whether the site has just been found to be gone: once for each time that it goes. It is missed at the second look, since a
  /// folder that is exchanged may be away for a moment.
  func isGone() -> Bool {
    state.withLock { state in
      state.misses = paths.allSatisfy { access($0, F_OK) == 0 } ? 0 : state.misses + 1
      return state.misses == 2
    }
  }
}
