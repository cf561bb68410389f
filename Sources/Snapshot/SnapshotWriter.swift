import Buffers
import Glibc

/// A value that can be written as bytes and read back.
public protocol Snapshotable {
  /// Appends the value.
  func write(to writer: inout SnapshotWriter)
  /// Reads a value back.
  ///
  /// - Throws: `SnapshotError` when the bytes hold none.
  init(from reader: inout SnapshotReader) throws(SnapshotError)
}

/// Appends values as bytes: numbers in as few bytes as they need (LEB128), texts behind their length.
public struct SnapshotWriter: ~Copyable {
  private var buffer: OutputBuffer
  /// A text that is written often, such as a document's path: it takes one byte.
  public var common = ""
  /// Whether places in texts are left out, so that only what is said counts; such bytes can't be read back.
  public var omitsPlaces = false

  /// An empty writer with room for as many bytes; it grows as needed.
  public init(capacity: Int = 256) { buffer = OutputBuffer(capacity: capacity) }

  /// How many bytes were written.
  public var count: Int { buffer.count }

  /// A copy of all that was written.
  public var bytes: [UInt8] { buffer.array }

  /// Gives all that was written, which stays where it is only meanwhile.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try buffer.withBytes(body)
  }

  /// Forgets what was written, and keeps the room for more.
  public mutating func removeAll() { buffer.removeAll() }

  /// Appends a number of 0 or more, or a small negative one as a large number.
  public mutating func write(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 128 {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    buffer.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a number as eight bytes.
  public mutating func write(fixed number: Int) {
    withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
  }

  /// Appends a truth.
  public mutating func write(_ truth: Bool) { buffer.append(truth ? 1 : 0) }

  /// Appends bytes.
  public mutating func write(_ array: [UInt8]) {
    write(array.count)
    buffer.append(contentsOf: array)
  }

  /// Appends bytes as they are, without their length.
  public mutating func append(_ slice: ArraySlice<UInt8>) { buffer.append(contentsOf: slice) }

  /// Appends a text.
  public mutating func write(_ text: String) {
    write(text.utf8.count)
    buffer.append(string: text)
  }

  /// Appends a text that is often the common one. They are compared by bytes: `==` also takes an accent for the same that is written
  /// in another way.
  public mutating func write(common text: String) {
    var isCommon = text.utf8.count == common.utf8.count
    if isCommon {
      OutputBuffer.withBytes(of: text) { text in
        OutputBuffer.withBytes(of: common) { common in
          guard let first = text.baseAddress, let second = common.baseAddress else { return }
          isCommon = memcmp(first, second, text.count) == 0
        }
      }
    }
    write(isCommon)
    if !isCommon { write(text) }
  }

  /// Appends a text, or that there is none.
  public mutating func write(_ text: String?) {
    write(text != nil)
    if let text { write(text) }
  }

  /// Appends a value.
  @inlinable
  public mutating func write(_ value: some Snapshotable) { value.write(to: &self) }

  /// Appends a value, or that there is none.
  @inlinable
  public mutating func write<Value: Snapshotable>(_ value: Value?) {
    write(value != nil)
    if let value { value.write(to: &self) }
  }

  /// Appends values.
  @inlinable
  public mutating func write<Value: Snapshotable>(_ values: [Value]) {
    write(values.count)
    for value in values { value.write(to: &self) }
  }

  /// Appends texts.
  public mutating func write(_ texts: [String]) {
    write(texts.count)
    for text in texts { write(text) }
  }
}
