/// Bytes that nobody changes any more, and that many may hold: an array, or what was written into a buffer, which is not copied.
public final class FinishedBytes: Sendable {
  private enum Content: ~Copyable, @unchecked Sendable {
    case array([UInt8])
    case buffer(OutputBuffer)
  }

  private let content: Content

  /// The bytes of an array.
  public init(_ bytes: [UInt8]) { content = .array(bytes) }

  /// The bytes that were written into a buffer.
  public init(_ output: consuming OutputBuffer) { content = .buffer(output) }

  /// How many bytes there are.
  public var count: Int {
    switch content {
    case .array(let bytes): bytes.count
    case .buffer(let output): output.count
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }

  /// A copy of the bytes.
  public var array: [UInt8] { withBytes(Array.init) }

  /// Gives the bytes, which stay where they are only meanwhile.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch content {
    case .array(let bytes): try bytes.withUnsafeBufferPointer(body)
    case .buffer(let output): try output.withBytes(body)
    }
  }
}
