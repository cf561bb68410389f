import NIOCore
import Testing

@testable import Preview

@Suite struct ConnectionTests {
  private let files = ["index.html": "<body>home</body>", "a.txt": "a", "b.txt": "b"]

  @Test func connectionsStayOpenAndPipelinedRequestsAreAnsweredInOrder() async throws {
    try await withServer(files) { server, _ in
      let client = try RawClient(port: server.port)
      let request = { (name: String) in "GET /\(name).txt HTTP/1.1\r\nHost: localhost\r\n\r\n" }
      client.send(request("a"))
      #expect(try await client.readAnswer().text == "a")
      client.send((0..<50).map { request($0 % 2 == 0 ? "b" : "a") }.joined())
      for index in 0..<50 { #expect(try await client.readAnswer().text == (index % 2 == 0 ? "b" : "a")) }
      client.send("HEAD /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n" + request("b"))
      #expect(try await client.readAnswer(hasBody: false).header("Content-Length") == "1")
      #expect(try await client.readAnswer().text == "b")
    }
  }

  @Test(arguments: [
    "GET /a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  ])
  func whoAsksForAnotherProtocolIsAnsweredAndToldOfTheEnd(request: String) async throws {
    try await withServer(files, limits: .patient) { server, _ in
      let client = try RawClient(port: server.port)
      client.send(request)
      let answer = try await client.readAnswer()
      #expect(answer.status == (request.hasPrefix("GET") ? 200 : 405) && answer.header("Connection") == "close")
      #expect(try await client.readToEnd().isEmpty)
    }
  }

  @Test func whoEndsItsSideIsAnswered() async throws {
    try await withServer(files, limits: .patient) { server, _ in
      let client = try RawClient(port: server.port)
      let requests = ["a", "b", "a"].map { "GET /\($0).txt HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined()
      client.send(requests)
      client.endSending()
      for text in ["a", "b", "a"] { #expect(try await client.readAnswer().text == text) }
      #expect(try await client.readToEnd().isEmpty)
      let silent = try RawClient(port: server.port)
      silent.endSending()
      #expect(try await silent.readToEnd().isEmpty)
      let stream = try RawClient(port: server.port)
      stream.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = try await stream.read(through: "data: []\n\n")
      stream.endSending()
      _ = try await stream.readToEnd()
      try await expectEventually("it is forgotten") { server.listeners == 0 }
    }
  }

  @Test func whoWaitsBeforeSendingABodyIsToldToGoOn() async throws {
    try await withServer(files, limits: .patient) { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET /a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      #expect(try await client.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100 Continue\r\n"))
      client.send("xx")
      #expect(try await client.readAnswer().text == "a")
    }
  }

  @Test func answersTellTheTime() async throws {
    #expect(httpDate(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    try await withServer(files) { server, _ in
      for target in ["/a.txt", "/none", "/%zz"] {
        let date = try await ask(server.port, target).header("Date") ?? ""
        #expect(date.hasSuffix(" GMT"), "\(target): \(date)")
      }
    }
  }

  @Test func anOldClientGetsAnAnswerAndTheEnd() async throws {
    try await withServer(files) { server, _ in
      let client = try RawClient(port: server.port)
      client.send("GET /a.txt HTTP/1.0\r\n\r\n")
      #expect(String(decoding: try await client.readToEnd(), as: UTF8.self).hasSuffix("\r\n\r\na"))
    }
  }

  @Test(arguments: [
    "nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9.9\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHo st: localhost\r\n\r\n",
    "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
  ])
  func whatIsNoRequestIsRefused(_ text: String) async throws {
    try await withServer(files) { server, _ in
      let client = try RawClient(port: server.port)
      client.send(text)
      #expect(try await client.readAnswer().status == 400)
      #expect(try await ask(server.port, "/a.txt").status == 200)
    }
  }

  @Test func requestsAreLimited() async throws {
    try await withServer(files) { server, _ in
      let long = String(repeating: "x", count: 40_000)
      #expect(try await ask(server.port, "/", "X-Long: \(long)").status == 400)
      #expect(try await ask(server.port, "/?" + long.prefix(9_000)).status == 414)
      let many = (0..<5_000).map { "X-\($0): 1" }.joined(separator: "\r\n")
      #expect(try await ask(server.port, "/", many).status == 400)
      let client = try RawClient(port: server.port)
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n" + long)
      for _ in 0..<60 { client.send(long) }
      #expect(try await client.readAnswer().status == 413)
    }
  }

  @Test func silentAndDrippingClientsAreSentAway() async throws {
    var limits = Limits()
    limits.idle = .milliseconds(100)
    limits.heartbeat = .milliseconds(20)
    try await withServer(files, limits: limits) { server, _ in
      let silent = try RawClient(port: server.port)
      #expect(try await silent.readToEnd().isEmpty)
      let dripping = try RawClient(port: server.port)
      dripping.send("GET / HTTP/1.1\r\nHost: localhost\r\n")
      try await expectEventually("it is closed although it still sends") {
        dripping.send("X: y\r\n")
        return dripping.hasEnded
      }
    }
  }

  @Test func whoNeverAsksIsSentAwaySooner() async throws {
    var limits = Limits.patient
    limits.firstRequest = .milliseconds(100)
    try await withServer(files, limits: limits) { server, _ in
      let asked = try RawClient(port: server.port)
      asked.send("GET /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
      try #require(await asked.readAnswer().text == "a")
      let silent = try RawClient(port: server.port)
      #expect(try await silent.readToEnd().isEmpty)
      let slow = try RawClient(port: server.port)
      slow.send("GET /a.txt HTTP/1.1\r\n")
      #expect(try await slow.readToEnd().isEmpty)
      asked.send("GET /b.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(try await asked.readAnswer().text == "b", "one that has asked may wait before it asks again")
    }
  }

  @Test func theConnectionThatIdledLongestMakesRoom() async throws {
    var limits = Limits.patient
    limits.connections = 3
    try await withServer(files, limits: limits) { server, _ in
      let request = "GET /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
      func open() async throws -> RawClient {
        let client = try RawClient(port: server.port)
        client.send(request)
        #expect(try await client.readAnswer().text == "a")
        return client
      }
      let stream = try RawClient(port: server.port)
      stream.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = try await stream.read(through: "data: []\n\n")
      let (first, second) = (try await open(), try await open())
      first.send(request)
      #expect(try await first.readAnswer().text == "a")
      let third = try await open()
      #expect(try await second.readToEnd().isEmpty)
      #expect(!stream.hasEnded && !first.hasEnded && !third.hasEnded)
      // With nothing but streams there is no room.
      for client in [first, third] {
        client.send("GET /__baton/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try await client.read(through: "data: []\n\n")
      }
      let late = try RawClient(port: server.port)
      #expect(try await late.readToEnd().isEmpty)
      #expect(!stream.hasEnded && !first.hasEnded && !third.hasEnded)
    }
  }

  @Test func largeFilesAreStreamed() async throws {
    let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
    try await withServer(files, bufferLimit: 100_000) { server, folder in
      try folder.write(bytes, to: "large.bin")
      let whole = try await askPatiently(server.port, "/large.bin")
      #expect(whole.body == bytes && whole.header("Content-Length") == "3000001")
      let tag = try #require(whole.header("ETag"))
      #expect(try await ask(server.port, "/large.bin", "If-None-Match: \(tag)").status == 304)
      let part = try await askPatiently(server.port, "/large.bin", "Range: bytes=100-2000099")
      #expect(part.status == 206 && part.body == Array(bytes[100..<2_000_100]))
      #expect(try await ask(server.port, "/large.bin", "Range: bytes=-1").body == [bytes[3_000_000]])
      #expect(try await ask(server.port, "/large.bin", method: "HEAD").header("Content-Length") == "3000001")
      try folder.write(bytes + [0], to: "large.bin")
      #expect(try await askPatiently(server.port, "/large.bin").header("ETag") != tag)
    }
  }

  @Test func aLargeFileIsOneVersionThroughout() async throws {
    let (old, new) = ([UInt8](repeating: 1, count: 30_000_000), [UInt8](repeating: 2, count: 30_000_000))
    try await withServer(files, bufferLimit: 100_000) { server, folder in
      try folder.write(old, to: "large.bin")
      let client = try RawClient(port: server.port)
      client.send("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let head = try await client.read(through: "\r\n\r\n")
      #expect(head.contains("200 OK"))
      try folder.write(new, to: "next.bin")
      try folder.rename("next.bin", to: "large.bin")
      #expect(try await client.read(count: old.count) == old)
    }
  }

  @Test func pagesAreNeverTornWhileTheSiteIsReplaced() async throws {
    let parent = try TemporaryFolder()
    func build(_ number: Int) throws {
      let page = "<body>" + String(repeating: "\(number),", count: 5_000) + "</body>"
      try parent.write(page, to: "build\(number)/a/b/index.html")
      // A link is exchanged at one stroke on every system, as the publisher exchanges folders.
      try parent.link("next", to: "build\(number)")
      try parent.rename("next", to: "site")
      if number > 0 { try parent.remove("build\(number - 1)") }
    }
    try build(0)
    let site = SiteResponder(folder: SiteFolder(path: parent("site")))
    let server = try await PreviewServer(site: site, host: "127.0.0.1", port: 0, limits: .patient)
    let port = server.port
    let isOver = Counter()
    let readers = Task.detached {
      let client = try RawClient(port: port)
      var versions: Set<Substring> = []
      while isOver.value == 0 {
        client.send("GET /a/b/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answer = try await client.readAnswer()
        let page = answer.text.dropFirst("<body>".count).prefix { $0 != "<" }
        let numbers = page.split(separator: ",")
        guard answer.status == 200, numbers.count == 5_000, Set(numbers).count == 1 else { return -1 }
        versions.insert(numbers[0])
      }
      return versions.count
    }
    for number in 1..<100 {
      try build(number)
      try await Task.sleep(for: .milliseconds(1))
    }
    isOver.count()
    #expect(try await readers.value > 1)
    await server.shutdown()
  }
}
