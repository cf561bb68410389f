import Diagnostics
import Foundation
import Handbook
import Site

extension LanguageServer {
  /// Notes what the client can do, and the folders that it has open.
  func introduce(_ parameters: [String: Any]) {
    editor = parameters["capabilities"] as? [String: Any] ?? [:]
    let uris = (parameters["workspaceFolders"] as? [[String: Any]])?.compactMap { $0["uri"] as? String } ?? []
    folders = uris.compactMap { FileURI($0) }
    if folders.isEmpty, let root = (parameters["rootUri"] as? String).flatMap({ FileURI($0) }) { folders = [root] }
    if folders.isEmpty, let root = parameters["rootPath"] as? String { folders = [FileURI(path: root)] }
    if folders.isEmpty { folders = [FileURI(path: FileManager.default.currentDirectoryPath)] }
  }

  /// Looks for the handbook, unless there is one.
  ///
  /// - Returns: whether it was found now.
  @discardableResult func findHandbook() -> Bool {
    guard book == nil, let place = contentFolder() else { return false }
    do throws(StopError) {
      book = try EditedHandbook(BuildOptions(content: place.path, jobs: jobs))
    } catch {
      // The next file that is opened or saved has it looked for again.
      tell(error)
      return false
    }
    self.place = place
    failure = nil
    let texts = waiting
    waiting = [:]
    for (uri, text) in texts { opened(uri, text) }
    return true
  }

  /// The content folder: in a folder of the editor, around one, or one itself when a handbook is in it.
  private func contentFolder() -> FileURI? {
    if content.hasPrefix("/") { return FileURI(path: content) }
    for folder in folders {
      let inside = folder.appending(content)
      if isFolder(inside.path) { return inside }
      var above = folder
      while !above.path.isEmpty {
        above = above.appending("..")
        let around = above.appending(content)
        if around == folder || around.relativePath(of: folder.path) != nil { return around }
      }
    }
    return folders.first { holdsHandbook($0.path) }
  }

  /// Whether a folder that nobody has named as content is meant as such.
  private func holdsHandbook(_ folder: String) -> Bool {
    let files = FileManager.default
    if files.fileExists(atPath: folder + "/" + configurationFile) { return true }
    // Many projects have folders such as `templates`, with other things in them.
    return Kind.allCases.contains { kind in
      let names = try? files.contentsOfDirectory(atPath: folder + "/" + kind.plural)
      return kind != .page && names?.contains(where: \.isMarkdown) ?? false
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Tells the author why there is no handbook, or it is not read again; the same thing once.
  func tell(_ error: StopError?) {
    guard failure != error?.message else { return }
    failure = error?.message
    if let error { writer.notify("window/showMessage", ["type": 1, "message": error.message]) }
  }

  // MARK: - Changes on disk

  /// Has the client tell what changes in the content folder, if it can.
  func watch() {
    guard !isWatching, let place, let watching = (editor["workspace"] as? [String: Any])?["didChangeWatchedFiles"],
      let watching = watching as? [String: Any], watching["dynamicRegistration"] as? Bool == true
    else { return }
    isWatching = true
    let isRelative = watching["relativePatternSupport"] as? Bool == true
    let pattern: Any = isRelative ? ["baseUri": place.text, "pattern": "**/*"] : "**/*"
    let registration: [String: Any] = [
      "id": "content", "method": "workspace/didChangeWatchedFiles",
      "registerOptions": ["watchers": [["globPattern": pattern]]],
    ]
    writer.request("watch", "client/registerCapability", ["registrations": [registration]])
  }

  /// Takes note of a file that the editor has saved.
  func saved(_ file: String) {
    // Of a text that the editor told, nothing more is to be read; but who can't tell what else has changed hasn't.
    if let book, !isWatching || !book.hasText(of: file) { self.book?.readAgain() }
  }

  /// Takes note of files that something has changed.
  func changed(_ changes: [[String: Any]]) {
    for change in changes {
      if let uri = change["uri"] as? String, let file = file(uri) { book?.changedOnDisk(file) }
    }
  }
}
