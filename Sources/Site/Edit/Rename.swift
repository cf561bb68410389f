import Glibc
import Handbook

/// Gives a document another id: changes every reference, and the name of its file.
///
/// - Returns: what was done, a line for each file.
/// - Throws: `StopError` when the id is taken, or a file can't be written.
public func renameDocument(_ index: Int, to new: String, in loaded: LoadedHandbook) throws(StopError) -> [String] {
  let configuration = (try? Files.read(loaded.root + "/" + configurationFile)) ?? []
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
  var done = try apply(change.edits, to: loaded).map { "changed \($0)" }
  if let file = change.file, file != old {
    guard rename(loaded.root + "/" + old, loaded.root + "/" + file) == 0 else {
      throw Files.Failure("write", loaded.root + "/" + file).stop
    }
    done.append("renamed \(old) to \(file)")
  }
  return done
}
