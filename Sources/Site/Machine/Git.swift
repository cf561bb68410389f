import Diagnostics
import Foundation
import Glibc

/// Reads revisions from git; the work tree and the index stay as they are.
struct Git {
  /// The folder that is read as it was; it need not be there any more.
  let folder: String
  /// The nearest folder that is there, in which commands run, and the way from it.
  private let place: String
  private let way: String

  init(folder: String) {
    self.folder = folder
    (place, way) = Files.nearestFolder(to: folder)
  }

  /// A file of a revision.
  private struct Entry {
    var object: String
    var path: String
    var isLink: Bool
  }

  /// Writes the folder as it was in a revision below another folder. All files are as they were committed: what `.gitattributes`
  /// asks for is for a work tree, or for an archive.
  ///
  /// - Parameters:
  ///   - revision: what git takes for a revision.
  ///   - target: an existing folder, outside the repository, for nothing else.
  /// - Returns: the folder with the files.
  /// - Throws: `StopError` when there is no git, no such revision, or no such folder in it.
  func extract(_ revision: String, to target: String) throws(StopError) -> String {
    let commit = try commit(of: revision)
    let tree = try line(of: ["rev-parse", "--verify", "--quiet", "\(commit):./\(way)"]) ?? ""
    let listing = tree.isEmpty ? nil : try run(["ls-tree", "-rz", "--full-tree", tree])
    guard let listing, listing.status == 0 else {
      throw isThere
        ? StopError(.usage, "`\(revision)` has no folder \(folder)", help: "name another revision")
        : StopError(
          .usage, "there is no content folder \(folder), and none in `\(revision)`", help: "name yours with --content")
    }
    let content = target + "/content"
    do throws(Files.Failure) {
      try Files.makeFolder(content)
      try write(entries(listing.output), to: content, by: target)
    } catch {
      throw error.stop
    }
    return content
  }

  private var isThere: Bool { Files.entry(at: folder) == .folder }

  private func commit(of revision: String) throws(StopError) -> String {
    guard !revision.hasPrefix("-") else { throw StopError(.usage, "`\(revision)` is no revision") }
    if let commit = try line(of: ["rev-parse", "--verify", "--quiet", revision + "^{commit}"]) { return commit }
    if try run(["rev-parse", "--is-inside-work-tree"]).status == 0 {
      throw StopError(.usage, "there is no revision `\(revision)`", help: "name a commit, a branch or a tag")
    }
    throw isThere
      ? StopError(.usage, "\(folder) is in no git repository", help: "run the command in a clone")
      : StopError(
        .usage, "there is no content folder \(folder)",
        help: "make one with `baton init`, or name yours with --content")
  }

  /// The files in a listing of git; what no path can be is left out.
  private func entries(_ listing: Data) -> [Entry] {
    listing.split(separator: 0).compactMap { line in
      // Mode, type and object; then a tab and the path.
      guard let tab = line.firstIndex(of: 9), let path = String(validating: line[(tab + 1)...], as: UTF8.self),
        path.staysBelow
      else { return nil }
      let words = line[..<tab].split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
      guard words.count == 3, words[1] == "blob" else { return nil }
      return Entry(object: words[2], path: path, isLink: words[0] == "120000")
    }
  }

  /// Writes files below a folder.
  ///
  /// - Parameter room: a folder for what is needed on the way.
  private func write(_ entries: [Entry], to target: String, by room: String) throws(Files.Failure) {
    let (names, objects) = (room + "/names", room + "/objects")
    try Files.write(Array(entries.map { $0.object + "\n" }.joined().utf8), to: names)
    try Files.write([], to: objects)
    guard let input = FileHandle(forReadingAtPath: names), let output = FileHandle(forWritingAtPath: objects),
      let result = try? run(["cat-file", "--batch"], input: input, output: output), result.status == 0,
      let contents = try? Data(contentsOf: URL(fileURLWithPath: objects), options: .alwaysMapped)
    else { throw Files.Failure("read", "the files of the revision", EIO) }
    let written = contents.withUnsafeBytes { bytes in
      let bytes = bytes.bindMemory(to: UInt8.self)
      return Result { () throws(Files.Failure) in try write(entries, from: bytes, to: target) }
    }
    try written.get()
  }

  /// Writes files whose bytes stand one after the other in what git printed.
  private func write(_ entries: [Entry], from bytes: UnsafeBufferPointer<UInt8>, to target: String) throws(Files
    .Failure)
  {
    var links: [(path: String, target: String)] = []
    var position = 0
    for entry in entries {
      // The object, its type and its size stand on a line before the bytes; another line ends them.
      let end = position < bytes.count ? bytes[position...].firstIndex(of: 10) ?? bytes.count : bytes.count
      let head = String(decoding: bytes[min(position, end)..<end], as: UTF8.self)
      guard let size = head.split(separator: " ").last.flatMap({ Int($0) }), size >= 0, size < bytes.count - end else {
        throw Files.Failure("read", entry.path + " of the revision", EIO)
      }
      let content = UnsafeBufferPointer(rebasing: bytes[end + 1..<end + 1 + size])
      position = end + size + 2
      let path = target + "/" + entry.path
      if entry.isLink {
        links.append((path, String(decoding: content, as: UTF8.self)))
      } else {
        try Files.write(to: path) { descriptor throws(Files.Failure) in
          try Files.append(content, to: descriptor, path)
        }
      }
    }
    // After all files and folders, so that nothing is written by way of a link: a tree that was forged may give a name twice.
    for link in links { try Files.makeFolder(link.path.parentPath) }
    for link in links {
      guard symlink(link.target, link.path) == 0 else { throw Files.Failure("write", link.path) }
    }
  }

  // MARK: - Commands

  /// The first line that a command prints, `nil` when it fails.
  private func line(of arguments: [String]) throws(StopError) -> String? {
    let result = try run(arguments)
    guard result.status == 0 else { return nil }
    return String(data: result.output, encoding: .utf8).map { String($0.prefix { !$0.isNewline }) }
  }

  /// - Parameters:
  ///   - input: what git reads; nothing unless told.
  ///   - output: the file that it writes; what it prints is returned unless told.
  private func run(
    _ arguments: [String], input: FileHandle = .nullDevice, output: FileHandle? = nil
  ) throws(StopError) -> (status: Int32, output: Data) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", place] + arguments
    process.standardOutput = output ?? pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    do {
      try process.run()
    } catch {
      throw StopError(.machine, "git could not be started", help: "install git")
    }
    let data = output == nil ? pipe.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      throw StopError(.machine, "there is no program `git`", help: "install git")
    }
    return (process.terminationStatus, data)
  }
}

/// A handbook as it was in a revision of git; the work tree is not touched.
///
/// - Throws: `StopError` when there is no such revision, or no content folder in it.
public func loadHandbook(_ options: BuildOptions, at revision: String) throws(StopError) -> LoadedHandbook {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("baton-\(UUID().uuidString)").path
  do {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  } catch {
    throw StopError(.machine, "\(folder) could not be made")
  }
  defer { try? FileManager.default.removeItem(atPath: folder) }
  var options = options
  options.content = try Git(folder: options.content).extract(revision, to: folder)
  return try loadHandbook(options)
}
