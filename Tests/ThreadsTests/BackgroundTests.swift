import Testing
import Threads

@Suite struct BackgroundTests {
  @Test func `A value is waited for, given away once, and held no longer`() {
    final class Token: Sendable {}
    weak var token: Token?
    let work = Background { Token() }
    do {
      let value = work.value()
      token = value
      #expect(value != nil && token != nil)
      #expect(work.value() == nil)
    }
    #expect(token == nil)
  }

  @Test func `Values that nobody asks for do no harm`() {
    for number in 0..<200 { _ = Background { number } }
    let all = (0..<50).map { number in Background { number * number } }
    #expect(all.map { $0.value() } == (0..<50).map { $0 * $0 })
  }
}
