import NIOCore

/// What to serve and what to watch.
public struct PreviewConfiguration: Sendable {
  /// The built site.
  public var folder: String
  /// The address to listen on, and the only name beside those of this machine that requests may use.
  public var host = "127.0.0.1"
  /// The port to listen on; when it is taken, one of the next 20. 0 means any.
  public var port = 4000
  /// Folders and files whose changes call for a rebuild.
  public var watched: [String]
  /// More of them, which may be others after each build; the names of these may begin with a dot.
  public var alsoWatched: @Sendable () -> [String] = { [] }
  /// Folders and files below these that don't count. The built site never counts.
  public var excluded: [String] = []
  /// The name of a file in the built site that is written with every new one.
  public var marker: String
  /// How changes are found.
  public var method = FileWatcher.Method.notifications

  /// Serves the site in `folder`, in which `marker` is written with it, and watches `watched`.
  public init(folder: String, marker: String, watched: [String]) {
    self.folder = folder
    self.marker = marker
    self.watched = watched
  }
}

/// What a rebuild did.
public struct RebuildOutcome: Sendable, Equatable {
  /// The pages and files that were written or removed, style sheets apart.
  public var pages: ChangedPaths
  /// The style sheets that were written or removed.
  public var styles: ChangedPaths
  /// All problems that the handbook has now.
  public var problems: [PreviewProblem]
  /// Whether nothing at all was written, be it shown on pages or not.
  public var wroteNothing: Bool
  /// Whether the machine failed, so that the same rebuild may go through a little later.
  public var isToBeRetried: Bool

  /// What changed, and what is wrong now.
  public init(
    pages: ChangedPaths, styles: ChangedPaths = .paths([]), problems: [PreviewProblem] = [], wroteNothing: Bool = false,
    isToBeRetried: Bool = false
  ) {
    self.pages = pages
    self.styles = styles
    self.problems = problems
    self.wroteNothing = wroteNothing
    self.isToBeRetried = isToBeRetried
  }
}

/// What a preview has to say to whom started it.
public enum PreviewNotice: Sendable, Equatable {
  /// The server listens at `url`. When `portTaken` is not `nil`, it is the port that was asked for in vain.
  case listening(url: String, portTaken: Int?)
  /// Changes can't be watched by notifications (the system's limit is reached): all files are looked at instead.
  case polling
}

/// Builds, serves, watches, rebuilds what changed, and tells the open pages, until its task is cancelled.
///
/// The server listens when the first build is done, so that nobody is shown an older site, or none. What changes during
/// that build is built after it. `rebuild` is never called twice at a time; its task is cancelled when newer changes come,
/// and it may then return `nil` to be called again with those as well. `afterwards` is called when nothing
/// has changed for a second; it may have an outcome of its own. When another program writes the site, all pages are told to load
/// again; when it removes the site, all is rebuilt.
///
/// Throws what `firstBuild` throws, and `ListenError` when the server can't listen. After cancellation it ends within half a
/// second, even when `rebuild` does not.
public func preview(
  _ configuration: PreviewConfiguration,
  notice: @escaping @Sendable (PreviewNotice) -> Void = { _ in },
  firstBuild: () async throws -> RebuildOutcome,
  rebuild: @escaping @Sendable (FileChanges) async -> RebuildOutcome?,
  afterwards: @escaping @Sendable () async -> RebuildOutcome? = { nil }
) async throws {
  let watcher = try await FileWatcher(
    roots: configuration.watched, and: configuration.alsoWatched,
    excluding: configuration.excluded + [configuration.folder], method: configuration.method,
    fallback: { notice(.polling) })
  defer { watcher.stop() }
  let outcome = try await firstBuild()
  let output = OutputState(of: configuration.folder, marker: configuration.marker)
  let server = try await PreviewServer(
    folder: configuration.folder, host: configuration.host, port: configuration.port)
  server.notify(.problems(outcome.problems))
  let isElsewhere = configuration.port != 0 && server.port != configuration.port
  notice(.listening(url: server.url, portTaken: isElsewhere ? configuration.port : nil))

  let lookForOthers: @Sendable () -> Void = { if output.hasChanged() { server.notify(.reload(.everything)) } }
  let loop = RebuildLoop(
    rebuild: { changes in
      lookForOthers()
      return output.completed(await rebuild(changes))
    },
    deliver: { outcome in
      server.notify(.reload(outcome.pages))
      server.notify(.style(outcome.styles))
      server.notify(.problems(outcome.problems))
    }, isToBeRetried: \.isToBeRetried,
    afterwards: {
      lookForOthers()
      return output.completed(await afterwards())
    })
  let lookingAfter = Task {
    while (try? await Task.sleep(for: .seconds(1))) != nil {
      await loop.whenIdle(lookForOthers)
      if output.isGone() { await loop.submit(.everything) }
    }
  }
  defer { lookingAfter.cancel() }
  for await changes in watcher.batches { await loop.submit(changes) }
  await server.shutdown()
  await windDown(loop)
}

/// Lets a rebuild under way notice that it is cancelled, but does not wait long for one that does not.
private func windDown(_ loop: RebuildLoop<RebuildOutcome>) async {
  let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
  // Tasks of their own, since ours is cancelled and would not wait.
  let waiting = Task {
    Task {
      await loop.stop()
      continuation.finish()
    }
    try? await Task.sleep(for: .milliseconds(500))
    continuation.finish()
  }
  await Task { for await _ in ended {} }.value
  waiting.cancel()
}
