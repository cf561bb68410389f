import Testing
import Threads

@Suite struct ConcurrentMapTests {
  @Test(arguments: [1, 2, 7]) func `Results stand in the order of the input`(jobs: Int) {
    let input = Array(0..<1_000)
    #expect(input.concurrentMap(jobs: jobs) { $0 * 2 } == input.map { $0 * 2 })
    #expect([Int]().concurrentMap(jobs: jobs) { $0 }.isEmpty)
  }

  @Test(arguments: [1, 3]) func `Results are released once each`(jobs: Int) {
    final class Token: Sendable {}
    weak var last: Token?
    do {
      let tokens = concurrentMap(count: 500, jobs: jobs) { _ in Token() }
      last = tokens.last
      #expect(Set(tokens.map(ObjectIdentifier.init)).count == 500 && last != nil)
    }
    #expect(last == nil)
  }
}
