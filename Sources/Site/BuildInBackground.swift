import Glibc
import Synchronization
import Threads

/// Builds a site as ``build(_:)`` does, on a thread of its own, so that the thread of the caller's task stays free.
///
/// - Throws: `StopError` when nothing can be built; its cause is `cancelled` when the task was cancelled before the site was
///   published.
public func buildInBackground(_ options: BuildOptions) async throws(StopError) -> BuildReport {
  let cancellation = Cancellation()
  var options = options
  let isCancelled = options.isCancelled
  options.isCancelled = { cancellation.isRequested || isCancelled() }
  let result = await withTaskCancellationHandler {
    await withCheckedContinuation { [options] continuation in
      let thread = startThread {
        continuation.resume(returning: Result { () throws(StopError) in try build(options) })
      }
      if let thread { pthread_detach(thread) }
    }
  } onCancel: {
    cancellation.request()
  }
  return try result.get()
}

/// A flag that a task raises for the threads that work for it.
private final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRequested: Bool { flag.load(ordering: .relaxed) }

  func request() { flag.store(true, ordering: .relaxed) }
}
