/// What changed on disk since the last time.
public struct FileChanges: Sendable, Equatable {
  /// Files and folders that came, went or changed. Each path begins with the root under which it was found, as that
  /// root was given. A folder in the set stands for all that is or was below it.
  public var paths: Set<String>
  /// Whether anything else may have changed too, since the system could not tell.
  public var everything: Bool

  /// These paths, or anything.
  public init(paths: Set<String> = [], everything: Bool = false) {
    self.paths = paths
    self.everything = everything
  }

  /// Any path may have changed.
  public static let everything = FileChanges(everything: true)

  /// Whether nothing changed.
  public var isEmpty: Bool { paths.isEmpty && !everything }

  /// Adds what `other` says.
  public mutating func formUnion(_ other: FileChanges) {
    paths.formUnion(other.paths)
    everything = everything || other.everything
  }
}
