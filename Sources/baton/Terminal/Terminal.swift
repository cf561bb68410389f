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

  func writeError(_ text: String) { Self.write(text, to: STDERR_FILENO) }

  func writeOutput(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  func writeOutput(_ bytes: [UInt8]) { bytes.withUnsafeBytes { Self.write($0, to: STDOUT_FILENO) } }

  /// Problems, with their source lines.
  func report(_ diagnostics: [Diagnostic], folder: String) {
    let list = ProblemList(text: TerminalText(usesColor: usesColor, folder: folder), limit: 20)
    writeError(list.text(of: diagnostics.filter { !isQuiet || $0.severity == .error }))
  }

  /// What stopped the command.
  func report(_ error: StopError) {
    let label = usesColor ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
    writeError("\(label) \(error.message)\n" + (error.help.map { "  help: \($0)\n" } ?? ""))
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      written += count
    }
  }
}
