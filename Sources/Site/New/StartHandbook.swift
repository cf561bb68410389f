import Glibc
import Handbook

/// Writes a small handbook to begin with into a folder, which is made where it is missing.
///
/// - Parameter title: its title; one is made of the folder's name where it is `nil`, if that says anything.
/// - Returns: its files, relative to the folder.
/// - Throws: `StopError` when the folder holds anything but hidden files, or can't be written; nothing has changed then.
public func startHandbook(in folder: String, title: String?) throws(StopError) -> [String] {
  try expectEmpty(folder)
  let files: [StarterFile]
  do throws(NamingError) {
    files = try starterHandbook(title: title ?? titleOfHandbook(in: folder))
  } catch {
    throw StopError(.usage, error.message)
  }
  // What is missing on the way to the folder is made with the folders in it, and goes with them when anything fails.
  let (top, way) = Files.nearestFolder(to: folder)
  let paths = files.map { (way.isEmpty ? "" : way + "/") + $0.path }
  do {
    try addFiles(zip(paths, files).map { ($0, Array($1.text.utf8)) }, to: top)
  } catch {
    switch error.number {
    case EEXIST: throw StopError(.usage, "there is a file \(error.path) already", help: nameAnother)
    case ENOTDIR, ELOOP: throw StopError(.usage, "\(error.path) is not a folder", help: nameAnother)
    default: throw error.stop
    }
  }
  return files.map(\.path)
}

private let nameAnother = "name a new folder, as in `baton init my-handbook`"

private func expectEmpty(_ folder: String) throws(StopError) {
  switch Files.entry(at: folder) {
  case nil: return
  case .folder:
    let names: [String]
    do { names = try Files.names(in: folder) } catch { throw error.stop }
    guard let name = names.first(where: { !$0.hasPrefix(".") }) else { return }
    throw StopError(
      .usage, "\(folder) is not empty: it holds \(name)",
      help: nameAnother + "; `baton new` adds a document to a handbook")
  default: throw StopError(.usage, "\(folder) is not a folder", help: nameAnother)
  }
}

/// A title made of a folder's name; `nil` when that is what anybody calls such a folder.
private func titleOfHandbook(in folder: String) -> String? {
  let path = Files.realPath(folder) ?? folder
  let name = String(path.pathParts.last ?? "")
  let common = [
    "content", "contents", "doc", "docs", "documentation", "handbook", "pages", "site", "site-content", "src",
  ]
  let isTitle =
    name.first?.isLetter == true && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  guard isTitle, !common.contains(name.lowercased()) else { return nil }
  let words = name.inWords
  return words.lowercased().hasSuffix("handbook") ? words : words + " handbook"
}
