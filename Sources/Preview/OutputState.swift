import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether another program wrote the folder of the built site since we did.
///
/// Whoever publishes writes a new file into the folder itself before all else, or puts another folder in its place, so the folder
/// and the time when its names changed tell of it.
final class OutputState: Sendable {
  private struct Look: Equatable {
    var numbers: [Int]

    init(_ folder: String) {
      numbers = [folder, folder + "/.baton-site"].flatMap { path -> [Int] in
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        #if canImport(Darwin)
          let modified = status.st_mtimespec
        #else
          let modified = status.st_mtim
        #endif
        return [
          Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), modified.tv_sec,
          modified.tv_nsec,
        ]
      }
    }
  }

  private let folder: String
  private let state: Mutex<(known: Look, sharedUntil: ContinuousClock.Instant?)>

  /// For how long another preview is believed to be there after it was noticed.
  private static let memory = Duration.seconds(600)

  /// The folder as it is now, which is how we left it.
  init(of folder: String) {
    self.folder = folder
    state = Mutex((Look(folder), nil))
  }

  /// Notes that the folder is as a rebuild of ours left it, and completes the outcome by what others wrote meanwhile.
  ///
  /// A rebuild that wrote nothing although the folder changed found that another preview had made the same pages before it. Two of
  /// them take turns from then on, each with a part of the pages, so any page may be among those of the other one.
  func completed(_ outcome: RebuildOutcome?) -> RebuildOutcome? {
    state.withLock { state in
      let now = Look(folder)
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
      let now = Look(folder)
      defer { state.known = now }
      // A folder that is away is about to come back, or shows nothing anyway.
      return now != state.known && !now.numbers.isEmpty
    }
  }
}
