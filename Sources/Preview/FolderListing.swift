import Glibc

/// What a scan needs to know of a file, without following a link.
struct FileState: Equatable {
  var isFolder: Bool
  var isLink: Bool
  /// How many names the file has.
  var names: Int
  /// Differs when the file was replaced, written to, or its permissions changed.
  private var version: [Int]

  /// The state of what is at `path`; `nil` when there is nothing.
  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isLink = status.st_mode & S_IFMT == S_IFLNK
    names = Int(status.st_nlink)
    let modified = status.st_mtim
    version = [Int(status.st_ino), Int(status.st_size), modified.tv_sec, modified.tv_nsec, Int(status.st_mode)]
  }
}

/// Which folder of the machine it is, whatever it is called.
struct FolderIdentity: Equatable {
  private var device: UInt64
  private var number: UInt64

  /// The folder to which `path` leads, links followed; `nil` when it leads to none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// Whether `path` leads to a folder, links followed.
func isFolder(_ path: String) -> Bool { FolderIdentity(path: path) != nil }

/// Calls `visit` for the names in `folder` in no particular order, saying whether each is a folder (a link is none). A
/// folder that can't be read has none.
func listFolder(_ folder: String, visit: (_ name: String, _ isFolder: Bool) throws -> Void) rethrows {
  guard let stream = opendir(folder) else { return }
  defer { closedir(stream) }
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      let size = MemoryLayout.size(ofValue: tuple.pointee)
      return tuple.withMemoryRebound(to: CChar.self, capacity: size) { String(cString: $0) }
    }
    if name == "." || name == ".." { continue }
    let type = Int32(entry.pointee.d_type)
    let isUnknown = type == Int32(DT_UNKNOWN)
    let isFolder = isUnknown ? FileState(path: folder + "/" + name)?.isFolder == true : type == Int32(DT_DIR)
    try visit(name, isFolder)
  }
}
