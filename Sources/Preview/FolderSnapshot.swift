/// What all watched files looked like at one time: how changes are found where the system does not report them.
struct FolderSnapshot {
  private var files: [String: FileState] = [:]

  /// Looks at every file below `roots` that `filter` does not leave out. O(files).
  init(of roots: [String], filter: WatchFilter) {
    var folders: [String] = []
    for root in roots {
      if isFolder(root) { folders.append(root) } else { files[root] = FileState(path: root) }
    }
    while let folder = folders.popLast() {
      listFolder(folder) { name, isFolder in
        let path = folder + "/" + name
        if filter.leavesOut(path, name: name) { return }
        if isFolder { folders.append(path) } else { files[path] = FileState(path: path) }
      }
    }
  }

  /// What differs between `earlier` and this snapshot.
  func changes(since earlier: FolderSnapshot) -> FileChanges {
    var changes = FileChanges()
    for (path, state) in files where earlier.files[path] != state { changes.paths.insert(path) }
    for path in earlier.files.keys where files[path] == nil { changes.paths.insert(path) }
    return changes
  }
}
