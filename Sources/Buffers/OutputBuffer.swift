import Glibc

/// Bytes that are written front to back, some hundred short pieces a text: an array would ask before each whether it is shared.
@frozen
public struct OutputBuffer: ~Copyable {
  @usableFromInline var bytes: UnsafeMutablePointer<UInt8>
  /// How many bytes there is room for.
  @usableFromInline var capacity: Int
  /// How many bytes were written.
  @usableFromInline var length = 0

  /// A buffer with room for some bytes; it grows as needed.
  @inlinable
  public init(capacity: Int = 64) {
    self.capacity = max(capacity, 64)
    bytes = Self.room(nil, self.capacity)
  }

  @inlinable deinit { free(bytes) }

  /// Room for some bytes, which begins with what `old` holds. Swift's own allocation asks for an alignment, and takes longer.
  @usableFromInline
  static func room(_ old: UnsafeMutablePointer<UInt8>?, _ count: Int) -> UnsafeMutablePointer<UInt8> {
    guard let room = realloc(old, count) else { fatalError("out of memory") }
    return room.assumingMemoryBound(to: UInt8.self)
  }

  /// How many bytes were written.
  @inlinable public var count: Int { length }

  /// Whether nothing was written.
  @inlinable public var isEmpty: Bool { length == 0 }

  /// The byte written last.
  @inlinable public var last: UInt8? { length > 0 ? bytes[length - 1] : nil }

  /// A copy of all that was written.
  @inlinable public var array: [UInt8] { Array(UnsafeBufferPointer(start: bytes, count: length)) }

  /// Gives all that was written, which stays where it is only meanwhile.
  @inlinable
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: bytes, count: length))
  }

  /// Makes room for as many more bytes.
  @inlinable
  public mutating func reserve(_ more: Int) {
    if more > capacity - length { grow(more) }
  }

  @usableFromInline
  mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, length + more)
    bytes = Self.room(bytes, capacity)
  }

  /// Forgets what was written, and keeps the room for more.
  @inlinable public mutating func removeAll() { length = 0 }

  /// Takes back all bytes from an offset on, and gives them.
  public mutating func takeBack(from offset: Int) -> [UInt8] {
    let taken = Array(UnsafeBufferPointer(start: bytes + offset, count: length - offset))
    length = offset
    return taken
  }
}

// MARK: - Writing

extension OutputBuffer {
  /// Appends a byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if length == capacity { grow(1) }
    bytes[length] = byte
    length += 1
  }

  /// Appends bytes.
  @inlinable @inline(__always)
  public mutating func append(contentsOf piece: UnsafeBufferPointer<UInt8>) {
    guard let start = piece.baseAddress else { return }
    append(UnsafeRawPointer(start), piece.count)
  }

  /// Appends bytes.
  @inlinable @inline(__always)
  public mutating func append(contentsOf piece: UnsafeRawBufferPointer) {
    guard let start = piece.baseAddress else { return }
    append(start, piece.count)
  }

  @inlinable @inline(__always)
  mutating func append(_ first: UnsafeRawPointer, _ count: Int) {
    if count > capacity - length { grow(count) }
    let end = UnsafeMutableRawPointer(bytes + length)
    // Most pieces are short: two moves that overlap are done before `memmove` is called.
    switch count {
    case 17...32: Self.copy(SIMD16<UInt8>.self, first, count, to: end)
    case 8...16: Self.copy(UInt64.self, first, count, to: end)
    case 4..<8: Self.copy(UInt32.self, first, count, to: end)
    case 0..<4:
      let source = first.assumingMemoryBound(to: UInt8.self)
      for index in 0..<count { bytes[length + index] = source[index] }
    default: end.copyMemory(from: first, byteCount: count)
    }
    length += count
  }

  /// Copies as many bytes as one or two words hold: the first ones, and the last ones.
  @inlinable @inline(__always)
  static func copy<Word: BitwiseCopyable>(
    _ word: Word.Type, _ first: UnsafeRawPointer, _ count: Int, to end: UnsafeMutableRawPointer
  ) {
    let last = count - MemoryLayout<Word>.size
    let (head, tail) = (first.loadUnaligned(as: Word.self), first.loadUnaligned(fromByteOffset: last, as: Word.self))
    end.storeBytes(of: head, as: Word.self)
    end.storeBytes(of: tail, toByteOffset: last, as: Word.self)
  }

  /// Appends the bytes of an array.
  @inlinable
  public mutating func append(contentsOf array: [UInt8]) {
    array.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends the bytes of a part of an array.
  @inlinable
  public mutating func append(contentsOf slice: ArraySlice<UInt8>) {
    slice.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends the bytes of a literal.
  @inlinable @inline(__always)
  public mutating func append(_ literal: StaticString) {
    append(UnsafeRawPointer(literal.utf8Start), literal.utf8CodeUnitCount)
  }

  /// Appends the UTF-8 bytes of a string.
  @inlinable
  public mutating func append(string: String) {
    Self.withBytes(of: string) { append(contentsOf: $0) }
  }

  /// Gives the UTF-8 bytes of a string, which stay where they are only meanwhile.
  @inlinable @inline(__always)
  public static func withBytes(of string: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    // A string of Swift's own needs neither a copy nor a reference counted.
    if string.utf8.withContiguousStorageIfAvailable(body) != nil { return }
    var copy = string
    copy.withUTF8(body)
  }
}
