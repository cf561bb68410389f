import Diagnostics
import Glibc
import Handbook
import Snapshot

/// The few calls of the operating system that the site needs, with Swift's arrays and errors.
enum Files {
  /// A failed call: what was attempted, and the system's number for the reason.
  struct Failure: Error {
    var action: String
    var path: String
    var number: Int32

    init(_ action: String, _ path: String, _ number: Int32 = errno) {
      self.action = action
      self.path = path
      self.number = number
    }

    /// The reason in the system's words, such as "Permission denied".
    var reason: String { String(cString: strerror(number)) }

    /// As an error that stops the command.
    var stop: StopError {
      StopError(
        .machine, "cannot \(action) \(path): \(reason)", help: number == ENOSPC ? "free some space on the disk" : nil)
    }
  }

  /// What stands at a path.
  enum Entry: Equatable {
    case file(size: Int)
    case folder
    case symbolicLink
    case other
  }

  /// By what a file is known not to have been touched since.
  struct Stamp: Hashable {
    var size: Int
    var inode: Int
    var seconds: Int
    var nanoseconds: Int

    init(size: Int, inode: Int, seconds: Int, nanoseconds: Int) {
      self.size = size
      self.inode = inode
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    fileprivate init(_ info: stat) {
      size = Int(info.st_size)
      inode = Int(truncatingIfNeeded: info.st_ino)
      seconds = info.st_mtim.tv_sec
      nanoseconds = info.st_mtim.tv_nsec
    }
  }

  /// The stamp of a regular file, `nil` when there is none at `path`.
  ///
  /// - Parameter folder: an open folder that a relative path begins at.
  static func stamp(at path: String, in folder: Int32 = AT_FDCWD) -> Stamp? {
    var info = stat()
    guard fstatat(folder, path, &info, AT_SYMLINK_NOFOLLOW) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Stamp(info)
  }

  /// What stands at `path`, or `nil`. A symbolic link is followed when asked.
  static func entry(at path: String, follows: Bool = true) -> Entry? {
    var info = stat()
    guard (follows ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
    return entry(of: info)
  }

  private static func entry(of info: stat) -> Entry {
    switch info.st_mode & S_IFMT {
    case S_IFREG: .file(size: Int(info.st_size))
    case S_IFDIR: .folder
    case S_IFLNK: .symbolicLink
    default: .other
    }
  }

  /// What a folder says of one thing in it.
  struct Name {
    var text: String
    /// Whether it is known to be a regular file or a folder; `nil` where it must be looked at.
    var isFolder: Bool?
    /// Whether it is UTF-8; of another name, `text` shows as much as can be shown.
    var isUTF8 = true
  }

  /// The names in a folder, sorted by bytes, without `.` and `..`.
  static func names(in folder: String) throws(Failure) -> [String] { try listing(of: folder).map(\.text) }

  /// The names in a folder, sorted by bytes, without `.` and `..`, with what the folder says of them: most file systems tell
  /// files from folders, so that these need not be looked at one by one.
  static func listing(of folder: String) throws(Failure) -> [Name] {
    guard let handle = opendir(folder) else { throw Failure("read the folder", folder) }
    defer { closedir(handle) }
    var names: [Name] = []
    while let entry = readdir(handle) {
      let (text, isUTF8) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          String(validatingCString: name).map { ($0, true) } ?? (String(cString: name), false)
        }
      }
      guard text != ".", text != ".." else { continue }
      let type = Int(entry.pointee.d_type)
      names.append(Name(text: text, isFolder: type == DT_REG ? false : type == DT_DIR ? true : nil, isUTF8: isUTF8))
    }
    return names.sorted { $0.text.precedesInUTF8($1.text) }
  }

