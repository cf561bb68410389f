import Diagnostics
import Glibc
import Handbook

/// What gives a document another id; nothing is written yet.
///
/// - Parameter configuration: the bytes of `baton.yml`, empty when there is none.
/// - Throws: `StopError` when the id is taken, or the name of its file is, or when there are mistakes in `baton.yml`.
public func planRenaming(
  _ index: Int, to new: String, in loaded: LoadedHandbook, configuration: [UInt8]
) throws(StopError) -> Renaming {
  // An entry that can't be read may name the id.
  guard loaded.diagnostics.ofConfiguration.isEmpty else {
    throw StopError(
      .usage, "nothing was renamed, as there are mistakes in baton.yml", help: "mend them, then try it again")
  }
  var change: Renaming
  do {
    change = try renaming(index, to: new, in: loaded.handbook, configuration: configuration)
  } catch {
    throw StopError(.usage, error.message)
  }
  if change.file == loaded.handbook.documents[index].file { change.file = nil }
  if let file = change.file, access(loaded.root + "/" + file, F_OK) == 0 {
    throw StopError(.usage, "there is a file \(file) already", help: "move it away, or choose another id")
  }
  return change
}

/// Gives a document another id: changes every reference, and the name of its file.
///
/// - Returns: what was done, a line for each file, and what is left to the author.
/// - Throws: `StopError` when ``planRenaming(_:to:in:configuration:)`` does, or a file can't be written.
public func renameDocument(
  _ index: Int, to new: String, in loaded: LoadedHandbook
) throws(StopError) -> RenameReport {
  let configuration = ((try? configurationBytes(content: loaded.root)) ?? nil) ?? []
  let change = try planRenaming(index, to: new, in: loaded, configuration: configuration)
  let old = loaded.handbook.documents[index].file
  var done = try apply(change.edits, to: loaded, moving: change.file.map { (old, $0) }).map { "changed \($0)" }
  if let file = change.file { done.append("renamed \(old) to \(file)") }
  return RenameReport(done: done, left: change.left)
}

extension [Diagnostic] {
  /// The errors in `baton.yml`.
  public var ofConfiguration: [Diagnostic] {
    filter { $0.severity == .error && ($0.code == .invalidConfiguration || $0.code == .unknownConfigurationKey) }
  }
}

/// What a renaming did.
public struct RenameReport: Sendable {
  /// A line for each file.
  public var done: [String]
  /// What is left to the author, a sentence without a full stop each.
  public var left: [String]
}
