#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells which paths below the watched roots are none of our business.
struct WatchFilter: Sendable {
  /// Paths that are left out with all below them, written as the watcher writes paths.
  private var excluded: Set<String> = []

  /// Leaves out the folders and files `paths` where they lie below one of `roots`, whatever way each was written.
  init(excluding paths: [String], below roots: [String]) {
    for root in roots {
      guard let realRoot = realPath(root) else { continue }
      for path in paths {
        guard let real = realPath(path) ?? realPath(parent(of: path)).map({ $0 + "/" + name(of: path) }),
          real.hasPrefix(realRoot + "/")
        else { continue }
        excluded.insert(root + real.dropFirst(realRoot.count))
      }
    }
  }

  /// Whether `path`, whose last part is `name`, is left out: hidden, excluded, or what an editor keeps while it works.
  func leavesOut(_ path: String, name: String) -> Bool {
    name.hasPrefix(".") || Self.isEditorsOwn(name) || excluded.contains(path)
  }

  /// Backups, locks and swap files of Vim (which also tests a folder with a file named `4913`), Emacs, and JetBrains.
  private static func isEditorsOwn(_ name: String) -> Bool {
    if name == "4913" || name.hasSuffix("~") || name.hasSuffix("___") { return true }
    if name.hasPrefix("#"), name.hasSuffix("#") { return true }
    return [".swp", ".swo", ".swx", ".swpx"].contains { name.hasSuffix($0) }
  }
}

/// The path without links and dots; `nil` when there is nothing at it.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The folder that holds `path`; `.` for a bare name.
func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The last part of `path`.
func name(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}
