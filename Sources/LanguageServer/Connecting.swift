import Glibc
import Site
import Synchronization
import Threads

/// Connects an edited handbook on a thread of its own, while the server goes on answering; says by a byte in a pipe that it is
/// done.
final class Connecting {
  /// The end of the pipe that is read.
  let pipe: Int32
  private let signal: Int32
  private let slot = Slot()
  /// Whether a handbook is being connected, or its result has not been taken.
  private(set) var isRunning = false

  /// What the thread leaves.
  private final class Slot: Sendable {
    let value: Mutex<EditedHandbook?> = Mutex(nil)
  }

  init() {
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    (pipe, signal) = (ends[0], ends[1])
  }

  /// Begins; ``result()`` has what comes of it.
  func start(_ connect: @escaping @Sendable () -> EditedHandbook) {
    isRunning = true
    let (slot, signal) = (slot, signal)
    let thread = startThread {
      let settled = connect()
      slot.value.withLock { $0 = settled }
      var byte: UInt8 = 1
      _ = write(signal, &byte, 1)
    }
    if let thread { pthread_detach(thread) }
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
