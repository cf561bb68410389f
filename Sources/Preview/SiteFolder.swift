import Glibc
import NIOCore

/// A file that is open for reading until the value goes away. All that is said of it comes from the one descriptor.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// The length in bytes when it was opened.
  let size: Int
  /// Text that differs when the file, its length or its times differ.
  let identity: String

  fileprivate init(descriptor: Int32, status: stat) {
    self.descriptor = descriptor
    size = Int(status.st_size)
    let (modified, changed) = (status.st_mtim, status.st_ctim)
    identity = [
      Int(status.st_ino), size, modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec,
    ].map { String($0, radix: 16) }.joined(separator: "-")
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes from `offset` on; fewer only where the file ends. Throws `IOError`.
  func read(from offset: Int, count: Int) throws -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: count)
    while buffer.readableBytes < count {
      let place = offset + buffer.readableBytes
      let wanted = count - buffer.readableBytes
      var failure: Int32 = 0
      let received = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
        let received = pread(descriptor, space.baseAddress, wanted, off_t(place))
        if received < 0 { failure = errno }
        return max(received, 0)
      }
      if failure == EINTR { continue }
      if failure != 0 { throw IOError(errnoCode: failure, reason: "read") }
      if received == 0 { break }
    }
    return buffer
  }
}

/// The folder that is served. It is opened anew for every request, since the publisher replaces it as a whole.
struct SiteFolder: Sendable {
  /// Where it is.
  var path: String

  /// What stands at a path.
  enum Entry {
    case file(OpenFile, name: String)
    /// A folder that was asked for without the slash at its end.
    case folder
    case missing
  }

  /// Opens what stands at `path`: of a folder, its `index.html`. Symbolic links below the root are not followed, so
  /// that none can lead out. Throws `IOError` when the machine fails, not when there is nothing.
  func entry(at path: RequestPath) throws -> Entry {
    guard let folder = try openRoot() else { return .missing }
    let found = try entry(at: path, below: folder)
    if case .missing = found, let now = try Descriptor(root: self.path), now.identity != folder.identity {
      // The site was replaced while we walked, and the old one was being removed under our feet.
      return try entry(at: path, below: now)
    }
    return found
  }

  /// The root. On a file system that can't exchange two folders it is away for a moment while the site is replaced.
  private func openRoot() throws -> Descriptor? {
    for _ in 0..<10 {
      if let folder = try Descriptor(root: path) { return folder }
      usleep(2_000)
    }
    return nil
  }

  private func entry(at path: RequestPath, below root: borrowing Descriptor) throws -> Entry {
    let names = path.endsWithSlash ? path.components + ["index.html"] : path.components
    guard let name = names.last else { return .missing }
    var folder = try Descriptor(duplicating: root)
    for name in names.dropLast() {
      guard let next = try Descriptor(name, in: folder, flags: O_DIRECTORY) else { return .missing }
      folder = next
    }
    // Opening a pipe for reading would wait for a writer.
    guard let file = try Descriptor(name, in: folder, flags: O_NONBLOCK) else { return .missing }
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw IOError(errnoCode: errno, reason: "fstat") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(OpenFile(descriptor: file.release(), status: status), name: name)
    case S_IFDIR: return path.endsWithSlash ? .missing : .folder
    default: return .missing
    }
  }
}

/// A descriptor that closes itself.
private struct Descriptor: ~Copyable {
  let number: Int32

  private init(number: Int32) { self.number = number }

  /// The folder at `path`, which may itself be a link; `nil` when there is none.
  init?(root path: String) throws {
    guard let number = try Self.checked(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return nil }
    self.init(number: number)
  }

  /// What is called `name` in `folder`, unless it is a link; `nil` when there is none that we may read.
  init?(_ name: String, in folder: borrowing Descriptor, flags: Int32) throws {
    let number = try Self.checked(openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags))
    guard let number else { return nil }
    self.init(number: number)
  }

  /// The same open folder under a number of its own.
  init(duplicating other: borrowing Descriptor) throws {
    guard let number = try Self.checked(fcntl(other.number, F_DUPFD_CLOEXEC, 0)) else {
      throw IOError(errnoCode: EBADF, reason: "dup")
    }
    self.init(number: number)
  }

  deinit { close(number) }

  /// Gives the number to an owner that closes it.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// Which folder this is, whatever its name.
  var identity: [UInt64] {
    var status = stat()
    guard fstat(number, &status) == 0 else { return [] }
    return [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
  }

  /// A number that opening returned: `nil` when there is nothing to open, an error when the machine failed.
  private static func checked(_ number: Int32) throws -> Int32? {
    if number >= 0 { return number }
    switch errno {
    case ENOENT, ENOTDIR, ELOOP, EACCES, EPERM, ENAMETOOLONG, ENXIO, EISDIR, EMLINK, EINVAL: return nil
    case let code: throw IOError(errnoCode: code, reason: "open")
    }
  }
}
