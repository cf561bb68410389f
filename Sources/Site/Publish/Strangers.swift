import Diagnostics
import Handbook

/// What others put into an output folder where the site needs its place: the build is refused then, and nothing is changed.
extension Publisher {
  /// Sees that nothing of others stands where a file is to be that was not there before.
  func refuseStrangers() throws(StopError) {
    guard folder.exists else { return }
    for path in added {
      let stranger = ([path] + Self.parents(of: path)).first { place in
        guard !old.lists(place), let entry = Files.entry(at: output + "/" + place, follows: false) else { return false }
        return entry != .folder
      }
      if let stranger { throw refusal(of: stranger) }
    }
  }

  /// Sees that none of the files of others stands in a folder where a file is to be, and none where a folder is to be: a link to
  /// another folder would be one.
  func refuseStrangers(among files: [String]) throws(StopError) {
    guard !files.isEmpty else { return }
    var folders: Set<FileName> = []
    for path in manifest.files {
      for parent in Self.parents(of: path.text) where !folders.insert(FileName(parent)).inserted { break }
    }
    let stranger = files.first { file in
      folders.contains(FileName(file)) || Self.parents(of: file).contains(where: manifest.lists)
    }
    if let stranger { throw refusal(of: stranger) }
  }

  /// Sees that the folders above some paths are folders and no links, which lead elsewhere.
  func refuseLinks(above paths: [String]) throws(StopError) {
    var seen: Set<FileName> = []
    for path in paths {
      for parent in Self.parents(of: path) {
        guard seen.insert(FileName(parent)).inserted else { break }
        guard !old.lists(parent), let entry = Files.entry(at: output + "/" + parent, follows: false) else { continue }
        if entry != .folder { throw refusal(of: parent) }
      }
    }
  }

  private func refusal(of stranger: String) -> StopError {
    StopError(
      .usage, "\(output)/\(stranger) was not written by Baton, and the site needs its place",
      help: "move it away; nothing was changed")
  }

  /// The folders above a path, the innermost first.
  static func parents(of path: String) -> [String] {
    var parents: [String] = []
    var path = path[...]
    while let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
      path = path[..<slash]
      parents.append(String(path))
    }
    return parents
  }
}
