import Glibc
import Site
import Synchronization
import Threads

/// Connects an edited handbook on a thread of its own, while the server goes on answering; says by a byte in a pipe that it is
/// done.
final class Connecting {
  /// Tells the server that the handbook is connected; `nil` where the system gives no pipe.
  let signal = WakeUpPipe()
  private let slot = Slot()
  /// Whether a handbook is being connected, or its result has not been taken.
  private(set) var isRunning = false

  /// What the thread leaves.
  private final class Slot: Sendable {
    let value: Mutex<EditedHandbook?> = Mutex(nil)
  }

  /// Begins; ``result()`` has what comes of it.
  ///
  /// - Returns: false where nothing could tell of the end; then nothing began.
  func start(_ connect: @escaping @Sendable () -> EditedHandbook) -> Bool {
    guard let signal else { return false }
    isRunning = true
    let slot = slot
    let thread = startThread {
      let settled = connect()
      slot.value.withLock { $0 = settled }
      signal.send()
    }
    if let thread { pthread_detach(thread) }
    return true
  }

  /// The handbook that was connected.
  func result() -> EditedHandbook? {
    isRunning = false
    return slot.value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
