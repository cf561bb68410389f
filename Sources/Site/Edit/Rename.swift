import Glibc
import Handbook

/// Gives a document another id: changes every reference, and the name of its file.
///
/// - Returns: what was done, a line for each file, and what is left to the author.
/// - Throws: `StopError` when the id is taken, or a file can't be written.
public func renameDocument(
  _ index: Int, to new: String, in loaded: LoadedHandbook
) throws(StopError) -> RenameReport {
  let configuration = ((try? configurationBytes(content: loaded.root)) ?? nil) ?? []
  let change: Renaming
  do {
    change = try renaming(index, to: new, in: loaded.handbook, configuration: configuration)
  } catch {
    throw StopError(.usage, error.message)
  }
  let old = loaded.handbook.documents[index].file
  if let file = change.file, access(loaded.root + "/" + file, F_OK) == 0, file != old {
    throw StopError(.usage, "there is a file \(file) already", help: "move it away, or choose another id")
  }
  let file = change.file == old ? nil : change.file
  var done = try apply(change.edits, to: loaded, moving: file.map { (old, $0) }).map { "changed \($0)" }
  if let file { done.append("renamed \(old) to \(file)") }
  return RenameReport(done: done, left: change.left)
}

/// What a renaming did.
public struct RenameReport: Sendable {
  /// A line for each file.
  public var done: [String]
  /// What is left to the author, a sentence without a full stop each.
  public var left: [String]
}
