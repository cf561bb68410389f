/// Why a command could not be carried out at all. Problems of the content are diagnostics; this is for what stops everything.
public struct StopError: Error, Sendable {
  /// Who has to do something about it.
  public enum Cause: Sendable {
    /// The command or the configuration is wrong.
    case usage
    /// The machine failed: disk full, permission, port taken.
    case machine
    /// Nothing: whoever asked for the build does not want it any more.
    case cancelled
  }

  /// Who has to do something about it.
  public var cause: Cause
  /// What happened, in one sentence without a full stop.
  public var message: String
  /// What to do, in one sentence without a full stop.
  public var help: String?

  /// What stops a build that ``BuildOptions/isCancelled`` ends.
  static let cancelled = StopError(.cancelled, "the build was cancelled")

  /// An error; see the properties.
  public init(_ cause: Cause, _ message: String, help: String? = nil) {
    self.cause = cause
    self.message = message
    self.help = help
  }
}
