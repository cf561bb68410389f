import Foundation
import Synchronization
import Testing

@testable import Preview

@Suite struct PreviewTests {
  @Test func fromSavingToTheBrowserAndBack() async throws {
    let folder = try TemporaryFolder(["content/a.html": "one"])
    try folder.makeFolder("output")
    let (notices, continuation) = AsyncStream.makeStream(of: PreviewNotice.self)
    var configuration = PreviewConfiguration(folder: folder("output"), marker: ".site", watched: [folder("content")])
    configuration.port = 0
    let build: @Sendable () -> RebuildOutcome? = {
      guard let text = try? String(contentsOfFile: folder("content/a.html"), encoding: .utf8) else { return nil }
      try? folder.write("<body>\(text)</body>", to: "output/a.html")
      return RebuildOutcome(
        pages: .paths(["a.html"]),
        problems: text.contains("wrong") ? [PreviewProblem(severity: .warning, text: "a.html")] : [])
    }
    let preview = Task { [configuration] in
      try await Preview.preview(
        configuration, notice: { continuation.yield($0) }, firstBuild: { try #require(build()) },
        rebuild: { _ in build() })
    }
    guard case .listening(let url, nil) = await notices.first(where: { _ in true }) else {
      Issue.record("it listens first")
      return
    }
    let port = try #require(Int(url.split(separator: ":").last?.dropLast() ?? ""))
    #expect(try await ask(port, "/a.html").text.contains("one"), "the first build is there when the server is")
    let client = try RawClient(port: port)
    client.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = try await client.read(through: "data: []\n\n")
    try folder.write("wrong", to: "content/a.html")
    _ = try await client.read(through: "event: reload\n")
    #expect(try await client.read(through: "\n\n").contains("[\"/a.html\"]"))
    #expect(try await client.read(through: "\n\n").contains("event: problems\n"))
    #expect(try await ask(port, "/a.html").text.contains("wrong"))
    try folder.write("mended", to: "content/a.html")
    _ = try await client.read(through: "event: problems\n")
    #expect(try await client.read(through: "\n\n").contains("data: []"))
    preview.cancel()
    try await preview.value
    _ = try await client.readToEnd()
  }

  @Test(.timeLimit(.minutes(10))) func cancellingDoesNotWaitForARebuildThatGoesOn() async throws {
    let folder = try TemporaryFolder(["a.md": "1"])
    var configuration = PreviewConfiguration(folder: folder("output"), marker: ".site", watched: [folder.path])
    configuration.port = 0
    let (end, endContinuation) = AsyncStream.makeStream(of: Void.self)
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let preview = Task { [configuration] in
      try await Preview.preview(configuration) {
        try folder.write("2", to: "a.md")
        return RebuildOutcome(pages: .everything)
      } rebuild: { _ in
        continuation.finish()
        // Deaf to cancellation.
        await Task.detached { for await _ in end {} }.value
        return nil
      }
    }
    for await _ in started {}
    preview.cancel()
    // A preview that waited for the rebuild would never end.
    try await preview.value
    endContinuation.finish()
  }

  @Test func aFirstBuildThatFailsEndsIt() async throws {
    struct Failure: Error {}
    let folder = try TemporaryFolder(["a.md": "1"])
    let configuration = PreviewConfiguration(folder: folder("output"), marker: ".site", watched: [folder.path])
    await #expect(throws: Failure.self) {
      try await Preview.preview(configuration, notice: { Issue.record("said \($0)") }) {
        throw Failure()
      } rebuild: { _ in
        nil
      }
    }
  }

  @Test func aPortThatIsTakenIsTold() async throws {
    let folder = try TemporaryFolder()
    let other = try await PreviewServer(folder: folder.path, port: 0)
    var configuration = PreviewConfiguration(folder: folder("output"), marker: ".site", watched: [folder.path])
    configuration.port = other.port
    let (notices, continuation) = AsyncStream.makeStream(of: PreviewNotice.self)
    let preview = Task { [configuration] in
      try await Preview.preview(
        configuration, notice: { continuation.yield($0) }, firstBuild: { RebuildOutcome(pages: .everything) },
        rebuild: { _ in nil })
    }
    guard case .listening(let url, let taken) = await notices.first(where: { _ in true }) else {
      Issue.record("it listens first")
      return
    }
    #expect(taken == other.port && url != other.url)
    preview.cancel()
    try await preview.value
    await other.shutdown()
  }
}
