import Foundation
import Glibc
import Threads

/// A message of the Language Server Protocol: JSON behind a header with its length.
struct Message {
  /// The JSON object.
  var object: [String: Any]

  /// What is asked for, `nil` for an answer.
  var method: String? { object["method"] as? String }
  /// The number or text by which an answer is matched; `nil` for a notification.
  var id: Any? { object["id"] }
  /// What the method is told.
  var parameters: [String: Any] { object["params"] as? [String: Any] ?? [:] }

  /// The largest message that is read, in bytes.
  static let mostBytes = 64 << 20
}

/// Reads messages from a stream of bytes.
struct MessageReader {
  private let input: FileHandle
  private var buffer = Data()

  init(_ input: FileHandle) { self.input = input }

  /// What a server waits for.
  enum Event {
    /// The stream has something to read, or has ended.
    case input
    /// Another thread has sent a signal.
    case signal
    /// Neither came in time.
    case silence
  }

  /// Waits for input, or for a signal, which is taken.
  ///
  /// - Parameter milliseconds: how long at most; `nil` for as long as it takes.
  func wait(signal: WakeUpPipe?, milliseconds: Int?) -> Event {
    if !buffer.isEmpty { return .input }
    var waited = [
      pollfd(fd: input.fileDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signal?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&waited, 2, milliseconds.map(Int32.init) ?? -1)
      if count < 0, errno == EINTR { continue }
      if count == 0 { return .silence }
      if count > 0, waited[0].revents == 0, waited[1].revents != 0 {
        signal?.clear()
        return .signal
      }
      return .input
    }
  }

  /// What a stream holds.
  enum Input {
    case message(Message)
    /// No message: what is answered, a code of JSON-RPC and a text.
    case fault(Int, String)
    /// The end of the stream, or what is no such stream.
    case end
  }

  /// What the stream has next.
  mutating func next() -> Input {
    guard let length = header(), 0...Message.mostBytes ~= length else { return .end }
    while buffer.count < length { guard fill() else { return .end } }
    let body = buffer.prefix(length)
    buffer = Data(buffer.dropFirst(length))
    guard let json = Self.json(body) ?? Self.json(body.withoutLoneSurrogates) else {
      return .fault(-32700, "the message is not JSON")
    }
    guard let object = json as? [String: Any] else { return .fault(-32600, "the message is no object of JSON") }
    return .message(Message(object: object))
  }

  private static func json(_ body: Data) -> Any? {
    try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
  }

  /// The length that the header in front of a message gives.
  private mutating func header() -> Int? {
    let end = Data("\r\n\r\n".utf8)
    while true {
      if let range = buffer.range(of: end) {
        let lines = String(decoding: buffer[buffer.startIndex..<range.lowerBound], as: UTF8.self)
        buffer = Data(buffer[range.upperBound...])
        for line in lines.split(whereSeparator: \.isNewline) {
          let parts = line.split(separator: ":", maxSplits: 1)
          if parts.count == 2, parts[0].lowercased() == "content-length" {
            return Int(parts[1].filter { $0 != " " })
          }
        }
        return nil
      }
      guard buffer.count < 1 << 16, fill() else { return nil }
    }
  }

  private mutating func fill() -> Bool {
    let data = input.availableData
    buffer.append(data)
    return !data.isEmpty
  }
}

/// Writes messages to a stream of bytes.
struct MessageWriter {
  let output: FileHandle

  func respond(_ id: Any, _ result: Any) { write(["jsonrpc": "2.0", "id": id, "result": result]) }

  func fail(_ id: Any, _ code: Int, _ message: String) {
    write(["jsonrpc": "2.0", "id": id, "error": ["code": code, "message": message]])
  }

  /// Asks the client for something; its answer is not waited for.
  func request(_ id: String, _ method: String, _ parameters: [String: Any]) {
    write(["jsonrpc": "2.0", "id": id, "method": method, "params": parameters])
  }

  func notify(_ method: String, _ parameters: [String: Any]) {
    write(["jsonrpc": "2.0", "method": method, "params": parameters])
  }

  private func write(_ object: [String: Any]) {
    guard let body = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]) else { return }
    try? output.write(contentsOf: Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
  }
}
