/// Runs rebuilds one at a time. Changes that come meanwhile are merged into the next one, and cancel the one under way.
///
/// `Outcome` is what a rebuild returns: a value when it went through, `nil` when it stopped because it was cancelled.
/// The changes of a rebuild that stopped are part of the next one, so none is lost.
public actor RebuildLoop<Outcome: Sendable> {
  private let rebuild: @Sendable (FileChanges) async -> Outcome?
  private let deliver: @Sendable (Outcome) async -> Void
  private let afterwards: @Sendable () async -> Outcome?
  private var pending = FileChanges()
  private var current: Task<Void, Never>?
  /// Waits for the time when nothing changes.
  private var waiting: Task<Void, Never>?
  private var cancellations = 0
  private var isStopped = false

  /// After this many rebuilds cancelled in a row, the next one runs to its end whatever comes. Without it, changes that
  /// come faster than a rebuild takes would keep the site from ever being built.
  private let mostCancellations: Int

  /// How long nothing must change before `afterwards` is called.
  private let pause: Duration

  /// How long to wait before a rebuild is tried again.
  private let retryPause: Duration
  private let isToBeRetried: @Sendable (Outcome) -> Bool

  /// A loop that calls `rebuild` for changes, and `deliver` for each outcome before the next rebuild starts. When nothing has
  /// changed for a `pause` after that, it calls `afterwards`, whose outcome is delivered too; changes that come meanwhile cancel
  /// its task, and wait for it. An outcome of either that is to be retried leads to a rebuild of everything after a `retryPause`,
  /// unless changes come before.
  public init(
    mostCancellations: Int = 3, pause: Duration = .seconds(1),
    rebuild: @escaping @Sendable (FileChanges) async -> Outcome?,
    deliver: @escaping @Sendable (Outcome) async -> Void,
    retryPause: Duration = .seconds(3), isToBeRetried: @escaping @Sendable (Outcome) -> Bool = { _ in false },
    afterwards: @escaping @Sendable () async -> Outcome? = { nil }
  ) {
    self.mostCancellations = mostCancellations
    self.pause = pause
    self.rebuild = rebuild
    self.deliver = deliver
    self.retryPause = retryPause
    self.isToBeRetried = isToBeRetried
    self.afterwards = afterwards
  }

  /// Sees to it that a rebuild with these changes starts, now or after the one under way.
  public func submit(_ changes: FileChanges) {
    guard !changes.isEmpty, !isStopped else { return }
    pending.formUnion(changes)
    waiting?.cancel()
    guard let current else { return start() }
    if cancellations < mostCancellations { current.cancel() }
  }

  /// Cancels the rebuild under way and lets no other start. Returns when it has ended.
  public func stop() async {
    isStopped = true
    waiting?.cancel()
    current?.cancel()
    await current?.value
  }

  private func start() {
    let changes = pending
    pending = FileChanges()
    current = Task {
      let outcome = await rebuild(changes)
      await finish(changes, outcome)
    }
  }

  private func finish(_ changes: FileChanges, _ outcome: Outcome?) async {
    if let outcome {
      cancellations = 0
      if !isStopped { await deliver(outcome) }
    } else if Task.isCancelled {
      cancellations += 1
      pending.formUnion(changes)
    }
    current = nil
    guard !isStopped else { return }
    guard pending.isEmpty else { return start() }
    if let outcome, isToBeRetried(outcome) { return retryLater() }
    waiting = Task {
      if (try? await Task.sleep(for: pause)) != nil, !Task.isCancelled { finishUp() }
    }
  }

  private func retryLater() {
    waiting = Task {
      if (try? await Task.sleep(for: retryPause)) != nil, !Task.isCancelled { submit(.everything) }
    }
  }

  /// Calls `act` if no rebuild is under way.
  func whenIdle(_ act: @Sendable () -> Void) {
    if current == nil, !isStopped { act() }
  }

  /// Calls `afterwards`, as no rebuild is under way.
  private func finishUp() {
    guard current == nil, !isStopped, !Task.isCancelled else { return }
    current = Task {
      let outcome = await afterwards()
      if let outcome, !isStopped { await deliver(outcome) }
      current = nil
      guard !isStopped else { return }
      guard pending.isEmpty else { return start() }
      if let outcome, isToBeRetried(outcome) { retryLater() }
    }
  }
}
