import Glibc
import Pages

/// The most bytes of a file that the user named: a device may go on forever. The graph of 10,000 documents has some twenty million.
private let largestInput = 256 << 20

/// The bytes of a file that the user named, which may be a pipe.
///
/// - Parameter help: what to do where there is no such file.
/// - Throws: `StopError` when there is no such file, it can't be read, or it is too large.
public func readNamedFile(_ file: String, help: String) throws(StopError) -> [UInt8] {
  try bounded(file, help: help) { () throws(Files.Failure) in
    try Files.read(file, limit: largestInput + 1, waits: true)
  }
}

private func bounded(
  _ name: String, help: String, _ read: () throws(Files.Failure) -> [UInt8]
) throws(StopError) -> [UInt8] {
  let bytes: [UInt8]
  do {
    bytes = try read()
  } catch {
    throw error.isWrongName ? StopError(.usage, error.stop.message, help: help) : error.stop
  }
  guard bytes.count <= largestInput else {
    throw StopError(.usage, "\(name) holds more than \(largestInput >> 20) MB", help: help)
  }
  return bytes
}

/// The bytes of a file that the user named, or of standard input for `-`.
///
/// - Throws: `StopError` when there is no such file, it can't be read, or it is too large.
public func readInput(_ file: String) throws(StopError) -> [UInt8] {
  let help = "name a file, or - for standard input"
  guard file == "-" else { return try readNamedFile(file, help: help) }
  return try bounded("standard input", help: help) { () throws(Files.Failure) in
    try Files.readStandardInput(limit: largestInput + 1)
  }
}

/// The graph that an earlier build published.
///
/// - Throws: `StopError` when there is no such file, it can't be read, or it holds none.
public func readEarlierGraph(_ file: String) throws(StopError) -> FormerGraph {
  let help = "name the graph.json of a site that Baton built"
  let bytes = try readNamedFile(file, help: help)
  guard let former = try? FormerGraph(json: bytes) else {
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
