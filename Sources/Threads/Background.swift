import Glibc
import Synchronization

/// A value that is worked out on a thread of its own while others go on.
public final class Background<Value: Sendable>: Sendable {
  private let state: Mutex<(thread: pthread_t?, value: Value?)> = Mutex((nil, nil))

  /// Begins to work it out.
  public init(_ work: @escaping @Sendable () -> Value) {
    let thread = startThread { [self] in
      let value = work()
      state.withLock { $0.value = value }
    }
    state.withLock { $0.thread = thread }
  }

  /// Waits until the value is there, and gives it away: the next one who asks gets `nil`. A value that nobody asks for is worked
  /// out all the same.
  public func value() -> Value? {
    let thread = state.withLock { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_join(thread, nil) }
    return state.withLock { state in
      defer { state.value = nil }
      return state.value
    }
  }

  deinit {
    // The thread holds the object until it has ended, or nearly so.
    if let thread = state.withLock({ $0.thread }) { pthread_detach(thread) }
  }
}
