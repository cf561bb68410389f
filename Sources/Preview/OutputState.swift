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
  private let known: Mutex<Look>

  /// The folder as it is now, which is how we left it.
  init(of folder: String) {
    self.folder = folder
    known = Mutex(Look(folder))
  }

  /// Notes that the folder is as we left it.
  func note() { known.withLock { $0 = Look(folder) } }

  /// Whether it is not as it was left or last seen; the next call compares with what this one saw.
  func hasChanged() -> Bool {
    known.withLock { known in
      let now = Look(folder)
      defer { known = now }
      // A folder that is away is about to come back, or shows nothing anyway.
      return now != known && !now.numbers.isEmpty
    }
  }
}
