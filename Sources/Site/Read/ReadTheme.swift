import Diagnostics
import Handbook
import Pages

/// Loads the theme: the default one, with those files replaced that a folder holds.
///
/// - Parameter root: the content folder's absolute path.
/// - Throws: `StopError` when there is no such folder, or it can't be read.
func readTheme(_ folder: String?, root: String) throws(StopError) -> Checked<Theme> {
  guard let folder else { return Theme.load(overrides: [:]) }
  try expectThemeFolder(folder)
  var files: [String: [UInt8]] = [:]
  var links: [String] = []
  do {
    try collect(folder, "", into: &files, &links)
  } catch {
    throw error.stop
  }
  let place = Files.realPath(folder).map { relativePath(to: $0, from: root) } ?? folder
  var theme = Theme.load(overrides: files, folder: place)
  theme.diagnostics += links.map { path in
    Diagnostic(
      .symbolicLink, "a symbolic link in a theme is not followed",
      at: SourceRange(file: place + "/" + path, line: 1, column: 1), help: "copy the file")
  }
  return theme
}

/// - Throws: `StopError` when there is no such folder.
func expectThemeFolder(_ folder: String) throws(StopError) {
  guard Files.entry(at: folder) == .folder else {
    throw StopError(.usage, "there is no theme folder \(folder)", help: "name the folder of a theme with --theme")
  }
}

extension Checked<Configuration> {
  /// Takes back a theme that is no folder of the content folder, and says so. It must lie in there, since whoever writes a document may
  /// also write `baton.yml`.
  mutating func expectTheme(in content: String) {
    guard let theme = value.theme, let root = Files.realPath(content) else { return }
    if let folder = Files.realPath(root + "/" + theme.value), folder.isPath(below: root),
      Files.entry(at: folder) == .folder
    {
      return
    }
    value.theme = nil
    diagnostics.append(
      Diagnostic(
        .invalidConfiguration, "`theme` names `\(theme.value)`, and there is no such folder in the content folder",
        at: theme.range, help: "correct the path, or name a theme elsewhere with --theme"))
  }
}

private func collect(
  _ root: String, _ folder: String, into files: inout [String: [UInt8]], _ links: inout [String]
) throws(Files.Failure) {
  for name in try Files.names(in: folder.isEmpty ? root : root + "/" + folder) where !isLeftOut(name) {
    let path = folder.isEmpty ? name : folder + "/" + name
    switch Files.entry(at: root + "/" + path, follows: false) {
    case .folder: try collect(root, path, into: &files, &links)
    case .file: files[path] = try Files.read(root + "/" + path)
    case .symbolicLink: links.append(path)
    default: break
    }
  }
}
