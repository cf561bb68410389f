import Foundation

/// Notices changes in folders by looking at them again and again: names, sizes and times of change.
struct ContentWatcher: Sendable {
  /// The folders to watch.
  let folders: [String]
  /// Folders in them to leave out: the output, if it stands inside.
  let except: [String]

  /// What the folders hold now; it differs from what it was when anything in them changed.
  func fingerprint() -> Int {
    var hasher = Hasher()
    for folder in folders { visit(folder, &hasher) }
    return hasher.finalize()
  }

  private func visit(_ folder: String, _ hasher: inout Hasher) {
    guard !except.contains(folder) else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder + "/" + name
      var info = stat()
      guard lstat(path, &info) == 0 else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        visit(path, &hasher)
      } else {
        hasher.combine(path)
        hasher.combine(info.st_size)
        hasher.combine(info.st_ino)
        hasher.combine(info.st_mtim.tv_sec)
        hasher.combine(info.st_mtim.tv_nsec)
      }
    }
  }
}