  /// The bytes of a regular file, at most `limit` of them.
  ///
  /// - Parameter waits: whether pipes and devices are read to their end; else anything but a regular file is refused without
  ///   waiting for it.
  static func read(_ path: String, limit: Int = .max, waits: Bool = false) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | (waits ? 0 : O_NONBLOCK) | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("read", path) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure("read", path) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      if info.st_mode & S_IFMT == S_IFDIR { throw Failure("read", path, EISDIR) }
      guard waits else { throw Failure("read", path, EINVAL) }
      return try readStream(descriptor, path, limit: limit)
    }
    let size = min(Int(info.st_size), limit)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if read < 0, errno == EINTR { continue }
        if read < 0 { failure = errno }
        if read <= 0 { break }
        count += read
      }
    }
    if failure != 0 { throw Failure("read", path, failure) }
    return bytes
  }

  /// Some bytes of an open file; `path` is for the message when there are fewer.
  static func read(_ descriptor: Int32, _ range: Range<Int>, _ path: String) throws(Failure) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, range.count - count, off_t(range.lowerBound + count))
        if read < 0, errno == EINTR { continue }
        if read <= 0 {
          failure = read < 0 ? errno : EIO
          break
        }
        count += read
      }
    }
    if failure != 0 { throw Failure("read", path, failure) }
    return bytes
  }

  /// The bytes of standard input, at most `limit` of them.
  static func readStandardInput(limit: Int) throws(Failure) -> [UInt8] {
    try readStream(STDIN_FILENO, "standard input", limit: limit)
  }

  /// All bytes of a pipe or a device to its end, at most `limit` of them; `name` is for the message.
  private static func readStream(_ descriptor: Int32, _ name: String, limit: Int = .max) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Failure("read", name) }
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }

  /// Writes a new file; one that exists is replaced. The folders above it are made.
  @discardableResult
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) -> Stamp {
    try write(to: path) { descriptor throws(Failure) in try append(bytes, to: descriptor, path) }
  }

  /// Opens a new file for `body` to write; one that exists is replaced. The folders above it are made.
  ///
  /// - Parameter folder: an open folder, from which a path that is not absolute leads on.
  @discardableResult
  static func write(
    to path: String, in folder: Int32 = AT_FDCWD, _ body: (_ descriptor: Int32) throws(Failure) -> Void
  ) throws(Failure) -> Stamp {
    var descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0, errno == ENOENT, case let parent = path.parentPath, !parent.isEmpty {
      try makeFolder(parent, in: folder)
      descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else { throw Failure("write", path) }
    defer { close(descriptor) }
    try body(descriptor)
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure("write", path) }
    return Stamp(info)
  }

  /// Writes bytes to an open file; `path` is for the message when that fails.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32, _ path: String) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Failure("write", path) }
      written += count
    }
  }

  /// Writes bytes to an open file; `path` is for the message when that fails.
  static func append(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(Failure) {
    try bytes.withUnsafeBufferPointer { buffer throws(Failure) in try append(buffer, to: descriptor, path) }
  }

  /// The fingerprint of a regular file's bytes, read in pieces.
  static func fingerprint(of path: String) throws(Failure) -> Fingerprint {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("read", path) }
    defer { close(descriptor) }
    let stream = FingerprintStream()
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Failure("read", path) }
      if count == 0 { return stream.fingerprint }
      buffer.withUnsafeBytes { stream.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// Copies a regular file in pieces of 256 KB.
  static func copy(_ source: String, to target: String) throws(Failure) {
    let input = open(source, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0 else { throw Failure("read", source) }
    defer { close(input) }
    try write([], to: target)
    let output = open(target, O_WRONLY | O_CLOEXEC)
    guard output >= 0 else { throw Failure("write", target) }
    defer { close(output) }
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = Glibc.read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Failure("read", source) }
      if count == 0 { return }
      try buffer[..<count].withUnsafeBufferPointer { piece throws(Failure) in try append(piece, to: output, target) }
    }
  }

  /// Whether two regular files hold the same bytes.
  static func haveSameBytes(_ first: String, _ second: String) -> Bool {
    guard case .file(let size)? = entry(at: first), entry(at: second) == .file(size: size) else { return false }
    let (a, b) = (open(first, O_RDONLY | O_CLOEXEC), open(second, O_RDONLY | O_CLOEXEC))
    defer {
      if a >= 0 { close(a) }
      if b >= 0 { close(b) }
    }
    guard a >= 0, b >= 0 else { return false }
    var (left, right) = ([UInt8](repeating: 0, count: 64 << 10), [UInt8](repeating: 0, count: 64 << 10))
    while true {
      let count = Glibc.read(a, &left, left.count)
      guard count >= 0, Glibc.read(b, &right, right.count) == count else { return false }
      if count == 0 { return true }
      if left[..<count] != right[..<count] { return false }
    }
  }

  /// Makes a folder and those above it.
  ///
  /// - Parameter folder: an open folder, from which a path that is not absolute leads on.
  static func makeFolder(_ path: String, in folder: Int32 = AT_FDCWD) throws(Failure) {
    if mkdirat(folder, path, 0o755) == 0 || errno == EEXIST && isFolder(path, in: folder) { return }
    guard errno == ENOENT, case let parent = path.parentPath, !parent.isEmpty else {
      throw Failure("make the folder", path)
    }
    try makeFolder(parent, in: folder)
    if mkdirat(folder, path, 0o755) != 0, errno != EEXIST { throw Failure("make the folder", path) }
  }

  /// Whether a folder stands at `path`, or a link that leads to one; `errno` stays as it is.
  private static func isFolder(_ path: String, in folder: Int32) -> Bool {
    let number = errno
    defer { errno = number }
    var info = stat()
    return fstatat(folder, path, &info, 0) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// The nearest folder on the way to a path that is there, and the way on from it; empty where it is the path itself.
  static func nearestFolder(to path: String) -> (folder: String, way: String) {
    var (place, way) = (path, "")
    while place.utf8.count > 1, place.utf8.last == UInt8(ascii: "/") { place.removeLast() }
    while !place.isEmpty, entry(at: place) != .folder {
      let name = place.lastPathComponent
      way = way.isEmpty ? name : "\(name)/\(way)"
      place = place.isAbsolutePath && place.parentPath.isEmpty ? "/" : place.parentPath
    }
    return (place.isEmpty ? "." : place, way)
  }

  /// Removes a file, or a folder with all that is in it; nothing there is no failure. Links are removed, not followed.
  static func remove(_ path: String) throws(Failure) {
    guard let entry = entry(at: path, follows: false) else { return }
    if entry == .folder {
      for name in try names(in: path) { try remove(path + "/" + name) }
      if rmdir(path) != 0, errno != ENOENT { throw Failure("remove the folder", path) }
    } else if unlink(path) != 0, errno != ENOENT {
      throw Failure("remove", path)
    }
  }

  /// The absolute path without symbolic links, or `nil` when there is nothing at `path`.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
