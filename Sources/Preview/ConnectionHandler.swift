import NIOCore
import NIOHTTP1
import NIOPosix

/// What all connections of a server share.
struct ConnectionServices: Sendable {
  var site: SiteResponder
  var hosts: AllowedHosts
  var streams: EventStreams
  var limits: Limits
  var connections: Connections
  /// Where files are read, so that a slow disk holds up no other connection.
  var filePool: NIOThreadPool
}

/// One connection: takes requests one after another (pipelined ones wait in the handler before this one), checks them,
/// and writes the answers.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    /// Waiting for a request, or for the rest of one.
    case reading
    /// An answer is being made or sent.
    case answering
    /// The connection is an event stream until it closes.
    case streaming
  }

  private let services: ConnectionServices
  private var state = State.reading
  /// Whether a request has come.
  private var hasAsked = false
  private var head: HTTPRequestHead?
  private var bodyLength = 0
  /// How many requests were taken and are not answered yet: a pipelined one comes when the answer before it is written, which may
  /// be before that has left.
  private var unanswered = 0
  /// Whether the client has ended its side of the connection.
  private var hasHeardAll = false
  private var lastProgress = NIODeadline.now()
  private var heartbeat: RepeatedTask?
  /// Closes the connection when no request comes.
  private var firstRequest: Scheduled<Void>?

  init(services: ConnectionServices) { self.services = services }

  // MARK: Events of the channel

  func channelActive(context: ChannelHandlerContext) {
    lastProgress = .now()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let interval = services.limits.heartbeat
    heartbeat = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      let (handler, context) = bound.value
      handler.lookAfter(context)
    }
    firstRequest = context.eventLoop.scheduleTask(in: services.limits.firstRequest) {
      let (handler, context) = bound.value
      if !handler.hasAsked { context.close(promise: nil) }
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    heartbeat?.cancel()
    firstRequest?.cancel()
    services.streams.remove(context.channel)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A malformed request has been answered with 400 by the handler before; other errors mean that the client left.
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      bodyLength = 0
      if head.waitsForContinue {
        context.writeAndFlush(
          wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
      }
    case .body(let bytes):
      bodyLength += bytes.readableBytes
      if bodyLength > services.limits.body, head != nil {
        head = nil
        unanswered += 1
        let refusal = Response.plain(.payloadTooLarge, "Requests have no body here.")
        write(refusal, to: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"), keepAlive: false, context)
      }
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  /// Who has ended its side may wait for an answer, but listens to no events any more.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    hasHeardAll = true
    if state != .answering { context.close(promise: nil) }
  }

  /// Closes a connection on which nothing moves, and keeps an event stream alive.
  private func lookAfter(_ context: ChannelHandlerContext) {
    guard state != .streaming || context.channel.isWritable else { return context.close(promise: nil) }
    if state == .streaming {
      context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: ":\n\n")))), promise: nil)
    } else if .now() - lastProgress > services.limits.idle {
      context.close(promise: nil)
    }
  }

  // MARK: Answering

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    state = .answering
    unanswered += 1
    hasAsked = true
    services.connections.note(context.channel, isIdle: false)
    let path: RequestPath
    do {
      if let refusal = refusal(of: head) { return write(refusal, to: head, context) }
      path = try RequestPath(target: head.uri)
    } catch RequestPath.Refusal.notServed {
      return respond(to: head, context) { site, build in try site.notFound(build: build) }
    } catch {
      return write(.badRequest, to: head, context)
    }
    if let authority = path.authority, !services.hosts.allow(authority) {
      return write(.foreignHost, to: head, context)
    }
    switch "/" + path.components.joined(separator: "/") {
    case LiveReload.events where !path.endsWithSlash: openStream(for: head, path: path, context)
    case LiveReload.script where !path.endsWithSlash:
      let script = Response.Body.bytes(ByteBuffer(string: LiveReload.source))
      write(Response(.ok, type: MediaType(fileName: "reload.js").value, body: script), to: head, context)
    default:
      respond(to: head, context) { site, build in site.respond(to: head, path: path, build: build) }
    }
  }

  /// What is answered to a request whatever its path, if anything.
  private func refusal(of head: HTTPRequestHead) -> Response? {
    let hosts = head.headers["Host"]
    if hosts.count > 1 || (hosts.isEmpty && head.isAtLeastHTTP11) { return .badRequest }
    // Space may stand around the value of a field.
    let host = hosts.first.map { $0.drop(while: isBlank).reversed().drop(while: isBlank).reversed() }
    if let host, !services.hosts.allow(String(host)) { return .foreignHost }
    if head.method != .GET, head.method != .HEAD { return .methodNotAllowed }
    if head.uri.utf8.count > services.limits.target { return .plain(.uriTooLong, "The address is too long.") }
    return nil
  }

  /// Makes the answer where files may be read, and writes it.
  private func respond(
    to head: HTTPRequestHead, _ context: ChannelHandlerContext,
    with make: @escaping @Sendable (SiteResponder, _ build: String) throws -> Response
  ) {
    let site = services.site
    // Taken before the page is read, so that a page can only be newer than it says, which costs a reload at worst.
    let build = services.streams.build
    services.filePool.runIfActive(eventLoop: context.eventLoop) { try make(site, build) }
      .assumeIsolated()
      .whenComplete { result in
        self.write((try? result.get()) ?? .failed, to: head, context)
      }
  }

  private func write(
    _ response: Response, to head: HTTPRequestHead, keepAlive: Bool? = nil, _ context: ChannelHandlerContext
  ) {
    // Behind a request for another protocol nothing more is read.
    let keepAlive = keepAlive ?? (head.isKeepAlive && !head.asksForAnotherProtocol)
    var headers = response.headers
    headers.add(name: "Date", value: httpDate())
    if !keepAlive { headers.replaceOrAdd(name: "Connection", value: "close") }
    if keepAlive, !head.isAtLeastHTTP11 { headers.replaceOrAdd(name: "Connection", value: "keep-alive") }
    let responseHead = HTTPResponseHead(version: head.version, status: response.status, headers: headers)
    context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
    switch head.method == .HEAD ? .none : response.body {
    case .none: finish(keepAlive: keepAlive, context)
    case .bytes(let buffer):
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
      finish(keepAlive: keepAlive, context)
    case .file(let file, let range): send(file, range, keepAlive: keepAlive, context)
    }
  }

  /// Sends a large file piece by piece; the next one is read when the one before has left.
  private func send(_ file: OpenFile, _ range: Range<Int>, keepAlive: Bool, _ context: ChannelHandlerContext) {
    guard !range.isEmpty else { return finish(keepAlive: keepAlive, context) }
    let count = min(range.count, services.limits.chunk)
    services.filePool.runIfActive(eventLoop: context.eventLoop) {
      try file.read(from: range.lowerBound, count: count)
    }
    .assumeIsolated()
    .flatMap { bytes -> EventLoopFuture<Void> in
      // A file that became shorter can't be sent as promised. Closing early tells the client so.
      guard bytes.readableBytes == count else { return context.eventLoop.makeFailedFuture(ChannelError.eof) }
      return context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(bytes))))
    }
    .whenComplete { result in
      self.lastProgress = .now()
      guard case .success = result else { return context.close(promise: nil) }
      self.send(file, range.dropFirst(count), keepAlive: keepAlive, context)
    }
  }

  private func finish(keepAlive: Bool, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
      self.lastProgress = .now()
      self.unanswered -= 1
      let isDone = self.unanswered == 0
      if !keepAlive || self.hasHeardAll && isDone { return context.close(promise: nil) }
      guard isDone else { return }
      self.state = .reading
      self.services.connections.note(context.channel, isIdle: true)
    }
  }

  /// Turns the connection into an event stream.
  private func openStream(for head: HTTPRequestHead, path: RequestPath, _ context: ChannelHandlerContext) {
    var headers = Response(.ok, type: "text/event-stream; charset=utf-8").headers
    headers.remove(name: "Content-Length")
    guard head.method == .GET else {
      return write(Response(.ok, type: "text/event-stream; charset=utf-8"), to: head, context)
    }
    state = .streaming
    headers.add(name: "Date", value: httpDate())
    let responseHead = HTTPResponseHead(version: head.version, status: .ok, headers: headers)
    context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
    let since = path.query.flatMap { query in
      query.split(separator: "&").first { $0.hasPrefix("since=") }.map { String($0.dropFirst("since=".count)) }
    }
    var bytes = ByteBuffer(string: "retry: 500\n\n")
    bytes.writeImmutableBuffer(
      services.streams.add(context.channel, showing: head.headers.first(name: "Last-Event-ID") ?? since))
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
  }
}

extension HTTPRequestHead {
  /// Whether the request is of a version in which `Host` is required and connections stay open.
  fileprivate var isAtLeastHTTP11: Bool { version.major > 1 || version.minor >= 1 }

  /// Whether the client would go on in another protocol.
  fileprivate var asksForAnotherProtocol: Bool {
    method == .CONNECT
      || headers.contains(name: "Upgrade")
        && headers[canonicalForm: "Connection"].contains { $0.lowercased() == "upgrade" }
  }

  /// Whether the client sends no body before it is told to.
  fileprivate var waitsForContinue: Bool {
    isAtLeastHTTP11 && headers[canonicalForm: "Expect"].contains { $0.lowercased() == "100-continue" }
  }
}

private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
