import Pages

/// The graph that an earlier build published.
///
/// - Throws: `StopError` when there is no such file, or it holds none.
public func readFormerGraph(_ file: String) throws(StopError) -> FormerGraph {
  let help = "name the graph.json of a site that Baton built"
  let bytes: [UInt8]
  do {
    bytes = try Files.read(file, limit: largestGraph + 1)
  } catch {
    throw StopError(.usage, error.stop.message, help: help)
  }
  guard bytes.count <= largestGraph, let former = try? FormerGraph(json: bytes) else {
    throw StopError(.usage, "\(file) holds no graph of a handbook", help: help)
  }
  return former
}

/// The most bytes that a former graph may have; that of 10,000 documents has some twenty million.
private let largestGraph = 256 << 20

/// The bytes of a file, or of standard input for `-`.
///
/// - Throws: `StopError` when there is no such file, or it can't be read.
public func readText(_ file: String) throws(StopError) -> [UInt8] {
  do {
    if file == "-" { return try Files.readStandardInput() }
    return try Files.read(file)
  } catch {
    throw StopError(.usage, error.stop.message, help: "name a file, or - for standard input")
  }
}
