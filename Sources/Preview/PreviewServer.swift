import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server for the built site on this machine, which tells open pages what changed.
///
/// It answers GET and HEAD for the files of one folder and adds the live reload script to pages on their way out.
/// The folder is opened anew for each request, so it may be replaced as a whole at any time.
public final class PreviewServer: Sendable {
  /// The port that it listens on.
  public let port: Int
  /// The address for a browser.
  public let url: String
  private let listener: any Channel
  private let connections: Connections
  private let streams: EventStreams

  /// Starts a server for the site in `folder`, which may come into being later.
  ///
  /// A `port` of 0 means any free one. When `port` is taken, the next 20 are tried; ``port`` says which one it is.
  /// Throws `ListenError` when none of them is free, or when `host` is not an address of this machine.
  public convenience init(folder: String, host: String = "127.0.0.1", port: Int = 4000) async throws {
    try await self.init(site: SiteResponder(folder: SiteFolder(path: folder)), host: host, port: port, limits: Limits())
  }

  init(site: SiteResponder, host: String, port: Int, limits: Limits) async throws {
    // As in a URL, an address of IPv6 may stand in brackets.
    let host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    let streams = EventStreams()
    let connections = Connections(limit: limits.connections)
    let services = ConnectionServices(
      site: site, hosts: AllowedHosts(bound: host), streams: streams, limits: limits, connections: connections,
      filePool: .singleton)
    let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Where the system gives no more descriptors, accepting is tried again later, not at once and forever.
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 4)
      // Who has said all it has to say is still answered.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withErrorHandling: true, withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits.decoder)
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(services: services))
          connections.add(channel)
        }
      }
    listener = try await Self.bind(bootstrap, host: host, port: port)
    self.port = listener.localAddress?.port ?? port
    let name = ["0.0.0.0", "::", ""].contains(host) ? "127.0.0.1" : host
    url = "http://\(name.contains(":") ? "[\(name)]" : name):\(self.port)/"
    self.connections = connections
    self.streams = streams
  }

  private static func bind(_ bootstrap: ServerBootstrap, host: String, port: Int) async throws -> any Channel {
    let last = port == 0 ? 0 : min(port + 20, 65_535)
    var candidate = port
    while true {
      do {
        return try await bootstrap.bind(host: host, port: candidate).get()
      } catch let error as IOError where error.errnoCode == addressInUse && candidate < last {
        candidate += 1
      } catch {
        throw ListenError(host: host, port: port, lastPort: candidate, error)
      }
    }
  }

  /// Tells all open pages of `event`, and those that come back later of what they missed.
  public func notify(_ event: PreviewEvent) { streams.send(event) }

  /// How many pages are listening for events.
  var listeners: Int { streams.count }

  /// Stops listening and closes all connections, event streams among them, at once. The second call does nothing.
  public func shutdown() async {
    try? await listener.close().get()
    await connections.closeAll()
  }
}
