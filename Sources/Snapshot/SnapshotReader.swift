/// Why bytes can't be read back: they were cut off, or are none of ours.
public struct SnapshotError: Error {
  /// An error.
  public init() {}
}

/// Reads back what a ``SnapshotWriter`` wrote. Whatever the bytes are, it reads within them, and takes no more room than
/// they do.
public struct SnapshotReader {
  private let bytes: UnsafeRawBufferPointer
  /// How many bytes were read.
  public private(set) var position = 0
  /// The text that the writer wrote as the common one.
  public var common = ""

  /// A reader of `bytes`, which must stay where they are.
  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether all was read.
  public var isAtEnd: Bool { position == bytes.count }

  /// Reads a number.
  public mutating func number() throws(SnapshotError) -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 127) << shift
      if byte < 128 { return Int(Int64(bitPattern: number)) }
      shift += 7
    }
    throw SnapshotError()
  }

  /// Reads a number that counts things of at least one byte each.
  public mutating func count() throws(SnapshotError) -> Int {
    let count = try number()
    guard count >= 0, count <= bytes.count - position else { throw SnapshotError() }
    return count
  }

  /// Reads a number that is the index of one of so many things.
  public mutating func index(below count: Int) throws(SnapshotError) -> Int {
    let index = try number()
    guard index >= 0, index < count else { throw SnapshotError() }
    return index
  }

  /// Reads numbers that are indices of so many things.
  public mutating func indices(below count: Int) throws(SnapshotError) -> [Int] {
    var indices: [Int] = []
    for _ in 0..<(try self.count()) { indices.append(try index(below: count)) }
    return indices
  }

  /// Passes over bytes; tells where they stand among all that the reader reads.
  public mutating func range() throws(SnapshotError) -> Range<Int> {
    let count = try count()
    defer { position += count }
    return position..<position + count
  }

  /// Reads a number of eight bytes.
  public mutating func fixed() throws(SnapshotError) -> Int {
    guard bytes.count - position >= 8 else { throw SnapshotError() }
    defer { position += 8 }
    return Int(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int.self))
  }

  /// Reads a truth.
  public mutating func truth() throws(SnapshotError) -> Bool { try number() != 0 }

  /// Reads bytes, without a copy.
  public mutating func rawBytes() throws(SnapshotError) -> UnsafeRawBufferPointer {
    let count = try count()
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// Reads bytes.
  public mutating func byteArray() throws(SnapshotError) -> [UInt8] { Array(try rawBytes()) }

  /// Reads a text.
  public mutating func text() throws(SnapshotError) -> String { String(decoding: try rawBytes(), as: UTF8.self) }

  /// Reads a text that is often the common one.
  public mutating func commonText() throws(SnapshotError) -> String { try truth() ? common : try text() }

  /// Reads a text, or that there is none.
  public mutating func optionalText() throws(SnapshotError) -> String? { try truth() ? try text() : nil }

  /// Reads texts.
  public mutating func texts() throws(SnapshotError) -> [String] {
    let count = try count()
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count { texts.append(try text()) }
    return texts
  }

  /// Reads a value.
  @inlinable
  public mutating func value<Value: Snapshotable>() throws(SnapshotError) -> Value { try Value(from: &self) }

  /// Reads a value, or that there is none.
  @inlinable
  public mutating func optional<Value: Snapshotable>() throws(SnapshotError) -> Value? {
    try truth() ? try Value(from: &self) : nil
  }

  /// Reads values.
  @inlinable
  public mutating func array<Value: Snapshotable>() throws(SnapshotError) -> [Value] {
    let count = try count()
    var values: [Value] = []
    // Values may take much more room than their bytes: a count that lies must not reserve it.
    values.reserveCapacity(min(count, 1_000))
    for _ in 0..<count { values.append(try Value(from: &self)) }
    return values
  }
}
