import CGlibc
import Glibc

/// Puts other bytes in the place of several files', with the permissions of these, and their owners as far as the system allows: of all,
/// or of none. Whoever reads one sees the old bytes or the new ones. That asks for a new file: another name of the old one keeps the old
/// bytes.
///
/// What may fail on a full disk, or for want of permission, is done first: the new bytes are written beside the old ones. Then names
/// are exchanged, which can be taken back.
struct FileReplacement {
  private struct Change {
    var path: String
    var bytes: [UInt8]
    /// Where the new bytes wait, and the old ones later.
    var other: String
    /// Whether the old bytes stand at `other`, rather than gone.
    var keepsOld = false
  }

  private var changes: [Change]

  /// The replacement of some regular files.
  init(_ changes: [(path: String, bytes: [UInt8])]) {
    // Beside the file, as names can't be exchanged between disks; a short name, as the file's own may be as long as names can be.
    self.changes = changes.enumerated().map { number, change in
      let folder = change.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { change.path[...$0] } ?? ""
      return Change(path: change.path, bytes: change.bytes, other: "\(folder).baton-\(getpid())-\(number)")
    }
  }

  /// Replaces the files, then gives another name to one.
  ///
  /// - Throws: what failed, with the name of the file that it is about; all is as it was then.
  func run(moving move: (from: String, to: String)? = nil) throws(Files.Failure) {
    var changes = changes
    var written = 0
    var replaced = 0
    defer { for change in changes[..<written] { unlink(change.other) } }
    do throws(Files.Failure) {
      for change in changes {
        // Even what was written in part is taken away.
        written += 1
        try write(change)
      }
      for index in changes.indices {
        try replace(&changes[index])
        replaced += 1
      }
      if let move, rename(move.from, move.to) != 0 { throw Files.Failure("write", move.to) }
    } catch {
      for change in changes[..<replaced].reversed() { putBack(change) }
      throw error
    }
  }

  private func write(_ change: Change) throws(Files.Failure) {
    var info = Glibc.stat()
    guard stat(change.path, &info) == 0 else { throw Files.Failure("read", change.path) }
    do {
      try Files.write(change.bytes, to: change.other)
    } catch {
      // The author knows the file, and no other.
      throw Files.Failure("write", change.path, error.number)
    }
    keepOwner(of: info, for: change.other)
    guard chmod(change.other, info.st_mode & 0o7777) == 0 else { throw Files.Failure("write", change.path) }
  }

  /// Gives a file the owner and the group that another has, as far as the system lets this user.
  private func keepOwner(of info: Glibc.stat, for path: String) {
    if chown(path, info.st_uid, info.st_gid) == 0 { return }
    // Only root gives a file away; a group of one's own can be kept, and with it what its members may do.
    _ = chown(path, uid_t.max, info.st_gid)
  }

  private func replace(_ change: inout Change) throws(Files.Failure) {
    if exchange_names(change.other, change.path) == 0 {
      change.keepsOld = true
      return
    }
    guard errno == ENOSYS || errno == EINVAL else { throw Files.Failure("write", change.path) }
    // This file system can't exchange names: a second name keeps the old bytes.
    let kept = change.other + "-old"
    change.keepsOld = link(change.path, kept) == 0
    guard rename(change.other, change.path) == 0 else {
      let failure = Files.Failure("write", change.path)
      unlink(kept)
      throw failure
    }
    if change.keepsOld { _ = rename(kept, change.other) }
  }

  private func putBack(_ change: Change) {
    // Where this fails too, there is nothing left to try.
    if change.keepsOld { _ = rename(change.other, change.path) }
  }
}
