import Diagnostics
import Glibc
import Handbook

/// Mends what can be mended without asking.
///
/// - Returns: what was done, a line for each problem.
/// - Throws: `StopError` when a file can't be written; none is mended then.
public func applyFixes(to loaded: LoadedHandbook) throws(StopError) -> [String] {
  let fixes = fixes(of: loaded.diagnostics, in: loaded.handbook)
  try apply(fixes.map(\.edit), to: loaded)
  return fixes.map { "\($0.place.file):\($0.place.start.line): \($0.summary)" }
}

/// Makes changes in the files of a handbook, all or none: all are looked at, and written beside the old ones, before the first one
/// takes its place.
///
/// - Parameter move: a file that gets another name, and that name.
/// - Returns: the files that changed, sorted.
/// - Throws: `StopError` when a file is not as it was read, or can't be written; all files are as they were then.
@discardableResult
public func apply(
  _ edits: [TextEdit], to loaded: LoadedHandbook, moving move: (from: String, to: String)? = nil
) throws(StopError) -> [String] {
  var changes: [(file: String, path: String, bytes: [UInt8])] = []
  for file in edits.files {
    guard let path = Files.realPath(loaded.root + "/" + file) else { continue }
    let source: [UInt8]
    do { source = try Files.read(path) } catch { throw error.stop }
    if let index = loaded.handbook.document(at: file) { try expectAsRead(source, loaded.handbook.documents[index]) }
    let edited = edits.applied(to: source, of: file)
    if edited != source { changes.append((file, path, edited)) }
  }
  let replacement = FileReplacement(changes.map { ($0.path, $0.bytes) })
  do {
    try replacement.run(moving: move.map { (loaded.root + "/" + $0.from, loaded.root + "/" + $0.to) })
  } catch {
    throw error.stop
  }
  return changes.map(\.file)
}

/// Refuses bytes of a file that are not those that a document was read from. Edits are about these; where the file holds others, they
/// would change something else.
///
/// - Throws: `StopError` that says why they differ.
public func expectAsRead(_ source: [UInt8], _ document: Document) throws(StopError) {
  // Of a file that is too large, the first lines were read.
  let read = source.count > largestDocument ? source[..<min(document.source.count, source.count)] : source[...]
  guard !read.elementsEqual(document.source) else { return }
  throw Array(String(decoding: source, as: UTF8.self).utf8) == document.source
    ? StopError(.usage, "\(document.file) is not UTF-8", help: "save it as UTF-8, then try it again")
    : StopError(.machine, "\(document.file) changed while it was read", help: "try it again")
}
