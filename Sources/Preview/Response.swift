import NIOCore
import NIOHTTP1

/// An answer as a value, before it is known whether its body is to be sent.
struct Response: Sendable {
  /// The status line's status.
  var status: HTTPResponseStatus
  /// All headers but those that depend on the connection.
  var headers: HTTPHeaders
  /// What follows the headers.
  var body: Body

  /// What follows the headers.
  enum Body: Sendable {
    case none
    case bytes(ByteBuffer)
    /// A part of a file too large for one buffer.
    case file(OpenFile, Range<Int>)

    /// In bytes.
    var length: Int {
      switch self {
      case .none: 0
      case .bytes(let buffer): buffer.readableBytes
      case .file(_, let range): range.count
      }
    }
  }

  /// An answer with the headers that every answer has: nothing is kept without asking again, nothing is taken for
  /// another type, and nothing is handed to pages of other sites, which might read a handbook that is not public.
  init(_ status: HTTPResponseStatus, type: String? = nil, body: Body = .none) {
    self.status = status
    self.body = body
    headers = [
      "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
    ]
    if let type { headers.add(name: "Content-Type", value: type) }
    if status != .notModified { headers.add(name: "Content-Length", value: String(body.length)) }
  }

  /// One line of plain text, for people who look at what their tool was told.
  static func plain(_ status: HTTPResponseStatus, _ text: String) -> Response {
    Response(status, type: "text/plain; charset=utf-8", body: .bytes(ByteBuffer(string: text + "\n")))
  }

  static let badRequest = plain(.badRequest, "This request can't be understood.")
  static let foreignHost = plain(
    .misdirectedRequest, "This preview answers to its own address only. Open it as http://127.0.0.1 with its port.")
  static let failed = plain(.internalServerError, "The page could not be read.")
  static var methodNotAllowed: Response {
    var response = plain(.methodNotAllowed, "Only GET and HEAD are answered here.")
    response.headers.add(name: "Allow", value: "GET, HEAD")
    return response
  }
}
