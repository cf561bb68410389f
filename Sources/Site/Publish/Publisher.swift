import CGlibc
import Diagnostics
import Glibc
import Snapshot
import Threads

/// Writes what is new of a site beside the output folder, and brings it in at the end.
///
/// Until ``commit(written:jobs:)`` the output folder is as it was, whatever happens; after it, it holds the new site. A file
/// whose bytes are the same as before is not written, so it keeps its modification time. Files that Baton did not write are kept.
struct Publisher: Sendable {
  let folder: OutputFolder
  private let staging: String
  /// The staging folder itself, opened; `nil` where it can't be.
  private var stage: OpenFolder?
  private let isFixed: Bool
  private(set) var manifest: Manifest
  /// The manifest of a folder that is new, put into words while the site is rendered.
  private var listing: Background<[UInt8]>?
  /// What an earlier build wrote, and is no part of the site any more.
  private(set) var removedFiles: [String]
  /// What is part of the site, and was not before.
  private(set) var added: [String]

  var output: String { folder.path }
  var old: Manifest { folder.manifest }

  /// What became of a file.
  enum Outcome: Sendable, Equatable {
    case unchanged(Files.Stamp)
    case written(Files.Stamp)
    /// There is nothing to copy any more.
    case gone

    /// How the file stands; `nil` when it is gone.
    var stamp: Files.Stamp? {
      switch self {
      case .unchanged(let stamp), .written(let stamp): stamp
      case .gone: nil
      }
    }
  }

  /// Makes room for the files at `paths` beside `folder`.
  ///
  /// - Throws: `StopError` when a file that Baton did not write stands where the site needs its place, or the disk refuses.
  init(into folder: OutputFolder, paths: [String]) throws(StopError) {
    self.folder = folder
    isFixed = folder.isFixed
    listing = folder.exists ? nil : Background { Manifest.bytes(of: paths) }
    let (new, old) = (Manifest(paths: paths), folder.manifest)
    manifest = new
    added = paths.filter { !old.lists($0) }
    // Where nothing came, as many went as there are fewer now.
    removedFiles = added.isEmpty && new.files.count == old.files.count ? [] : old.paths(without: new)
    let last = folder.path.lastPathComponent
    let name = ".baton-new-" + (last.isEmpty ? "site" : last)
    staging =
      isFixed ? folder.path + "/" + OutputFolder.stagingName : (folder.parent == "/" ? "" : folder.parent) + "/" + name
    try refuseStrangers()
    do {
      try Files.remove(staging)
      try Files.makeFolder(staging)
      stage = OpenFolder(staging)
    } catch {
      throw error.stop
    }
  }

  // MARK: - Files

  /// The stamp of a file that an earlier build wrote.
  func stamp(of path: String) -> Files.Stamp? { folder.stamp(of: path) }

