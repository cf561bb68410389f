import Diagnostics
import Glibc

/// The folders below some roots, watched by Linux's inotify. It belongs to one thread.
///
/// A watch is on one folder, so each new folder gets its own, followed by a scan for what came before the watch.
final class InotifyWatch {
  /// The system does not let us watch more folders, or has no inotify for us.
  struct LimitReached: Error {}

  private struct Folder {
    var path: String
    /// The only names that matter here; `nil` when all do, and folders below are watched too.
    var only: Set<String>?
    var children: [String: Int32] = [:]
  }

  /// What `poll` waits for.
  private(set) var descriptor: Int32 = -1
  private var roots: [String]
  private let filter: WatchFilter
  private let limit: Int
  private var folders: [Int32: Folder] = [:]
  private var missingRoots: [String] = []
  /// Which folder each root, or the folder that holds it, was when it was watched; `nil` when there was none.
  private var identities: [String: FolderIdentity?] = [:]

  /// A file counts when it is closed after writing, not at each write: what is half written is of no use to anybody.
  private static let mask = UInt32(
    IN_CREATE | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)

  /// Watches all roots. A root that is a file, or does not exist yet, is watched for in the folder that holds it.
  /// `limit` is the most folders to watch, below the system's own limit. Throws `LimitReached`.
  init(roots: [String], filter: WatchFilter, limit: Int = .max) throws {
    self.roots = roots
    self.filter = filter
    self.limit = limit
    try start()
  }

  deinit { close(descriptor) }

  /// Whether a root and the folder that holds it are both away, so that only looking again tells of their return.
  var hasMissingRoots: Bool { !missingRoots.isEmpty }

  /// Begins anew when a root that was away is back.
  func lookForMissingRoots(into changes: inout FileChanges) throws {
    guard missingRoots.contains(where: { isFolder(parent(of: $0)) }) else { return }
    try restart(into: &changes)
  }

  /// Begins anew when a path leads to another folder than the one that is watched. Nothing tells of that when a link on the way
  /// was replaced, or a folder further up.
  func lookForReplacedRoots(into changes: inout FileChanges) throws {
    guard identities.contains(where: { FolderIdentity(path: $0.key) != $0.value }) else { return }
    try restart(into: &changes)
  }

  /// Begins anew with other roots; with the same, nothing happens.
  func watch(_ roots: [String], into changes: inout FileChanges) throws {
    guard roots != self.roots else { return }
    self.roots = roots
    try restart(into: &changes)
  }

  /// Reads the events that are there, without waiting, and adds what they say to `changes`. Throws `LimitReached`.
  func read(into changes: inout FileChanges) throws {
    let headerSize = MemoryLayout<inotify_event>.size
    try withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 8) { buffer in
      while true {
        let size = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard size > 0 else { return }
        var offset = 0
        while offset + headerSize <= size {
          let watch = buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self)
          let mask = buffer.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          let length = Int(buffer.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
          let name = buffer[(offset + headerSize)..<(offset + headerSize + length)].prefix { $0 != 0 }
          offset += headerSize + length
          let goesOn = try handle(watch, mask, name: String(decoding: name, as: UTF8.self), into: &changes)
          if !goesOn { return try restart(into: &changes) }
        }
      }
    }
  }

  /// Takes one event in; returns false when the watches are not to be trusted any more.
  private func handle(_ watch: Int32, _ mask: UInt32, name: String, into changes: inout FileChanges) throws -> Bool {
    func has(_ bits: Int32...) -> Bool { bits.contains { mask & UInt32(bitPattern: $0) != 0 } }
    if has(Int32(IN_Q_OVERFLOW)) { return false }
    guard let folder = folders[watch] else { return true }
    if has(Int32(IN_IGNORED)) { folders[watch] = nil }
    if has(Int32(IN_DELETE_SELF), Int32(IN_MOVE_SELF), Int32(IN_UNMOUNT)) {
      // What happens to other folders is told by the folders that hold them.
      return folder.only == nil && !roots.contains(folder.path)
    }
    guard !name.isEmpty else { return true }
    let path = folder.path + "/" + name
    if let only = folder.only {
      guard only.contains(name) else { return true }
    } else if filter.leavesOut(path, name: name) {
      return true
    }

    if has(Int32(bitPattern: UInt32(IN_ISDIR))), !has(Int32(IN_ATTRIB)) {
      // The event may be older than another rename, so what counts is what is there now.
      changes.paths.insert(path)
      if let old = folder.children[name] { removeTree(old) }
      if identities.keys.contains(path) { noteIdentity(of: path) }
      let new = try addTree(path, reportingTo: &changes)
      folders[watch]?.children[name] = new
    } else if has(Int32(IN_CREATE)) {
      // A new file reports when it is closed. Links come whole and are never closed.
      if let state = FileState(path: path), state.isLink || state.names > 1 { changes.paths.insert(path) }
    } else {
      changes.paths.insert(path)
    }
    return true
  }

  // MARK: Watches

  private func restart(into changes: inout FileChanges) throws {
    changes.everything = true
    try start()
  }

  private func start() throws {
    if descriptor >= 0 { close(descriptor) }
    folders = [:]
    missingRoots = []
    identities = [:]
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw LimitReached() }
    var unused = FileChanges()
    for root in roots {
      // Before it is watched, so that a folder that comes in between is noticed.
      noteIdentity(of: root)
      if isFolder(root), try addTree(root, reportingTo: &unused) != nil { continue }
      noteIdentity(of: parent(of: root))
      guard let holder = try add(parent(of: root)) else {
        missingRoots.append(root)
        continue
      }
      if folders[holder] == nil { folders[holder] = Folder(path: parent(of: root), only: []) }
      folders[holder]?.only?.insert(root.lastPathComponent)
      // It may have come between the first look and the watch.
      let tree = isFolder(root) ? try addTree(root, reportingTo: &unused) : nil
      folders[holder]?.children[root.lastPathComponent] = tree
    }
  }

  private func noteIdentity(of path: String) { identities.updateValue(FolderIdentity(path: path), forKey: path) }

  /// Watches the folder `path` and all below it, and reports what it finds there. Returns the folder's watch; `nil`
  /// when there is no folder any more.
  private func addTree(_ path: String, reportingTo changes: inout FileChanges) throws -> Int32? {
    var top: Int32?
    var waiting: [(path: String, parent: Int32?)] = [(path, nil)]
    while let (path, parent) = waiting.popLast() {
      guard let watch = try add(path, isRoot: roots.contains(path)) else { continue }
      if top == nil { top = watch }
      if let parent { folders[parent]?.children[path.lastPathComponent] = watch }
      folders[watch] = Folder(path: path, only: nil)
      listFolder(path) { name, isFolder in
        let child = path + "/" + name
        if filter.leavesOut(child, name: name) { return }
        if isFolder { waiting.append((child, watch)) } else { changes.paths.insert(child) }
      }
    }
    return top
  }

  private func add(_ path: String, isRoot: Bool = true) throws -> Int32? {
    guard folders.count < limit else { throw LimitReached() }
    let flags = UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK) | (isRoot ? 0 : UInt32(IN_DONT_FOLLOW))
    let watch = inotify_add_watch(descriptor, path, Self.mask | flags)
    if watch >= 0 { return watch }
    if errno == ENOSPC || errno == ENOMEM { throw LimitReached() }
    return nil
  }

  private func removeTree(_ watch: Int32) {
    var waiting = [watch]
    while let watch = waiting.popLast() {
      guard let folder = folders.removeValue(forKey: watch) else { continue }
      waiting += folder.children.values
      inotify_rm_watch(descriptor, watch)
    }
  }
}
