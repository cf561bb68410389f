import Glibc
import Snapshot

/// Keeps two builds from publishing into the same folder at once. The lock is freed when the process ends, however it ends; its file
/// is removed with it, unless the process is killed.
final class BuildLock {
  /// The file that is locked; -1 where there is no place for one.
  private let descriptor: Int32
  private let name: String

  /// Waits for the lock of the output folder at `path`, at most `seconds`; tries again after each pause, in microseconds.
  init(
    output path: String, seconds: Int = 60, pause: Int = 50_000, isCancelled: () -> Bool = { false }
  ) throws(StopError) {
    name = Self.file(output: path)
    for _ in 0..<(seconds * 1_000_000 / pause) {
      let file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      // Without a place for the lock, building goes on without one.
      if file < 0 || flock(file, LOCK_EX | LOCK_NB) == 0 && Self.stands(file, at: name) {
        descriptor = file
        return
      }
      close(file)
      if isCancelled() { throw .cancelled }
      usleep(UInt32(pause))
    }
    throw StopError(.machine, "another build is writing \(path)", help: "wait for it to end, or stop it")
  }

  /// The file that stands for an output folder.
  static func file(output path: String) -> String {
    "/tmp/baton-\(getuid())-\(Fingerprint(Array(path.utf8)).hexadecimal).lock"
  }

  /// Whether a file is still the one that is found by its name: who had the lock before may have removed it.
  private static func stands(_ file: Int32, at name: String) -> Bool {
    var (opened, found) = (stat(), stat())
    return fstat(file, &opened) == 0 && lstat(name, &found) == 0 && opened.st_ino == found.st_ino
      && opened.st_dev == found.st_dev
  }

  deinit {
    guard descriptor >= 0 else { return }
    unlink(name)
    close(descriptor)
  }
}
