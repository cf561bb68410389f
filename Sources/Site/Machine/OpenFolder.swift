import Glibc

/// A folder that stays open, so that what stands in it need not be found from the root each time.
final class OpenFolder: Sendable {
  let descriptor: Int32

  /// `nil` when the folder can't be opened.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  deinit { close(descriptor) }
}
