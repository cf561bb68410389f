/// Bytes that are written front to back, some hundred short pieces a text: an array would ask before each whether it is shared.
struct OutputBuffer: ~Copyable, ByteOutput {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes were written.
  private(set) var count = 0

  /// A buffer with room for some bytes; it grows as needed.
  init(capacity: Int = 64) {
    self.capacity = max(capacity, 64)
    bytes = .allocate(capacity: self.capacity)
  }

  deinit { bytes.deallocate() }

  /// The byte written last.
  var last: UInt8? { count > 0 ? bytes[count - 1] : nil }

  /// All that was written.
  var array: [UInt8] { Array(UnsafeBufferPointer(start: bytes, count: count)) }

  /// Makes room for as many more bytes.
  mutating func reserve(_ more: Int) {
    guard more > capacity - count else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity * 2, count + more))
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
    capacity = max(capacity * 2, count + more)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { reserve(1) }
    bytes[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(contentsOf piece: Bytes) {
    guard let start = piece.baseAddress else { return }
    if piece.count > capacity - count { reserve(piece.count) }
    let end = UnsafeMutableRawPointer(bytes + count)
    let first = UnsafeRawPointer(start)
    // Most pieces are short: two moves that overlap are done before `memmove` is called.
    switch piece.count {
    case 8...16:
      let last = first.loadUnaligned(fromByteOffset: piece.count - 8, as: UInt64.self)
      end.storeBytes(of: first.loadUnaligned(as: UInt64.self), as: UInt64.self)
      end.storeBytes(of: last, toByteOffset: piece.count - 8, as: UInt64.self)
    case 4..<8:
      let last = first.loadUnaligned(fromByteOffset: piece.count - 4, as: UInt32.self)
      end.storeBytes(of: first.loadUnaligned(as: UInt32.self), as: UInt32.self)
      end.storeBytes(of: last, toByteOffset: piece.count - 4, as: UInt32.self)
    case 0..<4: for index in 0..<piece.count { bytes[count + index] = start[index] }
    default: end.copyMemory(from: first, byteCount: piece.count)
    }
    count += piece.count
  }

  /// Appends the bytes of an array.
  mutating func append(contentsOf array: [UInt8]) {
    array.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Takes back all bytes from an offset on, and gives them.
  mutating func takeBack(from offset: Int) -> [UInt8] {
    let taken = Array(UnsafeBufferPointer(start: bytes + offset, count: count - offset))
    count = offset
    return taken
  }
}
