import Diagnostics
import Handbook
import Pages

/// Loads the theme: the default one, with those files replaced that a theme's folder holds.
///
/// - Parameters:
///   - folder: the folder that the command names.
///   - configured: the folder that `baton.yml` names, relative to the content folder; it must lie in it, since whoever writes
///     a document may also write that file.
///   - root: the content folder's absolute path.
func readTheme(_ folder: String?, configured: String?, root: String) throws(StopError) -> Checked<Theme> {
  var chosen = folder
  if chosen == nil, let configured { chosen = try inside(root, configured) }
  guard let folder = chosen else { return Theme.load(overrides: [:]) }
  guard Files.entry(at: folder) == .folder else {
    throw StopError(.usage, "there is no theme folder \(folder)", help: "name the folder of a theme with --theme")
  }
  var files: [String: [UInt8]] = [:]
  do {
    try collect(folder, "", into: &files)
  } catch {
    throw error.stop
  }
  return Theme.load(overrides: files, folder: Files.realPath(folder).map { relativePath(to: $0, from: root) } ?? folder)
}

/// The way from one folder to another; both paths are absolute.
func relativePath(to target: String, from root: String) -> String {
  let (from, to) = (root.split(separator: "/"), target.split(separator: "/"))
  let shared = zip(from, to).prefix { $0 == $1 }.count
  return (Array(repeating: "..", count: from.count - shared) + to[shared...]).joined(separator: "/")
}

private func inside(_ root: String, _ path: String) throws(StopError) -> String {
  if let resolved = Files.realPath(root + "/" + path), resolved.hasPrefix(root + "/") { return resolved }
  throw StopError(
    .usage, "`theme` in \(configurationFile) names \(path), and there is no such folder in the content folder",
    help: "correct the path, or name a theme elsewhere with --theme")
}

private func collect(_ root: String, _ folder: String, into files: inout [String: [UInt8]]) throws(Files.Failure) {
  for name in try Files.names(in: folder.isEmpty ? root : root + "/" + folder) where !name.hasPrefix(".") {
    let path = folder.isEmpty ? name : folder + "/" + name
    switch Files.entry(at: root + "/" + path, follows: false) {
    case .folder: try collect(root, path, into: &files)
    case .file: files[path] = try Files.read(root + "/" + path)
    default: break
    }
  }
}
