import Foundation
import Synchronization
import TestSupport
import Testing
import Threads

@testable import Site

@Suite struct BuildLockTests {
  private let output = "/nowhere/\(UUID().uuidString)"

  private var isThere: Bool { FileManager.default.fileExists(atPath: BuildLock.file(output: output)) }

  @Test func `A lock leaves no file behind`() throws {
    do {
      let lock = try BuildLock(output: output)
      #expect(isThere)
      withExtendedLifetime(lock) {}
    }
    #expect(!isThere)
  }

  @Test func `Whoever waits too long is told so`() throws {
    let lock = try BuildLock(output: output)
    let error = #expect(throws: StopError.self) { try BuildLock(output: output, seconds: 1) }
    #expect(error?.message == "another build is writing \(output)")
    #expect(throws: StopError.self) { try BuildLock(output: output, isCancelled: { true }) }
    // Who got nothing takes nothing away.
    #expect(isThere)
    withExtendedLifetime(lock) {}
  }

  @Test func `A build that had to wait publishes what stands there when it begins`() throws {
    let folder = try TemporaryFolder("-- book/pages/a.md --\n# A\n\nOld.\n")
    var options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site")
    options.cacheFolder = folder.path + "/cache"
    _ = try build(options)
    var lock: BuildLock? = try BuildLock(output: folder.path + "/site")
    let waiting = Background { [options] in (try? build(options))?.isPublished }
    usleep(300_000)
    try folder.write("# A\n\nNew.\n", to: "book/pages/a.md")
    lock = nil
    #expect(waiting.value() == true)
    #expect(folder.text(of: "site/pages/a/index.html")?.contains("New.") == true)
    _ = lock
  }

  @Test func `A build of folders that are not there makes none`() throws {
    let folder = try TemporaryFolder("-- book/a.md --\n# A\n")
    var options = BuildOptions(content: folder.path + "/nowhere", output: folder.path + "/out/site")
    #expect(throws: StopError.self) { try build(options) }
    (options.content, options.theme) = (folder.path + "/book", folder.path + "/nowhere")
    #expect(throws: StopError.self) { try build(options) }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func `Each has the lock alone, though each removes its file`() {
    let state = State()
    withThreads(4) { [output] _ in
      for _ in 0..<500 {
        guard let lock = try? BuildLock(output: output, pause: 20) else { continue }
        state.enter()
        sched_yield()
        state.leave()
        withExtendedLifetime(lock) {}
      }
    }
    #expect(state.taken.load(ordering: .relaxed) == 2_000)
    #expect(state.met.load(ordering: .relaxed) == 0)
    #expect(!isThere)
  }

  /// How many have the lock, how often it was taken, and how often somebody else had it then.
  private final class State: Sendable {
    private let inside = Atomic<Int>(0)
    let taken = Atomic<Int>(0)
    let met = Atomic<Int>(0)

    func enter() {
      taken.add(1, ordering: .relaxed)
      if inside.add(1, ordering: .sequentiallyConsistent).newValue > 1 { met.add(1, ordering: .relaxed) }
    }

    func leave() { inside.subtract(1, ordering: .sequentiallyConsistent) }
  }
}
