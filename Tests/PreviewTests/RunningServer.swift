import NIOCore
import Synchronization
import Testing

@testable import Preview

extension Limits {
  /// No connection is closed for being idle: a test may have to wait long for its turn.
  static var patient: Limits {
    var limits = Limits()
    limits.idle = .hours(1)
    limits.firstRequest = .hours(1)
    return limits
  }
}

/// Runs `body` with a server for a site of these files on a free port, and stops it afterwards.
func withServer(
  _ files: [String: String], limits: Limits = .patient, host: String = "127.0.0.1", bufferLimit: Int = 4 << 20,
  _ body: (PreviewServer, TemporaryFolder) async throws -> Void
) async throws {
  let folder = try TemporaryFolder(files)
  var site = SiteResponder(folder: SiteFolder(path: folder.path))
  site.bufferLimit = bufferLimit
  let server = try await PreviewServer(site: site, host: host, port: 0, limits: limits)
  do {
    try await body(server, folder)
  } catch {
    await server.shutdown()
    throw error
  }
  await server.shutdown()
}

/// Waits until `condition` holds, and fails when it does not within a time that only a hang exceeds.
func expectEventually(
  _ what: Comment, within time: Duration = .seconds(300), sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + time
  while try await !condition() {
    if ContinuousClock.now > deadline {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    try await Task.sleep(for: .milliseconds(2))
  }
}

/// A number that several tasks may look at.
final class Counter: Sendable {
  private let number = Mutex(0)
  var value: Int { number.withLock { $0 } }
  func count() { number.withLock { $0 += 1 } }
}
