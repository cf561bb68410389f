import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server for a built site on this machine: files of one folder, and news for the browsers that show them.
public final class PreviewServer: Sendable {
  /// The host that it was bound to.
  public let host: String
  /// The port that it took; not always the wanted one.
  public let port: Int

  private let live: LiveReload
  private let channel: any Channel
  private let group: MultiThreadedEventLoopGroup

  /// Why no server could be started.
  public enum Failure: Error, Sendable {
    /// No port could be bound; the reason in the system's words.
    case cannotBind(host: String, port: Int, reason: String)
  }

  /// Starts a server for the site in `folder`. When `port` is taken, one of the next 20 is.
  ///
  /// - Throws: ``Failure``.
  public static func start(folder: String, host: String, port: Int) async throws -> PreviewServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let live = LiveReload()
    let site = SiteFolder(path: folder)
    let named = host.contains(":") ? "[\(host.lowercased())]" : host.lowercased()
    let hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]", named]
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: true)
          try channel.pipeline.syncOperations.addHandler(HTTPHandler(folder: site, live: live, hosts: hosts))
        }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
    var reason = ""
    for candidate in port...min(port + (port == 0 ? 0 : 20), 65_535) {
      do {
        let channel = try await bootstrap.bind(host: host, port: candidate).get()
        return PreviewServer(
          host: host, port: channel.localAddress?.port ?? candidate, live: live, channel: channel, group: group)
      } catch let error as IOError where error.errnoCode == EADDRINUSE {
        reason = "it is taken, and so are the next ones"
      } catch {
        reason = "\(error)"
        break
      }
    }
    try? await group.shutdownGracefully()
    throw Failure.cannotBind(host: host, port: port, reason: reason)
  }

  private init(host: String, port: Int, live: LiveReload, channel: any Channel, group: MultiThreadedEventLoopGroup) {
    self.host = host
    self.port = port
    self.live = live
    self.channel = channel
    self.group = group
  }

  /// The address of the site.
  public var address: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/" }

  /// Tells every browser to load its page again.
  public func reload() { live.reload() }

  /// Shows problems in every browser; none take the old ones away.
  ///
  /// - Parameter lines: JSON, a list of texts.
  public func show(problems lines: String) { live.show(problems: lines) }

  /// Stops at once: no new connection, open streams ended.
  public func stop() async {
    try? await channel.close().get()
    live.close()
    try? await group.shutdownGracefully()
  }
}
