import Foundation

/// Reads revisions from git; the work tree and the index stay as they are.
struct Git {
  /// The folder that commands run in.
  let folder: String

  /// Writes a folder as it was in a revision below another folder.
  ///
  /// - Parameters:
  ///   - revision: what git takes for a revision.
  ///   - target: an existing folder, outside the repository.
  /// - Throws: `StopError` when there is no git, no such revision, or no such folder in it.
  func extract(_ revision: String, to target: String) throws(StopError) {
    guard !revision.hasPrefix("-") else { throw StopError(.usage, "`\(revision)` is no revision") }
    let commit = try run(["rev-parse", "--verify", "--quiet", revision + "^{commit}"])
    guard commit.status == 0, let name = String(data: commit.output, encoding: .utf8)?.prefix(while: { !$0.isNewline })
    else {
      let inside = try run(["rev-parse", "--is-inside-work-tree"])
      throw inside.status == 0
        ? StopError(.usage, "there is no revision `\(revision)`", help: "name a commit, a branch or a tag")
        : StopError(.usage, "\(folder) is in no git repository", help: "run the command in a clone")
    }
    // The folder as git has it, with `.` for the one that commands run in.
    let archive = target + ".tar"
    let made = try run(["archive", "--format=tar", "--output", archive, String(name), "."])
    guard made.status == 0 else {
      throw StopError(.usage, "`\(revision)` has no folder \(folder)", help: "name another revision")
    }
    defer { try? FileManager.default.removeItem(atPath: archive) }
    let unpacked = try execute("tar", ["-xf", archive, "-C", target])
    guard unpacked.status == 0 else { throw StopError(.machine, "the files of `\(revision)` could not be unpacked") }
  }

  private func run(_ arguments: [String]) throws(StopError) -> (status: Int32, output: Data) {
    try execute("git", ["-C", folder, "-c", "core.attributesFile=/dev/null"] + arguments)
  }

  private func execute(_ program: String, _ arguments: [String]) throws(StopError) -> (status: Int32, output: Data) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw StopError(.machine, "\(program) could not be started", help: "install \(program)")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      throw StopError(.machine, "there is no program `\(program)`", help: "install \(program)")
    }
    return (process.terminationStatus, data)
  }
}

/// A handbook as it was in a revision of git; the work tree is not touched.
///
/// - Throws: `StopError` when there is no such revision, or no content folder in it.
public func loadHandbook(_ options: BuildOptions, at revision: String) throws(StopError) -> LoadedHandbook {
  // git runs in that folder, and says nothing of use where there is none.
  guard Files.entry(at: options.content) == .folder else {
    throw StopError(
      .usage, "there is no content folder \(options.content)",
      help: "make it and put Markdown files into it, or name yours with --content")
  }
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("baton-\(UUID().uuidString)").path
  do {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  } catch {
    throw StopError(.machine, "\(folder) could not be made")
  }
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try Git(folder: options.content).extract(revision, to: folder)
  var options = options
  options.content = folder
  return try loadHandbook(options)
}
