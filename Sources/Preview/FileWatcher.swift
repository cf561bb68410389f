import Glibc
import NIOCore
import NIOPosix
import Threads

/// Watches folders with all below them, and single files, and reports what changed in batches.
///
/// A batch is sent when nothing has changed for 10 ms, at the latest 200 ms after its first change. Names that begin
/// with a dot and what editors keep beside a file are left out. Symbolic links below a root are not
/// followed. Where the system does not report changes, all files are looked at each half second.
public final class FileWatcher: Sendable {
  /// How changes are found.
  public enum Method: Sendable, Equatable {
    /// By the system's notifications, where there are any.
    case notifications
    /// By looking at all files twice a second: for network file systems, which don't notify.
    case polling
  }

  /// The batches of changes, none of them empty. It ends after ``stop()``.
  public let batches: AsyncStream<FileChanges>
  private let stopSignal: WakeUpPipe
  private let thread: NIOThreadPool

  /// Starts watching: what changes after this has returned is reported.
  ///
  /// - Parameters:
  ///   - roots: Folders and files, which may come into being later. Reported paths begin with them as they are
  ///     written here.
  ///   - more: Asked for more roots at each look, at least once a second; there a name may begin with a dot.
  ///   - excluded: Folders and files that are left out with all below them.
  ///   - method: How to look for changes.
  ///   - fallback: Called when notifications turn out not to suffice and all files are looked at instead.
  public convenience init(
    roots: [String], and more: @escaping @Sendable () -> [String] = { [] }, excluding excluded: [String] = [],
    method: Method = .notifications, fallback: @escaping @Sendable () -> Void = {}
  ) async throws {
    try await self.init(
      roots: roots, and: more, excluding: excluded, method: method, watchLimit: .max, fallback: fallback)
  }

  init(
    roots: [String], and more: @escaping @Sendable () -> [String] = { [] }, excluding excluded: [String],
    method: Method, watchLimit: Int, fallback: @escaping @Sendable () -> Void
  ) async throws {
    let (batches, continuation) = AsyncStream.makeStream(of: FileChanges.self)
    self.batches = batches
    guard let stopSignal = WakeUpPipe() else { throw IOError(errnoCode: errno, reason: "pipe") }
    self.stopSignal = stopSignal
    thread = NIOThreadPool(numberOfThreads: 1)
    thread.start()
    let roots = roots.map { $0.utf8.count > 1 && $0.utf8.last == UInt8(ascii: "/") ? String($0.dropLast()) : $0 }
    let loop = WatchLoop(
      roots: roots, moreRoots: more, filter: WatchFilter(excluding: excluded, below: roots), watchLimit: watchLimit,
      stopSignal: stopSignal, fallback: fallback, deliver: { continuation.yield($0) })
    await withCheckedContinuation { started in
      thread.submit { _ in
        loop.run(method: method) { started.resume() }
        continuation.finish()
      }
    }
  }

  deinit { stop() }

  /// Ends watching. The second call does nothing.
  public func stop() {
    stopSignal.send()
    thread.shutdownGracefully { _ in }
  }
}
