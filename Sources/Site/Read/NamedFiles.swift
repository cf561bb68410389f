import Glibc
import Pages

/// The bytes of a file that the user named, which may be a pipe.
///
/// - Parameters:
///   - help: what to do where there is no such file.
///   - limit: how many bytes to read at most.
/// - Throws: `StopError` when there is no such file, or it can't be read.
public func readNamedFile(_ file: String, help: String, limit: Int = .max) throws(StopError) -> [UInt8] {
  do {
    return try Files.read(file, limit: limit, waits: true)
  } catch {
    throw error.isWrongName ? StopError(.usage, error.stop.message, help: help) : error.stop
  }
}

/// The bytes of a file that the user named, or of standard input for `-`.
///
/// - Throws: `StopError` when there is no such file, or it can't be read.
public func readInput(_ file: String) throws(StopError) -> [UInt8] {
  let help = "name a file, or - for standard input"
  guard file == "-" else { return try readNamedFile(file, help: help) }
  do {
    return try Files.readStandardInput()
  } catch {
    throw error.isWrongName ? StopError(.usage, error.stop.message, help: help) : error.stop
  }
}

/// The graph that an earlier build published.
///
/// - Throws: `StopError` when there is no such file, it can't be read, or it holds none.
public func readEarlierGraph(_ file: String) throws(StopError) -> FormerGraph {
  // The graph of 10,000 documents has some twenty million bytes.
  let largest = 256 << 20
  let help = "name the graph.json of a site that Baton built"
  let bytes = try readNamedFile(file, help: help, limit: largest + 1)
  guard bytes.count <= largest, let former = try? FormerGraph(json: bytes) else {
    throw StopError(.usage, "\(file) holds no graph of a handbook", help: help)
  }
  return former
}

extension Files.Failure {
  /// Whether nothing that can be read has this name: the mistake of whoever wrote it. All else, such as permission, is the machine's.
  fileprivate var isWrongName: Bool {
    [ENOENT, ENOTDIR, EISDIR, EINVAL, ENAMETOOLONG, ELOOP].contains(number)
  }
}
