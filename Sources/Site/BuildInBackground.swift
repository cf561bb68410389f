import Glibc
import Synchronization
import Threads

extension BuildSession {
  /// Builds as ``build(changes:progress:isCancelled:)`` does, on a thread of its own, so that the thread of the caller's task
  /// stays free.
  ///
  /// - Throws: `StopError` when nothing can be built; its cause is `cancelled` when the task was cancelled before the site was
  ///   published.
  public func buildInBackground(
    changes: Set<String>? = nil, progress: (@Sendable (BuildOptions.Progress) -> Void)? = nil
  ) async throws(StopError) -> BuildReport {
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let thread = startThread { [self] in
          continuation.resume(
            returning: Result { () throws(StopError) in
              try build(changes: changes, progress: progress) { cancellation.isRequested }
            })
        }
        if let thread { pthread_detach(thread) }
      }
    } onCancel: {
      cancellation.request()
    }
    return try result.get()
  }
}

extension BuildSession {
  /// Does what ``finish(isCancelled:)`` does, on a thread of its own; stops when the task is cancelled.
  public func finishInBackground() async -> Finished {
    let cancellation = Cancellation()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let thread = startThread { [self] in
          continuation.resume(returning: finish { cancellation.isRequested })
        }
        if let thread { pthread_detach(thread) }
      }
    } onCancel: {
      cancellation.request()
    }
  }
}

/// A flag that a task raises for the threads that work for it.
private final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRequested: Bool { flag.load(ordering: .relaxed) }

  func request() { flag.store(true, ordering: .relaxed) }
}
