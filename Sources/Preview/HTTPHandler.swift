import NIOCore
import NIOHTTP1

/// Answers the requests of one connection.
final class HTTPHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let folder: SiteFolder
  private let live: LiveReload
  private let hosts: Set<String>
  private var head: HTTPRequestHead?

  /// - Parameter hosts: the names under which the server may be asked, lower case, without ports.
  init(folder: SiteFolder, live: LiveReload, hosts: Set<String>) {
    self.folder = folder
    self.live = live
    self.hosts = hosts
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  // MARK: - Answers

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    // A page elsewhere may point its own name at this machine; it must not read what is served here.
    guard hosts.contains(Self.hostName(head.headers.first(name: "host"))) else {
      return send(.misdirectedRequest, text: "This server answers on its own address only.", head, context)
    }
    guard head.method == .GET || head.method == .HEAD else {
      return send(
        .methodNotAllowed, text: "Only GET and HEAD are answered.", head, context, headers: [("Allow", "GET, HEAD")])
    }
    let path = head.uri.split(separator: "?", maxSplits: 1).first.map(String.init) ?? ""
    if path == LiveReload.eventsPath, head.method == .GET { return openStream(head, context) }
    if path == LiveReload.scriptPath {
      return send(.ok, Array(LiveReload.script.utf8), type: mediaType(of: "reload.js"), head, context)
    }
    switch folder.answer(head.uri) {
    case .file(let bytes, let type):
      let isPage = type.hasPrefix("text/html")
      send(.ok, isPage ? LiveReload.injected(into: bytes) : bytes, type: type, head, context)
    case .redirect(let location):
      send(.movedPermanently, text: "It is at \(location)", head, context, headers: [("Location", location)])
    case .notFound:
      send(.notFound, LiveReload.injected(into: folder.notFoundPage), type: "text/html; charset=utf-8", head, context)
    case .badRequest: send(.badRequest, text: "This path cannot be read.", head, context)
    }
  }

  /// The name in a `Host` header, without its port.
  static func hostName(_ header: String?) -> String {
    guard let header = header?.lowercased() else { return "" }
    if header.hasPrefix("["), let end = header.firstIndex(of: "]") { return String(header[...end]) }
    return header.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
  }

  private func openStream(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let headers: HTTPHeaders = ["Content-Type": "text/event-stream", "Cache-Control": "no-store"]
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .ok, headers: headers))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: ": open\n\n")))), promise: nil)
    live.add(context.channel)
  }

  private func send(
    _ status: HTTPResponseStatus, text: String, _ head: HTTPRequestHead, _ context: ChannelHandlerContext,
    headers: [(String, String)] = []
  ) {
    send(status, Array((text + "\n").utf8), type: "text/plain; charset=utf-8", head, context, headers: headers)
  }

  private func send(
    _ status: HTTPResponseStatus, _ bytes: [UInt8], type: String, _ head: HTTPRequestHead,
    _ context: ChannelHandlerContext, headers: [(String, String)] = []
  ) {
    var all = HTTPHeaders(headers)
    var (status, body) = (status, bytes[...])
    if status == .ok {
      let tag = Self.entityTag(bytes)
      all.add(name: "ETag", value: tag)
      all.add(name: "Accept-Ranges", value: "bytes")
      if Self.matches(head.headers[canonicalForm: "if-none-match"], tag) {
        (status, body) = (.notModified, [])
      } else if let field = head.headers.first(name: "range"),
        head.headers.first(name: "if-range").map({ $0 == tag }) ?? true
      {
        switch ByteRange(field, count: bytes.count) {
        case .part(let range):
          (status, body) = (.partialContent, bytes[range])
          all.add(name: "Content-Range", value: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)")
        case .unsatisfiable:
          (status, body) = (.rangeNotSatisfiable, [])
          all.add(name: "Content-Range", value: "bytes */\(bytes.count)")
        case .whole: break
        }
      }
    }
    all.add(name: "Content-Type", value: type)
    if status != .notModified { all.add(name: "Content-Length", value: String(body.count)) }
    all.add(name: "Cache-Control", value: "no-cache")
    all.add(name: "X-Content-Type-Options", value: "nosniff")
    if !head.isKeepAlive { all.add(name: "Connection", value: "close") }
    let response = HTTPResponseHead(version: head.version, status: status, headers: all)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD, !body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
    }
    let done = context.eventLoop.makePromise(of: Void.self)
    if !head.isKeepAlive {
      let channel = context.channel
      done.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
  }

  /// A strong tag made from the bytes themselves (FNV-1a, 64 bits, and the length).
  static func entityTag(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    return "\"\(String(hash, radix: 36))-\(String(bytes.count, radix: 36))\""
  }

  private static func matches(_ fields: [Substring], _ tag: String) -> Bool {
    fields.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
  }
}

/// What a `Range` header asks for.
enum ByteRange: Equatable {
  /// These bytes.
  case part(Range<Int>)
  /// Nothing that is there.
  case unsatisfiable
  /// All of it: no range, several, or none that can be read.
  case whole

  /// Reads the header of a request for `count` bytes (RFC 9110, section 14).
  init(_ header: String, count: Int) {
    self = .whole
    guard header.lowercased().hasPrefix("bytes="), !header.contains(",") else { return }
    let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return }
    switch (Int(ends[0]), Int(ends[1])) {
    case (nil, let length?) where ends[0].isEmpty:
      self = length == 0 || count == 0 ? .unsatisfiable : .part(max(0, count - length)..<count)
    case (let first?, nil) where ends[1].isEmpty: self = first < count ? .part(first..<count) : .unsatisfiable
    case (let first?, let last?):
      guard first <= last else { return }
      self = first < count ? .part(first..<min(last, count - 1) + 1) : .unsatisfiable
    default: return
    }
  }
}
