import Synchronization
import Testing
import Threads

@Suite struct LazyValueTests {
  @Test func `A value is made when it is asked for, and once`() {
    let count = Atomic<Int>(0)
    let value = LazyValue { count.wrappingAdd(1, ordering: .relaxed).newValue }
    #expect(!value.isMade && count.load(ordering: .relaxed) == 0)
    #expect(value.value == 1 && value.value == 1 && value.isMade)
    #expect(LazyValue("there").isMade && LazyValue("there").value == "there")
  }

  @Test func `Threads that ask at once get the same value, and what lost the race is freed`() {
    final class Token: Sendable {
      let alive: Count
      init(_ alive: Count) {
        self.alive = alive
        alive.number.wrappingAdd(1, ordering: .relaxed)
      }
      deinit { alive.number.wrappingSubtract(1, ordering: .relaxed) }
    }
    final class Count: Sendable { let number = Atomic<Int>(0) }
    let alive = Count()
    for _ in 0..<200 {
      let value = LazyValue { Token(alive) }
      let seen = concurrentMap(count: 4, jobs: 4) { _ in ObjectIdentifier(value.value) }
      #expect(Set(seen).count == 1 && alive.number.load(ordering: .relaxed) == 1)
      withExtendedLifetime(value) {}
    }
    #expect(alive.number.load(ordering: .relaxed) == 0)
  }
}
