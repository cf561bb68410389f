import Glibc

/// Keeps two builds from publishing into the same folder at once. The lock is freed when the process ends, however it ends.
final class BuildLock {
  private let descriptor: Int32

  /// Waits for the lock of the output folder at `path`, at most `seconds`.
  init(output path: String, seconds: Int = 60, isCancelled: () -> Bool = { false }) throws(StopError) {
    // FNV-1a: any short name does that is the same for the same folder.
    let hash = path.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let name = "/tmp/baton-\(getuid())-\(String(hash, radix: 36)).lock"
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    // Without a place for the lock, building goes on without one.
    guard descriptor >= 0 else { return }
    for _ in 0..<(seconds * 20) {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      if isCancelled() {
        close(descriptor)
        throw .cancelled
      }
      usleep(50_000)
    }
    close(descriptor)
    throw StopError(.machine, "another build is writing \(path)", help: "wait for it to end, or stop it")
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
