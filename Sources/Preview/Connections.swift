import NIOCore
import Synchronization

/// The open connections of one server. When there are too many, the one that has been idle for the longest time makes room.
final class Connections: Sendable {
  private struct Connection {
    var channel: any Channel
    /// Since when it waits for a request; `nil` while it has one.
    var idleSince: NIODeadline?
  }

  private struct State {
    var connections: [ObjectIdentifier: Connection] = [:]
    var isClosed = false

    /// Forgets the connection that has been idle for the longest time, and returns it. O(connections).
    mutating func removeIdlest() -> (any Channel)? {
      let idle = connections.compactMap { id, connection in connection.idleSince.map { (id: id, since: $0) } }
      guard let idlest = idle.min(by: { $0.since < $1.since }) else { return nil }
      return connections.removeValue(forKey: idlest.id)?.channel
    }
  }

  private let limit: Int
  private let state = Mutex(State())

  /// At most `limit` connections.
  init(limit: Int) { self.limit = limit }

  /// Takes in a new connection, which may cost an idle one its place; it is closed when there is no room.
  func add(_ channel: any Channel) {
    let refused = state.withLock { state -> (any Channel)? in
      if state.isClosed { return channel }
      let old = state.connections.count >= limit ? state.removeIdlest() : nil
      if state.connections.count >= limit { return channel }
      state.connections[ObjectIdentifier(channel)] = Connection(channel: channel, idleSince: .now())
      return old
    }
    refused?.close(promise: nil)
    channel.closeFuture.whenComplete { _ in
      self.state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(channel)) }
    }
  }

  /// Notes whether a connection waits for a request from now on.
  func note(_ channel: any Channel, isIdle: Bool) {
    state.withLock { $0.connections[ObjectIdentifier(channel)]?.idleSince = isIdle ? .now() : nil }
  }

  /// Closes all, and those that come later.
  func closeAll() async {
    let channels = state.withLock { state in
      state.isClosed = true
      return state.connections.values.map(\.channel)
    }
    for channel in channels { channel.close(promise: nil) }
    for channel in channels { try? await channel.closeFuture.get() }
  }
}
