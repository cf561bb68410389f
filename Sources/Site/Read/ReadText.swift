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
