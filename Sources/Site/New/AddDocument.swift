import Diagnostics
import Glibc
import Handbook
import Pages

/// Writes a new document into a handbook.
///
/// - Parameters:
///   - title: its title; see ``Handbook/newDocument(_:id:title:in:)``.
///   - folder: the folder for it; that of its kind where it is `nil`.
///   - content: the content folder, as the user named it.
/// - Returns: its file, relative to the content folder.
/// - Throws: `StopError` when it can't be called so, or can't be written; nothing has changed then.
public func addDocument(
  _ kind: Kind, id: String, title: String?, folder: String?, to loaded: LoadedHandbook, content: String
) throws(StopError) -> String {
  let (handbook, root) = (loaded.handbook, loaded.root)
  let chosen =
    if let folder { try folderInContent(folder, root: root, content: content) } else {
      handbook.folder(of: kind, top: topFolders(of: kind, in: loaded))
    }
  let document: NewDocument
  do {
    document = try handbook.newDocument(kind, id: id, title: title, in: chosen)
  } catch {
    let isPath = id.contains("/") || id.isMarkdown
    throw StopError(
      .usage, error.message, help: isPath ? "write the id alone; --folder chooses where the file is to stand" : nil)
  }
  try expectPlace(of: document.file, in: loaded)
  do {
    try addFiles([(document.file, Array(document.text.utf8))], to: root)
  } catch {
    let isUsers = [EEXIST, ENOTDIR, ELOOP, ENAMETOOLONG].contains(error.number)
    guard isUsers else { throw error.stop }
    throw error.number == EEXIST
      ? StopError(.usage, "there is a file \(document.file) already", help: "choose another id")
      : StopError(
        .usage, "documents can't stand in \(chosen): \(error.reason)",
        help: "choose another folder with --folder; links to folders are not followed")
  }
  return document.file
}

/// Throws when the handbook would leave a file out, or something has the place in the site that its page would have.
private func expectPlace(of file: String, in loaded: LoadedHandbook) throws(StopError) {
  let help = "choose another folder with --folder"
  if let pattern = loaded.handbook.configuration.excluded.first(where: { Glob($0).covers(file) }) {
    throw StopError(.usage, "\(configurationFile) leaves out `\(pattern)`, and with it \(file)", help: help)
  }
  if let route = loaded.plan.route(inPlaceOfPageOf: file) {
    let owner = owner(of: route, in: loaded)
    throw StopError(
      .usage, "\(owner) has the address in the site that \(file) would have",
      help: "choose another id, or another folder with --folder")
  }
}

/// Whose a file of the site is: the document's or the asset's file, or what Baton makes itself.
private func owner(of route: Route, in loaded: LoadedHandbook) -> String {
  if case .asset(let file) = route.content { return file }
  let document = loaded.plan.pathOfDocument.firstIndex(of: route.path)
  return document.map { loaded.handbook.documents[$0].file }
    ?? "Baton's own `\(route.path.isEmpty ? route.file : route.path)`"
}

/// The folders at the top of the content folder that are called like a kind.
private func topFolders(of kind: Kind, in loaded: LoadedHandbook) -> [String] {
  let names = (try? Files.names(in: loaded.root)) ?? []
  let excluded = loaded.handbook.configuration.excluded
  return names.filter { name in
    Kind(name: name) == kind && !excluded.contains { Glob($0).matches(name) }
      && Files.entry(at: loaded.root + "/" + name, follows: false) == .folder
  }
}

/// A folder that the user named, as a path in the content folder.
private func folderInContent(_ path: String, root: String, content: String) throws(StopError) -> String {
  func parts(_ path: String) -> [Substring] { path.pathParts.filter { $0 != "." } }
  var names = parts(path)
  var above: [Substring] = []
  if path.isAbsolutePath {
    above = parts(root)
  } else if !content.isAbsolutePath, let first = names.first, Files.entry(at: "\(root)/\(first)") == nil {
    // A shell completes a path from the current folder on, and the content folder is its first part then.
    above = names.starts(with: parts(content)) ? parts(content) : []
  }
  let isInside = names.starts(with: above)
  if isInside { names.removeFirst(above.count) }
  let isVisible = names.allSatisfy { name in
    !isLeftOut(name) && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
  guard isInside, isVisible else {
    throw StopError(
      .usage, "documents can't stand in \(path)", help: "name a folder inside the content folder, such as sales/tasks")
  }
  return names.joined(separator: "/")
}
