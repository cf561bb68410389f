import Glibc

/// A pipe by which one thread wakes another that waits in `poll`. Programs that are started meanwhile don't get it.
public final class WakeUpPipe: Sendable {
  /// What `poll` waits for.
  public let descriptor: Int32
  private let sender: Int32

  /// `nil` when the process has no descriptors left, with `errno` set.
  public init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (descriptor, sender) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(descriptor)
    close(sender)
  }

  /// Wakes the thread that waits, or has the next wait end at once.
  public func send() {
    var byte: UInt8 = 1
    _ = write(sender, &byte, 1)
  }

  /// Has the next wait last until somebody sends again.
  public func clear() {
    var bytes: [UInt8] = Array(repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) > 0 {}
  }
}
