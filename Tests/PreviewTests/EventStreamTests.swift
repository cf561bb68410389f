import NIOCore
import Testing

@testable import Preview

@Suite struct EventStreamTests {
  private let files = ["index.html": "<body></body>"]

  /// A stream as a browser opens it, read up to the first list of problems.
  private func listen(_ server: PreviewServer, since: String? = nil, last: String? = nil) async throws -> (
    RawClient, String
  ) {
    let client = try RawClient(port: server.port)
    let header = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    client.send(
      "GET /__baton/events\(since.map { "?since=" + $0 } ?? "") HTTP/1.1\r\nHost: localhost\r\n\(header)\r\n")
    let head = try await client.read(through: "\r\n\r\n")
    #expect(head.lowercased().contains("content-type: text/event-stream"))
    let start = try await client.read(through: "event: problems\n") + client.read(through: "\n\n")
    return (client, start)
  }

  private func build(_ server: PreviewServer) async throws -> String {
    let page = try await ask(server.port, "/").text
    return String(try #require(page.firstMatch(of: /data-build="([^"]+)"/)).1)
  }

  @Test func eventsReachEveryListener() async throws {
    try await withServer(files) { server, _ in
      var clients: [(RawClient, String)] = []
      for _ in 0..<5 { clients.append(try await listen(server)) }
      for (client, start) in clients {
        #expect(start.contains("data: []\n\n") && !start.contains("reload"))
        _ = client
      }
      #expect(server.listeners == 5)
      server.notify(.reload(.paths(["a/index.html", "b.png"])))
      server.notify(.style(.paths(["s.css"])))
      server.notify(.problems([PreviewProblem(severity: .error, text: "x")]))
      for (client, _) in clients {
        #expect(try await client.read(through: "data: [\"/a/\",\"/b.png\"]\n\n").contains("event: reload\nid: "))
        #expect(try await client.read(through: "data: [\"/s.css\"]\n\n").contains("event: style\n"))
        #expect(try await client.read(through: "\"text\":\"x\"}]\n\n").contains("data: [{\"severity\":\"error\","))
      }
    }
  }

  @Test func whatChangesNothingIsNotSent() async throws {
    try await withServer(files) { server, _ in
      let (client, _) = try await listen(server)
      server.notify(.reload(.paths([])))
      server.notify(.style(.paths([])))
      server.notify(.problems([]))
      server.notify(.reload(.everything))
      // Signs of life may come before it on a busy machine, but no event.
      let first = try await client.read(through: "data: null\n")
      #expect(first.contains("event: reload\n"))
      #expect(!first.contains("event: style") && !first.contains("event: problems"))
    }
  }

  @Test func aPageIsToldWhatItMissed() async throws {
    try await withServer(files) { server, _ in
      let first = try await build(server)
      #expect(try await !listen(server, since: first).1.contains("reload"))
      server.notify(.reload(.paths(["a/"])))
      let second = try await build(server)
      server.notify(.reload(.paths(["b/", "a/"])))
      server.notify(.style(.paths(["c.css"])))
      server.notify(.problems([PreviewProblem(severity: .note, text: "now")]))
      let missed = try await listen(server, since: first).1
      #expect(missed.contains("data: [\"/a/\",\"/b/\"]\n") && missed.contains("data: [\"/c.css\"]\n"))
      #expect(missed.contains("\"now\""))
      #expect(try await listen(server, since: second).1.contains("data: [\"/b/\",\"/a/\"]\n"))
      let third = try await build(server)
      #expect(try await !listen(server, since: third).1.contains("reload"))
      #expect(try await !listen(server, since: first, last: third).1.contains("reload"), "the newer id counts")
    }
  }

  @Test func aPageOfAnotherRunIsReloaded() async throws {
    try await withServer(files) { server, _ in
      for id in ["other-0", "", "x", "\(try await build(server))9", String(try await build(server).dropLast()) + "-1"] {
        #expect(try await listen(server, since: id).1.contains("event: reload\nid: "), "\(id)")
      }
      let first = try await build(server)
      for _ in 0..<101 { server.notify(.style(.paths(["a.css"]))) }
      #expect(try await listen(server, since: first).1.contains("data: null\n"), "more than is remembered")
    }
  }

  @Test func streamsThatEndAreForgotten() async throws {
    try await withServer(files) { server, _ in
      var client: RawClient? = try await listen(server).0
      #expect(server.listeners == 1 && client != nil)
      client = nil
      try await expectEventually("the stream is forgotten") { server.listeners == 0 }
    }
  }

  @Test func streamsStayAlive() async throws {
    var limits = Limits()
    limits.idle = .milliseconds(30)
    limits.heartbeat = .milliseconds(10)
    try await withServer(files, limits: limits) { server, _ in
      let (client, _) = try await listen(server)
      for _ in 0..<10 { #expect(try await client.read(through: ":\n\n").hasSuffix(":\n\n")) }
    }
  }

  @Test func shutdownEndsStreamsAndConnectionsAtOnce() async throws {
    let folder = try TemporaryFolder(files)
    let server = try await PreviewServer(folder: folder.path, port: 0)
    let (stream, _) = try await listen(server)
    let idle = try RawClient(port: server.port)
    idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(try await idle.readAnswer().status == 200)
    await server.shutdown()
    _ = try await stream.readToEnd()
    #expect(try await idle.readToEnd().isEmpty)
    await #expect(throws: (any Error).self) { try await ask(server.port, "/") }
    server.notify(.reload(.everything))
  }
}
