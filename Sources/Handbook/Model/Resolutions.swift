import Threads

/// For each document of a handbook, what its fields and links turned out to mean; some of it may be read back only when it is
/// asked for.
public struct Resolutions: RandomAccessCollection, Sendable {
  /// Those that are there; none where some are read back later.
  @usableFromInline var made: [Handbook.Resolution] = []
  /// Those that may be read back later.
  @usableFromInline var later: [LazyValue<Handbook.Resolution>] = []

  init(_ made: [Handbook.Resolution]) { self.made = made }

  init(_ later: [LazyValue<Handbook.Resolution>]) { self.later = later }

  /// The first document.
  public var startIndex: Int { 0 }
  /// How many documents there are.
  public var endIndex: Int { later.isEmpty ? made.count : later.count }

  /// What the document with this index means.
  public subscript(index: Int) -> Handbook.Resolution {
    @inlinable _read {
      if later.isEmpty { yield made[index] } else { yield later[index].value }
    }
    set { if later.isEmpty { made[index] = newValue } else { later[index] = LazyValue(newValue) } }
  }
}
