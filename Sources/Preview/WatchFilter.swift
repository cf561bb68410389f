import Diagnostics
import Glibc

/// Tells which paths below the watched roots are none of our business.
struct WatchFilter: Sendable {
  /// Paths that are left out with all below them, written as the watcher writes paths.
  private var excluded: Set<FileName> = []

  /// Leaves out the folders and files `paths` where they lie below one of `roots`, whatever way each was written.
  init(excluding paths: [String], below roots: [String]) {
    for root in roots {
      guard let realRoot = realPath(root) else { continue }
      for path in paths {
        guard let real = realPath(path) ?? realPath(parent(of: path)).map({ $0 + "/" + path.lastPathComponent }),
          real.isPath(below: realRoot)
        else { continue }
        excluded.insert(FileName(root + "/" + relativePath(to: real, from: realRoot)))
      }
    }
  }

  /// Whether `path`, whose last part is `name`, is left out: it is no content, or excluded.
  func leavesOut(_ path: String, name: String) -> Bool { isLeftOut(name) || excluded.contains(FileName(path)) }
}

/// The path without links and dots; `nil` when there is nothing at it.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The folder that holds `path`; `.` for a bare name.
func parent(of path: String) -> String {
  let parent = path.parentPath
  return parent.isEmpty ? path.isAbsolutePath ? "/" : "." : parent
}
