import CXXHash

/// What bytes are known by: equal bytes have equal fingerprints, different ones different ones (XXH3, 128 bits).
public struct Fingerprint: Hashable, Sendable, Snapshotable {
  private let low: UInt64
  private let high: UInt64

  /// The fingerprint of some bytes.
  public init(_ bytes: UnsafeRawBufferPointer) {
    self.init(XXH3_128bits(bytes.baseAddress, bytes.count))
  }

  init(_ hash: XXH128_hash_t) {
    (low, high) = (hash.low64, hash.high64)
  }

  /// The fingerprint in hexadecimal digits.
  public var hexadecimal: String {
    [high, low].map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The fingerprint of an array.
  public init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { Fingerprint($0) }
  }

  /// The fingerprint of values that `write` writes one after another.
  public init(of write: (inout SnapshotWriter) -> Void) {
    var writer = SnapshotWriter(capacity: 480)
    write(&writer)
    self = writer.withBytes { Fingerprint(UnsafeRawBufferPointer($0)) }
  }

  /// Reads one back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    low = UInt64(bitPattern: Int64(try reader.fixed()))
    high = UInt64(bitPattern: Int64(try reader.fixed()))
  }

  /// Writes it, in 16 bytes.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(fixed: Int(Int64(bitPattern: low)))
    writer.write(fixed: Int(Int64(bitPattern: high)))
  }
}
