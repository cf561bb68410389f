import CExchange
import Glibc

/// Writes a site beside the output folder, and swaps it in whole.
///
/// Until ``commit()`` the output folder is as it was, whatever happens; after it, it holds the new site. A file whose bytes are
/// the same as before is linked, not written, so it keeps its modification time. Files that Baton did not write are kept.
struct Publisher: Sendable {
  private let output: String
  private let staging: String
  private let outputExists: Bool
  private let isFixed: Bool
  private var manifest: Manifest
  private let old: Manifest
  private let foreign: [String]
  private let foreignFolders: [String]

  /// What became of a file.
  enum Outcome: Sendable {
    case unchanged
    case written
    /// There is nothing to copy any more.
    case gone
  }

  /// Makes room for the files at `paths` beside `folder`.
  ///
  /// - Throws: `StopError` when a file that Baton did not write stands where the site needs its place, or the disk refuses.
  init(into folder: OutputFolder, paths: [String]) throws(StopError) {
    output = folder.path
    outputExists = folder.exists
    isFixed = folder.isFixed
    old = folder.manifest
    foreign = folder.foreign
    foreignFolders = folder.foreignFolders
    manifest = Manifest(paths: paths)
    let name = ".baton-new-" + (folder.path.split(separator: "/").last.map(String.init) ?? "site")
    staging =
      isFixed ? folder.path + "/" + OutputFolder.stagingName : (folder.parent == "/" ? "" : folder.parent) + "/" + name
    let folders = Set(paths.flatMap(Self.parents))
    for file in foreign where manifest.paths.contains(file) || folders.contains(file) {
      throw StopError(
        .usage, "\(folder.path)/\(file) was not written by Baton, and the site needs its place",
        help: "move it away; nothing was changed")
    }
    do {
      try Files.remove(staging)
      try Files.makeFolder(staging)
      for path in folders.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        try Files.makeFolder(staging + "/" + path)
      }
    } catch {
      throw error.stop
    }
  }

  private static func parents(of path: String) -> [String] {
    var parents: [String] = []
    var path = path[...]
    while let slash = path.lastIndex(of: "/") {
      path = path[..<slash]
      parents.append(String(path))
    }
    return parents
  }

  /// Writes one file of the site. Safe to call from several threads, each path once.
  func write(_ bytes: [UInt8], to path: String) throws(Files.Failure) -> Outcome {
    let target = staging + "/" + path
    let present = output + "/" + path
    if outputExists, old.paths.contains(path), case .file(bytes.count)? = Files.entry(at: present, follows: false),
      (try? Files.read(present)) == bytes, link(present, target) == 0
    {
      return .unchanged
    }
    try Files.write(bytes, to: target)
    return .written
  }

  /// Copies one file of the content folder into the site, in pieces.
  func copy(_ source: String, to path: String) throws(Files.Failure) -> Outcome {
    let target = staging + "/" + path
    let present = output + "/" + path
    if outputExists, old.paths.contains(path), Files.haveSameBytes(source, present), link(present, target) == 0 {
      return .unchanged
    }
    do {
      try Files.copy(source, to: target)
    } catch {
      if error.number == ENOENT, Files.entry(at: source) == nil { return .gone }
      throw error
    }
    return .written
  }

  /// Takes files out of the site whose sources were removed while it was written.
  mutating func leaveOut(_ paths: [String]) {
    manifest.paths.subtract(paths)
    for path in paths {
      for folder in Self.parents(of: path) where rmdir(staging + "/" + folder) != 0 { break }
    }
  }

  /// What an earlier build wrote, and is no part of the site any more.
  var removedFiles: Set<String> { old.paths.subtracting(manifest.paths) }

  /// Removes what was written so far; the output folder stays as it was.
  func abandon() {
    try? Files.remove(staging)
  }

  /// Puts the new site in the place of the old one.
  func commit() throws(StopError) {
    do {
      try Files.write(manifest.bytes, to: staging + "/" + Manifest.name)
      if isFixed { try replaceFiles() } else { try swapFolders() }
    } catch {
      abandon()
      throw error.stop
    }
  }

  // MARK: - Swapping

  private func swapFolders() throws(Files.Failure) {
    guard outputExists else {
      if rename(staging, output) != 0 { throw Files.Failure("publish", output) }
      return
    }
    for folder in foreignFolders where !manifest.paths.contains(where: { $0 == folder }) {
      try Files.makeFolder(staging + "/" + folder)
    }
    for file in foreign { try keep(file) }
    if exchange_names(staging, output) != 0 {
      // This file system can't exchange: two renames, with a moment between them.
      let aside = staging + "-old"
      try Files.remove(aside)
      if rename(output, aside) != 0 { throw Files.Failure("publish", output) }
      if rename(staging, output) != 0 {
        let number = errno
        rename(aside, output)
        throw Files.Failure("publish", output, number)
      }
      try Files.remove(aside)
      return
    }
    try Files.remove(staging)
  }

  /// Brings a file that is not Baton's into the new folder: as a second name of the same file, so it is never lost.
  private func keep(_ file: String) throws(Files.Failure) {
    let target = staging + "/" + file
    if let slash = target.lastIndex(of: "/") { try Files.makeFolder(String(target[..<slash])) }
    if linkat(AT_FDCWD, output + "/" + file, AT_FDCWD, target, 0) != 0 {
      throw Files.Failure("keep", output + "/" + file)
    }
  }

  // MARK: - Replacing file by file

  /// For a folder that can't be swapped: each file is renamed into its place, then what is no longer part of the site is removed.
  private func replaceFiles() throws(Files.Failure) {
    let paths = manifest.paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for path in paths + [Manifest.name] {
      let target = output + "/" + path
      if Files.entry(at: target, follows: false) == .folder { try Files.remove(target) }
      if let slash = target.lastIndex(of: "/") { try Files.makeFolder(String(target[..<slash])) }
      if rename(staging + "/" + path, target) != 0 { throw Files.Failure("publish", target) }
    }
    for path in removedFiles.sorted() {
      unlink(output + "/" + path)
      for folder in Self.parents(of: path) where rmdir(output + "/" + folder) != 0 { break }
    }
    try Files.remove(staging)
  }
}
