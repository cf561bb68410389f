import Buffers

/// A rendered file.
public struct Page: ~Copyable {
  private enum Content: ~Copyable {
    case array([UInt8])
    case buffer(OutputBuffer)
  }

  private let content: Content
  /// How many diagrams it holds.
  public let diagrams: Int
  /// The template that was stopped since it would not come to an end; `nil` as a rule.
  public internal(set) var stoppedTemplate: String?

  init(_ bytes: [UInt8]) {
    content = .array(bytes)
    diagrams = 0
  }

  init(_ output: consuming OutputBuffer, diagrams: Int = 0, stoppedTemplate: String? = nil) {
    content = .buffer(output)
    self.diagrams = diagrams
    self.stoppedTemplate = stoppedTemplate
  }

  /// How many bytes it has.
  public var count: Int {
    switch content {
    case .array(let bytes): bytes.count
    case .buffer(let output): output.count
    }
  }

  /// A copy of its bytes.
  public var bytes: [UInt8] {
    switch content {
    case .array(let bytes): bytes
    case .buffer(let output): output.array
    }
  }

  /// Gives its bytes, which stay where they are only meanwhile.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch content {
    case .array(let bytes): try bytes.withUnsafeBufferPointer(body)
    case .buffer(let output): try output.withBytes(body)
    }
  }
}
