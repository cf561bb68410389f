import Glibc

/// How long each stage of a build took.
public struct Timings: Sendable {
  /// One stage.
  public struct Stage: Sendable {
    /// Its name.
    public var name: String
    /// By the clock on the wall.
    public var wall: Duration
    /// What all threads worked.
    public var cpu: Duration
    /// How many things it worked on.
    public var items: Int
    /// How many bytes it read or made.
    public var bytes: Int
  }

  /// The stages in order.
  public private(set) var stages: [Stage] = []

  /// Runs one stage and notes its time. `items` counts what came of it.
  mutating func measure<Result, Failure: Error>(
    _ name: String, _ body: () throws(Failure) -> Result, items: (Result) -> Int = { _ in 0 },
    bytes: (Result) -> Int = { _ in 0 }
  ) throws(Failure) -> Result {
    let start = (ContinuousClock.now, Self.processorTime())
    let result = try body()
    stages.append(
      Stage(
        name: name, wall: ContinuousClock.now - start.0, cpu: Self.processorTime() - start.1, items: items(result),
        bytes: bytes(result)))
    return result
  }

  private static func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
