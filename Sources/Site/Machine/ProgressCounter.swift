import Synchronization

/// Counts what the threads of one stage have done, and tells now and then.
final class ProgressCounter: Sendable {
  private let stage: String
  private let total: Int
  private let report: (@Sendable (BuildOptions.Progress) -> Void)?
  private let done = Atomic<Int>(0)

  /// How many things are done between two reports.
  private static let step = 64

  /// A counter of a stage that begins now.
  init(_ stage: String, total: Int, _ report: (@Sendable (BuildOptions.Progress) -> Void)?) {
    self.stage = stage
    self.total = total
    self.report = report
    report?(BuildOptions.Progress(stage: stage, done: 0, total: total))
  }

  /// Counts one more.
  func advance() {
    let count = done.wrappingAdd(1, ordering: .relaxed).newValue
    if count.isMultiple(of: Self.step) || count == total {
      report?(BuildOptions.Progress(stage: stage, done: count, total: total))
    }
  }
}
