import Diagnostics
import Glibc
import Site

/// Where people read: results on standard output, everything else on standard error.
struct Terminal: Sendable {
  /// Whether standard error is coloured.
  let usesColor: Bool
  /// Whether only errors are printed.
  let isQuiet: Bool

  /// The terminal as it is, with no options known.
  static let standard = Terminal(color: .auto, isQuiet: false)

  init(color: ColorChoice, isQuiet: Bool, descriptor: Int32 = STDERR_FILENO) {
    self.isQuiet = isQuiet
    switch color {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      usesColor =
        isatty(descriptor) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
        && getenv("TERM").map { String(cString: $0) } != "dumb"
    }
  }

  /// Whether a person watches standard error.
  var isWatched: Bool { isatty(STDERR_FILENO) == 1 && !isQuiet }

  func writeError(_ text: String) {
    var text = text
    // There is nowhere to say that this failed.
    _ = text.withUTF8 { Self.write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Writes a result.
  ///
  /// - Throws: `StopError` when not all of it could be written: whoever asked for it must not take a part for the whole.
  func writeOutput(_ text: String) throws(StopError) {
    var text = text
    try Self.expectWritten(text.withUTF8 { Self.write(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) })
  }

  /// Writes a result; see above.
  func writeOutput(_ bytes: [UInt8]) throws(StopError) {
    try Self.expectWritten(bytes.withUnsafeBytes { Self.write($0, to: STDOUT_FILENO) })
  }

  /// Writes the names of files that have been written, and says that they have been where the names can't be.
  func writeOutput(written files: [String]) throws(StopError) {
    do {
      try writeOutput(files.map { $0 + "\n" }.joined())
    } catch {
      let what = files.count == 1 ? "the file was" : "the \(files.count) files were"
      throw StopError(error.cause, "\(error.message), but \(what) written", help: error.help)
    }
  }

  /// Problems, with their source lines.
  func report(_ diagnostics: [Diagnostic], folder: String) {
    let list = ProblemList(text: TerminalText(usesColor: usesColor, folder: folder), limit: 20)
    writeError(list.text(of: diagnostics.filter { !isQuiet || $0.severity == .error }))
  }

  /// What stopped the command.
  func report(_ error: StopError) { report(error: error.message, help: error.help) }

  /// Why the command fails, and what to do.
  func report(error message: String, help: String? = nil) {
    let label = usesColor ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
    writeError(
      "\(label) \(TerminalText.printable(message))\n" + (help.map { "  help: \(TerminalText.printable($0))\n" } ?? ""))
  }

  private static func expectWritten(_ failure: Int32) throws(StopError) {
    if failure == 0 { return }
    // Whoever reads has enough: no failure to speak of, and the status is that of a process that the signal ended.
    if failure == EPIPE { Glibc.exit(128 + SIGPIPE) }
    throw StopError(
      .machine, "cannot write to standard output: \(String(cString: strerror(failure)))",
      help: failure == ENOSPC ? "free some space on the disk" : nil)
  }

  /// Writes all bytes; gives 0, or the system's number for what failed.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return count < 0 ? errno : EIO }
      written += count
    }
    return 0
  }
}
