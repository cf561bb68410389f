import Diagnostics
import Foundation
import Site

/// What the preview tells the one who started it.
public enum PreviewEvent: Sendable {
  /// The site is built.
  case built(BuildReport, Duration)
  /// A rebuild could not be carried out.
  case failed(StopError)
  /// The site is served at this address; the port is not the wanted one when that was taken.
  case serving(address: String, isWantedPort: Bool)
}

/// Builds a site, serves it, watches its sources, rebuilds when they change and tells the browsers. Returns when its task is
/// cancelled.
///
/// - Throws: `StopError` when the first build or the server cannot be started.
public func preview(
  _ options: BuildOptions, host: String, port: Int, report: @escaping @Sendable (PreviewEvent) -> Void
) async throws {
  let watcher = ContentWatcher(
    folders: [options.content, options.theme].compactMap(\.self), except: [options.output])
  var seen = watcher.fingerprint()
  var last = try rebuild(options, report)
  let server: PreviewServer
  do {
    server = try await PreviewServer.start(folder: options.output, host: host, port: port)
  } catch PreviewServer.Failure.cannotBind(let host, let port, let reason) {
    throw StopError(.machine, "cannot serve on \(host):\(port): \(reason)", help: "name another port with --port")
  }
  server.show(problems: lines(last.diagnostics))
  report(.serving(address: server.address, isWantedPort: server.port == port))
  while !Task.isCancelled {
    do {
      try await Task.sleep(for: .milliseconds(200))
    } catch {
      break
    }
    let now = watcher.fingerprint()
    guard now != seen else { continue }
    seen = now
    do {
      last = try rebuild(options, report)
      server.show(problems: lines(last.diagnostics))
      if last.written > 0 { server.reload() }
    } catch {
      report(.failed(error))
      server.show(problems: json([error.message]))
    }
  }
  await server.stop()
}

private func rebuild(
  _ options: BuildOptions, _ report: @Sendable (PreviewEvent) -> Void
) throws(StopError) -> BuildReport {
  let start = ContinuousClock.now
  let result = try build(options)
  report(.built(result, ContinuousClock.now - start))
  return result
}

private func lines(_ diagnostics: [Diagnostic]) -> String {
  json(
    diagnostics.filter { $0.severity >= .warning }.prefix(20).map { diagnostic in
      let place = diagnostic.range.map { "\($0.file):\($0.start.line): " } ?? ""
      return place + diagnostic.message
    })
}

private func json(_ texts: [String]) -> String {
  (try? JSONEncoder().encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
}
