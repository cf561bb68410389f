import Glibc
import Testing

@testable import Fetch

@Suite struct RedirectTests {
  /// Answers every connection to a port of all loopback addresses with a redirect; forever, as the tests' process ends soon.
  private func redirectingPort(to target: @escaping @Sendable (Int) -> String) throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isListening)
    let port = Int(UInt16(bigEndian: address.sin_port))
    var thread = pthread_t()
    let answer = "HTTP/1.1 302 Found\r\nLocation: \(target(port))\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let work = Unmanaged.passRetained(Work(listener: listener, answer: Array(answer.utf8)))
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        while true {
          let connection = accept(work.listener, nil, nil)
          guard connection >= 0 else { return nil }
          var buffer = [UInt8](repeating: 0, count: 4_096)
          _ = recv(connection, &buffer, buffer.count, 0)
          _ = send(connection, work.answer, work.answer.count, Int32(MSG_NOSIGNAL))
          close(connection)
        }
      }, work.toOpaque())
    #expect(status == 0)
    return port
  }

  private final class Work: Sendable {
    let listener: Int32
    let answer: [UInt8]

    init(listener: Int32, answer: [UInt8]) { (self.listener, self.answer) = (listener, answer) }
  }

  @Test func `A redirect from a public address to a private one is not followed`() throws {
    let port = try redirectingPort { "http://127.0.0.2:\($0)/" }
    var bounds = FetchBounds()
    bounds.secondsEach = 5
    bounds.isPublic = { address in
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt32(bigEndian: $0.pointee.sin_addr.s_addr) == 0x7F00_0001
      }
    }
    func answers() -> [Answer]? { fetch(["http://127.0.0.1:\(port)/"], bounds, userAgent: "test")?.map(\.answer) }
    #expect(answers() == [.untried(.privateNetwork)])
    bounds.isPublic = { _ in true }
    #expect(answers() == [.failed(.tooManyRedirects)])
  }
}
