import Threads

/// For each document of a handbook, what its fields and links turned out to mean; some of it may be read back only when it is
/// asked for.
public struct Resolutions: RandomAccessCollection, Sendable {
  @usableFromInline var items: [LazyValue<Handbook.Resolution>]

  init(_ items: [LazyValue<Handbook.Resolution>]) { self.items = items }

  /// The first document.
  public var startIndex: Int { 0 }
  /// How many documents there are.
  public var endIndex: Int { items.count }

  /// What the document with this index means.
  public subscript(index: Int) -> Handbook.Resolution {
    @inlinable _read { yield items[index].value }
    set { items[index] = LazyValue(newValue) }
  }
}
