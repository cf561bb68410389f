import NIOCore
import NIOHTTP1

/// How much of the machine one client may take.
struct Limits: Sendable {
  /// A connection on which nothing moves for this long is closed: no request, or an answer that nobody reads.
  var idle = TimeAmount.seconds(75)
  /// A connection on which no request came for this long since it was opened is closed.
  var firstRequest = TimeAmount.seconds(20)
  /// How many connections may be open. A connection takes one descriptor, and another one while it is sent a large file; what is
  /// left is for builds.
  var connections = max(16, min(2_000, descriptorLimit() / 4))
  /// How often connections are looked at, and open event streams are sent a sign of life.
  var heartbeat = TimeAmount.seconds(15)
  /// The most bytes of body that a request may have; they are thrown away.
  var body = 1 << 20
  /// The most bytes of all headers of a request.
  var headers = 32 << 10
  /// The most bytes of a request's target.
  var target = 8 << 10
  /// The bytes of a large file that are in memory at a time.
  var chunk = 256 << 10

  var decoder: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = headers
    configuration.maxHeaderListSize = headers
    return configuration
  }
}
