import Foundation
import TestSupport
import Testing

/// `baton serve` while it runs, and the client that asks it.
final class ServeProcess {
  /// The port that it says it listens on.
  private(set) var port = 0
  let process: Process
  /// Where it runs; it is removed with this object.
  let folder: TemporaryFolder
  private let errors: URL
  private let output: URL

  /// Starts the program, `through` another one if need be, and waits until it has said its address.
  init(_ arguments: [String], in folder: TemporaryFolder, through wrapper: [String] = []) throws {
    self.folder = folder
    let command = wrapper + [Program.path, "serve"] + arguments
    (process, output, errors) = try Program.start(Array(command.dropFirst()), in: folder.path, executable: command[0])
    try wait(for: "the address") { said.contains("Ctrl-C stops") || !process.isRunning }
    let address = try #require(said.firstRange(of: "http://127.0.0.1:"), "\(said)")
    port = try #require(Int(said[address.upperBound...].prefix { $0.isNumber }))
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for url in [output, errors] { try? FileManager.default.removeItem(at: url) }
  }

  /// What it has written to standard error.
  var said: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  /// Waits until `condition` holds; fails the test when it does not within a time that only a hang exceeds.
  func wait(for what: String, _ condition: () throws -> Bool) throws {
    let deadline = Date().addingTimeInterval(120)
    while try !condition() {
      guard Date() < deadline else { throw Failure("waited in vain for \(what); it said: \(said)") }
      usleep(2_000)
    }
  }

  /// Sends a signal, and returns the exit status and how long the program went on, in seconds.
  func stop(_ number: Int32 = SIGINT) throws -> (status: Int32, seconds: Double) {
    let start = Date()
    kill(process.processIdentifier, number)
    try wait(for: "the end") { !process.isRunning }
    let seconds = Date().timeIntervalSince(start)
    if process.terminationReason == .uncaughtSignal { Issue.record("a signal ended it") }
    return (process.terminationStatus, seconds)
  }

  /// Asks for `target` on a connection of its own.
  func ask(
    _ target: String, method: String = "GET", host: String = "localhost", _ headers: [String: String] = [:]
  ) throws -> ServeAnswer {
    let connection = try ServeConnection(port: port)
    let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
    connection.send("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(lines)\r\n")
    return try ServeAnswer(connection.readToEnd())
  }

  /// Opens a stream of events, as a page does, and returns it when it is set up.
  func events() throws -> ServeConnection {
    let connection = try ServeConnection(port: port)
    connection.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = try connection.read(through: "event: problems\n")
    _ = try connection.read(through: "\n\n")
    return connection
  }
}

/// What went wrong with a test's own means.
struct Failure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// An answer as it came.
struct ServeAnswer {
  var status: Int
  var headers: [String: String] = [:]
  var body: Data

  var text: String { String(decoding: body, as: UTF8.self) }

  init(_ bytes: Data) throws {
    guard let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else {
      throw Failure("no answer: \(String(decoding: bytes, as: UTF8.self))")
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    for line in lines.dropFirst() {
      let parts = line.components(separatedBy: ": ")
      headers[parts[0].lowercased()] = parts.dropFirst().joined(separator: ": ")
    }
    body = Data(bytes[end.upperBound...])
  }
}

/// A connection to a server on this machine. Reading gives up when nothing comes for two minutes.
final class ServeConnection {
  private let descriptor: Int32
  private var unread = Data()

  /// Connects to a port of 127.0.0.`host`: all of these are this machine, and only the first is what servers listen on that
  /// are for this machine alone.
  init(port: Int, host: UInt32 = 1) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var time = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = (0x7F00_0000 + host).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw Failure("cannot connect to port \(port): \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  func send(_ text: String) { _ = Foundation.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

  /// Everything until the server closes the connection.
  func readToEnd() throws -> Data {
    while try receive() {}
    defer { unread = Data() }
    return unread
  }

  /// The text up to and with `end`.
  func read(through end: String) throws -> String {
    // Signs of life keep a stream from ever being silent.
    let deadline = Date().addingTimeInterval(120)
    while true {
      if let found = unread.firstRange(of: Data(end.utf8)) {
        defer { unread = Data(unread[found.upperBound...]) }
        return String(decoding: unread[..<found.upperBound], as: UTF8.self)
      }
      guard Date() < deadline, try receive() else {
        throw Failure("\(end) did not come, but \(String(decoding: unread, as: UTF8.self))")
      }
    }
  }

  /// The next event with this name: its data. Others before it are skipped.
  func next(_ name: String) throws -> String {
    _ = try read(through: "event: \(name)\n")
    _ = try read(through: "data: ")
    return String(try read(through: "\n\n").dropLast(2))
  }

  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw Failure("nothing more came: \(String(decoding: unread, as: UTF8.self))") }
    unread.append(contentsOf: buffer[..<count])
    return count > 0
  }
}
