import Glibc

/// A folder that stays open, so that what stands in it need not be found from the root each time.
final class OpenFolder: Sendable {
  let descriptor: Int32

  /// `nil` when the folder can't be opened.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  /// A folder in another one; `nil` when there is none of that name, or it is a link, with `errno` set.
  init?(_ name: String, in folder: OpenFolder) {
    descriptor = openat(folder.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  // A folder that could not be opened leaves `errno` as it is.
  deinit { if descriptor >= 0 { close(descriptor) } }
}
