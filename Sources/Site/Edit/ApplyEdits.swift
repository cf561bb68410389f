import Diagnostics
import Glibc
import Handbook

/// Mends what can be mended without asking.
///
/// - Returns: what was done, a line for each problem.
/// - Throws: `StopError` when a file can't be written; those before it are mended.
public func applyFixes(to loaded: LoadedHandbook) throws(StopError) -> [String] {
  let fixes = fixes(of: loaded.diagnostics, in: loaded.handbook)
  try apply(fixes.map(\.edit), to: loaded)
  return fixes.map { "\($0.place.file):\($0.place.start.line): \($0.summary)" }
}

/// Makes changes in the files of a handbook: each file is written beside the old one and takes its place.
///
/// - Returns: the files that changed, sorted.
/// - Throws: `StopError` when a file changed since it was read, or can't be written.
@discardableResult
public func apply(_ edits: [TextEdit], to loaded: LoadedHandbook) throws(StopError) -> [String] {
  var changed: [String] = []
  for file in Set(edits.map(\.file)).sorted(by: { $0.precedesInUTF8($1) }) {
    // The edits are about the bytes that were read; where these changed, nothing of the author's is overwritten.
    guard let path = Files.realPath(loaded.root + "/" + file) else { continue }
    do {
      let source = try Files.read(path)
      if let index = loaded.handbook.document(at: file), loaded.handbook.documents[index].source != source {
        throw StopError(.machine, "\(file) changed while it was read", help: "run the command again")
      }
      let edited = edits.applied(to: source, of: file)
      guard edited != source else { continue }
      try Files.replace(path, with: edited)
      changed.append(file)
    } catch let error as Files.Failure {
      throw error.stop
    } catch let error as StopError {
      throw error
    } catch { continue }
  }
  return changed
}

extension Files {
  /// Puts other bytes in the place of a file's, with its permissions; whoever reads it sees the old ones or the new ones.
  static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    var info = Glibc.stat()
    guard stat(path, &info) == 0 else { throw Failure("read", path) }
    let temporary = path + ".baton-\(getpid())"
    try write(bytes, to: temporary)
    guard chmod(temporary, info.st_mode & 0o7777) == 0, rename(temporary, path) == 0 else {
      let failure = Failure("write", path)
      unlink(temporary)
      throw failure
    }
  }
}