  /// Writes one file of the site. Safe to call from several threads, each path once.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, to path: String) throws(Files.Failure) -> Outcome {
    if let stamp = stamp(of: path), stamp.size == bytes.count, let old = try? Files.read(output + "/" + path),
      old.count == bytes.count, (bytes.baseAddress.map { memcmp(old, $0, old.count) } ?? 0) == 0
    {
      return .unchanged(stamp)
    }
    return .written(
      try writeStaged(path) { descriptor throws(Files.Failure) in try Files.append(bytes, to: descriptor, path) })
  }

  /// Opens a file of the new site for `body` to write.
  private func writeStaged(
    _ path: String, _ body: (_ descriptor: Int32) throws(Files.Failure) -> Void
  ) throws(Files.Failure) -> Files.Stamp {
    guard let stage else { return try Files.write(to: staging + "/" + path, body) }
    do throws(Files.Failure) {
      return try Files.write(to: path, in: stage.descriptor, body)
    } catch {
      throw Files.Failure(error.action, staging + "/" + error.path, error.number)
    }
  }

  /// Writes one file of the site in pieces, which `body` hands over one by one.
  func write(
    to path: String,
    _ body: (_ append: (UnsafeBufferPointer<UInt8>) throws(Files.Failure) -> Void) throws(Files.Failure) -> Void
  ) throws(Files.Failure) -> Outcome {
    let target = staging + "/" + path
    let written = try writeStaged(path) { descriptor throws(Files.Failure) in
      try body { bytes throws(Files.Failure) in try Files.append(bytes, to: descriptor, path) }
    }
    if let stamp = stamp(of: path), stamp.size == written.size, Files.haveSameBytes(target, output + "/" + path) {
      try Files.remove(target)
      return .unchanged(stamp)
    }
    return .written(written)
  }

  /// Copies one file of the content folder into the site, in pieces.
  func copy(_ source: String, to path: String) throws(Files.Failure) -> Outcome {
    if let stamp = stamp(of: path), Files.haveSameBytes(source, output + "/" + path) { return .unchanged(stamp) }
    do {
      try Files.copy(source, to: staging + "/" + path)
    } catch {
      if error.number == ENOENT, Files.entry(at: source) == nil { return .gone }
      throw error
    }
    guard let stamp = Files.stamp(at: staging + "/" + path) else { throw Files.Failure("write", path) }
    return .written(stamp)
  }

  /// The fingerprint of a file, wherever it stands until the end; `nil` when it is gone.
  func fingerprint(of path: String, _ outcome: Outcome) -> Fingerprint? {
    switch outcome {
    case .gone: nil
    case .written: try? Files.fingerprint(of: staging + "/" + path)
    case .unchanged: try? Files.fingerprint(of: output + "/" + path)
    }
  }

  /// Takes files out of the site whose sources were removed while it was written.
  mutating func leaveOut(_ paths: [String]) {
    guard !paths.isEmpty else { return }
    listing = nil
    manifest.remove(paths)
    added.removeAll { !manifest.lists($0) }
    removedFiles = old.paths(without: manifest)
  }

  /// Whether the site has the same files as before.
  private var hasSameFiles: Bool { added.isEmpty && removedFiles.isEmpty }

  /// Removes what was written so far; the output folder stays as it was.
  func abandon() {
    try? Files.remove(staging)
  }

  // MARK: - The end

  /// Puts the new site in the place of the old one: the whole folder at once, or, where little has changed, file by file.
  ///
  /// - Parameter written: the files that were written, sorted; all others are those that stand there.
  func commit(written: [String], jobs: Int) throws(StopError) {
    do {
      if isFixed {
        try refuseStrangers(among: folder.others().files)
        try replaceFiles(written)
      } else if folder.exists && isSmall(written) {
        try refuseLinks(above: written + removedFiles)
        try replaceFiles(written)
      } else {
        try swapFolders(written, jobs: jobs)
      }
    } catch {
      abandon()
      throw error
    }
  }

  /// Whether bringing in file by file takes less than a folder of links, and no file stands in a folder's way.
  private func isSmall(_ written: [String]) -> Bool {
    guard written.count + removedFiles.count <= max(32, manifest.files.count / 8) else { return false }
    return added.allSatisfy { path in
      Files.entry(at: output + "/" + path, follows: false) == nil
        && Self.parents(of: path).allSatisfy { !old.lists($0) }
    }
  }

  // MARK: - Swapping

  private func swapFolders(_ written: [String], jobs: Int) throws(StopError) {
    let others = try folder.others()
    try refuseStrangers(among: others.files)
    do throws(Files.Failure) {
      let isWhole = written.count == manifest.files.count
      let kept = isWhole ? [] : manifest.paths(without: Manifest(paths: written))
      let failures = kept.concurrentMap(jobs: jobs) { keepAgain($0) }
      for failure in failures { try failure.get() }
      try writeManifest(listing?.value() ?? (isWhole ? Manifest.bytes(of: written) : manifest.bytes))
      guard folder.exists else {
        if rename(staging, output) != 0 { throw Files.Failure("publish", output) }
        return
      }
      for folder in others.folders where !([folder] + Self.parents(of: folder)).contains(where: manifest.lists) {
        try Files.makeFolder(staging + "/" + folder)
      }
      for file in others.files {
        do {
          try keep(file)
        } catch  where error.number == ENOENT && Files.entry(at: output + "/" + file, follows: false) == nil {
          // It was removed since it was seen.
        }
      }
      try exchange()
    } catch {
      throw error.stop
    }
  }

  /// Writes the manifest of the new folder; one that says the same keeps its time.
  private func writeManifest(_ bytes: [UInt8]) throws(Files.Failure) {
    let isSame = folder.exists && hasSameFiles && (try? Files.read(output + "/" + Manifest.name)) == bytes
    if !isSame || (try? keep(Manifest.name)) == nil { try Files.write(bytes, to: staging + "/" + Manifest.name) }
  }

  private func exchange() throws(Files.Failure) {
    var former = staging
    if exchange_names(staging, output) != 0 {
      // This file system can't exchange: two renames, with a moment between them.
      former = staging + "-old"
      try Files.remove(former)
      if rename(output, former) != 0 { throw Files.Failure("publish", output) }
      if rename(staging, output) != 0 {
        let number = errno
        rename(former, output)
        throw Files.Failure("publish", output, number)
      }
    }
    try bringLate(from: former)
    try Files.remove(former)
  }

  /// Brings what others wrote into the folder that was there, since it was looked at, into the new one.
  private func bringLate(from former: String) throws(Files.Failure) {
    for file in try folder.others(in: former).files where !manifest.lists(file) {
      let (late, target) = (former + "/" + file, output + "/" + file)
      let isKept = Files.entry(at: target, follows: false) != nil
      if isKept, Files.stamp(at: late)?.inode == Files.stamp(at: target)?.inode { continue }
      if !isKept { try Files.makeFolder(target.parentPath) }
      if rename(late, target) != 0, errno != ENOENT { throw Files.Failure("keep", target) }
    }
  }

  /// Brings an unchanged file of the site into the new folder.
  private func keepAgain(_ file: String) -> Result<Void, Files.Failure> {
    Result { () throws(Files.Failure) in
      do {
        try keep(file)
      } catch {
        // Not every file system has second names.
        try Files.copy(output + "/" + file, to: staging + "/" + file)
      }
    }
  }

  /// Brings a file into the new folder as a second name of the same file, so it is never lost, and keeps its time.
  private func keep(_ file: String) throws(Files.Failure) {
    let target = staging + "/" + file
    if linkat(AT_FDCWD, output + "/" + file, AT_FDCWD, target, 0) == 0 { return }
    if errno == ENOENT {
      try Files.makeFolder(target.parentPath)
      if linkat(AT_FDCWD, output + "/" + file, AT_FDCWD, target, 0) == 0 { return }
    }
    throw Files.Failure("keep", output + "/" + file)
  }

  // MARK: - Replacing file by file

  /// Renames each file into its place. What stands in the folder is listed in its manifest all the time, so a build that is
  /// killed meanwhile leaves nothing behind that the next one would not know.
  private func replaceFiles(_ written: [String]) throws(StopError) {
    do throws(Files.Failure) {
      let removed = removedFiles
      if !hasSameFiles {
        try Files.write(old.union(manifest).bytes, to: staging + "/" + Manifest.name)
        try bringIn(Manifest.name)
      }
      for path in removed.sortedInUTF8 {
        unlink(output + "/" + path)
        for folder in Self.parents(of: path) where rmdir(output + "/" + folder) != 0 { break }
      }
      for path in written { try bringIn(path) }
      if !hasSameFiles {
        try Files.write(manifest.bytes, to: staging + "/" + Manifest.name)
        try bringIn(Manifest.name)
      }
      try Files.remove(staging)
    } catch {
      throw error.stop
    }
  }

  private func bringIn(_ path: String) throws(Files.Failure) {
    let target = output + "/" + path
    if rename(staging + "/" + path, target) == 0 { return }
    try Files.makeFolder(target.parentPath)
    // A folder whose files are gone stands in the way no longer than that.
    rmdir(target)
    if rename(staging + "/" + path, target) != 0 { throw Files.Failure("publish", target) }
  }
}
