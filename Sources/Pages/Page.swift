import Buffers

/// A rendered file.
public struct Page: Sendable {
  /// What it holds.
  public let content: FinishedBytes
  /// How many diagrams it holds.
  public let diagrams: Int
  /// The template that was stopped since it would not come to an end; `nil` as a rule.
  public internal(set) var stoppedTemplate: String?

  /// A copy of its bytes.
  public var bytes: [UInt8] { content.array }

  init(_ bytes: [UInt8]) {
    content = FinishedBytes(bytes)
    diagrams = 0
  }

  init(_ output: consuming OutputBuffer, diagrams: Int = 0, stoppedTemplate: String? = nil) {
    content = FinishedBytes(output)
    self.diagrams = diagrams
    self.stoppedTemplate = stoppedTemplate
  }
}
