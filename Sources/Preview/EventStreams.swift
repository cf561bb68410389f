import NIOCore
import NIOHTTP1
import Synchronization

/// The open event streams, and what a page must be told that was away: which builds there were, and the problems now.
final class EventStreams: Sendable {
  fileprivate struct State {
    /// Differs from one run of the server to the next.
    let session: String
    /// Counts the changes of this run.
    var build = 0
    /// The latest changes, the oldest first; the last one made `build`.
    var changes: [Change] = []
    var problems: [PreviewProblem] = []
    var channels: [ObjectIdentifier: any Channel] = [:]

    var buildID: String { "\(session)-\(build)" }
  }

  fileprivate struct Change {
    var pages = ChangedPaths.paths([])
    var styles = ChangedPaths.paths([])
  }

  /// Pages that missed more builds than this are reloaded whatever changed.
  fileprivate static let mostChanges = 100

  private let state: Mutex<State>

  init() {
    state = Mutex(State(session: String(UInt64.random(in: .min ... .max), radix: 36)))
  }

  /// The id of the site's present build. It changes with every change that is announced.
  var build: String { state.withLock { $0.buildID } }

  /// How many streams are open.
  var count: Int { state.withLock { $0.channels.count } }

  /// Tells every open page of `event`.
  func send(_ event: PreviewEvent) {
    let (message, channels) = state.withLock { state -> (EventMessage?, [any Channel]) in
      var event = event
      switch event {
      case .reload(let paths):
        if paths.isEmpty { return (nil, []) }
        event = .reload(paths.normalized)
        state.record(Change(pages: paths.normalized))
      case .style(let paths):
        if paths.isEmpty { return (nil, []) }
        event = .style(paths.normalized)
        state.record(Change(styles: paths.normalized))
      case .problems(let problems):
        if problems == state.problems { return (nil, []) }
        state.problems = problems
      }
      return (EventMessage(event, build: state.buildID), Array(state.channels.values))
    }
    guard let message else { return }
    let bytes = ByteBuffer(bytes: message.bytes)
    for channel in channels {
      channel.eventLoop.execute {
        // Who does not read does not get a queue without end: the page connects again, and is told what it missed.
        guard channel.isWritable else { return channel.close(promise: nil) }
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil)
      }
    }
  }

  /// Adds a stream whose page shows `build`, and returns what that page has to be told at once. Call it on the
  /// channel's event loop and write the result before returning to it: what is sent afterwards comes after it.
  func add(_ channel: any Channel, showing build: String?) -> ByteBuffer {
    state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = channel
      let missed = state.changes(since: build)
      var events: [PreviewEvent] = []
      if !missed.pages.isEmpty { events.append(.reload(missed.pages)) }
      if !missed.styles.isEmpty { events.append(.style(missed.styles)) }
      events.append(.problems(state.problems))
      return ByteBuffer(bytes: events.flatMap { EventMessage($0, build: state.buildID).bytes })
    }
  }

  /// Forgets a stream that has ended.
  func remove(_ channel: any Channel) {
    state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
  }
}

extension EventStreams.State {
  fileprivate mutating func record(_ change: EventStreams.Change) {
    build += 1
    changes.append(change)
    if changes.count > EventStreams.mostChanges { changes.removeFirst() }
  }

  /// All changes that came after the build with this id: everything when it is of another run or too long ago.
  fileprivate func changes(since id: String?) -> EventStreams.Change {
    guard let id, id != buildID else { return EventStreams.Change() }
    let prefix = session + "-"
    guard id.hasPrefix(prefix), let number = Int(id.dropFirst(prefix.count)),
      number >= build - changes.count, number < build
    else { return EventStreams.Change(pages: .everything) }
    return changes.suffix(build - number).reduce(into: EventStreams.Change()) { all, change in
      all.pages = all.pages.union(change.pages)
      all.styles = all.styles.union(change.styles)
    }
  }
}
