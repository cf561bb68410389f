import Glibc
import Threads

/// What the watching thread does.
struct WatchLoop: Sendable {
  var roots: [String]
  /// Roots that may be others at each look.
  var moreRoots: @Sendable () -> [String]
  var filter: WatchFilter
  var watchLimit: Int
  var stopSignal: WakeUpPipe
  var fallback: @Sendable () -> Void
  var deliver: @Sendable (FileChanges) -> Void

  /// A batch is complete when nothing more came for this long…
  private static let quiet = Duration.milliseconds(10)
  /// …or when its first change is this old.
  private static let longest = Duration.milliseconds(200)
  /// Between two looks at all files.
  private static let pollingInterval = Duration.milliseconds(500)

  /// Watches until the stop signal. Calls `started` when changes from then on will be found.
  func run(method: FileWatcher.Method, started: @escaping () -> Void) {
    var hasStarted = false
    if method == .notifications {
      do {
        let watch = try InotifyWatch(roots: roots + moreRoots(), filter: filter, limit: watchLimit)
        hasStarted = true
        started()
        return try waitForEvents(of: watch)
      } catch {
        fallback()
      }
    }
    poll(started: hasStarted ? nil : started)
  }

  /// Looks at all files again and again. Without `started`, changes may have been missed before.
  private func poll(started: (() -> Void)?) {
    var snapshot = FolderSnapshot(of: roots + moreRoots(), filter: filter)
    if let started { started() } else { deliver(.everything) }
    while !wait(for: nil, atMost: Self.pollingInterval).isStopped {
      let next = FolderSnapshot(of: roots + moreRoots(), filter: filter)
      let changes = next.changes(since: snapshot)
      snapshot = next
      if !changes.isEmpty { deliver(changes) }
    }
  }

  /// Waits until the stop signal or until there is something to read from `descriptor`. `nil` as time is forever.
  private func wait(for descriptor: Int32?, atMost time: Duration?) -> (isStopped: Bool, isReadable: Bool) {
    var descriptors = [stopSignal.descriptor, descriptor ?? -1].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let milliseconds = time.map { time in
      let (seconds, attoseconds) = time.components
      return Int32(clamping: max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
    _ = systemPoll(&descriptors, milliseconds ?? -1)
    return (descriptors[0].revents != 0, descriptors[1].revents != 0)
  }

  /// Between two looks at whether the roots are still the folders that are watched.
  private static let rootInterval = Duration.seconds(1)

  private func waitForEvents(of watch: InotifyWatch) throws {
    let clock = ContinuousClock()
    var changes = FileChanges()
    var first = clock.now
    var last = first
    var lastLook = first
    while true {
      var time = watch.hasMissingRoots ? Self.pollingInterval : Self.rootInterval
      if !changes.isEmpty {
        let rest = min(last + Self.quiet, first + Self.longest) - clock.now
        if rest <= .zero {
          deliver(changes)
          changes = FileChanges()
          continue
        }
        time = rest
      }
      let ready = wait(for: watch.descriptor, atMost: time)
      if ready.isStopped { return }

      var news = FileChanges()
      if ready.isReadable { try watch.read(into: &news) }
      if watch.hasMissingRoots { try watch.lookForMissingRoots(into: &news) }
      if clock.now - lastLook >= Self.rootInterval {
        try watch.lookForReplacedRoots(into: &news)
        try watch.watch(roots + moreRoots(), into: &news)
        lastLook = clock.now
      }
      guard !news.isEmpty else { continue }
      last = clock.now
      if changes.isEmpty { first = last }
      changes.formUnion(news)
    }
  }
}

private func systemPoll(_ descriptors: inout [pollfd], _ milliseconds: Int32) -> Int32 {
  poll(&descriptors, nfds_t(descriptors.count), milliseconds)
}
