import Foundation

/// A connection on which a test says and hears bytes exactly.
final class RawClient {
  private let socket: Int32
  private var received: [UInt8] = []

  struct Failure: Error { var message: String }

  /// Nothing takes as long unless it hangs, not even where tests that keep every thread busy run beside this one.
  private let patience = Duration.seconds(300)

  init(port: Int) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var time = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(message: "connect: \(errno)") }
  }

  deinit { close(socket) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Says that nothing more will be said.
  func endSending() { shutdown(socket, Int32(SHUT_WR)) }

  /// Whether the other end has closed the connection and all it sent has been read.
  var hasEnded: Bool {
    var byte: UInt8 = 0
    let count = recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return count == 0 || (count < 0 && errno != EAGAIN)
  }

  /// Waits for more bytes, without holding up other tests. False at the end of the connection.
  private func receive() async throws -> Bool {
    let deadline = ContinuousClock.now + patience
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count >= 0 {
        received += buffer[..<count]
        return count > 0
      }
      guard errno == EAGAIN else { return false }
      guard ContinuousClock.now < deadline else {
        throw Failure(message: "nothing came in time; so far: \(String(decoding: received.prefix(400), as: UTF8.self))")
      }
      try await Task.sleep(for: .microseconds(200))
    }
  }

  /// All bytes until the other end closes.
  func readToEnd() async throws -> [UInt8] {
    while try await receive() {}
    defer { received = [] }
    return received
  }

  /// The text up to and with `mark`.
  func read(through mark: String) async throws -> String {
    let mark = Array(mark.utf8)
    while true {
      if let end = firstRange(of: mark) {
        defer { received.removeFirst(end) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      guard try await receive() else { throw Failure(message: "the connection ended early") }
    }
  }

  private func firstRange(of mark: [UInt8]) -> Int? {
    guard received.count >= mark.count else { return nil }
    return (0...received.count - mark.count).first { received[$0..<$0 + mark.count].elementsEqual(mark) }
      .map { $0 + mark.count }
  }

  /// One answer: its head, and as much body as `Content-Length` says, or none when `hasBody` is false.
  func readAnswer(hasBody: Bool = true) async throws -> Answer {
    let head = try await read(through: "\r\n\r\n")
    var answer = Answer(head: head, body: [])
    let length = hasBody ? Int(answer.header("content-length") ?? "") ?? 0 : 0
    answer.body = try await read(count: length)
    return answer
  }

  /// As many bytes, or those that came before the end.
  func read(count: Int) async throws -> [UInt8] {
    while received.count < count {
      guard try await receive() else { break }
    }
    defer { received.removeFirst(min(count, received.count)) }
    return Array(received.prefix(count))
  }
}

/// An answer as it came over the wire.
struct Answer {
  var head: String
  var body: [UInt8]

  var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
  var text: String { String(decoding: body, as: UTF8.self) }

  /// The head but for what differs from one second to the next.
  var headWithoutDate: [Substring] { head.split(separator: "\r\n").filter { !$0.hasPrefix("Date:") } }

  func header(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts[0].lowercased() == name.lowercased() { return parts.last?.trimmingCharacters(in: .whitespaces) }
    }
    return nil
  }
}

/// Sends one request on a connection of its own, and returns all that came until the server closed it.
func ask(_ port: Int, _ target: String, method: String = "GET", _ headers: String...) async throws -> Answer {
  let client = try RawClient(port: port)
  let host = headers.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: 127.0.0.1:\(port)"]
  client.send(
    (["\(method) \(target) HTTP/1.1"] + host + ["Connection: close"] + headers + ["", ""]).joined(separator: "\r\n"))
  let bytes = try await client.readToEnd()
  let mark = Array("\r\n\r\n".utf8)
  guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
    throw RawClient.Failure(message: "no complete head in: \(String(decoding: bytes, as: UTF8.self))")
  }
  return Answer(
    head: String(decoding: bytes[..<end], as: UTF8.self), body: Array(bytes[(end + mark.count)...]))
}

/// The same for a body that does not fit between two sockets, on a connection that the server keeps open: what it has sent and
/// closed, the system throws away when a test that must wait for its turn reads nothing for a minute.
func askPatiently(_ port: Int, _ target: String, _ headers: String...) async throws -> Answer {
  let client = try RawClient(port: port)
  client.send((["GET \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + headers + ["", ""]).joined(separator: "\r\n"))
  return try await client.readAnswer()
}
