import Synchronization
import Testing

@testable import Preview

/// A rebuild that a test holds up: each call waits until the test lets it go, or until it is cancelled.
private actor Gate {
  private(set) var calls: [FileChanges] = []
  private(set) var delivered: [Int] = []
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var running = 0
  private(set) var mostRunning = 0
  private let noticesCancellation: Bool

  init(noticesCancellation: Bool = true) { self.noticesCancellation = noticesCancellation }

  /// Returns the number of the call, from 1; `nil` when it was cancelled.
  func rebuild(_ changes: FileChanges) async -> Int? {
    calls.append(changes)
    let number = calls.count
    running += 1
    mostRunning = max(mostRunning, running)
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiting[number] = $0 }
    } onCancel: {
      if noticesCancellation { Task { await open(number) } }
    }
    running -= 1
    return noticesCancellation && Task.isCancelled ? nil : number
  }

  func open(_ number: Int) { waiting.removeValue(forKey: number)?.resume() }
  func deliver(_ number: Int) { delivered.append(number) }
  func isWaiting(in number: Int) -> Bool { calls.count == number && waiting[number] != nil }
}

@Suite struct RebuildLoopTests {
  private func loop(_ gate: Gate, mostCancellations: Int = 3) -> RebuildLoop<Int> {
    RebuildLoop(
      mostCancellations: mostCancellations, rebuild: { await gate.rebuild($0) }, deliver: { await gate.deliver($0) })
  }

  private func paths(_ paths: String...) -> FileChanges { FileChanges(paths: Set(paths)) }

  private func expectCalls(_ count: Int, _ gate: Gate, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await expectEventually("\(count) calls", sourceLocation: sourceLocation) {
      await gate.isWaiting(in: count)
    }
  }

  @Test func aRebuildUnderWayIsCancelledAndItsChangesAreKept() async throws {
    let gate = Gate()
    let loop = loop(gate)
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await loop.submit(paths("b"))
    try await expectCalls(2, gate)
    #expect(await gate.calls == [paths("a"), paths("a", "b")])
    await gate.open(2)
    try await expectEventually("the second is delivered") { await gate.delivered == [2] }
    await loop.submit(paths("c"))
    try await expectCalls(3, gate)
    #expect(await gate.calls.last == paths("c"), "what was built is not built again")
    await gate.open(3)
    try await expectEventually("the third is delivered") { await gate.delivered == [2, 3] }
  }

  @Test func whatComesMeanwhileIsMergedAndNothingRunsTwiceAtATime() async throws {
    let gate = Gate(noticesCancellation: false)
    let loop = loop(gate)
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    for name in ["b", "c", "d"] { await loop.submit(paths(name)) }
    await loop.submit(.everything)
    await gate.open(1)
    try await expectCalls(2, gate)
    await gate.open(2)
    try await expectEventually("both are delivered") { await gate.delivered == [1, 2] }
    #expect(await gate.calls.last == FileChanges(paths: ["b", "c", "d"], everything: true))
    #expect(await gate.mostRunning == 1)
  }

  @Test func changesThatDoNotEndDoNotKeepTheSiteFromBeingBuilt() async throws {
    let gate = Gate()
    let loop = loop(gate, mostCancellations: 2)
    for number in 1...3 {
      await loop.submit(paths("\(number)"))
      try await expectCalls(number, gate)
    }
    await loop.submit(paths("4"))
    await loop.submit(paths("5"))
    #expect(await gate.calls.count == 3)
    await gate.open(3)
    try await expectEventually("the third went through") { await gate.delivered == [3] }
    try await expectCalls(4, gate)
    #expect(await gate.calls.last == paths("4", "5"))
    await loop.submit(paths("6"))
    try await expectCalls(5, gate)
    #expect(await gate.calls.last == paths("4", "5", "6"))
    await gate.open(5)
  }

  @Test func nothingIsNoReasonToRebuild() async throws {
    let gate = Gate()
    let loop = loop(gate)
    await loop.submit(FileChanges())
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await loop.submit(FileChanges())
    await gate.open(1)
    try await expectEventually("it is delivered") { await gate.delivered == [1] }
    #expect(await gate.calls == [paths("a")])
  }

  @Test func stoppingCancelsAndWaits() async throws {
    let gate = Gate()
    let loop = loop(gate)
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await loop.stop()
    await loop.submit(paths("b"))
    #expect(await gate.calls.count == 1)
    #expect(await gate.delivered.isEmpty)
  }

  @Test func whatComesAfterwardsWaitsForAPauseAndGivesWayToChanges() async throws {
    let (gate, after) = (Gate(), Gate())
    let loop = RebuildLoop(
      pause: .milliseconds(50), rebuild: { await gate.rebuild($0) }, deliver: { await gate.deliver($0) },
      afterwards: { await after.rebuild(.everything).map { $0 + 100 } })
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await loop.submit(paths("b"))
    try await expectCalls(2, gate)
    #expect(await after.calls.isEmpty, "nothing was built yet")
    await gate.open(2)
    try await expectCalls(1, after)
    #expect(await gate.delivered == [2])
    // A change cancels it, and it comes again behind that one.
    await loop.submit(paths("c"))
    try await expectCalls(3, gate)
    #expect(await gate.delivered == [2])
    await gate.open(3)
    try await expectCalls(2, after)
    await after.open(2)
    try await expectEventually("it went through") { await gate.delivered == [2, 3, 102] }
    await loop.stop()
  }

  @Test func whatTheMachineFailedAtIsTriedAgain() async throws {
    let gate = Gate()
    let loop = RebuildLoop(
      rebuild: { await gate.rebuild($0) }, deliver: { await gate.deliver($0) }, retryPause: .milliseconds(20),
      isToBeRetried: { $0 != 3 })
    await loop.submit(paths("a"))
    for number in 1...3 {
      try await expectCalls(number, gate)
      await gate.open(number)
    }
    try await expectEventually("the third went through") { await gate.delivered == [1, 2, 3] }
    try await Task.sleep(for: .milliseconds(100))
    #expect(await gate.calls == [paths("a"), .everything, .everything])
    await loop.stop()
  }

  @Test func whatFailedAfterwardsIsBuiltAgain() async throws {
    let (gate, after) = (Gate(), Gate())
    let loop = RebuildLoop(
      pause: .milliseconds(10), rebuild: { await gate.rebuild($0) }, deliver: { await gate.deliver($0) },
      retryPause: .milliseconds(20), isToBeRetried: { $0 == 101 },
      afterwards: { await after.rebuild(.everything).map { $0 + 100 } })
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await gate.open(1)
    try await expectCalls(1, after)
    await after.open(1)
    try await expectCalls(2, gate)
    #expect(await gate.calls == [paths("a"), .everything])
    await gate.open(2)
    try await expectCalls(2, after)
    await after.open(2)
    try await expectEventually("all went through") { await gate.delivered == [1, 101, 2, 102] }
    await loop.stop()
  }

  @Test func aChangeComesBeforeATryAgain() async throws {
    let gate = Gate()
    let loop = RebuildLoop(
      rebuild: { await gate.rebuild($0) }, deliver: { await gate.deliver($0) }, retryPause: .seconds(3_600),
      isToBeRetried: { _ in true })
    await loop.submit(paths("a"))
    try await expectCalls(1, gate)
    await gate.open(1)
    try await expectEventually("it is told") { await gate.delivered == [1] }
    await loop.submit(paths("b"))
    try await expectCalls(2, gate)
    await gate.open(2)
    await loop.stop()
  }
}
