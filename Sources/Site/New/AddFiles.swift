import Glibc

/// Adds files to a folder: all of them or none, and none in the place of another. Folders that they need are made.
///
/// A file gets its name when all of its bytes are written. No symbolic link below the folder is followed.
///
/// - Throws: what failed, with `EEXIST` where something has a file's name, and `ENOTDIR` where a folder's name is that of something else;
///   all is as it was then.
func addFiles(_ files: [(path: String, bytes: [UInt8])], to root: String) throws(Files.Failure) {
  guard let folder = OpenFolder(root) else { throw Files.Failure("read the folder", root) }
  var addition = FileAddition(root: root)
  do throws(Files.Failure) {
    for file in files { try addition.add(file.bytes, at: file.path, below: folder) }
  } catch {
    addition.undo()
    throw error
  }
}

private struct FileAddition {
  /// What stands before a path in messages.
  private let prefix: String
  /// What was made so far, to be taken away when anything fails.
  private var made: [(folder: OpenFolder, name: String, isFolder: Bool)] = []

  init(root: String) { prefix = root == "." ? "" : root.hasSuffix("/") ? root : root + "/" }

  mutating func add(_ bytes: [UInt8], at path: String, below top: OpenFolder) throws(Files.Failure) {
    var folder = top
    var place = prefix
    for part in path.parentPath.pathParts {
      place += part
      folder = try openFolder(String(part), in: folder, place)
      place += "/"
    }
    let (name, target) = (path.lastPathComponent, prefix + path)
    let other = ".baton-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    try write(bytes, to: other, in: folder, target)
    defer { unlinkat(folder.descriptor, other, 0) }
    if linkat(folder.descriptor, other, folder.descriptor, name, 0) != 0 {
      let failure = Files.Failure("write", target)
      // Some file systems give a file one name only.
      guard [EPERM, ENOTSUP, ENOSYS].contains(failure.number) else { throw failure }
      try write(bytes, to: name, in: folder, target)
    }
    made.append((folder, name, false))
  }

  /// Writes a file that must not be there yet; what was written of it when that fails is taken away.
  private func write(
    _ bytes: [UInt8], to name: String, in folder: OpenFolder, _ path: String
  ) throws(Files.Failure) {
    let descriptor = openat(folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Files.Failure("write", path) }
    defer { close(descriptor) }
    do {
      try Files.append(bytes, to: descriptor, path)
    } catch {
      unlinkat(folder.descriptor, name, 0)
      throw error
    }
  }

  private mutating func openFolder(
    _ name: String, in folder: OpenFolder, _ path: String
  ) throws(Files.Failure) -> OpenFolder {
    if let found = OpenFolder(name, in: folder) { return found }
    guard errno == ENOENT else { throw Files.Failure("read the folder", path) }
    if mkdirat(folder.descriptor, name, 0o755) == 0 {
      made.append((folder, name, true))
    } else if errno != EEXIST {
      throw Files.Failure("make the folder", path)
    }
    guard let found = OpenFolder(name, in: folder) else { throw Files.Failure("read the folder", path) }
    return found
  }

  /// Takes away what was made. A folder that somebody else has put something into stays.
  func undo() {
    for entry in made.reversed() {
      unlinkat(entry.folder.descriptor, entry.name, entry.isFolder ? AT_REMOVEDIR : 0)
    }
  }
}
