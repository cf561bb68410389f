import Synchronization

/// A value that is there from the beginning, or is made when it is first asked for. Threads share it: when several ask at once each
/// may make it, and all get the one that was ready first.
public final class LazyValue<Value: Sendable>: @unchecked Sendable {
  @usableFromInline let place: Atomic<UnsafeMutablePointer<Value>?>
  private let make: (@Sendable () -> Value)?

  /// A value that is there.
  public init(_ value: Value) {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    pointer.initialize(to: value)
    place = Atomic(pointer)
    make = nil
  }

  /// A value that `make` makes.
  public init(making make: @escaping @Sendable () -> Value) {
    place = Atomic(nil)
    self.make = make
  }

  deinit {
    guard let pointer = place.load(ordering: .acquiring) else { return }
    pointer.deinitialize(count: 1)
    pointer.deallocate()
  }

  /// The value. It is read where it stands, so that a part of it can be read without a copy of the rest.
  @inlinable public var value: Value {
    @inline(__always) _read {
      defer { extendLifetime(self) }
      yield pointer.pointee
    }
  }

  /// Whether the value is there by now.
  public var isMade: Bool { place.load(ordering: .acquiring) != nil }

  @inlinable var pointer: UnsafeMutablePointer<Value> {
    @inline(__always) get {
      if let pointer = place.load(ordering: .acquiring) { return pointer }
      return made()
    }
  }

  @usableFromInline func made() -> UnsafeMutablePointer<Value> {
    guard let make else { preconditionFailure("a lazy value without a way to make it is made when it begins") }
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    pointer.initialize(to: make())
    let (isFirst, other) = place.compareExchange(expected: nil, desired: pointer, ordering: .acquiringAndReleasing)
    if isFirst { return pointer }
    pointer.deinitialize(count: 1)
    pointer.deallocate()
    return other ?? made()
  }
}
